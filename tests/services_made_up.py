"""Made-up services of a made-up directory, and a city of two postcodes."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from bot.knowledge.directory.search import Directory
from bot.knowledge.directory.service import Service, Spot, uuid_of
from bot.knowledge.directory.timetable import Opening, Timetable
from bot.knowledge.directory.whereabouts import Whereabouts
from bot.knowledge.facts import Origin
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions

TODAY = dt.date(2026, 11, 24)
"""A Tuesday."""

ORIGIN = Origin("A directory", "https://directory.example.org", TODAY)
DAYTIME = Opening(dt.time(9), dt.time(17), days=(0, 1, 2, 3, 4))
WEEKDAYS = Timetable((DAYTIME,), bank_holidays="closed")
CENTRE = (53.8000, -1.5500)
MILE = 1609.344 / 111_320
"""Degrees of latitude."""

PHONE = "0113 222 4444"


def service(name: str, kind: str = "library", miles: float | None = None, **fields: Any) -> Service:
    """A service so many miles north of the centre; without them nobody knows where it is."""
    place = Spot(
        f"{name}-place",
        latitude=None if miles is None else CENTRE[0] + miles * MILE,
        longitude=None if miles is None else CENTRE[1],
        lines=(f"{name} Street", "Leeds"),
        access=fields.pop("access", ()),
    )
    spots = fields.pop("spots", (place,))
    id = uuid_of(name, ORIGIN.url)
    return Service(
        id, name, fields.pop("origin", ORIGIN), name, (kind,) if kind else (), spots=spots, **fields
    )


def whereabouts(folder: Path) -> Whereabouts:
    """LS1 1AA is the centre."""
    path = folder / "postcodes.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE position (code TEXT PRIMARY KEY, latitude REAL, longitude REAL)")
        database.execute("INSERT INTO position VALUES ('LS1 1AA', ?, ?)", CENTRE)
    positions = Positions(path)
    return Whereabouts(positions, Districts("leeds", positions))


def directory(folder: Path, own: Sequence[Service], path: Path | None = None) -> Directory:
    """A directory of these."""
    return Directory(path, own, whereabouts(folder), "Leeds")


def published(id: str = "1", name: str = "Armley Library", **fields: Any) -> dict[str, Any]:
    """A service of version 3 as it is published."""
    return {
        "id": id,
        "name": name,
        "status": "active",
        "description": "Books for everybody.",
        "organization": {"id": "o1", "name": "Leeds City Council", "website": "www.leeds.gov.uk"},
        "schedules": [{"freq": "WEEKLY", "byday": "MO,TU", "opens_at": "09:30", "closes_at": "17:00:00Z"}],
        "service_at_locations": [
            {
                "location": {
                    "id": "l1",
                    "latitude": 53.79,
                    "longitude": -1.59,
                    "addresses": [{"address_1": "2 Stocks Hill", "city": "Leeds", "postal_code": "ls121uq"}],
                }
            }
        ],
        **fields,
    }
