"""Bins: the load of the real snapshot beside a plain import of the same files, and look-ups in it."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from bot.dialogue.address import AddressQuery
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.postcodes import spaced
from bot.knowledge.bins.schedule import Premises, Schedule
from tests.bench.row import Row

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
THEN = dt.datetime(2025, 7, 6, 12, tzinfo=dt.UTC)
"""The clock of the snapshot."""
Asked = TypeVar("Asked")
RUNS = 3
LOOK_UPS = 20_000
SEARCHES = 1_000
LOAD = """
import asyncio, datetime as dt, json, resource, sys, time
from pathlib import Path
from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.loading.load import load_bins
city, now = read_city("leeds"), dt.datetime.fromisoformat(sys.argv[4])
begun = time.perf_counter()
asyncio.run(load_bins(city, Path(sys.argv[3]), now=now, premises=sys.argv[1], jobs=sys.argv[2]))
seconds = time.perf_counter() - begun
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
IMPORT = (
    "PRAGMA synchronous=OFF",
    "PRAGMA journal_mode=OFF",
    "CREATE TABLE premises(id INTEGER, room, number, street, locality, city, postcode)",
    "CREATE TABLE jobs(premises_id INTEGER, bin TEXT, date TEXT)",
    ".mode csv",
    ".import dm_premises.csv premises",
    ".import dm_jobs.csv jobs",
)
INDEXES = "CREATE INDEX j ON jobs(premises_id, date); CREATE INDEX p ON premises(postcode, number)"


def rows(data: Path = DATA) -> Iterator[Row]:
    """All figures; none where the snapshot is not at hand."""
    published = data / "leeds-bins"
    if not published.exists() or shutil.which("sqlite3") is None:
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for role in ("premises", "jobs"):
            with (
                gzip.open(published / f"dm_{role}.csv.gz") as packed,
                (folder / f"dm_{role}.csv").open("wb") as file,
            ):
                shutil.copyfileobj(packed, file)
        yield from _load(folder)
        yield from _look_up(Bins("leeds", folder / "bins-leeds.sqlite"), folder / "bins-leeds.sqlite")


def _load(folder: Path) -> Iterator[Row]:
    """Load and import by turns; the quickest of each, for what else runs on the machine only ever adds."""
    imports, loads, memory = [], [], 0.0
    for _ in range(RUNS):
        imports.append(_import(folder))
        seconds, megabytes = _loaded(folder)
        loads.append(seconds)
        memory = max(memory, megabytes)
    wall, floor = min(loads), min(imports)
    yield Row("load both files, beside sqlite3 .import", wall, "s", floor, 1.0, of_floor=True)
    yield Row("load: resident memory at most", memory, "MB", target=200)
    plain = folder / "plain.sqlite"
    with sqlite3.connect(plain) as database:
        database.executescript(INDEXES)
    size, indexed = (path.stat().st_size / 1e6 for path in (folder / "bins-leeds.sqlite", plain))
    yield Row("database, beside one with a row for each job", size, "MB", indexed, 0.1, of_floor=True)


def _import(folder: Path) -> float:
    (folder / "plain.sqlite").unlink(missing_ok=True)
    begun = time.perf_counter()
    subprocess.run(["sqlite3", "plain.sqlite", *IMPORT], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begun


def _loaded(folder: Path) -> tuple[float, float]:
    """Seconds and megabytes of a load in a process of its own."""
    files = [str(folder / name) for name in ("dm_premises.csv", "dm_jobs.csv", "bins-leeds.sqlite")]
    command = [sys.executable, "-c", LOAD, *files, THEN.isoformat()]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def _look_up(bins: Bins, database: Path) -> Iterator[Row]:
    homes = _some_houses(database)
    book = bins.addresses
    book.parse("warm")

    def postcode_and_number(home: Premises) -> None:
        found = book.find(AddressQuery(spaced(home.postcode), home.number))
        bins.next(found.homes[0].id, THEN)

    draw = random.Random(20250706)
    # As in a service that has run for a while: every round has been told of once.
    _times(postcode_and_number, homes)
    times = _times(postcode_and_number, draw.choices(homes, k=LOOK_UPS))
    yield Row("postcode and number to next dates: median", times[len(times) // 2] * 1e3, "ms")
    yield Row("postcode and number to next dates: p95", times[len(times) * 95 // 100] * 1e3, "ms", target=0.1)
    misspelt = [(home, _misspelt(home.street.lower(), draw)) for home in draw.choices(homes, k=SEARCHES)]
    times = _times(lambda asked: book.find(AddressQuery(number=asked[0].number, street=asked[1])), misspelt)
    yield Row("misspelt street among all homes: median", times[len(times) // 2] * 1e3, "ms")
    yield Row("misspelt street among all homes: p95", times[len(times) * 95 // 100] * 1e3, "ms", target=20)


def _some_houses(database: Path) -> list[Premises]:
    """Houses with a plain number that are alone with it in their postcode: a look-up then finds one."""
    schedule = Schedule(database)
    schedule.refresh()
    with sqlite3.connect(database) as connection:
        ids = [home for (home,) in connection.execute("SELECT id FROM premises WHERE room IS NULL")]
    drawn = random.Random(1).sample(ids, 6_000)
    homes = [home for number in drawn if (home := schedule.home(number))]
    plain = [home for home in homes if home.postcode and home.number.isdigit()]
    return [home for home in plain if len(schedule.in_postcode(home.postcode, home.number)) == 1]


def _times(ask: Callable[[Asked], object], questions: Sequence[Asked]) -> list[float]:
    times = []
    for question in questions:
        begun = time.perf_counter()
        ask(question)
        times.append(time.perf_counter() - begun)
    return sorted(times)


def _misspelt(name: str, draw: random.Random) -> str:
    """One letter left out, doubled or put in the wrong place."""
    at = draw.randrange(1, max(2, len(name) - 1))
    before, here, after = name[:at], name[at : at + 2], name[at + 2 :]
    return before + draw.choice([here[1:], here[:1] + here, here[::-1]]) + after
