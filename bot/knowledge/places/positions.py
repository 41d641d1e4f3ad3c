"""Where postcodes are, to find the one that a phone stands in: a read-only SQLite file in the data folder.

Positions are those of the ONS Postcode Directory (OGL v3), WGS 84 degrees: the middle of a postcode, which
may be some houses away. So what is found is only ever proposed.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from channels.message import Location

FAR = 400.0
"""Metres beyond which a postcode is not near."""

MOST = 20
_METRES = 111_320.0
"""Metres of one degree of latitude."""

_EVERY = "SELECT code, longitude, latitude FROM position ORDER BY code"
_HAS = "SELECT 1 FROM position WHERE code = ?"
_AT = "SELECT latitude, longitude FROM position WHERE code = ?"
_OF = "SELECT code, latitude, longitude FROM position WHERE code IN ({})"
_AT_ONCE = 500
_NEAR = """
SELECT code, latitude, longitude FROM position
WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?
"""


def positions_path(data: Path) -> Path:
    """Where they are kept in the data folder."""
    return data / "postcodes.sqlite"


class All(Struct, frozen=True, dict=True):
    """Every postcode, `LS8 1AA`, and in `points` its longitude and latitude, in the same order. `loaded`
    changes with the file."""

    codes: tuple[str, ...]
    points: NDArray[np.float64]
    loaded: int

    @cached_property
    def known(self) -> frozenset[str]:
        """The codes, to be looked up."""
        return frozenset(self.codes)

    @cached_property
    def districts(self) -> frozenset[str]:
        """The districts that have any of them, `LS8`."""
        return frozenset(code.partition(" ")[0] for code in self.codes)


NOWHERE = All((), np.empty((0, 2)), 0)


class Positions:
    """Looks into the file at each question, so that a load counts at once; without one nothing is near."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._all = NOWHERE

    @property
    def known(self) -> bool:
        """Whether any are loaded."""
        return self._path is not None and self._path.exists()

    def near(self, place: Location) -> Sequence[str]:
        """The postcodes around a place, `LS8 1AA`, the nearest first, at most `MOST`."""
        if self._path is None or not self.known:
            return ()
        across = _METRES * max(0.01, math.cos(math.radians(place.latitude)))
        tall, wide = FAR / _METRES, FAR / across
        box = (
            *(place.latitude - tall, place.latitude + tall),
            *(place.longitude - wide, place.longitude + wide),
        )
        rows = self._read(_NEAR, box)
        away = [
            (math.hypot((y - place.latitude) * _METRES, (x - place.longitude) * across), code)
            for code, y, x in rows
        ]
        return tuple(code for metres, code in sorted(away)[:MOST] if metres <= FAR)

    def has(self, code: str) -> bool:
        """Whether a postcode, `LS8 1AA`, is among those that are loaded."""
        return self.known and bool(self._read(_HAS, (code,)))

    def at(self, code: str) -> Location | None:
        """The middle of a postcode, `LS8 1AA`; None where it is not among those that are loaded."""
        found = self._read(_AT, (code,)) if self.known else []
        return Location(*found[0]) if found else None

    def of(self, codes: Sequence[str]) -> dict[str, Location]:
        """Where postcodes, `LS8 1AA`, are; those that are not loaded are left out."""
        found: dict[str, Location] = {}
        for at in range(0, len(codes) if self.known else 0, _AT_ONCE):
            some = codes[at : at + _AT_ONCE]
            rows = self._read(_OF.format(",".join("?" * len(some))), some)
            found |= {code: Location(latitude, longitude) for code, latitude, longitude in rows}
        return found

    def all(self) -> All:
        """All of them, read again only when the file is another; none without one."""
        loaded = self._path.stat().st_mtime_ns if self._path is not None and self.known else 0
        if loaded != self._all.loaded:
            rows = self._read(_EVERY) if loaded else []
            points = np.array([row[1:] for row in rows], np.float64).reshape(-1, 2)
            self._all = All(tuple(row[0] for row in rows), points, loaded)
        return self._all

    def _read(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        if self._path is None:
            return []
        with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            return database.execute(query, values).fetchall()
