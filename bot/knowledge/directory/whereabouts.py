"""Where a postcode is, to tell which place is near: by the loaded postcodes, else roughly by its district."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from channels.message import Location

METRES_OF_A_DEGREE = 111_320.0
METRES_OF_A_MILE = 1609.344


class Point(Struct, frozen=True):
    """Degrees, WGS 84. What is not `exact` is the middle of a district: it orders places, no more."""

    latitude: float
    longitude: float
    exact: bool = True

    def metres(self, other: Point) -> float:
        """As the crow flies; within a city the earth is flat."""
        across = math.cos(math.radians(self.latitude)) * METRES_OF_A_DEGREE
        tall = (self.latitude - other.latitude) * METRES_OF_A_DEGREE
        return math.hypot(tall, (self.longitude - other.longitude) * across)


class Whereabouts:
    """Of one city."""

    def __init__(self, positions: Positions, districts: Districts) -> None:
        self._positions = positions
        self._districts = districts

    def of(self, code: str) -> Point | None:
        """Where a postcode (`LS8 1AA`) or a district (`LS8`) is; None when neither is known."""
        return self.each([code]).get(code)

    def each(self, codes: Sequence[str]) -> dict[str, Point]:
        """The same of several; those that are not known are left out."""
        sure = self._positions.of([code for code in codes if " " in code])
        found: dict[str, Point] = {}
        for code in codes:
            there, district = sure.get(code), self._districts.each.get(code.partition(" ")[0])
            if there is not None:
                found[code] = Point(there.latitude, there.longitude)
            elif district is not None:
                found[code] = Point(district.latitude, district.longitude, exact=False)
        return found

    def inside(self, said: str) -> str:
        """The postcode or district of the city in what was said; empty when there is none."""
        return self._districts.code(said)

    def nearest(self, place: Location) -> str:
        """The postcode at a shared position; empty when none is known there."""
        return next(iter(self._positions.near(place)), "")
