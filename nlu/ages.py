"""Hears how old somebody is: `my 2 year old`, `nan is 84`, `3 weeks old`.

Ages are read first and taken out, so that `3 weeks old` is never the time since something broke.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product, takewhile

from msgspec import Struct

from nlu.normalise import fold
from nlu.tokens import words as split

UNDER_5, OVER_65 = "under5", "over65"

_NUMBER = "#"
_UNIT_AT_NUMBER = re.compile(r"(?<![^\W_])(\d+)(?=[^\W\d_])")
_YOUNG = range(5)
_OLD = range(65, 111)  # beyond lies no age, but a house number or a sum


class AgeList(Struct, frozen=True, forbid_unknown_fields=True):
    """How one language says an age. `numbers` are words of numbers, one word each; those that stand side by
    side are added up. `years`, `months` and `old` are words in order without any between them, `a|b` being
    alternatives and `#` the number: of `years` both ends count, of `months` (and weeks) all are under five,
    of `old` the upper end alone. A phrase that ends with the number is none before a word of `not_before`."""

    numbers: dict[str, int] = {}
    years: list[str] = []
    months: list[str] = []
    old: list[str] = []
    not_before: list[str] = []


class Phrase(Struct, frozen=True):
    """Words, `#` for the number, and whom a number makes of them."""

    words: tuple[str, ...]
    who: Callable[[int], str]


class Ages:
    """The phrases of one language."""

    def __init__(self, each: AgeList) -> None:
        self._numbers = {fold(word): number for word, number in each.numbers.items()}
        self._not_before = frozenset(map(fold, each.not_before))
        self._phrases: dict[str, list[Phrase]] = {}
        for written, who in ((each.years, _of_years), (each.months, _baby), (each.old, _of_the_old)):
            for words in _spelt_out(written):
                self._phrases.setdefault(words[0], []).append(Phrase(words, who))

    def take(self, words: Sequence[str]) -> tuple[set[str], list[str]]:
        """Whose ages the words name, `under5` or `over65`, and the words without those ages."""
        found: set[str] = set()
        rest: list[str] = []
        at = 0
        while at < len(words):
            person, length = self._age_at(words, at)
            found |= {person} - {""}
            rest += [] if length else [words[at]]
            at += length or 1
        return found, rest

    def _age_at(self, words: Sequence[str], at: int) -> tuple[str, int]:
        """The longest age that begins here, as whom it makes them, and its length in words; 0 for none."""
        first = _NUMBER if self._said(words, at) else words[at]
        heard = [("", 0)]
        for phrase in self._phrases.get(first, ()):
            number, end = self._match(phrase.words, words, at)
            if end:
                heard.append((phrase.who(number), end - at))
        return max(heard, key=lambda one: one[1])

    def _match(self, phrase: Sequence[str], words: Sequence[str], at: int) -> tuple[int, int]:
        """The number of the phrase and where it ends; an end of 0 where it does not stand here."""
        number = 0
        for part in phrase:
            said = self._said(words, at) if part == _NUMBER else ()
            if not said and words[at : at + 1] != [part]:
                return 0, 0
            number, at = number + sum(said), at + (len(said) or 1)
        counted = phrase[-1] == _NUMBER and at < len(words) and words[at] in self._not_before
        return (0, 0) if counted else (number, at)

    def _said(self, words: Sequence[str], at: int) -> tuple[int, ...]:
        """The numbers from here on that make one: digits alone, or words side by side."""
        if at < len(words) and words[at].isdecimal() and len(words[at]) < len("1000"):
            return (int(words[at]),)
        named = takewhile(self._numbers.__contains__, words[at:])
        return tuple(self._numbers[word] for word in named)


def apart(folded: str) -> list[str]:
    """The words of a folded text, the letters after a number apart from it: `3wks` is `3 wks`."""
    return split(_UNIT_AT_NUMBER.sub(r"\1 ", folded))


def _spelt_out(written: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Each phrase once for each of its alternatives. A Chinese character is a word of its own."""
    for phrase in written:
        for choice in product(*(part.split("|") for part in fold(phrase).split())):
            yield tuple(word for part in choice for word in ([part] if part == _NUMBER else split(part)))


def _of_years(years: int) -> str:
    return UNDER_5 if years in _YOUNG else _of_the_old(years)


def _of_the_old(years: int) -> str:
    return OVER_65 if years in _OLD else ""


def _baby(_: int) -> str:
    return UNDER_5
