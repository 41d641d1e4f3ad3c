"""The published collections: headerless `premises_id,BIN,DD/MM/YY`, millions of rows.

A chunk in the usual form is read by arithmetic on whole columns; any other chunk is read row by row, which
also finds the words for what is wrong. Both give the same, and a test holds them to it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from bot.knowledge.bins.loading.content import Content
from bot.knowledge.bins.loading.refused import LoadRefused

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
NEWLINE, RETURN, COMMA = 10, 13, 44
CENTURY = 2000
WORD = 8
DATE_MARKS = np.uint64(0xF0F0FFF0F0FFF0F0)
DATE_LOOK = np.uint64(0x30302F30302F3030)
DATE_CARRY = np.uint64(0x0606000606000606)
DIGIT_MARKS = np.uint64(0xF0F0F0F0F0F0F0F0)
DIGIT_LOOK = np.uint64(0x3030303030303030)
DIGIT_CARRY = np.uint64(0x0606060606060606)


class Jobs(Struct, frozen=True):
    """Rows as columns: premises ids, positions in the city's bins, and days as YYMMDD."""

    ids: Ints
    bins: Ints
    days: Ints

    def __len__(self) -> int:
        return len(self.ids)


class JobsFile:
    """Reads the file in chunks. `bins` are the ids of the city's containers."""

    def __init__(self, content: Content, bins: Sequence[str]) -> None:
        self.content = content
        self.bins = tuple(bins)
        self._quick = all(len(name) <= WORD and name.isascii() for name in bins)

    def read(self, progress: Callable[[int], None]) -> Iterator[Jobs]:
        """The rows, chunk after chunk; `progress` hears of the bytes read so far.

        Raises `LoadRefused` naming the line of the first row that is wrong.
        """
        line, done = 1, 0
        for block in _whole_lines(self.content.chunks()):
            jobs = columns(block, self.bins) if self._quick else None
            yield jobs if jobs is not None else self._careful(block, line)
            line += block.count(b"\n")
            done += len(block)
            progress(done)

    def _careful(self, block: bytes, line: int) -> Jobs:
        """Row by row; `line` is the number of the first."""
        rows = []
        for number, text in enumerate(block.decode("cp1252", errors="replace").split("\n"), line):
            if text.strip("\r \0"):
                try:
                    rows.append(row(text, self.bins))
                except ValueError as problem:
                    raise LoadRefused(f"{self.content.name}, line {number}: {problem}.") from None
        table = np.array(rows, np.int64).reshape(-1, 3)
        return Jobs(table[:, 0], table[:, 1], table[:, 2])


def row(text: str, bins: Collection[str]) -> tuple[int, int, int]:
    """One row as (premises id, position of the bin, YYMMDD). Raises ValueError saying what is wrong."""
    fields = [field.strip("\0 \r") for field in next(csv.reader([text.rstrip("\r")]))]
    if len(fields) != 3:
        raise ValueError(f"{len(fields)} fields instead of 3")
    premises, name, day = fields
    if not (premises.isdigit() and premises.isascii() and len(premises) <= WORD):
        raise ValueError(f"{premises[:20]!r} is not a premises number")
    known = list(bins)
    if name.upper() not in known:
        raise ValueError(f"the city has no bin {name[:20]!r} (it has {', '.join(known)})")
    return int(premises), known.index(name.upper()), _day(day)


def _day(text: str) -> int:
    try:
        if not re.fullmatch(r"\d\d/\d\d/\d\d", text, re.ASCII):
            raise ValueError
        date = dt.date(CENTURY + int(text[6:]), int(text[3:5]), int(text[:2]))
    except ValueError:
        raise ValueError(f"{text[:20]!r} is not a date in the form DD/MM/YY") from None
    return _number(date)


def _number(date: dt.date) -> int:
    """A day of this century as YYMMDD."""
    return date.year % 100 * 10_000 + date.month * 100 + date.day


def _whole_lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes, cut behind line ends; the last line may lack its end."""
    rest = b""
    for chunk in chunks:
        cut = chunk.rfind(b"\n") + 1
        if cut:
            yield rest + chunk[:cut]
        rest = chunk[cut:] if cut else rest + chunk
    if rest:
        yield rest + b"\n"


def columns(block: bytes, bins: Sequence[str]) -> Jobs | None:
    """The rows of a block of whole lines, None when any is not in the usual form or names an unknown bin."""
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == NEWLINE)
    starts = np.concatenate(([0], ends[:-1] + 1))
    ends = ends - (data[ends - 1] == RETURN)
    commas = np.flatnonzero(data == COMMA)
    if len(commas) != 2 * len(starts):
        return None
    first, second = commas[0::2], commas[1::2]
    if not _in_place(starts, first, second, ends):
        return None
    # Eight bytes from any place at once; the padding lets the last row be read so as well.
    words = np.ndarray((len(block),), "<u8", block + bytes(WORD), strides=(1,))
    ids = _numbers(words[starts], first - starts)
    days = _days(words[second + 1])
    kinds = _kinds(words[first + 1], second - first - 1, bins)
    return Jobs(ids, kinds, days) if ids is not None and days is not None and kinds is not None else None


def _in_place(starts: Ints, first: Ints, second: Ints, ends: Ints) -> bool:
    """Whether every row has one to eight digits, a bin of at most eight letters and a date of eight."""
    digits, letters = first - starts, second - first - 1
    fits = (digits >= 1) & (digits <= WORD) & (letters >= 1) & (letters <= WORD) & (ends - second == WORD + 1)
    return bool(fits.all())


def _numbers(words: Words, length: Ints) -> Ints | None:
    """Numbers of one to eight digits, each read from the eight bytes at its start."""
    shift = ((WORD - length) * WORD).astype(np.uint64)
    padding = (np.uint64(1) << shift) - np.uint64(1)
    value = (words << shift) | (DIGIT_LOOK & padding)
    if (((value + DIGIT_CARRY) & DIGIT_MARKS) != DIGIT_LOOK).any() or (
        (value & DIGIT_MARKS) != DIGIT_LOOK
    ).any():
        return None
    value = (value & np.uint64(0x0F0F0F0F0F0F0F0F)) * np.uint64(2561) >> np.uint64(8)
    value = (value & np.uint64(0x00FF00FF00FF00FF)) * np.uint64(6553601) >> np.uint64(16)
    value = (value & np.uint64(0x0000FFFF0000FFFF)) * np.uint64(42949672960001) >> np.uint64(32)
    return value.astype(np.int64)


def _days(words: Words) -> Ints | None:
    """Days as YYMMDD from the eight bytes of `DD/MM/YY`, None when one is not a day of the calendar."""
    looks = (words & DATE_MARKS) == DATE_LOOK
    carries = ((words + DATE_CARRY) & DATE_MARKS) == DATE_LOOK
    if not (looks & carries).all():
        return None
    digit = [
        ((words >> np.uint64(8 * place)) & np.uint64(15)).astype(np.int64) for place in (0, 1, 3, 4, 6, 7)
    ]
    day, month, year = digit[0] * 10 + digit[1], digit[2] * 10 + digit[3], digit[4] * 10 + digit[5]
    days = year * 10_000 + month * 100 + day
    return days if _calendar()[days].all() else None


@cache
def _calendar() -> NDArray[np.bool_]:
    """For every YYMMDD whether there is such a day."""
    exists = np.zeros(1_000_000, np.bool_)
    day = dt.date(CENTURY, 1, 1)
    while day.year < CENTURY + 100:
        exists[_number(day)] = True
        day += dt.timedelta(days=1)
    return exists


def _kinds(words: Words, length: Ints, bins: Sequence[str]) -> Ints | None:
    """The position of each bin's name, None when one is unknown."""
    cut = ((WORD - length) * WORD).astype(np.uint64)
    name = (words << cut) >> cut
    kinds = np.full(len(words), -1, np.int64)
    for position, known in enumerate(bins):
        kinds[name == np.uint64(int.from_bytes(known.encode(), "little"))] = position
    return None if (kinds < 0).any() else kinds
