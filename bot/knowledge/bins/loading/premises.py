"""The published premises: headerless, seven columns, a missing value is one NUL byte.

    id, room, number, street, locality, city, postcode

The postcode column has been left out before; such a file is read with empty postcodes.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from bot.knowledge.bins.loading.content import Content
from bot.knowledge.bins.loading.digits import WORD, Ints, numbers, words_at
from bot.knowledge.bins.loading.refused import LoadRefused

FIELDS = 7
WITHOUT_POSTCODE = FIELDS - 1
PLACE_FIELDS = 3
NEWLINE, RETURN, COMMA = 10, 13, 44
BLOCK = 16_384
UNTIDY = (b'"', b" ,", b", ", b" \r", b" \n")


class Addresses(NamedTuple):
    """Some rows as columns, upper case; a missing value is empty, a postcode has no space. A place is the
    street, the locality and the city with commas between."""

    ids: list[int]
    rooms: tuple[str, ...]
    numbers: tuple[str, ...]
    places: list[str]
    postcodes: list[str]


class PremisesFile:
    """The file in memory, its rows in the order of their ids. A repeated id counts once: the first row."""

    def __init__(self, content: Content) -> None:
        self.name = content.name
        chunks = [chunk.replace(b"\0", b"").upper() for chunk in content.chunks()]
        # Blank lines at the end let a word be read from any row.
        self._data = b"".join([*chunks, b"\n" * WORD])
        del chunks
        if not self._data.strip():
            raise LoadRefused(f"{self.name}: the file is empty.")
        self._encoding = _encoding(self._data)
        self._tidy = not any(mark in self._data for mark in UNTIDY)
        starts, ends = _lines(self._data)
        ids, rows = self._identified(starts, ends)
        self.ids, first = np.unique(ids, return_index=True)
        self._starts, self._ends = starts[rows[first]], ends[rows[first]]
        self.repeated = len(ids) - len(self.ids)

    def __len__(self) -> int:
        return len(self.ids)

    def blocks(self) -> Iterator[Addresses]:
        """All addresses by id, some thousand at a time."""
        for at in range(0, len(self.ids), BLOCK):
            cut = slice(at, at + BLOCK)
            lines = self._text(self._starts[cut].tolist(), self._ends[cut].tolist())
            _, rooms, numbers, rest = zip(*[line.split(",", 3) for line in lines], strict=True)
            if self._full:
                ends = [text.rpartition(",") for text in rest]
            else:
                ends = [
                    text.rpartition(",") if text.count(",") == PLACE_FIELDS else (text, ",", "")
                    for text in rest
                ]
            places, postcodes = [end[0] for end in ends], [end[2].replace(" ", "") for end in ends]
            yield Addresses(self.ids[cut].tolist(), rooms, numbers, places, postcodes)

    def _text(self, starts: list[int], ends: list[int]) -> list[str]:
        """Rows with their fields trimmed and without quotes; a comma inside quotes becomes a space."""
        data = self._data
        block = b"\n".join([data[start:end] for start, end in zip(starts, ends, strict=True)])
        lines = block.decode(self._encoding, "replace").split("\n")
        if self._tidy:
            return lines
        return [
            ",".join(field.replace(",", " ").strip() for field in next(csv.reader([line]), []))
            for line in lines
        ]

    def _identified(self, starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
        """The ids of all rows that are not blank, and which rows these are."""
        commas = np.flatnonzero(np.frombuffer(self._data, np.uint8) == COMMA)
        first = np.searchsorted(commas, starts)
        count = np.searchsorted(commas, ends) - first
        length = np.append(commas, 0)[first] - starts
        usual = (count == FIELDS - 1) & (length >= 1) & (length <= WORD)
        ids = np.zeros(len(starts), np.int64)
        self._full = bool((count >= FIELDS - 1).all())
        ids[usual], digits = numbers(words_at(self._data, starts[usual]), length[usual])
        usual[usual] = digits
        for row in np.flatnonzero(~usual).tolist():
            ids[row] = self._careful(row + 1, self._text([int(starts[row])], [int(ends[row])])[0])
        rows = np.flatnonzero(ids >= 0)
        return ids[rows], rows

    def _careful(self, number: int, line: str) -> int:
        """The id in an unusual line, -1 when the line is blank, or the reason why it is wrong."""
        fields = line.split(",")
        if not any(fields):
            return -1
        if len(fields) not in (FIELDS, WITHOUT_POSTCODE):
            raise LoadRefused(f"{self.name}, line {number}: {len(fields)} fields instead of {FIELDS}.")
        if not (fields[0].isdigit() and fields[0].isascii() and len(fields[0]) <= WORD):
            raise LoadRefused(f"{self.name}, line {number}: {fields[0][:20]!r} is not a premises number.")
        return int(fields[0])


def _lines(data: bytes) -> tuple[Ints, Ints]:
    """Where each line starts and ends, without the line end."""
    characters = np.frombuffer(data, np.uint8)
    ends = np.append(np.flatnonzero(characters == NEWLINE), len(data))
    starts = np.append(0, ends[:-1] + 1)
    return starts, ends - ((ends > starts) & (characters[ends - 1] == RETURN))


def _encoding(data: bytes) -> str:
    """UTF-8 where the bytes are, else Windows-1252."""
    try:
        data.decode()
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"
