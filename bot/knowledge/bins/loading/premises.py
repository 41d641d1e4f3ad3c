"""The published premises: headerless, seven columns, a missing value is one NUL byte.

    id, room, number, street, locality, city, postcode

The postcode column has been left out before; such a file is read with empty postcodes.
"""

from __future__ import annotations

import csv
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.bins.loading.content import Content
from bot.knowledge.bins.loading.refused import LoadRefused

FIELDS = 7
WITHOUT_POSTCODE = FIELDS - 1
LARGEST_ID = 99_999_999


class Address(NamedTuple):
    """One row; a missing value is the empty string, the postcode has no space."""

    id: int
    room: str
    number: str
    street: str
    locality: str
    city: str
    postcode: str


class PremisesFile:
    """The file in memory, its rows in the order of their ids. A repeated id counts once: the first row."""

    def __init__(self, content: Content) -> None:
        self.name = content.name
        self._lines = content.text().split("\n")
        ids, self._index = self._identified()
        self.ids, first = np.unique(ids, return_index=True)
        self._index = self._index[first]
        self.repeated = len(ids) - len(self.ids)
        if not len(self.ids):
            raise LoadRefused(f"{self.name}: the file is empty.")

    def __len__(self) -> int:
        return len(self.ids)

    def row(self, position: int) -> Address:
        """The row with the id `self.ids[position]`."""
        line = self._lines[self._index[position]].replace("\0", "").upper()
        fields = [field.strip() for field in _split(line)] if " ," in line or ", " in line else _split(line)
        if len(fields) == WITHOUT_POSTCODE:
            fields.append("")
        _, room, number, street, locality, city, postcode = fields
        return Address(
            int(self.ids[position]), room, number, street, locality, city, postcode.replace(" ", "")
        )

    def _identified(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The id of every row that is not blank, and its place in the file."""
        ids: list[int] = []
        places: list[int] = []
        for place, line in enumerate(self._lines):
            first, _, rest = line.partition(",")
            if first.isdigit() and first.isascii() and rest.count(",") in (5, 4) and '"' not in rest:
                ids.append(int(first))
                places.append(place)
            elif line.strip():
                ids.append(self._careful(place, line))
                places.append(place)
        found = np.array(ids, np.int64)
        if len(found) and found.max() > LARGEST_ID:
            place = places[int(found.argmax())]
            raise LoadRefused(
                f"{self.name}, line {place + 1}: the premises number {found.max()} is too large."
            )
        return found, np.array(places, np.int64)

    def _careful(self, place: int, line: str) -> int:
        """The id of an unusual row, or the reason why it is none."""
        fields = _split(line)
        if len(fields) not in (FIELDS, WITHOUT_POSTCODE):
            raise LoadRefused(f"{self.name}, line {place + 1}: {len(fields)} fields instead of {FIELDS}.")
        first = fields[0].strip("\0 ")
        if not (first.isdigit() and first.isascii()):
            raise LoadRefused(f"{self.name}, line {place + 1}: {first[:20]!r} is not a premises number.")
        return int(first)


def _split(line: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r")])) if '"' in line else line.rstrip("\r").split(",")
