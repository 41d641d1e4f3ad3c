"""Cases that are sent to the council's own system: all that takes part, and short words for it."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from msgspec import structs
from sqlalchemy import select

from bot.clock import UK, FixedClock
from bot.knowledge.repairs.case import Access, Report, Where
from bot.knowledge.repairs.repairs import Repairs
from bot.open311.case_says import CaseSays
from bot.open311.client import Open311
from bot.open311.polling import Polling
from bot.open311.repairs import RepairRequests, service
from bot.open311.sends import RequestSends
from bot.store.case_changes import CaseChanges
from bot.store.case_relay_rows import Relayed
from bot.store.case_relays import StoredRelays
from bot.store.case_tables import case_events, case_relays
from bot.store.case_tables import cases as case_table
from bot.store.cases import StoredCases
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET, START
from tests.integration.outbox.posting import Worker

HOME = Where("1001", "Flat 1, Oak Court, Leeds, LS8 1AA", "LS8 1AA")
TAP = Report(
    aware_at=START,
    said="the tap drips all night",
    problem="tap",
    detail="dripping",
    room="kitchen",
    where=HOME,
    since="weeks",
    worse=True,
    people=("under5", "heart"),
    access=Access(("morning",), keysafe=True, pets=True, note="ring twice"),
    phone="07700 900001",
    photos=("photo-1",),
)


class Relaying:
    """One process. `events` are the kinds of what a case has in its history."""

    def __init__(self, store: Store, clock: FixedClock, client: Open311, repairs: Repairs, name: str) -> None:
        keys = Keys([SECRET])
        self.store, self.clock, self.client, self.repairs = store, clock, client, repairs
        self.relays = StoredRelays(
            store.database, keys, clock, store.postbox, lambda *of: service(repairs.council, *of)
        )
        self.cases = StoredCases(store.database, keys, clock, Random(3), repairs)
        self.cases.listeners.append(self.relays.enqueue)
        self.changes = CaseChanges(store.database, keys, clock, repairs, self.cases.listeners)
        self.sends = RequestSends(client, RepairRequests(self.relays, repairs.tree), clock.now)
        self.worker = Worker(store, self.sends, clock, name)
        self.polling = Polling(self.relays, client, CaseSays(self.relays, self.changes), clock.now)
        self._filed = 0

    async def file(self, report: Report = TAP, **more: Any) -> str:
        """Files a report; its reference."""
        self._filed += 1
        told = structs.replace(report, **more)
        return (await self.cases.file(told, f"test:{self._filed}", 0)).reference

    async def drain(self, minutes: float = 0.0) -> None:
        """Sends what may go then."""
        self.clock.advance(dt.timedelta(minutes=minutes))
        await self.worker.drain()

    async def poll(self, minutes: float = 0.0) -> None:
        """Ticks then."""
        self.clock.advance(dt.timedelta(minutes=minutes))
        await self.polling.run()

    async def of(self, reference: str) -> Relayed:
        found = await self.relays.of(reference)
        assert found is not None
        return found

    async def state(self, reference: str) -> tuple[str, str]:
        """Where it is there, and its status here."""
        found = await self.of(reference)
        return found.state, found.status

    async def events(self, reference: str) -> list[str]:
        its = select(case_events.c.kind).join(case_table, case_table.c.id == case_events.c.case_id)
        query = its.where(case_table.c.reference == reference).order_by(case_events.c.id)
        return list(await self.store.database.read(lambda c: c.scalars(query).all()))

    async def rows(self) -> int:
        """How many cases are to be there."""
        return len(await self.store.database.read(lambda c: c.execute(select(case_relays)).all()))


def leeds() -> Repairs:
    """The city's repairs."""
    return Repairs.load("leeds", UK)
