"""A database with a helpline at work in it, made before the program starts: who is there, who waits, who has
whom. Everything is written by the store, as the program itself writes it."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

from msgspec import Struct
from sqlalchemy import make_url, select

from accessibility.text import Rendered
from bot.clock import UK, Clock, FixedClock
from bot.handover.request import NewHandover
from bot.store.lines import NewEntry
from bot.store.sealed import Keys
from bot.store.shifts import Shifts
from bot.store.staff import Staff
from bot.store.staff_sessions import StaffSessions
from bot.store.store import Store
from bot.store.tables import handovers
from bot.store.turn import Moved, Opened, TurnWrite
from channels.message import Inbound
from tests.acceptance.program import TUESDAY

SECRET = "a secret for helplines at work in tests"
AT_ONCE = 128
"""Residents who are written in at the same time: they share the wait for the disk."""

_QUEUED = NewEntry("assistant", Rendered("You are in the queue.", "en"))


class Waits(Struct, frozen=True):
    """Somebody in the queue. `id` is what their browser's cookie holds, `seq` their last line."""

    id: str
    handover: int
    reference: str
    seq: int


class There(Struct, frozen=True):
    """A member of staff on shift, signed in with one browser."""

    id: int
    cookie: str
    token: str


class Staffed:
    """Writes people into an open store, at the moment at which the program's clock will begin."""

    def __init__(self, store: Store, keys: Keys, clock: Clock) -> None:
        self.store = store
        self._clock = clock
        self._staff = Staff(store.database, keys, clock)
        self._sessions = StaffSessions(store.database, keys, clock, lambda: secrets.token_urlsafe(32))
        self._shifts = Shifts(store.database, keys, clock)
        self._room = asyncio.Semaphore(AT_ONCE)

    async def advisers(self, count: int) -> list[There]:
        """So many, for the rest of the day."""
        until = self._clock.now() + dt.timedelta(hours=7)
        there = []
        for number in range(count):
            member = await self._staff.add(f"adviser{number}@example.org", f"Adviser {number}", "adviser")
            await self._shifts.begin(member.id, until)
            session = await self._sessions.begin(member.id)
            there.append(There(member.id, session.id, session.token))
        return there

    async def queue(self, count: int) -> list[Waits]:
        """So many residents who have asked for a person."""
        turns = await asyncio.gather(*(self._asks() for _ in range(count)))
        columns = handovers.c.conversation_id, handovers.c.id, handovers.c.reference
        rows = await self.store.database.read(lambda connection: connection.execute(select(*columns)).all())
        found = {one.conversation_id: one for one in rows}
        return [_waits(turn, found[turn.conversation.id]) for turn in turns]

    async def given(self, there: Sequence[There], waits: Sequence[Waits]) -> None:
        """Each adviser in turn takes one of those who wait."""
        for number, one in enumerate(waits):
            await self.store.handovers.claim(one.handover, there[number % len(there)].id)

    async def _asks(self) -> Opened:
        async with self._room:
            id = secrets.token_urlsafe(32)
            message = Inbound(secrets.token_hex(20), "web", id, "talk to a person", self._clock.now())
            turn = await self.store.open_turn(message, "before")
            assert isinstance(turn, Opened)
            await self.store.commit_turn(_joining(turn))
            return turn


def _waits(turn: Opened, found: Any) -> Waits:
    return Waits(turn.inbound.address, found.id, found.reference, turn.seq + 1)


def _joining(turn: Opened) -> TurnWrite:
    return TurnWrite(
        conversation_id=turn.conversation.id,
        revision=turn.conversation.revision,
        inbox_id=turn.inbox_id,
        state=turn.conversation.state,
        language="en",
        entries=(_QUEUED,),
        moved=Moved("queue", NewHandover("asked")),
    )


@asynccontextmanager
async def staffed(url: str) -> AsyncIterator[Staffed]:
    """The helpline in the database at `url`, for as long as no program runs on it."""
    clock = FixedClock(dt.datetime.fromisoformat(TUESDAY).replace(tzinfo=UK))
    keys = Keys([SECRET])
    store = await Store.open(_hasty(url), keys, clock)
    try:
        yield Staffed(store, keys, clock)
    finally:
        await store.close()


def _hasty(url: str) -> str:
    """The same database, on a server without the waits for the disk: a power cut in a test may lose it."""
    made = make_url(url)
    if made.get_backend_name() == "postgresql":
        given = made.query.get("options", "")
        made = made.update_query_dict({"options": f"{given} -csynchronous_commit=off".strip()})
    return made.render_as_string(hide_password=False)
