"""Hand-overs that are answered in another system: what has been passed on, and what has come back.

A line of the other system's is written in the transaction that remembers its id, and a line of the resident's
counts as passed on by compare-and-set: whatever dies in between, nothing is said twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, delete, func, or_, select, update

from bot.clock import Clock
from bot.handover.request import QUEUE, Handover, NotYours, owner_of
from bot.store.database import Database
from bot.store.handover_rows import HELPLINE, Change, all_rows, as_handover, row
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts, seal_lines
from bot.store.listener import tell
from bot.store.relay_table import relay_messages, relays
from bot.store.sealed import Keys
from bot.store.tables import handovers
from bot.store.upsert import upsert

HELD = dt.timedelta(minutes=2)
"""How long a process has a hand-over without a sign of life."""

T = TypeVar("T")

_its = relays.c
_insert = upsert(relays, lambda new: new.on_conflict_do_nothing(index_elements=["handover_id"]))
_message = upsert(
    relay_messages,
    lambda new: new.on_conflict_do_nothing(index_elements=["handover_id", "message"]).returning(
        relay_messages.c.message
    ),
)
_live = row.status.in_(("queued", "adviser"))


class Relay(Struct, frozen=True):
    """One hand-over's part. `external` is empty until there is a conversation in the other system, `since` 0
    until its first message is there; `told` says that the resident knows that nobody could be reached."""

    handover: int
    external: str
    since: int
    sent_seq: int
    told: bool
    finished: bool


class Relays:
    """Keeps them. `holder` names this process."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, hub: Hub, posts: Posts, holder: str
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._posts = posts
        self._holder = holder
        self._news = keys.find(HELPLINE)

    async def work(self) -> tuple[int, ...]:
        """The hand-overs that are to be passed on, and those that have ended here but not yet there."""
        going = _live & or_(_its.finished.is_(None), ~_its.finished)
        query = select(row.id).join_from(handovers, relays, isouter=True)
        query = query.where(or_(going, ~_its.finished)).order_by(row.id)
        found = await self._database.read(lambda connection: connection.scalars(query).all())
        return tuple(found)

    async def take(self, handover: int) -> Relay | None:
        """The hand-over for this process alone, until it gives no sign of life; None when another has it."""
        now = self._clock.now()
        free = or_(_its.holder.is_(None), _its.holder == self._holder, _its.held_until <= now)
        taken = update(relays).where(_its.handover_id == handover, free)
        taken = taken.values(holder=self._holder, held_until=now + HELD)
        first = {"handover_id": handover, "sent_seq": 0, "told": False, "finished": False}

        def work(connection: Connection) -> Relay | None:
            if connection.scalar(select(row.id).where(row.id == handover)) is None:
                return None
            connection.execute(_insert[connection.dialect.name], first)
            return _as_relay(connection.execute(taken.returning(*relays.c)).first())

        return await self._database.write(work)

    async def of(self, external: str) -> Relay | None:
        """The one whose conversation there has this id."""
        query = select(relays).where(_its.external == external)
        return _as_relay(await self._database.read(lambda connection: connection.execute(query).first()))

    async def attach(self, handover: int, external: str) -> None:
        """Its conversation in the other system is this one. An earlier hand-over's that was the same is
        forgotten: some inboxes have one conversation for each resident."""
        old = delete(relays).where(_its.external == external, _its.handover_id != handover)
        its = update(relays).where(_its.handover_id == handover).values(external=external)

        def work(connection: Connection) -> None:
            connection.execute(old)
            connection.execute(its)

        await self._database.write(work)

    async def detach(self, handover: int) -> None:
        """Its conversation is gone there: all of it has to be passed on again."""
        await self._set(handover, external=None, since=None, sent_seq=0)

    async def begun(self, handover: int, since: int, sent_seq: int) -> None:
        """The brief is there, as message `since`, with the lines up to `sent_seq`."""
        await self._set(handover, since=since, sent_seq=sent_seq)

    async def sent(self, handover: int, before: int, seq: int) -> bool:
        """The line `seq` has been passed on, the next after `before`; False when another has said so."""
        same = update(relays).where(_its.handover_id == handover, _its.sent_seq == before)
        same = same.where(_its.holder == self._holder).values(sent_seq=seq)
        return await self._database.write(lambda connection: connection.execute(same).rowcount == 1)

    async def reached(self, handover: int) -> None:
        """The other system answers again: the next time that it does not, the resident is told again."""
        await self._set(handover, told=False)

    async def finish(self, handover: int) -> None:
        """Nothing is left to be done there."""
        await self._set(handover, finished=True, holder=None, held_until=None)

    async def let_go(self, handover: int) -> None:
        """Another process may take it."""
        mine = update(relays).where(_its.handover_id == handover, _its.holder == self._holder)
        free = mine.values(holder=None, held_until=None)
        await self._database.write(lambda connection: connection.execute(free).close())

    async def tell(self, handover: int, lines: Sequence[NewEntry]) -> bool:
        """Tells the resident something once, whoever they wait for; whether it was said."""

        def work(change: Change) -> bool:
            change.hold(handover)
            first = update(relays).where(_its.handover_id == handover, ~_its.told).values(told=True)
            found = change.connection.execute(all_rows.where(row.id == handover, _live)).mappings().first()
            if found is None or change.connection.execute(first).rowcount == 0:
                return False
            owner = owner_of(found["adviser"]) if found["status"] == "adviser" else QUEUE
            change.moved(as_handover(found), owner, owner, lines, bodies)
            return True

        bodies = seal_lines(self._keys, lines)
        return await self._change(work)

    async def answer(
        self, handover: int, staff: int, message: int, joined: Sequence[NewEntry], lines: Sequence[NewEntry]
    ) -> bool:
        """Says the other system's `message` to the resident, once; False when it has been said already. Who
        waits is taken by `staff` first and hears `joined`. Raises `NotYours` and `OffShift`, with nothing
        written."""

        def work(change: Change) -> bool:
            change.hold(handover)
            if not _first(change.connection, handover, message):
                return False
            found, owner = _taken(change, handover, staff)
            said = slice(0 if owner == QUEUE else len(joined), None)
            change.moved(found, owner, owner_of(staff), every[said], bodies[said])
            change.set(handover, replied_at=func.coalesce(row.replied_at, change.now))
            return True

        every = (*joined, *lines)
        bodies = seal_lines(self._keys, every)
        return await self._change(work)

    async def pass_over(self, handover: int, message: int) -> bool:
        """Remembers a message that is not to be said; False when it was known."""
        return await self._database.write(lambda connection: _first(connection, handover, message))

    async def claim(self, handover: int, staff: int) -> Handover:
        """It for `staff`, whether it waits or they have it. Raises `NotYours` and `OffShift`."""

        def work(change: Change) -> Handover:
            change.hold(handover)
            found, owner = _taken(change, handover, staff)
            if owner == QUEUE:
                change.moved(found, QUEUE, owner_of(staff))
            return found

        return await self._change(work)

    async def said(self, handover: int, messages: Sequence[int]) -> frozenset[int]:
        """Which of these messages have been said."""
        its = relay_messages.c
        query = select(its.message).where(its.handover_id == handover, its.message.in_(messages))
        found = await self._database.read(lambda connection: connection.scalars(query).all())
        return frozenset(found)

    async def _set(self, handover: int, **values: Any) -> None:
        its = update(relays).where(_its.handover_id == handover).values(**values)
        await self._database.write(lambda connection: connection.execute(its).close())

    async def _change(self, work: Callable[[Change], T]) -> T:
        """Runs `work` in one transaction and tells the pages."""

        def whole(connection: Connection) -> tuple[T, list[bytes]]:
            change = Change(connection, self._posts, self._clock.now())
            result = work(change)
            if change.woken:
                tell(connection, self._news)
            return result, change.woken

        result, woken = await self._database.write(whole)
        for lookup in (*woken, *((self._news,) if woken else ())):
            self._hub.wake(lookup)
        return result


def _first(connection: Connection, handover: int, message: int) -> bool:
    new = {"message": message, "handover_id": handover}
    return connection.execute(_message[connection.dialect.name], new).first() is not None


def _taken(change: Change, handover: int, staff: int) -> tuple[Handover, str]:
    """It for `staff`, with the conversation's owner so far. A lease that has run out is no obstacle."""
    status = change.connection.scalar(select(row.status).where(row.id == handover))
    if status == "adviser":
        try:
            return change.mine(handover, staff), owner_of(staff)
        except NotYours as problem:
            if problem.holder is not None:
                raise
        lost = change.lost(handover)
        change.requeue(lost, lost.team)
    return change.claim(handover, staff), QUEUE


def _as_relay(found: Any) -> Relay | None:
    if found is None:
        return None
    return Relay(
        found.handover_id,
        found.external or "",
        found.since or 0,
        found.sent_seq,
        found.told,
        found.finished,
    )
