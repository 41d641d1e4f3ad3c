"""How near two places are: a box that a database can look into, and the distance within it."""

from __future__ import annotations

import math
from typing import Final

NEAR: Final = 250.0
"""Metres within which two reports of one kind may be about the same thing."""

_RADIUS: Final = 6_371_008.8
"""Metres: the mean radius of the Earth (IUGG)."""


def metres(latitude: float, longitude: float, to_latitude: float, to_longitude: float) -> float:
    """The distance between two points in degrees, along the sphere (haversine)."""
    north, south = math.radians(latitude), math.radians(to_latitude)
    across = math.radians(to_longitude - longitude)
    half = math.sin((south - north) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin(across / 2) ** 2
    return 2 * _RADIUS * math.asin(min(1.0, math.sqrt(half)))


def box(latitude: float, longitude: float, within: float = NEAR) -> tuple[float, float, float, float]:
    """South, north, west and east of all that is `within` so many metres; away from the poles and from the
    line where the degrees begin anew, as every British city is."""
    tall = math.degrees(within / _RADIUS) * 1.001
    wide = tall / max(0.01, math.cos(math.radians(latitude)))
    return latitude - tall, latitude + tall, longitude - wide, longitude + wide
