"""Numbers and letters as they are spoken, in words."""

from __future__ import annotations

from functools import cache

from nlu.normalise import fold
from nlu.vocabulary import vocabularies

_CHARACTERS_IN_A_CODE = 7


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
