"""The published collections: headerless `premises_id,BIN,DD/MM/YY`, millions of rows.

A block in the usual form is read by arithmetic on whole columns; any other block is read row by row, which
also finds the words for what is wrong. Both give the same, and a test holds them to it.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np
from msgspec import Struct

from bot.knowledge.bins.loading import digits
from bot.knowledge.bins.loading.content import Content
from bot.knowledge.bins.loading.digits import CENTURY, WORD, Ints
from bot.knowledge.bins.loading.refused import LoadRefused

NEWLINE, RETURN, COMMA = 10, 13, 44
FIELDS = 3


class Jobs(Struct, frozen=True):
    """Rows as columns: premises ids, positions in the city's bins, and days as YYMMDD."""

    ids: Ints
    bins: Ints
    days: Ints

    def __len__(self) -> int:
        return len(self.ids)


class JobsFile:
    """Reads the file in blocks of whole lines. `bins` are the ids of the city's containers."""

    def __init__(self, content: Content, bins: Sequence[str]) -> None:
        self.content = content
        self.bins = tuple(bins)

    def read(self, progress: Callable[[int], None]) -> Iterator[Jobs]:
        """The rows, block after block; `progress` hears of the bytes read so far.

        Raises `LoadRefused` naming the line of the first row that is wrong.
        """
        line, done = 1, 0
        for block in _whole_lines(self.content.chunks()):
            jobs = columns(block, self.bins)
            yield jobs if jobs is not None else self._row_by_row(block, line)
            line += block.count(b"\n")
            done += len(block)
            progress(done)

    def _row_by_row(self, block: bytes, line: int) -> Jobs:
        """The careful way; `line` is the number of the first row."""
        rows = []
        for number, text in enumerate(block.decode("cp1252", errors="replace").split("\n"), line):
            if text.strip("\r \0"):
                try:
                    rows.append(row(text, self.bins))
                except ValueError as problem:
                    raise LoadRefused(f"{self.content.name}, line {number}: {problem}.") from None
        table = np.array(rows, np.int64).reshape(-1, FIELDS)
        return Jobs(table[:, 0], table[:, 1], table[:, 2])


def row(text: str, bins: Sequence[str]) -> tuple[int, int, int]:
    """One row as (premises id, position of the bin, YYMMDD). Raises ValueError saying what is wrong."""
    fields = [field.strip("\0 \r") for field in next(csv.reader([text.rstrip("\r")]))]
    if len(fields) != FIELDS:
        raise ValueError(f"{len(fields)} fields instead of {FIELDS}")
    premises, name, day = fields
    if not (premises.isdigit() and premises.isascii() and len(premises) <= WORD):
        raise ValueError(f"{premises[:20]!r} is not a premises number")
    if name.upper() not in bins:
        raise ValueError(f"the city has no bin {name[:20]!r} (it has {', '.join(bins)})")
    return int(premises), bins.index(name.upper()), _day(day)


def _day(text: str) -> int:
    try:
        if not re.fullmatch(r"\d\d/\d\d/\d\d", text, re.ASCII):
            raise ValueError
        return digits.as_number(dt.date(CENTURY + int(text[6:]), int(text[3:5]), int(text[:2])))
    except ValueError:
        raise ValueError(f"{text[:20]!r} is not a date in the form DD/MM/YY") from None


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
    """The rows of whole lines; None when any is not in the usual form or names an unknown bin."""
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == NEWLINE)
    starts = np.append(0, ends[:-1] + 1)
    ends = ends - (data[ends - 1] == RETURN)
    commas = np.flatnonzero(data == COMMA)
    if len(commas) != (FIELDS - 1) * len(starts):
        return None
    first, second = commas[0::2], commas[1::2]
    if not (
        _of_a_word(first - starts) and _of_a_word(second - first - 1) and (ends - second == WORD + 1).all()
    ):
        return None
    padded = block + bytes(WORD)
    ids, good_ids = digits.numbers(digits.words_at(padded, starts), first - starts)
    days, good_days = digits.days(digits.words_at(padded, second + 1))
    kinds = _kinds(digits.names(digits.words_at(padded, first + 1), second - first - 1), bins)
    return Jobs(ids, kinds, days) if (good_ids & good_days & (kinds >= 0)).all() else None


def _of_a_word(lengths: Ints) -> bool:
    """Whether all fields have one to eight characters."""
    return bool(((lengths >= 1) & (lengths <= WORD)).all())


def _kinds(names: digits.Words, bins: Sequence[str]) -> Ints:
    """The position of each name among the bins, -1 when it is unknown."""
    kinds = np.full(len(names), -1, np.int64)
    for position, known in enumerate(bins):
        if len(known) <= WORD and known.isascii():
            kinds[names == digits.name(known)] = position
    return kinds
