"""Repairs: hearing what is said, filing a report, and the page of staff with 5,000 open cases, on SQLite.

Filing is beside the floor of one row in one transaction of the same database: a case is its row, deadlines,
history and reporter, sealed, and checked against what is open at the home.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import statistics
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random
from time import perf_counter

from msgspec import structs
from sqlalchemy import insert

from bot.clock import UK, FixedClock
from bot.knowledge.repairs.case import Deadline, Where
from bot.knowledge.repairs.repairs import Repairs
from bot.store.case_pages import CasePages
from bot.store.cases import StoredCases
from bot.store.database import open_database
from bot.store.sealed import Keys
from bot.store.tables import counters
from nlu.repairs import RepairWords
from tests.bench.row import Row
from tests.databases import SECRET
from tests.repaired import DAY, REPORT, CaseRows

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=UK)
OPEN, FILED, LOOKS, HEARD = 5_000, 300, 40, 2_000
SAYINGS = (
    "theres water comin thru kitchen ceiling onto the light",
    "black mould all over babys wall 3 wks gettin worse he has asthma",
    "boiler packed in no heating nan is 84",
    "front door wont lock since last nite",
)


def rows() -> Iterator[Row]:
    """The figures."""
    yield Row("hearing one message", _hearing() * 1000, "ms", target=5.0)
    floor, filed, pages = asyncio.run(_stored())
    yield Row("filing one report, beside one row", filed, "ms", floor, target=30.0, of_floor=True)
    yield Row(f"a page of {OPEN:,} open cases, p95", pages, "ms", target=100.0)


def _hearing() -> float:
    words = RepairWords.load()
    start = perf_counter()
    for number in range(HEARD):
        words.find(f"{SAYINGS[number % len(SAYINGS)]} {number}", "en")
    return (perf_counter() - start) / HEARD


async def _stored() -> tuple[float, float, float]:
    """Milliseconds: one row, one report, and a page (95th of a hundred)."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{Path(folder) / 'bench.db'}")
        keys, clock = Keys([SECRET]), FixedClock(NOW)
        made = CaseRows(database, keys, NOW)
        for number in range(OPEN):
            due = NOW + DAY * (number % 30 - 5)
            await made.case(deadlines=[Deadline("investigate", "awaab", due)])
        cases = StoredCases(database, keys, clock, Random(1), Repairs.load("leeds", UK))
        numbers = count(1)

        async def row() -> None:
            new = {"day": NOW.date(), "language": "en", "kind": f"bench.{next(numbers)}", "count": 1}
            await database.write(lambda connection: connection.execute(insert(counters), new).rowcount)

        async def report() -> None:
            number = next(numbers)
            there = Where(f"new-{number}", f"{number} Larch Row, Leeds, LS8 1AA", "LS8 1AA")
            await cases.file(structs.replace(REPORT, where=there), f"bench:{number}", 0)

        pages = CasePages(database, keys)
        floor, filed = await _each(row, FILED), await _each(report, FILED)
        looks = await _each(pages.open, LOOKS)
        await database.close()
    return statistics.median(floor), statistics.median(filed), sorted(looks)[int(LOOKS * 0.95) - 1]


async def _each(work: Callable[[], Awaitable[object]], times: int) -> list[float]:
    took = []
    for _ in range(times):
        start = perf_counter()
        await work()
        took.append((perf_counter() - start) * 1000)
    return took
