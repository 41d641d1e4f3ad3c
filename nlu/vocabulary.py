"""The everyday words of each language: `words.yml` in its folder of `nlu/data`.

What they do is fixed by these lists, never by a model. Everything is compared after folding, so each word is
written once, without accents or variant letters.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from msgspec import Struct, field

from nlu.datafile import by_language


class Markers(Struct, frozen=True, forbid_unknown_fields=True):
    """What introduces a correction: see `nlu/correction.py`.

    `strong` is enough alone; after `weak` there must be a pause or something with a number in it, because "no
    bin came" corrects nothing. `negation` and `contrast` stand around A in "not A but B". `infix` stands
    between A and B where the language says first what is not meant.
    """

    strong: list[str] = []
    weak: list[str] = []
    negation: list[str] = []
    contrast: list[str] = []
    infix: list[str] = []


class DayWords(Struct, frozen=True, forbid_unknown_fields=True):
    """`relative`: days from today → words. `weekdays`: 1 (Monday) to 7 → words. `months`: 1 to 12 → words.
    `past`: words for `last`."""

    relative: dict[int, list[str]] = {}
    weekdays: dict[int, list[str]] = {}
    months: dict[int, list[str]] = {}
    past: list[str] = []


class HouseWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a number a house number (`marked`: flat, no), and what makes it another: `units` after it
    (days, pounds), `before` it (aged, at)."""

    marked: list[str] = []
    units: list[str] = []
    before: list[str] = []


class TimeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """What makes a number a time of day: `clock` beside it (o'clock), `before` it (at). `morning` and
    `evening` tell which half of the day; `noon` and `midnight` are times of their own."""

    clock: list[str] = []
    before: list[str] = []
    morning: list[str] = []
    evening: list[str] = []
    noon: list[str] = []
    midnight: list[str] = []


class Vocabulary(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's words.

    `letters` and `common` tell the language; words of the council (bin, recycling) belong to no language,
    because everybody uses the English ones. `samples` are sentences to know a language by that is not served.
    `words`: global word → phrases. `politeness` may stand around a
    global word, `around_language` around the name of a language in a message that asks for it. `numbers`:
    0 to 20 → how they are spoken.
    """

    letters: str = ""
    common: str = ""
    samples: list[str] = []
    politeness: list[str] = []
    around_language: list[str] = []
    words: dict[str, list[str]] = {}
    corrections: Markers = field(default_factory=Markers)
    days: DayWords = field(default_factory=DayWords)
    numbers: dict[int, list[str]] = {}
    house: HouseWords = field(default_factory=HouseWords)
    times: TimeWords = field(default_factory=TimeWords)


@cache
def vocabularies() -> Mapping[str, Vocabulary]:
    """Every language's words by tag, English first. Raises `DataFileError`."""
    return by_language("words.yml", Vocabulary)
