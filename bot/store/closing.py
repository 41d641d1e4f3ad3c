"""Those who still wait when the helpline has closed, and the line that tells them so, once a closing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from contextlib import suppress

from msgspec import Struct
from sqlalchemy import Connection, String, cast, exists, literal, or_, select

from bot.clock import Clock
from bot.handover.request import QUEUE, Handover, NotYours
from bot.store.conversation import Conversation, as_conversation
from bot.store.database import Database
from bot.store.handover_rows import Change, all_rows, as_handover, row
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts, seal_lines
from bot.store.once import first
from bot.store.sealed import Keys
from bot.store.tables import conversations, effects
from channels.message import Entry

_its = conversations.c


class Waiter(Struct, frozen=True):
    """A resident in the queue: the hand-over and the conversation as they were when they were read."""

    handover: Handover
    conversation: Conversation


class Closing:
    """Finds them, and writes the line."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub, posts: Posts) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._posts = posts

    async def waiting(self, since: dt.datetime, channels: Collection[str]) -> tuple[Waiter, ...]:
        """Those on `channels` who joined the queue before it closed at the aware moment `since` and have not
        been told of this closing, longest first."""
        told = exists().where(effects.c.key == literal(_prefix(since)) + cast(row.id, String))
        found = (
            all_rows.where(row.status == "queued", row.queued_at < since, ~told)
            .where(row.channel.in_(channels))
            .order_by(row.queued_at, row.id)
        )

        def read(connection: Connection) -> list[Waiter]:
            handovers = [as_handover(one) for one in connection.execute(found).mappings()]
            return [one for handover in handovers for one in self._with(connection, handover)]

        return tuple(await self._database.read(read))

    async def tell(
        self, waiter: Waiter, since: dt.datetime, state: bytes, lines: Sequence[NewEntry]
    ) -> tuple[Entry, ...]:
        """Says `lines` and keeps `state`; nothing, and nothing written, when they have been told, do not wait
        any more, or a message of theirs is being answered."""
        sealed, bodies = self._keys.seal_bytes(state), seal_lines(self._keys, lines)
        found, known = waiter.handover, waiter.conversation.revision

        def work(connection: Connection) -> tuple[list[bytes], tuple[Entry, ...]]:
            change = Change(connection, self._posts, self._clock.now())
            change.hold(found.id)
            if not self._free(connection, found) or not self._first(connection, found, since):
                return [], ()
            entries = change.moved(found, QUEUE, QUEUE, lines, bodies, (sealed, known))
            return change.woken, entries

        woken: list[bytes] = []
        entries: tuple[Entry, ...] = ()
        with suppress(NotYours):  # an adviser has them, or they have written: the transaction is undone
            woken, entries = await self._database.write(work)
        for lookup in woken:
            self._hub.wake(lookup)
        return entries

    def _with(self, connection: Connection, handover: Handover) -> list[Waiter]:
        query = select(conversations).where(_its.id == handover.conversation, _its.owner == QUEUE)
        rows = connection.execute(query).all()
        return [Waiter(handover, as_conversation(self._keys, one)) for one in rows]

    def _free(self, connection: Connection, found: Handover) -> bool:
        """Whether no turn is under way in the conversation, and it still waits as this hand-over."""
        idle = or_(_its.held_until.is_(None), _its.held_until <= self._clock.now())
        waits = select(row.id).join(conversations, _its.id == row.conversation_id)
        waits = waits.where(row.id == found.id, row.status == "queued", idle)
        return connection.execute(waits).first() is not None

    def _first(self, connection: Connection, found: Handover, since: dt.datetime) -> bool:
        """Whether nobody has told them before."""
        return first(connection, f"{_prefix(since)}{found.id}", found.conversation, self._clock.now())


def _prefix(since: dt.datetime) -> str:
    return f"closed:{since.astimezone(dt.UTC).isoformat(timespec='minutes')}:"
