"""Turns spoken numbers into figures: `flat twenty two a` → `flat 22a`."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.knowledge.bins.folding import fold
from bot.knowledge.data import read

FILE = Path(__file__).with_name("numbers.yaml")
HUNDRED = 100
SPACED_LETTER = re.compile(r"\b(\d{1,4}) ([a-h])\b(?! \d)")


class Words(Struct, frozen=True):
    """The number words of one language. A word `between` may stand between tens and ones: `vinte e dois`."""

    ones: dict[str, int]
    teens: dict[str, int]
    tens: dict[str, int]
    hundreds: dict[str, int]
    between: tuple[str, ...] = ()


class Table(Struct, frozen=True):
    """The number words of all languages together, folded."""

    small: dict[str, int]
    ones: dict[str, int]
    tens: dict[str, int]
    hundreds: dict[str, int]
    between: frozenset[str]


@cache
def _table() -> Table:
    ones: dict[str, int] = {}
    teens: dict[str, int] = {}
    tens: dict[str, int] = {}
    hundreds: dict[str, int] = {}
    languages = read(FILE, dict[str, Words]).values()
    for words in languages:
        parts = ((ones, words.ones), (teens, words.teens), (tens, words.tens), (hundreds, words.hundreds))
        for table, source in parts:
            table.update({fold(word): value for word, value in source.items()})
    between = frozenset(fold(word) for words in languages for word in words.between)
    return Table({**ones, **teens, **tens}, ones, tens, hundreds, between)


def figures(folded: str) -> str:
    """Folded text with number words as figures, and a letter behind a figure joined to it."""
    table = _table()
    words = [part for word in folded.split() for part in _parts(word, table)]
    return SPACED_LETTER.sub(r"\1\2", " ".join(_joined(words, table)))


def _parts(word: str, table: Table) -> list[str]:
    """`twenty-two` as two words; other hyphens stay."""
    parts = word.split("-")
    return parts if len(parts) > 1 and all(part in table.small for part in parts) else [word]


def _joined(words: list[str], table: Table) -> list[str]:
    found: list[str] = []
    position = 0
    while position < len(words):
        value, used = _number(words[position:], table)
        found.append(str(value) if used else words[position])
        position += used or 1
    return found


def _number(words: list[str], table: Table) -> tuple[int, int]:
    """The number at the start of `words` and how many words it takes, 0 when there is none."""
    for lead in (0, 1):
        if words[lead : lead + 1] and words[lead] in table.hundreds and (not lead or words[0] in table.ones):
            return _hundreds(table.ones[words[0]] if lead else 1, words, lead + 1, table)
    second = 1 + (words[0] in table.tens and words[1:2] != [] and words[1] in table.between)
    if words[0] in table.tens and len(words) > second and words[second] in table.ones:
        return table.tens[words[0]] + table.ones[words[second]], second + 1
    return (table.small[words[0]], 1) if words[0] in table.small else (0, 0)


def _hundreds(hundreds: int, words: list[str], used: int, table: Table) -> tuple[int, int]:
    """What follows `two hundred`, with or without an `and`."""
    rest = used + (words[used : used + 1] == ["and"] or not table.between.isdisjoint(words[used : used + 1]))
    value, more = _number(words[rest:], table) if words[rest:] else (0, 0)
    return hundreds * HUNDRED + value, rest + more if more else used
