"""Where postcodes are, to find the one that a phone stands in: a read-only SQLite file in the data folder.

Positions are those of the ONS Postcode Directory (OGL v3), WGS 84 degrees: the middle of a postcode, which
may be some houses away. So what is found is only ever proposed.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from channels.message import Location

FAR = 400.0
"""Metres beyond which a postcode is not near."""

MOST = 20
_METRES = 111_320.0
"""Metres of one degree of latitude."""

_NEAR = """
SELECT code, latitude, longitude FROM position
WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?
"""


def positions_path(data: Path) -> Path:
    """Where they are kept in the data folder."""
    return data / "postcodes.sqlite"


class Positions:
    """Looks into the file at each question, so that a load counts at once; without one nothing is near."""

    def __init__(self, path: Path | None) -> None:
        self._path = path

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
        with closing(sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(_NEAR, box).fetchall()
        away = [
            (math.hypot((y - place.latitude) * _METRES, (x - place.longitude) * across), code)
            for code, y, x in rows
        ]
        return tuple(code for metres, code in sorted(away)[:MOST] if metres <= FAR)
