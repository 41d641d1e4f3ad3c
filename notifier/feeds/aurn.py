"""Hourly data of the national air quality network (AURN), as UK-AIR publishes it: one wide CSV for each
station and year (`LEED_2026.csv`). Open Government Licence v3.

Above the header stand lines of text, among them `All Data GMT hour ending` and the name of the station. Each
pollutant has three columns: the value, its status (`R` ratified, `P` provisional, `P*` as supplied, `N` not
verified, `S` suspect) and its unit. Days are `dd-mm-yyyy`; the hours `01:00` to `24:00` end then, in GMT all
year: `24:00` is the midnight that ends the day. Names of pollutants are quoted, since some have commas in
them. UK-AIR writes these files anew about once a day.
"""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from notifier.feeds.feed import Parsed
from notifier.feeds.fields import excerpt
from notifier.feeds.parsed import Item, parsed
from notifier.feeds.units import convert
from notifier.reading import Quantity, Reading
from notifier.refusal import Reason, Refusal

LARGEST: Final = 8 * 1024 * 1024
"""Bytes. A station's year of a dozen pollutants has two million."""

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
RECENT: Final = dt.timedelta(days=2)

POLLUTANTS: Final[Mapping[str, Quantity]] = {
    "nitrogen dioxide": "no2",
    "ozone": "o3",
    "sulphur dioxide": "so2",
    "carbon monoxide": "co",
    "pm10 particulate matter (hourly measured)": "pm10",
    "pm2.5 particulate matter (hourly measured)": "pm2_5",
}
"""What is read; the other columns (nitric oxide, volatile parts, wind, modelled temperature) are passed
over."""

BELIEVED: Final = frozenset({"R", "V", "P", "P*"})
_NONE: Final = frozenset({"", "no data", "n/a"})
_TAG = re.compile(r"<[^>]*>")


class Options(Struct, frozen=True, forbid_unknown_fields=True):
    """`whole`: everything in the file is read, not only what is of the last two days: for replays.
    `station`: the sensor's name, where it is not to be the one in the file."""

    whole: bool = False
    station: str = ""


class _Column(Struct, frozen=True):
    quantity: Quantity
    at: int


class Aurn:
    """Reads such a file. A sensor's name is that of its station, as in the file."""

    def __init__(self, feed: str = "aurn", options: Options | None = None) -> None:
        self._feed = feed
        self._options = options or Options()

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """As `Parses`."""
        rows = table(data)
        if isinstance(rows, str):
            return parsed(Refusal(self._feed, rows, "file", f"{len(data)} bytes"))
        begins = next((n for n, row in enumerate(rows[:20]) if _header(row)), None)
        if begins is None:
            return parsed(Refusal(self._feed, "unreadable", "file", "no line begins with Date,time"))
        station = self._options.station or _station(rows[:begins])
        if not station:
            return parsed(Refusal(self._feed, "missing", "station", "no line above the header names it"))
        columns = _columns(rows[begins])
        if not columns:
            return parsed(Refusal(self._feed, "unknown_type", station, "none of its columns is used"))
        since = None if self._options.whole else received - RECENT
        found = (self._row(station, columns, row, since) for row in rows[begins + 1 :])
        return parsed(*(one for several in found for one in several))

    def _row(
        self, station: str, columns: Sequence[_Column], row: list[str], since: dt.datetime | None
    ) -> Iterator[Item]:
        if len(row) < 3 or row[0].strip().lower() == "end":
            return
        at = hour_ending(row[0], row[1])
        if at is None:
            yield Refusal(self._feed, "wrong_time", station, excerpt(f"{row[0]} {row[1]}"))
        elif since is None or at > since:
            for column in columns:
                yield from self._value(station, column, row, at)

    def _value(self, station: str, column: _Column, row: list[str], at: dt.datetime) -> Iterator[Item]:
        written, status, unit = (cell.strip() for cell in (*row, "", "", "")[column.at : column.at + 3])
        if written.lower() in _NONE:
            return
        value = value_of(column.quantity, written, unit)
        where = excerpt(f"{column.quantity} {row[0]} {row[1]}: {written} {unit}")
        if status and status not in BELIEVED:
            yield Refusal(self._feed, "not_actual", station, f"{where}, status {excerpt(status)}")
        elif isinstance(value, str):
            yield Refusal(self._feed, value, station, where)
        else:
            yield Reading(self._feed, station, column.quantity, value, at, HOUR)


def table(data: bytes) -> list[list[str]] | Reason:
    """The rows of a CSV file, or why it has none."""
    if len(data) > LARGEST:
        return "too_big"
    try:
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (UnicodeDecodeError, csv.Error):
        return "unreadable"


def value_of(quantity: Quantity, written: str, unit: str) -> float | Reason:
    """A number as it is written, in the unit of its quantity."""
    if not re.fullmatch(r"-?\d{1,7}(\.\d{1,12})?", written):
        return "wrong_shape"
    return convert(quantity, float(written), unit) if unit else "no_unit"


def hour_ending(day: str, hour: str) -> dt.datetime | None:
    """The end of an hour, UTC, by `dd-mm-yyyy` and `01:00` to `24:00`, seconds or none; None for anything
    else."""
    date = re.fullmatch(r"(\d\d)[-/](\d\d)[-/](\d{4})", day.strip())
    time = re.fullmatch(r"(\d\d?):00(:00)?", hour.strip())
    if not date or not time or int(time[1]) > 24:
        return None
    try:
        midnight = dt.datetime(int(date[3]), int(date[2]), int(date[1]), tzinfo=dt.UTC)
        return midnight + int(time[1]) * HOUR
    except (ValueError, OverflowError):
        return None


def _header(row: list[str]) -> bool:
    return [cell.strip().lower() for cell in row[:2]] == ["date", "time"]


def _station(above: Sequence[list[str]]) -> str:
    """The name that stands alone over the first pollutant's column."""
    for row in reversed(above):
        if len(row) > 2 and not row[0].strip() and not row[1].strip():
            return excerpt(next((cell for cell in row if cell.strip()), ""))
    return ""


def _columns(header: list[str]) -> list[_Column]:
    names = (" ".join(html.unescape(_TAG.sub("", cell)).lower().split()) for cell in header)
    return [_Column(POLLUTANTS[name], at) for at, name in enumerate(names) if name in POLLUTANTS]
