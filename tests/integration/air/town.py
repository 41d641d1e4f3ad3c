"""What the tests of the air do to a city: its data, readings for it, and what it says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from msgspec import convert
from sqlalchemy import Table, select

from bot.air_watch import AirWatch
from bot.clock import Clock
from bot.intake import Intake
from bot.knowledge.sensors import AirCity
from bot.store.air import StoredAir
from bot.store.air_rules import StoredAirRules
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.readings import StoredReadings
from bot.store.sealed import Keys
from bot.store.sensors import StoredSensors
from notifier.air.means import HOUR
from notifier.air.watch import Voice
from notifier.alert import Publisher
from notifier.feeds.feed import Parsed
from notifier.reading import Quantity, Reading
from notifier.warning import Warning
from tests.databases import SECRET

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
KEYS = Keys([SECRET])


def station(name: str, zone: str, kind: str = "reference", every: int = 3600, feed: str = "aurn") -> object:
    return {
        "feed": feed,
        "name": name,
        "label": f"The {name}",
        "kind": kind,
        "zone": zone,
        "latitude": 53.8 if zone == "town" else 53.9,
        "longitude": -1.55,
        "every": every,
        "source": "a test",
        "checked": "2026-11-20",
        "status": "confirmed",
    }


CITY = convert(
    {
        "publisher": {"name": "UK-AIR", "url": "https://uk-air.defra.gov.uk"},
        "middle": "town",
        "zones": [
            {"id": "town", "name": "Town", "districts": ["LS1", "LS9"]},
            {"id": "hill", "name": "Hill", "districts": ["LS16"]},
        ],
        "stations": [
            station("mast", "town"),
            station("kerb", "town"),
            station("tower", "hill"),
            station("box", "hill", "indicative", 300, "lora"),
            station("gauge", "hill", "indicative", 900, "lora"),
        ],
        "marks": [
            {"quantity": "pm2_5", "levels": [36, 54, 71]},
            {"quantity": "water_level", "levels": [1.0, 1.5], "on": "reading"},
        ],
    },
    AirCity,
    strict=False,
)


class Heard:
    """Takes what is said, as the alerts do, and can be out of order."""

    def __init__(self) -> None:
        self.said: list[Warning] = []
        self.lists: list[tuple[str, list[str]]] = []
        self.broken = False

    async def warn(self, warning: Warning) -> int | None:
        if self.broken:
            raise ConnectionError("the alerts cannot be reached")
        self.said.append(warning)
        return len(self.said)

    async def complete(self, feed: str, ids: Collection[str]) -> object:
        self.lists.append((feed, list(ids)))
        return None

    @property
    def brief(self) -> list[tuple[str, str, int]]:
        """Of what, status, and level."""
        return [(one.id, one.status, one.level) for one in self.said]


class Town:
    """One process of it."""

    def __init__(self, database: Database, clock: Clock, heard: Heard, *, demo: bool = False) -> None:
        self.database = database
        self.heard = heard
        self.rules, self.readings = StoredAirRules(database), StoredReadings(database)
        self.sensors, self.air = StoredSensors(database, KEYS), StoredAir(database, clock, CITY)
        voice = Voice("demo" if demo else "leeds", CITY.publisher, Publisher("Leeds City Council"))
        self.watch = AirWatch(CITY, self.readings, self.rules, heard, voice, clock, demo=demo)
        self.intake = Intake(database, clock, CITY, self.sensors, self.air, self.watch, heard, demo=demo)

    async def says(self, *readings: Reading) -> None:
        """The feed of the readings says them."""
        for feed in {reading.feed for reading in readings}:
            its = tuple(reading for reading in readings if reading.feed == feed)
            await self.intake.take(feed, Parsed(readings=its))

    async def rows(self, table: Table) -> Sequence[AnyRow]:
        query = select(table).order_by(*table.primary_key.columns)
        return await self.database.read(lambda connection: connection.execute(query).all())

    async def number(self, name: str) -> int:
        """Our number of a sensor."""
        known = await self.sensors.known()
        return next(one.number for (_, its), one in known.items() if its == name)


def hourly(value: float, end: dt.datetime, name: str = "mast", quantity: Quantity = "no2") -> Reading:
    """The mean of the hour that ends then."""
    return Reading("aurn", name, quantity, value, end, HOUR)


def back(
    values: Iterable[float], name: str = "mast", quantity: Quantity = "no2", last: dt.datetime = NOON
) -> list[Reading]:
    """Means of hours, the newest of which ends at `last`."""
    row = list(values)
    return [hourly(value, last - HOUR * (len(row) - 1 - n), name, quantity) for n, value in enumerate(row)]
