"""A city of two zones for the tests of the air, and readings to give it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from notifier.air.engine import Engine
from notifier.air.means import HOUR, Hour
from notifier.air.watch import Mark, Voice
from notifier.air.zones import Measured, Station, Zone
from notifier.alert import Publisher
from notifier.reading import Quantity, Reading

NOON = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
TOWN = Zone("town", "Town", ("LS1", "LS2"))
HILL = Zone("hill", "Hill", ("LS16",))
VOICE = Voice("leeds", Publisher("UK-AIR"), Publisher("Leeds City Council"))

MAST = Station("aurn", "mast", "The mast", "reference", "town")
KERB = Station("aurn", "kerb", "The kerb", "reference", "town")
BOX = Station("lora", "box", "A box", "indicative", "town", MINUTE * 5)
GAUGE = Station("lora", "gauge", "The beck", "indicative", "", MINUTE * 15, 7)
LEVELS = Mark("water_level", (1.0, 1.5, 2.0), on="reading", feed="lora", sensor="gauge")
FINE = Mark("pm2_5", (36, 54, 71))


def engine(*stations: Station, marks: Iterable[Mark] = ()) -> Engine:
    return Engine((TOWN, HILL), stations or (MAST, KERB, BOX), VOICE, tuple(marks))


def hourly(value: float, end: dt.datetime, quantity: Quantity = "no2", station: Station = MAST) -> Reading:
    """The mean of the hour that ends then."""
    return Reading(station.feed, station.sensor, quantity, value, end, HOUR)


def row(
    values: Iterable[float],
    quantity: Quantity = "no2",
    station: Station = MAST,
    first: dt.datetime = NOON,
) -> list[Reading]:
    """Means of hours, one after the other; the first ends at `first`."""
    return [hourly(value, first + HOUR * n, quantity, station) for n, value in enumerate(values)]


def whole(values: Mapping[int, float], end: dt.datetime = NOON) -> dict[dt.datetime, Hour]:
    """Whole hours by how many lie between their start and `end`."""
    return {end - HOUR * back: Hour(value, 60) for back, value in values.items()}


def measured(quantity: Quantity, values: Iterable[float], end: dt.datetime = NOON) -> Measured:
    """The newest first."""
    return Measured({quantity: whole(dict(enumerate(values, 1)), end)})
