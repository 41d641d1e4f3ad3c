"""The words of the page, in the language of its reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from msgspec import Struct

from accessibility.isolate import isolated
from accessibility.text import Plain, Text


class Words(Protocol):
    """The catalogue, as far as a page needs it."""

    def gettext(self, tag: str, msgid: str) -> str:
        """The message in language `tag`; the English where it has no translation."""

    def languages(self) -> Sequence[tuple[str, str, str]]:
        """(tag, endonym, direction) of each language that is served, in the order to be shown."""


class Language(Struct, frozen=True):
    tag: str
    endonym: str
    direction: str


class PageWords:
    """The words for one reader."""

    def __init__(self, words: Words, tag: str) -> None:
        self.all = [Language(*row) for row in words.languages()]
        known = {language.tag: language for language in self.all}
        self.language = known.get(tag) or known.get(tag.split("-")[0]) or self.all[0]
        self._words = words

    def say(self, text: Text) -> str:
        """A message whose values, if it has any, are words that are put in as they are."""
        said = self._words.gettext(self.language.tag, text.msgid)
        for name, value in text.values.items():
            word = isolated(value.words if isinstance(value, Plain) else "", rtl=self._rtl)
            said = said.replace(f"%({name})s", word)
        return said

    @property
    def _rtl(self) -> bool:
        return self.language.direction == "rtl"

    def gettext(self, msgid: str) -> str:
        return self._words.gettext(self.language.tag, msgid)


def preferred(words: Words, accept_language: str) -> str:
    """The served language that the browser asks for first (RFC 9110, 12.5.4), else the first served."""
    served = {tag.casefold(): tag for tag, _, _ in words.languages()}
    for asked in sorted(_asked(accept_language), key=lambda part: -part[1]):
        tag = asked[0].casefold()
        if found := served.get(tag) or served.get(tag.split("-")[0]):
            return found
    return next(iter(served.values()))


def _asked(accept_language: str) -> list[tuple[str, float]]:
    """Tags with their weights, in the order of the header; what cannot be read counts as not wanted."""
    parts = [part.partition(";q=") for part in accept_language.replace(" ", "").split(",")[:20]]
    return [(tag, weight) for tag, _, q in parts if tag and (weight := _weight(q)) > 0]


def _weight(q: str) -> float:
    try:
        return min(float(q), 1.0) if q else 1.0
    except ValueError:
        return 0.0
