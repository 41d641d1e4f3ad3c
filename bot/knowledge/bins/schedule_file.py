"""What the schedule database says of itself: read by the loader before a swap, and told to residents."""

from __future__ import annotations

import datetime as dt
import sqlite3
from pathlib import Path

from msgspec import Struct

from bot.knowledge.bins.answers import Source

VERSION = 1
MAPPED = 1 << 28


class Loaded(Struct, frozen=True):
    """The last good load: its source, how many premises it has, and how many of them have collections;
    for each file's role its address, ETag and rows."""

    source: Source
    premises: int
    scheduled: int
    files: dict[str, tuple[str, str, int]]


def database_path(data: Path, city: str) -> Path:
    """Where the schedule of `city` is kept in the data folder."""
    return data / f"bins-{city}.sqlite"


def connect(path: Path) -> sqlite3.Connection:
    """Opens a finished database for reading. It is never changed, only replaced, so no lock is needed.

    Raises `sqlite3.Error` when it is missing or is none.
    """
    database = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
    )
    # Pages come straight from the file, without a system call and a copy for each.
    database.execute(f"PRAGMA mmap_size = {MAPPED}")
    return database


def loaded(path: Path) -> Loaded | None:
    """What `path` holds; None when there is no usable database of this version."""
    if not path.exists():
        return None
    try:
        database = connect(path)
    except sqlite3.Error:
        return None
    try:
        return read_loaded(database)
    except (sqlite3.Error, ValueError, TypeError):
        return None
    finally:
        database.close()


def read_loaded(database: sqlite3.Connection) -> Loaded:
    """The same from an open database. Raises ValueError or `sqlite3.Error` when it is another."""
    row = database.execute("SELECT * FROM source").fetchone()
    if row is None or row[0] != VERSION:
        raise ValueError("the database is of another version")
    source = Source(
        name=row[1],
        url=row[2],
        licence=row[3],
        loaded_at=dt.datetime.fromisoformat(row[4]),
        first_day=dt.date.fromisoformat(row[5]),
        last_day=dt.date.fromisoformat(row[6]),
        rows=row[7],
        demo=bool(row[8]),
    )
    files = {
        role: (url, etag, rows)
        for role, url, etag, rows in database.execute("SELECT role, url, etag, rows FROM file")
    }
    return Loaded(source, row[9], row[10], files)
