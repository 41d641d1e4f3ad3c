"""Turns collection rows into shared rounds: homes with the same dates share one list of them.

Each home is a row of bits, a bit for every (bin, day) of the file. Over a thousand homes share a round on
average, so the schedule of a city fits in a few thousand lines. A row that comes twice sets its bit twice.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.knowledge.bins.loading.digits import Ints, as_day
from bot.knowledge.bins.loading.jobs import Jobs
from bot.knowledge.bins.rhythm import moved

BITS = 8
FIRST_WIDTH = 32
CODES_PER_BIN = 1_000_000


class RoundDay(NamedTuple):
    """One published collection of a round."""

    date: dt.date
    bin: str
    moved_from: dt.date | None


class Round(Struct, frozen=True):
    """A list of collections, by day and bin."""

    days: tuple[RoundDay, ...]


class Rounds:
    """Gathers the rows of one load. `ids` are all premises, in order."""

    def __init__(self, ids: Ints, bins: tuple[str, ...]) -> None:
        self._ids = ids
        self._bins = bins
        self._bits = np.zeros((len(ids), FIRST_WIDTH), np.uint8)
        self._codes: dict[int, int] = {}
        self._numbers = np.full(len(bins) * CODES_PER_BIN, -1, np.int16)
        self.rows = 0
        self.joined = 0

    def add(self, jobs: Jobs) -> None:
        """Takes in some rows; those of unknown premises are counted and left out."""
        place = np.searchsorted(self._ids, jobs.ids)
        place[place == len(self._ids)] = 0
        known = self._ids[place] == jobs.ids
        self.rows += len(jobs)
        self.joined += int(known.sum())
        codes = self._coded(jobs.bins * CODES_PER_BIN + jobs.days)
        flat = place[known] * self._bits.shape[1] + codes[known] // BITS
        np.bitwise_or.at(self._bits.reshape(-1), flat, (1 << codes[known] % BITS).astype(np.uint8))

    def _coded(self, keys: Ints) -> Ints:
        """A small number for every key, in the order in which they are first met."""
        codes = self._numbers[keys]
        if (codes < 0).any():
            for key in np.unique(keys[codes < 0]).tolist():
                self._numbers[key] = self._codes[key] = len(self._codes)
            codes = self._numbers[keys]
        while len(self._codes) > self._bits.shape[1] * BITS:
            self._bits = np.concatenate((self._bits, np.zeros_like(self._bits)), axis=1)
        return codes.astype(np.int64)

    def finish(self) -> tuple[NDArray[np.int32], list[Round]]:
        """For every premises the position of its round, -1 for none; and the rounds."""
        width = self._bits.shape[1]
        bits = self._bits.tobytes()
        seen: dict[bytes, int] = {bytes(width): -1}
        order = [seen.setdefault(bits[at : at + width], len(seen) - 1) for at in range(0, len(bits), width)]
        return np.array(order, np.int32), [self._round(mask) for mask in seen if any(mask)]

    def first_and_last(self) -> tuple[dt.date, dt.date]:
        """The span of all days in the file."""
        days = [_date(key) for key in self._codes]
        return min(days), max(days)

    def _round(self, mask: bytes) -> Round:
        """The dates behind a row of bits, each bin's rhythm looked at."""
        keys = sorted(key for key, code in self._codes.items() if mask[code // BITS] >> code % BITS & 1)
        found: list[RoundDay] = []
        for position, name in enumerate(self._bins):
            days = [_date(key) for key in keys if key // CODES_PER_BIN == position]
            shifts = moved(days)
            found += [RoundDay(day, name, shifts.get(day)) for day in days]
        return Round(tuple(sorted(found, key=lambda day: (day.date, self._bins.index(day.bin)))))


def _date(key: int) -> dt.date:
    """The day of a key, whose last six digits are YYMMDD."""
    return as_day(key % CODES_PER_BIN)
