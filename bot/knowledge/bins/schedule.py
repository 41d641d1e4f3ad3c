"""Reads the schedule database, and follows when a load in another process puts a new one in its place."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bot.knowledge.bins.schedule_file import Loaded, connect, read_loaded

FEW = 4
LONGEST_ID = 8
SIZES = (16, 64, 256)
"""So many homes are asked for at once, the last one again and again to fill up: few statements to compile."""

ROW = "SELECT id, room, number, street, postcode, round FROM premises"
HOME = f"{ROW} WHERE id = ?"


class Premises(NamedTuple):
    """One address as published, upper case, empty where nothing is given; the postcode has no space. `round`
    is None for a home without collections."""

    id: int
    room: str
    number: str
    street: str
    locality: str
    city: str
    postcode: str
    round: int | None


class RoundDay(NamedTuple):
    """A published collection of a round."""

    date: dt.date
    bin: str
    moved_from: dt.date | None


class Schedule:
    """The database at `path`, which may not be there yet. Not for several threads at once."""

    def __init__(self, path: Path | None) -> None:
        self._path = str(path) if path else None
        self._places: list[tuple[str, str, str]] = []
        self._postcodes: list[str] = []
        self._mark: tuple[int, int] | None = None
        self._database: sqlite3.Connection | None = None
        self._rounds: dict[int, tuple[RoundDay, ...]] = {}
        self.loaded: Loaded | None = None
        self.generation = 0

    def refresh(self) -> bool:
        """Looks whether the file was swapped, and opens the new one; a look costs a microsecond or two.

        Returns whether there is anything to ask. A file that cannot be read leaves the open one serving.
        """
        if self._path is None:
            return False
        try:
            state = os.stat(self._path)
        except OSError:
            return self._database is not None
        mark = state.st_ino, state.st_mtime_ns
        if mark != self._mark:
            self._open(Path(self._path), mark)
        return self._database is not None

    def _open(self, path: Path, mark: tuple[int, int]) -> None:
        self._mark = mark
        try:
            database = connect(path)
            loaded = read_loaded(database)
        except (sqlite3.Error, ValueError, TypeError):
            return
        if self._database is not None:
            self._database.close()
        self._database, self.loaded = database, loaded
        self._rounds = {}
        # Number 0 stands for none; numbers begin at 1 and have no gaps.
        self._places = [("", "", ""), *(_place(place) for _, place in self.streets())]
        self._postcodes = [
            "",
            *(code for (code,) in database.execute("SELECT code FROM postcode ORDER BY id")),
        ]
        self.generation += 1

    def close(self) -> None:
        """Closes the database; the next `refresh` opens it again."""
        if self._database is not None:
            self._database.close()
        self._database = self._mark = self.loaded = None

    def streets(self) -> list[tuple[int, str]]:
        """Number and `STREET,LOCALITY,CITY` of every street."""
        return self._open_database.execute("SELECT id, place FROM street ORDER BY id").fetchall()

    def buildings(self) -> list[tuple[int, str]]:
        """Number and name of every building."""
        return self._open_database.execute("SELECT id, name FROM building").fetchall()

    def districts(self) -> frozenset[str]:
        """The outward postcodes, lower case: `ls8`."""
        return frozenset(code[:-3].lower() for code in self._postcodes if code[:-3])

    def in_postcode(self, code: str, number: str = "") -> list[Premises]:
        """The homes of a postcode without its space, those with this very number if one is given."""
        return self._homes("SELECT homes, numbers FROM postcode WHERE code = ?", code, number)

    def in_street(self, street: int, number: str = "") -> list[Premises]:
        """The homes of a street, those with this very number if one is given."""
        return self._homes("SELECT homes, numbers FROM street WHERE id = ?", street, number)

    def in_building(self, building: int) -> list[Premises]:
        """The homes of a building."""
        return self._homes("SELECT homes, numbers FROM building WHERE id = ?", building)

    def home(self, home: int | None) -> Premises | None:
        """One home, None when it is not known (any more)."""
        row = self._open_database.execute(HOME, (home,)).fetchone()
        return self._premises(row) if row else None

    def round(self, home: int | None) -> tuple[int | None] | None:
        """The round of a home in a tuple of one; None when the home is not known."""
        found: tuple[int | None] | None = self._open_database.execute(
            "SELECT round FROM premises WHERE id = ?", (home,)
        ).fetchone()
        return found

    def days(self, number: int) -> tuple[RoundDay, ...]:
        """The collections of a round, in order."""
        known = self._rounds.get(number)
        if known is None:
            query = "SELECT day, bin, moved_from FROM round_day WHERE round = ?"
            known = tuple(
                RoundDay(dt.date.fromordinal(day), name, dt.date.fromordinal(usual) if usual else None)
                for day, name, usual in self._open_database.execute(query, (number,))
            )
            self._rounds[number] = known
        return known

    def _homes(self, query: str, key: int | str, number: str = "") -> list[Premises]:
        row = self._open_database.execute(query, (key,)).fetchone()
        if row is None:
            return []
        if number:
            homes = [int.from_bytes(row[0][4 * at : 4 * at + 4], "little") for at in _found(number, row[1])]
        else:
            homes = np.frombuffer(row[0], "<u4").tolist()
        if len(homes) <= FEW:
            return [home for number in homes if (home := self.home(number))]
        found: list[Premises] = []
        while homes:
            size = next((size for size in SIZES if size >= len(homes)), SIZES[-1])
            some, homes = homes[:size], homes[size:]
            values = some + some[-1:] * (size - len(some))
            found += map(self._premises, self._open_database.execute(_query(size), values))
        return found

    def _premises(self, row: tuple[int, str | None, str | None, int, int, int | None]) -> Premises:
        home, room, number, street, postcode, round_ = row
        return Premises(
            home, room or "", number or "", *self._places[street], self._postcodes[postcode], round_
        )

    @property
    def _open_database(self) -> sqlite3.Connection:
        assert self._database is not None, "refresh() said that there is no database"
        return self._database


def as_number(home_id: str) -> int | None:
    """The number behind a home's id, None for what is no such id."""
    return int(home_id) if home_id.isdigit() and home_id.isascii() and len(home_id) <= LONGEST_ID else None


def _found(number: str, numbers: str) -> list[int]:
    """Where `number` stands in `numbers`, which are separated by commas."""
    text, wanted = f",{numbers},", f",{number},"
    found, at = [], text.find(wanted)
    while at >= 0:
        found.append(text.count(",", 0, at))
        at = text.find(wanted, at + 1)
    return found


@cache
def _query(size: int) -> str:
    """The statement for so many homes; it holds nothing but question marks."""
    return f"{ROW} WHERE id IN ({','.join('?' * size)})"


def _place(place: str) -> tuple[str, str, str]:
    street, locality, city = place.split(",")
    return street, locality, city
