"""Reads postcodes and their positions from CSV files with a heading: `python -m bot load postcodes FILE…`.

The file is built beside the one that serves and swapped in whole. A line that is wrong, or far fewer
postcodes than are known, leaves the last good one serving. The directory has postcodes without a position:
those are passed over.
"""

from __future__ import annotations

import csv
import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from bot.knowledge.bins.postcodes import is_whole, spaced

LEAST = 0.9
"""The share of what is known that a load must have."""

MOST = 3_000_000
_NOWHERE = ("", "99.999999")
"""What the directory writes where a postcode has no position."""

_CODE, _Y, _X = ("postcode", "pcds", "pcd"), ("lat", "latitude"), ("long", "longitude", "lon", "lng")


class PositionsRefused(ValueError):
    """A load is not taken: one line that says what is wrong and where."""


def load(files: Sequence[Path], to: Path) -> int:
    """Builds `to` from `files` and gives how many postcodes it has. Raises `PositionsRefused`."""
    to.parent.mkdir(parents=True, exist_ok=True)
    draft = to.with_suffix(".draft")
    draft.unlink(missing_ok=True)
    try:
        count = _built(files, draft)
        before = _count(to) if to.exists() else 0
        if not count:
            raise PositionsRefused("there is no postcode in these files")
        if count < before * LEAST:
            raise PositionsRefused(
                f"only {count:,} postcodes, {before:,} are known: delete {to} to take them"
            )
        os.replace(draft, to)
    finally:
        draft.unlink(missing_ok=True)
    return count


def _built(files: Sequence[Path], draft: Path) -> int:
    with closing(sqlite3.connect(draft)) as database, database:
        database.execute("CREATE TABLE position (code TEXT PRIMARY KEY, latitude REAL, longitude REAL)")
        for file in files:
            database.executemany("INSERT OR REPLACE INTO position VALUES (?, ?, ?)", _rows(file))
        database.execute("CREATE INDEX north ON position (latitude, longitude)")
    return _count(draft)


def _count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM position").fetchone()[0])


def _rows(file: Path) -> Iterator[tuple[str, float, float]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            columns = _columns(file, next(reader, []))
            for row in reader:
                if row and not any(row[at].strip() in _NOWHERE for at in columns[1:] if at < len(row)):
                    yield _row(f"{file}:{reader.line_num}", row, columns)
                if reader.line_num > MOST:
                    raise PositionsRefused(f"{file} has more than {MOST:,} lines")
    except OSError as problem:
        raise PositionsRefused(f"{file} cannot be read: {problem.strerror}") from None
    except (UnicodeDecodeError, csv.Error):
        raise PositionsRefused(f"{file} is no CSV file in UTF-8") from None


def _columns(file: Path, heading: Sequence[str]) -> tuple[int, int, int]:
    names = [name.strip().lower() for name in heading]
    found = [next((names.index(name) for name in wanted if name in names), -1) for wanted in (_CODE, _Y, _X)]
    if -1 in found:
        raise PositionsRefused(f"{file}:1: the heading needs the columns postcode, lat and long")
    return found[0], found[1], found[2]


def _row(where: str, row: Sequence[str], columns: tuple[int, int, int]) -> tuple[str, float, float]:
    code, y, x = columns
    try:
        place = float(row[y]), float(row[x])
    except (IndexError, ValueError):
        raise PositionsRefused(f"{where}: lat and long must be numbers") from None
    if not (-90 <= place[0] <= 90 and -180 <= place[1] <= 180):
        raise PositionsRefused(f"{where}: lat and long must be degrees")
    if not is_whole(row[code]):
        raise PositionsRefused(f"{where}: postcode must be a whole postcode")
    return spaced(row[code]), *place
