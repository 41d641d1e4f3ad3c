"""What those who follow a report of a street are still to be told of it, once for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence

from msgspec import Struct
from sqlalchemy import Connection, String, cast, exists, literal, select, tuple_, update

from bot.clock import Clock
from bot.knowledge.street.report import Known
from bot.store import street_rows as rows
from bot.store.conversation import Conversation, as_conversation
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts
from bot.store.once import first
from bot.store.sealed import Keys
from bot.store.street_tables import street_events, street_people, street_reports
from bot.store.tables import conversations, effects
from bot.store.unasked import Later, Unasked, free, reached

BATCH = 50

Place = tuple[int, int]
"""An event and a conversation: how far a run has come."""

_its, _said, _who, _talk = street_reports.c, street_events.c, street_people.c, conversations.c
_later = street_events.alias("later")
_passed = exists().where(_later.c.report_id == _said.report_id, _later.c.id > _said.id, _later.c.tells)
_passed = _passed.correlate(street_events)
_key = literal("street:") + cast(_said.id, String) + literal(":") + cast(_who.conversation_id, String)
_known = exists().where(effects.c.key == _key).correlate(street_events, street_people)
_untold = _said.tells & _said.told_at.is_(None)


class Untold(Struct, frozen=True):
    """One change to be told to one resident: the report as it stands now."""

    place: Place
    known: Known
    conversation: Conversation


class StreetTelling:
    """Finds them, and writes the lines. Of several changes only the newest is told."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub, posts: Posts) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._unasked = Unasked(database, keys, clock, hub, posts)

    async def untold(self, after: Place, push: Collection[str]) -> tuple[Sequence[Untold], Place | None]:
        """Some of what can be told now on the channels `push`, behind `after`. Also how far that goes, None
        at the end."""
        now = self._clock.now()
        joined = street_events.join(street_people, _who.report_id == _said.report_id)
        query = (
            select(_said.id.label("event"), _who.conversation_id.label("conversation"))
            .select_from(joined.join(conversations, _talk.id == _who.conversation_id))
            .where(_untold, _who.tells, _who.at <= _said.at, ~_passed, ~_known, reached(push), *free(now))
            .where(tuple_(_said.id, _who.conversation_id) > after)
            .order_by(_said.id, _who.conversation_id)
            .limit(BATCH)
        )

        def read(connection: Connection) -> tuple[Sequence[Untold], Place | None]:
            found = [(row.event, row.conversation) for row in connection.execute(query).all()]
            told = [self._of(connection, place) for place in found]
            return told, found[-1] if len(found) == BATCH else None

        return await self._database.read(read)

    async def tell(self, untold: Untold, lines: Sequence[NewEntry]) -> bool:
        """Writes the lines; False, with nothing written, when it has been told or the resident is busy."""

        def claim(connection: Connection, now: dt.datetime) -> None:
            event, conversation = untold.place
            held = select(_said.id).where(_said.id == event, _untold).with_for_update()
            if connection.execute(held).first() is None:
                raise Later
            if not first(connection, f"street:{event}:{conversation}", conversation, now):
                raise Later

        return await self._unasked.tell(untold.conversation, lines, None, claim)

    async def settle(self, push: Collection[str]) -> int:
        """Marks what everybody knows who can be told, and what nobody needs to be told any more; how much."""
        now = self._clock.now()
        theirs = _who.report_id == _said.report_id, _who.tells, _who.at <= _said.at
        waits = exists().where(*theirs, _talk.id == _who.conversation_id, ~_known, reached(push))
        waits = waits.correlate(street_events)
        done = update(street_events).where(_untold, _passed | ~waits).values(told_at=now)
        return await self._database.write(lambda connection: connection.execute(done).rowcount)

    def _of(self, connection: Connection, place: Place) -> Untold:
        event, conversation = place
        whose = select(_said.report_id).where(_said.id == event).scalar_subquery()
        row = connection.execute(select(street_reports).where(_its.id == whose)).one()
        talk = connection.execute(select(conversations).where(_talk.id == conversation)).one()
        return Untold(place, rows.known(row), as_conversation(self._keys, talk))
