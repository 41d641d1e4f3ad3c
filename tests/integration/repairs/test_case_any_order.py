"""Whatever is reported, said and decided in whatever order: one open case for one thing, no date put off."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Deadline, Filed, Report
from bot.knowledge.repairs.changes import (
    Begun,
    Change,
    Close,
    Confirm,
    Done,
    MadeSafe,
    OpenAlready,
    SetStatus,
    Summary,
    Visit,
)
from bot.store.case_tables import case_events, cases
from bot.store.reference import read_reference
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET, START
from tests.integration.repairs.tenants import BLOCK, HOME, OTHER_HOME, Office, key

TENANTS = ("1", "2", "3")
WHERE = (HOME, OTHER_HOME, BLOCK)
DETAILS = ("pipe", "electrics", "appliance", "ceiling")
CHANGES: tuple[Change, ...] = (
    Visit(True),
    Visit(False),
    Summary("found"),
    MadeSafe(),
    Begun(),
    Done(),
    Close(),
    SetStatus("follow_on"),
    Confirm("routine"),
)
reports = st.tuples(
    st.sampled_from(["file", "file", "stamp", "complete", "again", "fixed", "not fixed", "withdraw"]),
    st.sampled_from(TENANTS),
    st.integers(0, len(WHERE) - 1),
    st.integers(0, len(DETAILS) - 1),
)
works = st.tuples(
    st.just("work"), st.sampled_from(TENANTS), st.integers(0, 5), st.integers(0, len(CHANGES) - 1)
)
happenings = st.lists(st.one_of(reports, reports, works), max_size=14)

Due = Mapping[str, Mapping[tuple[str, str], Deadline]]


class Street:
    """Three tenants, two homes and a building, and what should be true of their cases."""

    def __init__(self, office: Office, clock: FixedClock) -> None:
        self.office = office
        self.clock = clock
        self.who: dict[str, int] = {}
        self.seen: list[str] = []
        self.stamped: list[str] = []
        self.done: dict[str, tuple[Report, int, Filed]] = {}

    async def happens(self, what: str, tenant: str, one: int, two: int) -> None:
        self.clock.advance(seconds=3600)
        if tenant not in self.who:
            self.who[tenant] = await self.office.tenant(tenant)
        with suppress(LookupError, OpenAlready):
            await getattr(self, what.replace(" ", "_"))(self.who[tenant], one, two)

    async def file(self, who: int, one: int, two: int) -> None:
        before, same = await self._open(), key()
        report = self.office.report(where=WHERE[one], detail=DETAILS[two])
        filed = await self.office.cases.file(report, same, who)
        self.done[same] = (report, who, filed)
        self.seen.append(filed.reference)
        await self._no_later(before, filed.reference)

    async def stamp(self, who: int, one: int, two: int) -> None:
        report = self.office.report(problem="", detail="", where=None, hazard=("water", "gas")[two % 2])
        self.stamped.append((await self.office.cases.stamp(report, key(), who)).reference)
        self.seen.append(self.stamped[-1])

    async def complete(self, who: int, one: int, two: int) -> None:
        if self.stamped:
            before = await self._open()
            report = self.office.report(where=WHERE[one], detail=DETAILS[two])
            stamped = self.stamped[-1]
            filed = await self.office.cases.complete(stamped, report, key(), who)
            await self._no_later(before, filed.reference)

    async def again(self, who: int, one: int, two: int) -> None:
        for same, (report, theirs, filed) in self.done.items():
            assert await self.office.cases.file(report, same, theirs) == filed

    async def fixed(self, who: int, one: int, two: int) -> None:
        if self.seen:
            await self.office.cases.fixed(self.seen[-1 - one % len(self.seen)], True, "", key(), who)

    async def not_fixed(self, who: int, one: int, two: int) -> None:
        if self.seen:
            await self.office.cases.fixed(self.seen[-1 - one % len(self.seen)], False, "", key(), who)

    async def withdraw(self, who: int, one: int, two: int) -> None:
        if self.seen:
            await self.office.cases.withdraw(self.seen[-1 - one % len(self.seen)], key(), who)

    async def work(self, who: int, one: int, two: int) -> None:
        if self.seen:
            reference = self.seen[-1 - one % len(self.seen)]
            if (await self.office.row(reference)).joined_to is None:
                await self.office.staff(reference, CHANGES[two])

    async def check(self) -> None:
        """What is true of all cases at any time."""
        rows = await self.office.all(cases)
        open_ones = Counter(
            (row.home_lookup or row.block_lookup, row.problem)
            for row in rows
            if row.closed_at is None and row.place
        )
        assert all(count == 1 for count in open_ones.values())
        assert len({row.reference for row in rows}) == len(rows)
        assert all(read_reference(row.reference) == row.reference for row in rows)
        assert all((row.closed_at is None) == (row.status not in _OVER) for row in rows)
        assert all(row.clock_at >= row.aware_at for row in rows)
        for row in rows:
            await self._dates(row)
        happened = await self.office.all(case_events)
        assert [one.at for one in happened] == sorted(one.at for one in happened)

    async def _dates(self, row: Any) -> None:
        each = await self.office.deadlines(row.reference)
        unmet = [one.due for one in each.values() if one.met_at is None]
        assert row.next_due == (None if row.closed_at is not None else min(unmet, default=None))

    async def _open(self) -> Due:
        """The dates that are still to be met, of the cases on which work is under way."""
        found = {}
        for reference in dict.fromkeys(self.seen):
            row = await self.office.row(reference)
            if row.closed_at is None and row.status != "done":
                found[reference] = await self.office.deadlines(reference)
        return found

    async def _no_later(self, before: Due, reference: str) -> None:
        if reference in before:
            after = await self.office.deadlines(reference)
            for same, one in before[reference].items():
                if one.met_at is None:
                    assert after[same].due <= one.due


_OVER = ("closed", "not_ours", "withdrawn")


async def live(happened: list[tuple[str, str, int, int]], folder: str) -> None:
    clock = FixedClock(START + dt.timedelta(days=9))  # the law changes three days later
    store = await Store.open(f"sqlite:///{Path(folder) / 'street.db'}", Keys([SECRET]), clock)
    try:
        async with asyncio.timeout(60):
            street = Street(Office(store, clock), clock)
            for what, tenant, one, two in happened:
                await street.happens(what, tenant, one, two)
                await street.check()
            await street.again(0, 0, 0)
    finally:
        await store.close()


@settings(max_examples=40, deadline=None)
@given(happenings)
def test_cases_are_as_they_should_be(happened: list[tuple[str, str, int, int]]) -> None:
    with TemporaryDirectory() as folder:
        asyncio.run(live(happened, folder))
