"""Writes the schedule database: addresses, shared rounds, and where they are from.

The file is written once and then only read. Names, localities and postcodes are kept once each; a home is a
handful of small numbers.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.knowledge.bins.answers import Source
from bot.knowledge.bins.door import door
from bot.knowledge.bins.loading.premises import PremisesFile
from bot.knowledge.bins.loading.rounds import Round
from bot.knowledge.bins.schedule_file import VERSION

EVERY = 20_000
SCHEMA = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
PRAGMA cache_size = -16000;
CREATE TABLE source(
    version, name, url, licence, loaded_at, first_day, last_day, rows, demo, premises, scheduled
);
CREATE TABLE file(role TEXT PRIMARY KEY, url, etag, sha256, rows) WITHOUT ROWID;
CREATE TABLE street(id INTEGER PRIMARY KEY, name, locality, city);
CREATE TABLE building(id INTEGER PRIMARY KEY, name);
CREATE TABLE postcode(id INTEGER PRIMARY KEY, code);
CREATE TABLE premises(id INTEGER PRIMARY KEY, room, number, street, building, postcode, round);
CREATE TABLE round_day(round, day, bin, moved_from, PRIMARY KEY(round, day, bin)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX premises_by_street ON premises(street);
CREATE INDEX premises_by_building ON premises(building) WHERE building IS NOT NULL;
CREATE INDEX premises_by_postcode ON premises(postcode) WHERE postcode IS NOT NULL;
CREATE UNIQUE INDEX postcode_by_code ON postcode(code);
"""


class FileFacts(Struct, frozen=True):
    """What is kept of a published file. `role` is `premises` or `jobs`."""

    role: str
    url: str
    etag: str
    sha256: str
    rows: int


class Names:
    """Numbers for things that are written once; 1 is the first, None stands for nothing."""

    def __init__(self) -> None:
        self.ids: dict[tuple[str, ...], int] = {}

    def number(self, *name: str) -> int | None:
        """The number of a name of one or more parts."""
        return self.ids.setdefault(name, len(self.ids) + 1) if any(name) else None

    def rows(self) -> Iterator[tuple[object, ...]]:
        """All that were named."""
        return ((number, *name) for name, number in self.ids.items())


def build(
    path: Path,
    premises: PremisesFile,
    rounds: tuple[NDArray[np.int32], list[Round]],
    source: Source,
    files: tuple[FileFacts, ...],
    progress: Callable[[int], None],
) -> None:
    """Writes a new database to `path`. `rounds` are the position of every home's round, and the rounds."""
    order, days = rounds
    streets, buildings, postcodes = Names(), Names(), Names()
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(SCHEMA)
        database.execute("BEGIN")
        rows = _premises(premises, order.tolist(), (streets, buildings, postcodes), progress)
        database.executemany("INSERT INTO premises VALUES(?,?,?,?,?,?,?)", rows)
        database.executemany("INSERT INTO street VALUES(?,?,?,?)", streets.rows())
        database.executemany("INSERT INTO building VALUES(?,?)", buildings.rows())
        database.executemany("INSERT INTO postcode VALUES(?,?)", postcodes.rows())
        database.executemany("INSERT INTO round_day VALUES(?,?,?,?)", _round_days(days))
        scheduled = int((order >= 0).sum())
        database.execute(
            "INSERT INTO source VALUES(?,?,?,?,?,?,?,?,?,?,?)", _source(source, premises, scheduled)
        )
        database.executemany("INSERT INTO file VALUES(?,?,?,?,?)", map(_file, files))
        database.executescript(INDEXES)
    finally:
        database.close()


def _premises(
    premises: PremisesFile,
    order: list[int],
    names: tuple[Names, Names, Names],
    progress: Callable[[int], None],
) -> Iterator[tuple[object, ...]]:
    streets, buildings, postcodes = names
    for position, round_ in enumerate(order):
        row = premises.row(position)
        street = streets.number(row.street, row.locality, row.city)
        building = buildings.number(door(row.room, row.number).name)
        postcode = postcodes.number(row.postcode)
        yield (
            row.id,
            row.room or None,
            row.number or None,
            street,
            building,
            postcode,
            round_ if round_ >= 0 else None,
        )
        if position % EVERY == 0:
            progress(position)


def _round_days(rounds: list[Round]) -> Iterator[tuple[int, int, str, int | None]]:
    for number, round_ in enumerate(rounds):
        for day in round_.days:
            usual = day.moved_from.toordinal() if day.moved_from else None
            yield number, day.date.toordinal(), day.bin, usual


def _source(source: Source, premises: PremisesFile, scheduled: int) -> tuple[object, ...]:
    return (
        VERSION,
        source.name,
        source.url,
        source.licence,
        source.loaded_at.astimezone(dt.UTC).isoformat(),
        source.first_day.isoformat(),
        source.last_day.isoformat(),
        source.rows,
        source.demo,
        len(premises),
        scheduled,
    )


def _file(facts: FileFacts) -> tuple[object, ...]:
    return facts.role, facts.url, facts.etag, facts.sha256, facts.rows
