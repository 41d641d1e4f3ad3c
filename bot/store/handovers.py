"""Hand-overs: who wants a person, who has them, and when they lose them.

Every change is one transaction that compares before it writes, on the hand-over's row and on the
conversation's `owner`: of two who claim one resident the second is told who was first, and nobody writes into
a conversation that is not theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, func, select, update

from bot.clock import Clock
from bot.handover.request import CLOSED, QUEUE, Handover, NotYours, owner_of
from bot.store.conversation import BOT
from bot.store.database import Database
from bot.store.handover_rows import HELPLINE, Change, all_rows, as_handover, lost_ones, row
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts, seal_lines
from bot.store.listener import tell
from bot.store.once import KEY, first
from bot.store.sealed import Keys
from bot.store.tables import handovers
from channels.message import Entry

T = TypeVar("T")

_endangered = select(row.id).where(
    row.status.in_(("queued", "adviser")), row.hazard != "", row.alarmed_at.is_(None)
)


class Handovers:
    """The protocol: queued, with an adviser, handed back or closed.

    Each method raises `NotYours`, with nothing written, when the hand-over is not what the caller takes it
    for: somebody else was first, the lease has run out, the resident has left or is forgotten. Each gives the
    hand-over as it is then. `lines` are said to the resident in the same moment.
    """

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub, posts: Posts) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._posts = posts
        self.news = keys.find(HELPLINE)
        """What the helpline's pages watch in the hub: something has changed in the queue."""

    async def claim(self, handover: int, staff: int, lines: Sequence[NewEntry] = ()) -> Handover:
        """Takes a waiting resident. Raises `OffShift` for somebody who is not on shift."""

        def work(change: Change) -> Handover:
            found = change.claim(handover, staff)
            change.moved(found, QUEUE, owner_of(staff), lines, bodies)
            return found

        bodies = seal_lines(self._keys, lines)
        return await self._change(work)

    async def renew(self, handover: int, staff: int) -> Handover:
        """A sign of life of the adviser who has it."""
        return await self._change(lambda change: change.mine(handover, staff), loud=False)

    async def write(
        self, handover: int, staff: int, lines: Sequence[NewEntry], key: str = ""
    ) -> tuple[Entry, ...]:
        """Says something to the resident. The same `key` again, of at most `KEY` characters, says nothing:
        the answer to the first time was lost. An empty one counts each time."""

        def work(change: Change) -> tuple[Entry, ...]:
            found = change.mine(handover, staff)
            once = f"said:{handover}:{staff}:{key[:KEY]}"
            if key and not first(change.connection, once, found.conversation, change.now):
                return ()
            change.set(handover, replied_at=func.coalesce(row.replied_at, change.now))
            return change.moved(found, owner_of(staff), owner_of(staff), lines, bodies)

        bodies = seal_lines(self._keys, lines)
        return await self._change(work, loud=False)

    async def pass_to(self, handover: int, staff: int, colleague: int, lines: Sequence[NewEntry]) -> Handover:
        """Gives it to a colleague. Raises `OffShift` when they are not on shift."""

        def work(change: Change) -> Handover:
            found = change.mine(handover, staff)
            change.on_shift(colleague)
            change.moved(found, owner_of(staff), owner_of(colleague), lines, bodies)
            return change.set(handover, adviser_id=colleague)

        bodies = seal_lines(self._keys, lines)
        return await self._change(work)

    async def pass_to_team(self, handover: int, staff: int, team: str) -> Handover:
        """Puts it to the front of the queue of `team`, empty for anybody."""

        def work(change: Change) -> Handover:
            return change.requeue(change.mine(handover, staff), team)

        return await self._change(work)

    async def hand_back(
        self, handover: int, staff: int, outcome: str, state: bytes, revision: int, lines: Sequence[NewEntry]
    ) -> Handover:
        """Gives the resident back to the assistant, which goes on from `state`, computed for `revision` of
        the conversation."""

        def work(change: Change) -> Handover:
            found = change.mine(handover, staff)
            change.moved(found, owner_of(staff), BOT, lines, bodies, (sealed, revision))
            return change.set(handover, status="returned", ended_at=change.now, outcome=outcome)

        bodies, sealed = seal_lines(self._keys, lines), self._keys.seal_bytes(state)
        return await self._change(work)

    async def close(
        self,
        handover: int,
        staff: int,
        outcome: str,
        lines: Sequence[NewEntry],
        state: tuple[bytes, int] | None = None,
    ) -> Handover:
        """Ends it. `state` is a new one of the assistant with the revision that it was computed for."""

        def work(change: Change) -> Handover:
            found = change.mine(handover, staff)
            change.moved(found, owner_of(staff), CLOSED, lines, bodies, sealed)
            return change.set(handover, status="closed", ended_at=change.now, outcome=outcome)

        bodies = seal_lines(self._keys, lines)
        sealed = None if state is None else (self._keys.seal_bytes(state[0]), state[1])
        return await self._change(work)

    async def expire(self) -> tuple[Handover, ...]:
        """Puts those whose adviser gives no sign of life, or has gone off shift, back to the front of the
        queue; which they were, with the adviser who lost them."""
        now = self._clock.now()
        due = await self._database.read(lambda connection: lost_ones(connection, now))
        lost = [await self._put_back(handover) for handover in due]
        return tuple(found for found in lost if found is not None)

    async def announced(self) -> tuple[int, ...]:
        """The hand-overs with a danger that nobody has been told of, told by this call. Of all processes that
        ask, one gets each."""
        due = _endangered.order_by(row.id)
        found = await self._database.read(lambda connection: connection.scalars(due).all())
        return tuple([one for one in found if await self._announce(one)])

    async def _announce(self, handover: int) -> bool:
        """Compared and set, one at a time: whether it was this call that did it."""
        untold = row.id == handover, row.alarmed_at.is_(None)
        mine = update(handovers).where(*untold).values(alarmed_at=self._clock.now())
        return await self._database.write(lambda connection: connection.execute(mine).rowcount) > 0

    async def _put_back(self, handover: int) -> Handover | None:
        """One of those, in a transaction of its own; None when its adviser was heard of meanwhile."""

        def work(change: Change) -> Handover:
            found = change.lost(handover)
            change.requeue(found, found.team)
            return found

        with suppress(NotYours):
            return await self._change(work)
        return None

    async def read(self, handover: int) -> Handover | None:
        """One hand-over."""
        return await self._first(all_rows.where(row.id == handover))

    async def find(self, reference: str) -> Handover | None:
        """The one with this reference."""
        return await self._first(all_rows.where(row.reference == reference.upper()))

    async def of(self, conversation: int) -> tuple[Handover, ...]:
        """All of one conversation, the newest first."""
        query = all_rows.where(row.conversation_id == conversation).order_by(row.id.desc())
        rows = await self._database.read(lambda connection: connection.execute(query).mappings().all())
        return tuple(map(as_handover, rows))

    async def _first(self, query: Select[Any]) -> Handover | None:
        found = await self._database.read(lambda connection: connection.execute(query).mappings().first())
        return None if found is None else as_handover(found)

    async def _change(self, work: Callable[[Change], T], *, loud: bool = True) -> T:
        """Runs `work` in one transaction and tells the pages; `loud` tells those of the helpline, too."""

        def whole(connection: Connection) -> tuple[T, list[bytes]]:
            change = Change(connection, self._posts, self._clock.now())
            result = work(change)
            if loud:
                tell(connection, self.news)
            return result, change.woken

        result, woken = await self._database.write(whole)
        for lookup in (*woken, *((self.news,) if loud else ())):
            self._hub.wake(lookup)
        return result
