"""One translation, taken apart once so that filling it is a join: words and the holes between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from functools import lru_cache

from msgspec import Struct

_HOLE = re.compile(r"%\(([a-z_][a-z0-9_]*)\)s|%%")


class Standing(IntEnum):
    """How far a person stands behind the words; more is better.

    `MACHINE`: nobody has approved these very words for this very English. `TRANSLATED`: one person has.
    `READ`: a translator and a second reader have. `SOURCE`: the message as it was written.
    """

    MACHINE = 1
    TRANSLATED = 2
    READ = 3
    SOURCE = 4


class Phrase(Struct, frozen=True):
    """`words` and `holes` alternate, words first and last; `holes` names the values in between."""

    words: tuple[str, ...]
    holes: tuple[str, ...]
    standing: Standing = Standing.SOURCE

    def fill(self, values: Mapping[str, str], words: Callable[[str], str] = str) -> str:
        """The sentence. `words` prepares what lies between the values (for speech it escapes them).

        Raises `LookupError` naming the hole that no value fills: that is a fault of the program.
        """
        pieces: list[str] = []
        try:
            for text, hole in zip(self.words, self.holes, strict=False):
                pieces += (words(text), values[hole])
        except KeyError as hole:
            raise LookupError(f"the message {'…'.join(self.words)!r} has no value for {hole}") from None
        pieces.append(words(self.words[-1]))
        return "".join(pieces)

    @property
    def template(self) -> str:
        """The translation as a .po file has it."""
        return self.fill({name: f"%({name})s" for name in self.holes}, lambda text: text.replace("%", "%%"))


@lru_cache(maxsize=8192)
def phrase(text: str, standing: Standing = Standing.SOURCE) -> Phrase:
    """The phrase of a translation or a message id, `%(name)s` marking its holes and `%%` a percent sign."""
    words, holes, start, run = [], [], 0, ""
    for hole in _HOLE.finditer(text):
        run += text[start : hole.start()]
        start = hole.end()
        if hole.group(1):
            words.append(run)
            holes.append(hole.group(1))
            run = ""
        else:
            run += "%"
    return Phrase((*words, run + text[start:]), tuple(holes), standing)


def placeholders(text: str) -> tuple[str, ...]:
    """The names of the values that a message takes, sorted, each as often as it occurs."""
    return tuple(sorted(name for name in _HOLE.findall(text) if name))


def wordless(text: str) -> bool:
    """Whether nothing in the message can be translated: only values, spaces and marks."""
    return not any(char.isalpha() for char in _HOLE.sub("", text))
