"""What those who reported a case are still to be told of it, and the lines that tell them, once for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    Connection,
    String,
    cast,
    exists,
    literal,
    or_,
    select,
    tuple_,
    update,
)

from bot.clock import Clock
from bot.knowledge.repairs.case import Known
from bot.knowledge.repairs.repairs import Repairs
from bot.store import case_rows as rows
from bot.store.case_tables import case_events, case_reporters, cases
from bot.store.conversation import Conversation, as_conversation
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts
from bot.store.once import first
from bot.store.sealed import Keys
from bot.store.tables import conversations, effects
from bot.store.unasked import Later, Unasked, free, reached

BATCH = 50

SUMMARY = "summary"
"""Each is told in its own words; of everything else only the newest is worth telling."""

Place = tuple[int, int]
"""An event and a conversation: how far a run has come."""

_its, _said, _who, _talk = cases.c, case_events.c, case_reporters.c, conversations.c
_later = case_events.alias("later")
_theirs = or_(
    _later.c.tells & (_later.c.kind != SUMMARY), _later.c.kind.in_(("fixed", "not_fixed", "withdrawn"))
)
_since = exists().where(_later.c.case_id == _said.case_id, _later.c.id > _said.id, _theirs)
_passed = (_said.kind != SUMMARY) & _since.correlate(case_events)
_key = literal("repair:") + cast(_said.id, String) + literal(":") + cast(_who.conversation_id, String)
_known = exists().where(effects.c.key == _key).correlate(case_events, case_reporters)
_untold = _said.tells & _said.told_at.is_(None)


class Untold(Struct, frozen=True):
    """One thing to be told to one resident. `words` are those that staff wrote, as they wrote them."""

    place: Place
    kind: str
    known: Known
    words: str
    conversation: Conversation


class Telling:
    """Finds them, and writes the lines."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, hub: Hub, posts: Posts, repairs: Repairs
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._unasked = Unasked(database, keys, clock, hub, posts)
        self._repairs = repairs

    async def untold(
        self, after: Place, push: Collection[str], *, urgent: bool
    ) -> tuple[Sequence[Untold], Place | None]:
        """Some of what can be told now on the channels `push`, behind `after`; with `urgent` only what is
        about emergencies. Also how far that goes, None at the end."""
        now = self._clock.now()
        query = _waiting(now, push).where(tuple_(_said.id, _who.conversation_id) > after)
        if urgent:
            query = query.where(or_(_its.priority == "emergency", _its.severity == "emergency"))
        query = query.order_by(_said.id, _who.conversation_id).limit(BATCH)

        def read(connection: Connection) -> tuple[Sequence[Untold], Place | None]:
            found = [(row.event, row.conversation) for row in connection.execute(query).all()]
            told = [self._of(connection, place) for place in found]
            return [one for one in told if one is not None], found[-1] if len(found) == BATCH else None

        return await self._database.read(read)

    async def tell(self, untold: Untold, lines: Sequence[NewEntry], state: bytes | None) -> bool:
        """Writes the lines and keeps `state` if there is a new one; False, with nothing written, when it has
        been told or the resident is busy by now."""
        return await self._unasked.tell(
            untold.conversation, lines, state, lambda connection, now: self._claim(connection, untold, now)
        )

    async def settle(self, push: Collection[str]) -> int:
        """Marks what everybody knows who can be told, and what nobody needs to be told any more; how much."""
        now = self._clock.now()
        theirs = _who.case_id == _said.case_id, _who.at <= _said.at, _talk.id == _who.conversation_id
        waits = exists().where(*theirs, ~_known, reached(push)).correlate(case_events)
        done = update(case_events).where(_untold, or_(_passed, ~waits)).values(told_at=now)
        return await self._database.write(lambda connection: connection.execute(done).rowcount)

    def _of(self, connection: Connection, place: Place) -> Untold | None:
        event, conversation = place
        said = connection.execute(select(case_events).where(_said.id == event)).one()
        row = connection.execute(select(cases).where(_its.id == said.case_id)).one()
        talk = connection.execute(select(conversations).where(_talk.id == conversation)).one()
        known = rows.known(row, rows.deadlines(connection, row.id), self._repairs)
        words = "" if said.body is None else self._keys.open(said.body, str)
        return Untold(place, said.kind, known, words, as_conversation(self._keys, talk))

    def _claim(self, connection: Connection, untold: Untold, now: dt.datetime) -> None:
        """Nobody else tells it. The event is locked before the conversation, as in forgetting."""
        event, conversation = untold.place
        held = select(_said.id).where(_said.id == event, _untold).with_for_update()
        if connection.execute(held).first() is None:
            raise Later
        if not first(connection, f"repair:{event}:{conversation}", conversation, now):
            raise Later


def _waiting(now: dt.datetime, push: Collection[str]) -> Any:
    """What can be told now, to whom."""
    joined = case_events.join(cases, _its.id == _said.case_id).join(
        case_reporters, _who.case_id == _said.case_id
    )
    columns = _said.id.label("event"), _who.conversation_id.label("conversation")
    return (
        select(*columns)
        .select_from(joined.join(conversations, _talk.id == _who.conversation_id))
        .where(_untold, _who.at <= _said.at, ~_passed, ~_known, reached(push), *free(now))
    )
