"""Daily means of the same network, as UK-AIR hands them out on request: a line a day, a column for each
pollutant and station (`PM10_1`). The file names neither stations nor units; by UK-AIR's form they are
µg/m³."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from notifier.feeds.aurn import DAY, table, value_of
from notifier.feeds.feed import Parsed
from notifier.feeds.fields import excerpt
from notifier.feeds.parsed import Item, parsed
from notifier.reading import Quantity, Reading
from notifier.refusal import Refusal

POLLUTANTS: Final[Mapping[str, Quantity]] = {
    "NO2": "no2",
    "O3": "o3",
    "SO2": "so2",
    "PM10": "pm10",
    "PM2.5": "pm2_5",
}
_NONE: Final = frozenset({"", "No data"})


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """The `stations`' names by the number at the end of a column's name; without, the number is the name."""

    stations: Mapping[str, str] = {}


class AurnDaily:
    """Reads such a file. A day's mean is at the midnight, GMT, that ends it."""

    def __init__(self, feed: str = "aurn", options: Options | None = None) -> None:
        self._feed = feed
        self._options = options or Options()

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`."""
        rows = table(data)
        if isinstance(rows, str):
            return parsed(Refusal(self._feed, rows, "file", f"{len(data)} bytes"))
        if not rows or not rows[0] or rows[0][0].strip() != "Date":
            return parsed(Refusal(self._feed, "unreadable", "file", "its first column is not Date"))
        return parsed(*self._rows(rows[0], rows[1:]))

    def _rows(self, header: list[str], rows: list[list[str]]) -> Iterator[Item]:
        columns: list[tuple[int, str, Quantity]] = []
        for at, name in enumerate(header[1:], 1):
            pollutant, _, station = name.strip().partition("_")
            if pollutant in POLLUTANTS:
                columns.append((at, self._options.stations.get(station, station), POLLUTANTS[pollutant]))
            else:
                yield Refusal(self._feed, "unknown_type", excerpt(name), "this pollutant is not used")
        for row in rows:
            if row:
                yield from self._day(columns, row)

    def _day(self, columns: list[tuple[int, str, Quantity]], row: list[str]) -> Iterator[Item]:
        try:
            at = dt.datetime.combine(dt.date.fromisoformat(row[0].strip()), dt.time(), dt.UTC) + DAY
        except (ValueError, OverflowError):
            yield Refusal(self._feed, "wrong_time", "Date", excerpt(row[0]))
            return
        for place, station, quantity in columns:
            written = row[place].strip() if place < len(row) else ""
            if written in _NONE:
                continue
            value = value_of(quantity, written, "µg/m³")
            if isinstance(value, str):
                yield Refusal(self._feed, value, station, excerpt(f"{quantity} {row[0]}: {written}"))
            else:
                yield Reading(self._feed, station, quantity, value, at, DAY)
