"""The small words around an address: what may stand beside it, and what shows that a number is none."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from msgspec import Struct

from bot.knowledge.bins.folding import fold
from bot.knowledge.data import read

FILE = Path(__file__).with_name("speech.yaml")
NUMBER = re.compile(r"\d{1,4}[a-z]?(?:[-/]\d{1,4}[a-z]?)?")
GAP = "|"
"""Stands where something was cut out."""


class Lists(Struct, frozen=True):
    """The file: words separated by spaces."""

    units: str
    beside: str
    before: str
    endings: str
    negations: str
    streets: str
    everyday: str
    kinds: str
    containers: str
    amounts: str
    months: str
    weekdays: str


class Speech:
    """The lists as sets, and what is cut out of a message as patterns."""

    def __init__(self, lists: Lists) -> None:
        self.units = frozenset(lists.units.split())
        self.beside = frozenset(lists.beside.split())
        self.before = frozenset(lists.before.split())
        self.endings = frozenset(lists.endings.split())
        self.negations = frozenset(lists.negations.split())
        self.streets = frozenset(lists.streets.split())
        self.everyday = frozenset(lists.everyday.split()) | self.streets
        kinds, containers, amounts = _any(lists.kinds), _any(lists.containers), _any(fold(lists.amounts))
        months, weekdays = _any(lists.months), _any(lists.weekdays)
        self._asides = (
            re.compile(rf"\b(?:(?:the|my|our|a|an|which|what|this|that) )*(?:{kinds} )+{containers}\b"),
            # No `\b` behind amounts: an Indic vowel sign at the end of a word is no `\w`.
            re.compile(rf"\b\d+ ?{amounts}(?![^\s,/-])|\b\d+(?:st|nd|rd|th)\b"),
            re.compile(rf"\b{weekdays} \d{{1,2}}\b|\b\d{{1,2}} {months}\b"),
        )

    def cut(self, text: str) -> str:
        """Folded text with a gap for bins by colour, amounts, times and dates."""
        for aside in self._asides:
            text = aside.sub(f" {GAP} ", text)
        return text

    def is_number(self, word: str) -> bool:
        """Whether `word` may be a house number: `12`, `12a`, `12-14`."""
        return NUMBER.fullmatch(word) is not None

    def is_everyday(self, words: list[str]) -> bool:
        """Whether all of these words are words of everyday talk."""
        return all(word in self.everyday or word in self.beside or self.is_number(word) for word in words)


def _any(words: str) -> str:
    return f"(?:{'|'.join(words.split())})"


@cache
def speech() -> Speech:
    """The lists that are shipped. Raises `DataError` when the file is wrong."""
    return Speech(read(FILE, Lists))
