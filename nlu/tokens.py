"""Cuts a folded text into words, keeping where each stood."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from nlu.normalise import is_chinese

_ASCII = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z]|'(?=[A-Za-z]))*")


class Token(Struct, frozen=True):
    """One word of a folded text; `end` is exclusive."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=16)
def tokens(folded: str) -> tuple[Token, ...]:
    """Runs of letters, digits and vowel signs, and single Chinese characters, which stand without spaces; an
    apostrophe inside a word stays out of its text (`dont`).

    The last few are kept: each step of understanding one message asks for its words again.
    """
    if folded.isascii():
        return tuple(
            Token(run.group().replace("'", ""), run.start(), run.end()) for run in _ASCII.finditer(folded)
        )
    return tuple(_one_by_one(folded))


def _one_by_one(folded: str) -> list[Token]:
    found: list[Token] = []
    start = -1
    for at, char in enumerate(f"{folded} "):
        if is_chinese(char):
            if start >= 0:
                found.append(Token(folded[start:at].replace("'", ""), start, at))
            found.append(Token(char, at, at + 1))
            start = -1
        elif in_word(char) or (char == "'" and start >= 0 and folded[at + 1 : at + 2].isalpha()):
            start = at if start < 0 else start
        elif start >= 0:
            found.append(Token(folded[start:at].replace("'", ""), start, at))
            start = -1
    return found


def words(folded: str) -> list[str]:
    """The words alone."""
    return [token.text for token in tokens(folded)]


@lru_cache(maxsize=2048)
def in_word(char: str) -> bool:
    """Letters, marks and digits. Python's `\\w` leaves out the vowel signs of Indic scripts."""
    return unicodedata.category(char)[0] in "LMN"
