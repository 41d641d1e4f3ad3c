"""Hears that a message corrects the one before: `no, 15`, `not 14, 15`, `nie 14 tylko 15`, `14 نہیں 15`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from nlu.normalise import Folded, folded
from nlu.tokens import Token, tokens
from nlu.words import Phrase, Words, phrase

_PAUSES = re.compile(r"^\s*[,.;:!…،۔-]")


class Corrections:
    """`find` gives what is meant instead, in the resident's own words."""

    def __init__(self, words: Words) -> None:
        markers = [each.corrections for each in words.vocabularies.values()]
        self._words = words
        self._strong = _phrases(line for each in markers for line in each.strong)
        self._weak = _phrases(line for each in markers for line in each.weak)
        self._negation = _phrases(line for each in markers for line in each.negation)
        self._contrast = _phrases(line for each in markers for line in each.contrast)
        self._infix = _phrases(line for each in markers for line in each.infix)

    def find(self, text: str) -> str | None:
        """What `text` says in place of the last answer; None when it corrects nothing, or is a yes or no."""
        said = folded(text)
        words = tokens(said.text)
        rest = self._replaced(said, words) or self._introduced(said, words) or self._swapped(said, words)
        return rest if rest and not self._words.find(rest) else None

    def _introduced(self, said: Folded, words: Sequence[Token]) -> str | None:
        """`no, 15` and `sorry i meant 15`: the marker, then what is meant."""
        size = _leading(self._strong, words)
        if size:
            return _rest(said, words, size)
        size = _leading(self._weak, words)
        if not size or size >= len(words):
            return None
        pause = _PAUSES.match(said.text[words[size - 1].end :])
        short = len(words) - size <= 4 and any(_numbered(word) for word in words[size:])
        return _rest(said, words, size) if pause or short else None

    def _replaced(self, said: Folded, words: Sequence[Token]) -> str | None:
        """`not 14, 15` and `nie 14 tylko 15`: what is not meant, a turn, what is meant."""
        size = _leading(self._negation, words)
        for at in range(size + 1, len(words)) if size else ():
            turn = _leading(self._contrast, words[at:])
            if turn and at + turn < len(words):
                return _rest(said, words, at + turn)
            between = said.text[words[at - 1].end : words[at].start]
            if _PAUSES.match(between):
                return _rest(said, words, at)
        return None

    def _swapped(self, said: Folded, words: Sequence[Token]) -> str | None:
        """`14 نہیں 15`: Urdu says what is not meant first. Only with numbers, or any sentence would fit."""
        for at in range(1, min(4, len(words) - 1)):
            size = _leading(self._infix, words[at:])
            after = words[at + size :] if size else ()
            if after and any(map(_numbered, words[:at])) and any(map(_numbered, after)) and len(after) <= 3:
                return _rest(said, words, at + size)
        return None


def _phrases(lines: Iterable[str]) -> list[Phrase]:
    return sorted({phrase(line) for line in lines}, key=len, reverse=True)


def _leading(phrases: Sequence[Phrase], words: Sequence[Token]) -> int:
    """The length of the longest phrase that `words` begin with, 0 when none."""
    said = tuple(word.text for word in words[:6])
    return next((len(known) for known in phrases if said[: len(known)] == known), 0)


def _rest(said: Folded, words: Sequence[Token], size: int) -> str | None:
    return said.slice(words[size].start, words[-1].end) if size < len(words) else None


def _numbered(word: Token) -> bool:
    return any(char.isdigit() for char in word.text)
