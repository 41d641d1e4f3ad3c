"""Searching 5,000 services: by kind near a postcode, open at a time, by words. Beside the floor of one look
into the same file by its key."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from bot.clock import UK
from bot.knowledge.directory.database import services_path
from bot.knowledge.directory.loading import Publisher, load_services
from bot.knowledge.directory.search import Directory, Wanted
from bot.knowledge.directory.whereabouts import Point, Whereabouts
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from tests.bench.row import Row

NOW = dt.datetime(2026, 11, 24, 10, tzinfo=UK)
SERVICES, ASKED = 5_000, 1_000
NAMES = (
    "Library",
    "Recycling centre",
    "Community hub",
    "Leisure centre",
    "Food bank",
    "Museum",
    "Lunch club",
)
PLACES = (
    "Armley",
    "Beeston",
    "Chapeltown",
    "Gipton",
    "Harehills",
    "Headingley",
    "Kirkstall",
    "Morley",
    "Otley",
)
KINDS = ("library", "recycling_centre", "community_hub", "leisure_centre", "food_bank", "museum")


def rows() -> Iterator[Row]:
    """The figures."""
    with tempfile.TemporaryDirectory() as folder:
        directory, took = asyncio.run(_loaded(Path(folder)))
        chance = Random(2)
        ids = [one.id for one in directory.every(NOW.date())]
        floor = _p95(lambda: directory.get(chance.choice(ids)))
        yield Row(f"loading {SERVICES:,} services", took, "s", target=20.0)
        yield Row(
            "near a place, by kind, p95", _p95(lambda: _find(directory, _near(chance))), "ms", floor, 10.0
        )
        yield Row(
            "the same, open then, p95", _p95(lambda: _find(directory, _open(chance))), "ms", floor, 10.0
        )
        yield Row("by words, p95", _p95(lambda: _find(directory, _words(chance))), "ms", floor, 10.0)


async def _loaded(folder: Path) -> tuple[Directory, float]:
    pages, chance = folder / "pages", Random(1)
    pages.mkdir()
    for page in range(SERVICES // 100):
        body = {"contents": [_service(page * 100 + at, chance) for at in range(100)]}
        (pages / f"{page:03}.json").write_text(json.dumps(body), encoding="utf-8")
    database, start = services_path(folder, "leeds"), perf_counter()
    await load_services(str(pages), database, Publisher("Bench"), NOW)
    positions = Positions(None)
    where = Whereabouts(positions, Districts("leeds", positions))
    return Directory(database, (), where, "Leeds"), perf_counter() - start


def _service(number: int, chance: Random) -> dict[str, Any]:
    name, place = NAMES[number % len(NAMES)], chance.choice(PLACES)
    at = {"latitude": 53.8 + chance.uniform(-0.1, 0.1), "longitude": -1.55 + chance.uniform(-0.15, 0.15)}
    times = [
        {"freq": "WEEKLY", "byday": day, "opens_at": "09:00", "closes_at": "17:00"}
        for day in ("MO,TU,WE", "FR")
    ]
    return {
        "id": str(number),
        "name": f"{place} {name} {number}",
        "description": f"A {name.lower()} for everybody in {place}. " * 5,
        "schedules": times,
        "service_at_locations": [
            {"location": {"id": f"l{number}", **at, "addresses": [{"address_1": place}]}}
        ],
    }


def _near(chance: Random) -> Wanted:
    return Wanted(
        chance.choice(KINDS), "the nearest one please", Point(53.8 + chance.uniform(-0.1, 0.1), -1.55)
    )


def _open(chance: Random) -> Wanted:
    at = NOW.replace(tzinfo=None) + dt.timedelta(hours=chance.randrange(168))
    return Wanted(chance.choice(KINDS), "", Point(53.8, -1.55), at)


def _words(chance: Random) -> Wanted:
    return Wanted("", f"{chance.choice(PLACES)} {chance.choice(NAMES)} {chance.randrange(SERVICES)}")


def _find(directory: Directory, wanted: Wanted) -> object:
    return directory.find(wanted, NOW.date())


def _p95(work: Callable[[], object]) -> float:
    """Milliseconds."""
    took = []
    for _ in range(ASKED):
        start = perf_counter()
        work()
        took.append((perf_counter() - start) * 1000)
    return sorted(took)[int(ASKED * 0.95) - 1]
