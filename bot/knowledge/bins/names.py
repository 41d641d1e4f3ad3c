"""Finds streets and buildings by name: as written, shortened, or misspelt."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct
from rapidfuzz import fuzz, process

from bot.knowledge.bins.folding import fold
from bot.knowledge.bins.numbers import figures

EXACT = 100.0
PREFIX = 90.0
ALIKE = 80
"""From here on two names are one misspelt (0 to 100; by trial on the city's 26,000 names)."""
MOST = 8
LONGEST = 8
ENDINGS = {
    "rd": "road",
    "st": "street",
    "ave": "avenue",
    "av": "avenue",
    "ln": "lane",
    "cl": "close",
    "clo": "close",
    "ct": "court",
    "crt": "court",
    "dr": "drive",
    "cres": "crescent",
    "cresc": "crescent",
    "gdns": "gardens",
    "gdn": "garden",
    "gr": "grove",
    "gv": "grove",
    "grv": "grove",
    "pl": "place",
    "sq": "square",
    "ter": "terrace",
    "terr": "terrace",
    "pk": "park",
    "mt": "mount",
    "hse": "house",
}
NO_HOMES = ("garage", "bin store", "car park", "communal", "land ", "bin area", "substation", "sub station")


class Match(Struct, frozen=True):
    """A name that a text may mean: `score` 100 is the very name. Streets and buildings by their numbers."""

    name: str
    score: float
    streets: tuple[int, ...] = ()
    buildings: tuple[int, ...] = ()


class Names:
    """The names of a city. `streets` and `buildings` are numbers with names as published."""

    def __init__(self, streets: Iterable[tuple[int, str]], buildings: Iterable[tuple[int, str]]) -> None:
        self._streets: dict[str, list[int]] = {}
        self._buildings: dict[str, list[int]] = {}
        self.localities: set[str] = set()
        self._longest_locality = 1
        for number, place in streets:
            street, locality, city = place.split(",")
            self._streets.setdefault(spelt(street), []).append(number)
            self.localities |= {fold(locality), fold(city)} - {""}
        for number, name in buildings:
            if not spelt(name).startswith(NO_HOMES):
                self._buildings.setdefault(spelt(name), []).append(number)
        self._sorted = sorted({*self._streets, *self._buildings} - {""})
        self.known = frozenset(self._sorted)
        self._matches = lru_cache(maxsize=2048)(self._search)

    def is_street(self, name: str) -> bool:
        """Whether a street has this very name."""
        return name in self._streets

    def matches(self, text: str) -> tuple[Match, ...]:
        """The names that `text` may mean, best first; empty when none is like it."""
        return self._matches(spelt(text))

    def alike(self, text: str, least: float) -> float:
        """How well the best name fits, 0 when below `least`."""
        best = self.matches(text)[:1]
        return best[0].score if best and best[0].score >= least else 0.0

    def _search(self, text: str) -> tuple[Match, ...]:
        for name in (text, text.removeprefix("the "), f"the {text}"):
            if name in self.known:
                return (self._match(name, EXACT),)
        found = dict.fromkeys(self._beginning(f"{text} "), PREFIX) if text else {}
        close = process.extract(text, self._sorted, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST)
        for name, score, _ in close:
            found[name] = max(score, found.get(name, 0.0))
        ranked = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return tuple(self._match(name, score) for name, score in ranked)

    def _beginning(self, start: str) -> list[str]:
        """Names that begin with whole words of the text: `oakwood` for `oakwood lane`."""
        at = bisect_left(self._sorted, start)
        some = self._sorted[at : at + 4 * MOST]
        return [name for name in some if name.startswith(start)]

    def _match(self, name: str, score: float) -> Match:
        streets, buildings = self._streets.get(name, ()), self._buildings.get(name, ())
        return Match(name, score, tuple(streets), tuple(buildings))


@lru_cache(maxsize=4096)
def spelt(name: str) -> str:
    """A name in one spelling: folded, figures for numbers, `rd` written out, `saint` as `st`."""
    words = figures(fold(name)).replace(",", " ").split()
    last = len(words) - 1
    return " ".join(_word(word, at, last) for at, word in enumerate(words))


def _word(word: str, at: int, last: int) -> str:
    if word == "saint":
        return "st"
    return ENDINGS.get(word, word) if at and (word != "st" or at == last) else word
