"""Where an alert holds, as the keyed hashes of the postcodes and districts that subscribers have named.

Which postcodes lie in an area is found out here, in the process: the database has only hashes of them, and
hashes have no neighbours. Every postcode and district of the city is hashed once, under each secret.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np
import shapely
from msgspec import Struct
from sqlalchemy import Connection, select

from bot.knowledge.places.districts import District, Districts
from bot.knowledge.places.positions import All, Positions
from bot.store.sealed import Keys
from bot.store.subscription_tables import subscription_places
from notifier.alert import SEVERE, Alert, Area
from notifier.area import circle, covered

_its = subscription_places.c

Named = Sequence[tuple[bytes, bytes]]
"""The spots in use, each with its district."""


class _Known(Struct, frozen=True):
    """The codes behind hashes, of the postcodes of one load."""

    all: All
    codes: Mapping[bytes, str]


class _Where(Struct, frozen=True):
    """The postcodes where something holds, the districts where it does everywhere, and those where it does
    anywhere."""

    codes: Collection[str]
    whole: frozenset[str]
    partly: frozenset[str]

    def has(self, code: str) -> bool:
        """Whether it holds there, for a district anywhere in it."""
        district = district_of(code)
        return code in self.codes or district in self.whole or (code == district and code in self.partly)


def district_of(code: str) -> str:
    """`LS9 8AA` lies in `LS9`."""
    return code.partition(" ")[0]


class Spots:
    """`districts` and `positions` are the city's."""

    def __init__(self, keys: Keys, districts: Districts, positions: Positions) -> None:
        self._keys = keys
        self._districts = districts
        self._positions = positions
        self._known: _Known | None = None
        self._of_districts = {hash: code for code in districts.each for hash in keys.find_any("spot", code)}

    def district(self, hash: bytes) -> str:
        """The code behind the hash of a district, empty for none."""
        return self._of_districts.get(hash, "")

    def named(self, connection: Connection) -> Named:
        """Part of a transaction: the spots that subscribers have named."""
        rows = connection.execute(select(_its.spot, _its.district).distinct())
        return [(bytes(row.spot), bytes(row.district)) for row in rows]

    def covered(self, alert: Alert, named: Named) -> frozenset[bytes]:
        """Those of the named spots where the alert holds. A postcode that is not known stands for its
        district. Takes a moment: to be asked in a thread."""
        known = self._all()
        where = self._where(alert, known.all)

        def code(spot: bytes, district: bytes) -> str:
            return known.codes.get(spot) or self._of_districts.get(district, "")

        return frozenset(spot for spot, district in named if where.has(code(spot, district)))

    def at(self, alert: Alert, code: str) -> bool:
        """Whether it holds at a postcode or district; one that is not known stands for its district."""
        all = self._positions.all()
        known = code if " " not in code or code in all.known else district_of(code)
        return alert.area.everywhere or self._where(alert, all).has(known)

    def _where(self, alert: Alert, all: All) -> _Where:
        codes = self._within(alert.area, alert.level >= SEVERE or alert.before >= SEVERE, all)
        whole = frozenset(alert.area.districts)
        return _Where(codes, whole, whole | {district_of(code) for code in codes})

    def _within(self, area: Area, severe: bool, all: All) -> Collection[str]:
        """The postcodes inside the geometry, and of the districts without any those that are."""
        if not area.geometry:
            return frozenset()
        mask = covered(all.points, [area.geometry])[0]
        reached = _touches if severe else _has_middle
        rest = (item for item in self._districts.each.items() if item[0] not in all.districts)
        whole = (code for code, one in rest if reached(area.geometry, one))
        return frozenset((*(all.codes[at] for at in np.flatnonzero(mask)), *whole))

    def _all(self) -> _Known:
        all = self._positions.all()
        if self._known is None or self._known.all.loaded != all.loaded:
            find = self._keys.find_any
            codes = {hash: code for code in all.codes for hash in find("spot", code)}
            self._known = _Known(all, codes | self._of_districts)
        return self._known


def _has_middle(geometry: bytes, district: District) -> bool:
    middle = np.array([[district.longitude, district.latitude]])
    return bool(covered(middle, [geometry])[0, 0])


def _touches(geometry: bytes, district: District) -> bool:
    """Whether any of the circle around it lies inside."""
    around = circle(district.longitude, district.latitude, district.km)
    return around is not None and bool(shapely.intersects(shapely.from_wkb(geometry), around))
