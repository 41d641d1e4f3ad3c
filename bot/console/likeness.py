"""Puts questions that are alike together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct
from rapidfuzz import fuzz, process

from bot.store.unanswered import Asked
from nlu.public import GAP

ALIKE = 80
"""From this likeness on, of 100, two questions are one (`token_set_ratio`, by their longer words)."""

SHORT = 3
"""Words of so many letters tell little of what was asked."""


class Group(Struct, frozen=True):
    """Questions that are alike, in one language; `asked` has the most frequent first."""

    asked: tuple[Asked, ...]

    @property
    def language(self) -> str:
        return self.asked[0].language

    @property
    def count(self) -> int:
        return sum(one.count for one in self.asked)

    @property
    def first(self) -> dt.date:
        return min(one.first for one in self.asked)

    @property
    def last(self) -> dt.date:
        return max(one.last for one in self.asked)


def grouped(asked: Iterable[Asked]) -> tuple[Group, ...]:
    """Groups, those that were asked last first, of one day the most frequent first."""
    groups: defaultdict[str, dict[str, list[Asked]]] = defaultdict(dict)
    for one in sorted(asked, key=lambda one: (-one.count, one.words)):
        known, shown = groups[one.language], telling(one.words)
        found = process.extractOne(shown, known.keys(), scorer=fuzz.token_set_ratio, score_cutoff=ALIKE)
        known.setdefault(found[0] if found else shown, []).append(one)
    made = [Group(tuple(each)) for known in groups.values() for each in known.values()]
    return tuple(sorted(made, key=lambda one: (-one.last.toordinal(), -one.count, one.asked[0].words)))


def telling(words: str) -> str:
    """The words that tell what was asked: the longer ones, or all where there is none."""
    each = [word for word in words.split() if word != GAP]
    return " ".join([word for word in each if len(word) > SHORT] or each)
