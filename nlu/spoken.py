"""Numbers and letters as they are spoken, in words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from nlu.normalise import fold
from nlu.vocabulary import vocabularies

_CHARACTERS_IN_A_CODE = 7
_TENS = {
    word: str(tens)
    for tens, word in enumerate(
        ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2
    )
}
_ENGLISH = {
    word: str(number)
    for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1)
}
_TIMES = {"double": 2, "treble": 3, "triple": 3}
_SOUNDS_LIKE = {"won": "1", "ate": "8"}
"""What a machine may write for a digit that it hears between letters."""
_EXAMPLE = (("for",), ("as", "in"), ("like", "in"), ("like",))
"""What stands between a letter and the word that makes it clear: `a for apple`."""


def characters(words: Sequence[str], after: str, tens: bool) -> tuple[str | None, int]:
    """What the first of `words` stand for in a code that began with `after`, and how many of them it takes.

    `tens`: `twenty one` is 21 and not 20 and 1. See `character`.
    """
    first, ones = words[0], _numbers().get(words[1], "") if len(words) > 1 else ""
    if after and first in _TENS:
        if tens and ones in "123456789" and len(ones) == 1:
            return _TENS[first] + ones, 2
        return f"{_TENS[first]}0", 1
    said = _SOUNDS_LIKE.get(first) if after else None
    said = said or character(first, after)
    return said, 1 + (_example(words) if said is not None and len(said) == 1 else 0)


def _example(words: Sequence[str]) -> int:
    """How many words after a letter only make it clear."""
    for between in _EXAMPLE:
        named = words[1 + len(between) : 2 + len(between)]
        if tuple(words[1 : 1 + len(between)]) == between and named and named[0][0] == words[0]:
            return len(between) + 1
    return 0


def character(word: str, after: str) -> str | None:
    """The letters and digits that a word of a spelt-out code stands for; None when it is an ordinary word.

    `after` is the code so far: `o` after a digit is a zero, and a number may not begin a postcode.
    """
    if not after and not word[0].isalpha():
        return None
    number = _numbers().get(word)
    if number is not None:
        return number if after else None
    if not word.isascii() or len(word) > _CHARACTERS_IN_A_CODE:
        return None
    spelt = len(word) <= 2 or any(char.isdigit() for char in word)
    return word if spelt else None


@cache
def _numbers() -> dict[str, str]:
    """Number words of every language, 0 to 20, folded; the first language that has a word keeps it. Words of
    one or two letters are letters first."""
    found: dict[str, str] = {}
    for each in vocabularies().values():
        for number, words in each.numbers.items():
            for word in map(fold, words):
                if len(word) > 2 or not word.isascii() or word == "oh":
                    found.setdefault(word, str(number))
    return found


def digits(words: Sequence[str]) -> tuple[str, int]:
    """The digits that the first of `words` stand for, as they are said one after another, and how many words
    that takes: `oh seven seven double oh nine hundred`, `seventy seven`."""
    found, at = "", 0
    while at < len(words):
        times = _TIMES.get(words[at], 1)
        start = at + (times > 1)
        said, taken = _digits(words[start : start + 2])
        if not said or (times > 1 and len(said) > 1):
            break
        found, at = found + said * times, start + taken
    return found, at


def _digits(words: Sequence[str]) -> tuple[str, int]:
    """Those of the first word or two."""
    first, second = (*words, "", "")[:2]
    ones = _ones(second)
    if first in _TENS:
        return (_TENS[first] + ones, 2) if ones and ones != "0" else (f"{_TENS[first]}0", 1)
    said = first if first.isascii() and first.isdecimal() else _ones(first) or _numbers().get(first, "")
    if second == "hundred" and len(said) == 1:
        return f"{said}00", 2
    return said, 1


def _ones(word: str) -> str:
    """One digit, by its English name."""
    return "0" if word in ("o", "oh", "zero", "nought") else _ENGLISH.get(word, "")
