"""Writes the schedule database: addresses, shared rounds, and where they are from.

The file is written once and then only read. Streets, buildings and postcodes are kept once each, with the ids
of their homes together in one value (`homes`, 32-bit little-endian) and their house numbers in another
(`numbers`, commas between, empty for a long one): a third of the room of an index, and quicker to search.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from sys import intern

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.knowledge.bins.answers import Source
from bot.knowledge.bins.door import building
from bot.knowledge.bins.loading.digits import Ints
from bot.knowledge.bins.loading.premises import PremisesFile
from bot.knowledge.bins.loading.rounds import Round
from bot.knowledge.bins.schedule_file import VERSION

SHORT = 5
SCHEMA = """
PRAGMA page_size = 8192;
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA locking_mode = EXCLUSIVE;
CREATE TABLE source(
    version, name, url, licence, loaded_at, first_day, last_day, rows, demo, premises, scheduled
);
CREATE TABLE file(role TEXT PRIMARY KEY, url, etag, sha256, rows) WITHOUT ROWID;
CREATE TABLE street(id INTEGER PRIMARY KEY, place, homes, numbers);
CREATE TABLE building(id INTEGER PRIMARY KEY, name, homes, numbers);
CREATE TABLE postcode(id INTEGER PRIMARY KEY, code UNIQUE, homes, numbers);
CREATE TABLE premises(id INTEGER PRIMARY KEY, room, number, street, postcode, round);
CREATE TABLE round_day(round, day, bin, moved_from, PRIMARY KEY(round, day, bin)) WITHOUT ROWID;
"""


class FileFacts(Struct, frozen=True):
    """What is kept of a published file. `role` is `premises` or `jobs`."""

    role: str
    url: str
    etag: str
    sha256: str
    rows: int


class Homes:
    """What several homes share, such as a street: every name once, with the homes that have it."""

    def __init__(self) -> None:
        self._names: dict[str, int] = {"": 0}
        self._numbers: list[NDArray[np.int32]] = []

    def add(self, names: Iterable[str]) -> list[int]:
        """Takes the names of the next homes, empty for none. Returns the names' numbers, 0 for none."""
        known = self._names
        numbers = [known.setdefault(name, len(known)) for name in names]
        self._numbers.append(np.array(numbers, np.int32))
        return numbers

    def rows(self, ids: Ints, numbers: list[str]) -> Iterator[tuple[int, str, bytes, str]]:
        """Number and name, the ids of the homes, and their house numbers; `numbers` are those of all."""
        named = np.concatenate(self._numbers)
        order = np.argsort(named, kind="stable")
        edges = np.searchsorted(named[order], np.arange(len(self._names) + 1)).tolist()
        homes = ids[order].astype("<u4")
        positions = order.tolist()
        for name, number in self._names.items():
            if number:
                cut = slice(edges[number], edges[number + 1])
                doors = ",".join([numbers[position] for position in positions[cut]])
                yield number, name, homes[cut].tobytes(), doors


class Places:
    """The streets, buildings and postcodes of a load."""

    def __init__(self) -> None:
        self.streets, self.buildings, self.postcodes = Homes(), Homes(), Homes()
        self.numbers: list[str] = []

    def rows(
        self, premises: PremisesFile, order: NDArray[np.int32], progress: Callable[[int], None]
    ) -> Iterator[tuple[object, ...]]:
        """The rows of the premises table, by id; an empty column is NULL."""
        done = 0
        for block in premises.blocks():
            doors = zip(block.rooms, block.numbers, strict=True)
            # Most doors are a number; that they have no name is seen here, without a call.
            self.buildings.add(
                ["" if not room and door.isdigit() else building(room, door) for room, door in doors]
            )
            rounds = [
                round_ if round_ >= 0 else None for round_ in order[done : done + len(block.ids)].tolist()
            ]
            streets, postcodes = self.streets.add(block.places), self.postcodes.add(block.postcodes)
            rooms = [room or None for room in block.rooms]
            self.numbers += [intern(door) if len(door) <= SHORT else "" for door in block.numbers]
            yield from zip(block.ids, rooms, block.numbers, streets, postcodes, rounds, strict=True)
            done += len(block.ids)
            progress(done)

    def tables(self) -> Iterator[tuple[str, Homes]]:
        """What was gathered, by the table it goes to."""
        yield from (("street", self.streets), ("building", self.buildings), ("postcode", self.postcodes))


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
    places = Places()
    database = sqlite3.connect(path, isolation_level=None)
    try:
        database.executescript(SCHEMA)
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO premises VALUES(?,?,?,?,?,?)", places.rows(premises, order, progress)
        )
        for table, homes in places.tables():
            shared = homes.rows(premises.ids, places.numbers)
            database.executemany(f"INSERT INTO {table} VALUES(?,?,?,?)", shared)
        database.executemany("INSERT INTO round_day VALUES(?,?,?,?)", _round_days(days))
        scheduled = int((order >= 0).sum())
        facts = _source(source, len(premises), scheduled)
        database.execute(f"INSERT INTO source VALUES({','.join('?' * len(facts))})", facts)
        database.executemany("INSERT INTO file VALUES(?,?,?,?,?)", map(_file, files))
        database.execute("COMMIT")
    finally:
        database.close()


def _round_days(rounds: list[Round]) -> Iterator[tuple[int, int, str, int | None]]:
    for number, round_ in enumerate(rounds):
        for day in round_.days:
            usual = day.moved_from.toordinal() if day.moved_from else None
            yield number, day.date.toordinal(), day.bin, usual


def _source(source: Source, premises: int, scheduled: int) -> tuple[object, ...]:
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
        premises,
        scheduled,
    )


def _file(facts: FileFacts) -> tuple[object, ...]:
    return facts.role, facts.url, facts.etag, facts.sha256, facts.rows
