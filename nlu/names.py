"""Words that name a bin or a language, from the lookups and synonyms of the training files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nlu.corpus import Names
from nlu.normalise import Folded, fold
from nlu.tokens import Token, tokens
from nlu.understanding import Entity

_STREET = re.compile(
    r"(?:ave|avenue|bank|close|court|crescent|drive|gardens?|gate|grove|hill|lane|mount|park|place|rd|road|row|"
    r"square|st|street|terrace|view|walk|way|wood|street)$"
)
_ENGLISH = "en"


class NameFinder:
    """Finds names longest first. Words of a language count in texts of that language; English everywhere,
    because residents of all languages borrow the council's words; other scripts everywhere; and so do the
    names of languages, because who asks for one often asks in it."""

    def __init__(self, names: Iterable[Names]) -> None:
        self._known: dict[tuple[str, ...], list[Names]] = {}
        for name in names:
            self._known.setdefault(_key(name.words), []).append(name)
        self._longest = max(map(len, self._known), default=1)

    def find(self, text: Folded, languages: frozenset[str]) -> list[Entity]:
        """Every name of the text in order; `languages` are file tags such as `ur-Latn`."""
        words = tokens(text.text)
        found: list[Entity] = []
        at = 0
        while at < len(words):
            size, name = self._match(words, at, languages)
            if name and not _is_street(words, at + size, name):
                first, last = text.span(words[at].start, words[at + size - 1].end)
                found.append(Entity(name.entity, first, last, name.value, "names"))
            at += size
        return found

    def _match(self, words: Sequence[Token], at: int, languages: frozenset[str]) -> tuple[int, Names | None]:
        for size in range(min(self._longest, len(words) - at), 0, -1):
            for name in self._known.get(tuple(word.text for word in words[at : at + size]), ()):
                if name.language in languages or _everywhere(name):
                    return size, name
        return 1, None


@lru_cache(maxsize=8)
def finder(names: tuple[Names, ...]) -> NameFinder:
    """One for the same names, which are tens of thousands: it is never changed after it is made."""
    return NameFinder(names)


def _everywhere(name: Names) -> bool:
    return name.language == _ENGLISH or name.entity == "language" or not name.words.isascii()


def _is_street(words: Sequence[Token], after: int, name: Names) -> bool:
    """`Green Lane` is a street and not a bin."""
    return name.entity == "bin" and after < len(words) and _STREET.match(words[after].text) is not None


def _key(words: str) -> tuple[str, ...]:
    return tuple(token.text for token in tokens(fold(words)))
