"""The services of one database, with their places and kinds at hand: what a search goes through first."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from bot.knowledge.directory.database import bodies, decoded
from bot.knowledge.directory.kinds import plain
from bot.knowledge.directory.service import Service
from bot.knowledge.directory.whereabouts import Point, Whereabouts

ANYWHERE = "name place terms"
NAMED = "name place"
KEPT = 8192
"""Services that are kept as they were decoded."""


class At(Struct, frozen=True):
    """A place of a service; `point` is None where it is not known."""

    service: int
    spot: int
    point: Point | None


class Shelf:
    """Looks into its database for words and for whole services alone."""

    def __init__(self, database: sqlite3.Connection, where: Whereabouts) -> None:
        self._database = database
        self.service = lru_cache(maxsize=KEPT)(self._service)
        self.places: Mapping[int, Sequence[At]] = self._places(where)
        self.kinds: dict[str, list[int]] = {}
        named = database.execute("SELECT row, name FROM service")
        self.names: Mapping[int, str] = {row: plain(name) for row, name in named}
        for kind, row in database.execute("SELECT kind, service FROM kind"):
            self.kinds.setdefault(kind, []).append(row)

    def with_word(self, word: str, columns: str) -> frozenset[int]:
        """The services that have a word in any of these columns."""
        query = f'{{{columns}}} : "{word}"'
        rows = self._database.execute("SELECT rowid FROM words WHERE words MATCH ?", (query,))
        return frozenset(row for (row,) in rows)

    def row_of(self, id: str) -> int | None:
        """The row of a service by its id, or by what its publisher calls it."""
        for table, column in (("service", "row"), ("original", "service")):
            found = self._database.execute(f"SELECT {column} FROM {table} WHERE id = ?", (id,)).fetchone()  # noqa: S608
            if found:
                return int(found[0])
        return None

    def every(self) -> Iterator[Service]:
        """All of them in the order of their names."""
        return bodies(self._database)

    def close(self) -> None:
        self._database.close()

    def _service(self, row: int) -> Service:
        body = self._database.execute("SELECT body FROM service WHERE row = ?", (row,)).fetchone()
        return decoded(body[0])

    def _places(self, where: Whereabouts) -> dict[int, list[At]]:
        query = "SELECT service, n, postcode, latitude, longitude FROM spot ORDER BY service, n"
        rows = self._database.execute(query).fetchall()
        codes = where.each(sorted({row[2] for row in rows if row[2] and row[3] is None}))
        found: dict[int, list[At]] = {}
        for service, n, code, latitude, longitude in rows:
            point = codes.get(code) if latitude is None else Point(latitude, longitude)
            found.setdefault(service, []).append(At(service, n, point))
        return found
