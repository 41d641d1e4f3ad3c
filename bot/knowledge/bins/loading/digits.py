"""Reads numbers and days out of many rows at once: eight characters are one 64-bit word.

Characters of a word are looked at together: `0x3_` is the high half of every digit, and adding six carries
out of the low half of anything above nine.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Words = NDArray[np.uint64]
Truths = NDArray[np.bool_]

WORD = 8
CENTURY = 2000
HALVES = np.uint64(0xF0F0F0F0F0F0F0F0)
DIGITS = np.uint64(0x3030303030303030)
SIXES = np.uint64(0x0606060606060606)
DATE_HALVES = np.uint64(0xF0F0FFF0F0FFF0F0)
DATE = np.uint64(0x30302F30302F3030)
DATE_SIXES = np.uint64(0x0606000606000606)
PAIRS = (np.uint64(0x0F0F0F0F0F0F0F0F), np.uint64(2561), np.uint64(8))
FOURS = (np.uint64(0x00FF00FF00FF00FF), np.uint64(6553601), np.uint64(16))
EIGHTS = (np.uint64(0x0000FFFF0000FFFF), np.uint64(42949672960001), np.uint64(32))


def words_at(padded: bytes, places: Ints) -> Words:
    """The eight bytes from each place on; there must be eight behind the last."""
    return np.ndarray((len(padded) - WORD + 1,), "<u8", padded, strides=(1,))[places]


def numbers(words: Words, lengths: Ints) -> tuple[Ints, Truths]:
    """The numbers in the first `lengths` (1 to 8) characters, and which of them are digits throughout."""
    shift = ((WORD - lengths) * WORD).astype(np.uint64)
    value = (words << shift) | (DIGITS & ((np.uint64(1) << shift) - np.uint64(1)))
    digits = ((value & HALVES) == DIGITS) & (((value + SIXES) & HALVES) == DIGITS)
    for mask, factor, places in (PAIRS, FOURS, EIGHTS):
        value = (value & mask) * factor >> places
    return value.astype(np.int64), digits


def names(words: Words, lengths: Ints) -> Words:
    """The first `lengths` (1 to 8) characters alone, comparable with `name`."""
    cut = ((WORD - lengths) * WORD).astype(np.uint64)
    return (words << cut) >> cut


def name(text: str) -> np.uint64:
    """A name of at most eight ASCII characters as `names` gives it."""
    return np.uint64(int.from_bytes(text.encode("ascii"), "little"))


def days(words: Words) -> tuple[Ints, Truths]:
    """The days of `DD/MM/YY` as YYMMDD, and which of them are days of the calendar."""
    looks = ((words & DATE_HALVES) == DATE) & (((words + DATE_SIXES) & DATE_HALVES) == DATE)
    digit = [((words >> np.uint64(8 * at)) & np.uint64(15)).astype(np.int64) for at in (0, 1, 3, 4, 6, 7)]
    day, month, year = digit[0] * 10 + digit[1], digit[2] * 10 + digit[3], digit[4] * 10 + digit[5]
    found = np.where(looks, year * 10_000 + month * 100 + day, 0)
    return found, _calendar()[found]


def as_number(day: dt.date) -> int:
    """A day of this century as YYMMDD."""
    return day.year % 100 * 10_000 + day.month * 100 + day.day


def as_day(number: int) -> dt.date:
    """The day of a YYMMDD."""
    return dt.date(CENTURY + number // 10_000, number // 100 % 100, number % 100)


@cache
def _calendar() -> Truths:
    """For every YYMMDD whether there is such a day."""
    exists = np.zeros(1_000_000, np.bool_)
    day = dt.date(CENTURY, 1, 1)
    while day.year < CENTURY + 100:
        exists[as_number(day)] = True
        day += dt.timedelta(days=1)
    return exists
