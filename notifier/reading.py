"""What a sensor says: one number of one quantity, in one unit, at one time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final, Literal

from msgspec import Struct

Quantity = Literal[
    "no2", "o3", "so2", "pm2_5", "pm10", "co", "co2", "temperature", "humidity", "water_level", "rain"
]

UNITS: Final[Mapping[Quantity, str]] = {
    "no2": "µg/m³",
    "o3": "µg/m³",
    "so2": "µg/m³",
    "pm2_5": "µg/m³",
    "pm10": "µg/m³",
    "co": "mg/m³",
    "co2": "ppm",
    "temperature": "°C",
    "humidity": "%",
    "water_level": "m",
    "rain": "mm",
}
"""The one unit of each quantity inside the house. Feeds convert; what has no unit is refused."""


class Reading(Struct, frozen=True):
    """One number. `sensor` is the feed's own name for it. `value` is in the unit of its quantity. `at` is
    when it was measured, UTC; for a mean, the end of what it was taken over, and `covers` how long that was,
    zero for a sample of a moment. `message` names the message that it came in, where its network names them:
    the same one may come twice."""

    feed: str
    sensor: str
    quantity: Quantity
    value: float
    at: dt.datetime
    covers: dt.timedelta = dt.timedelta()
    message: str = ""


class Forecast(Struct, frozen=True):
    """The index of the air that somebody expects for a place, 1 to 10, from `start` to `end`, UTC. `latitude`
    and `longitude` are WGS 84 degrees."""

    feed: str
    id: str
    index: int
    start: dt.datetime
    end: dt.datetime
    latitude: float
    longitude: float


class Found(Struct, frozen=True):
    """What a feed says of a sensor itself: where it stands, WGS 84 degrees, and what it is called."""

    feed: str
    sensor: str
    latitude: float | None = None
    longitude: float | None = None
    name: str = ""
