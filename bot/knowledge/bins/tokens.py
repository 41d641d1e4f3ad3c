"""Cuts a text into words that can be compared in every script."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from nlu.normalise import fold, is_chinese
from nlu.tokens import words as split

_INDIC = (0x0900, 0x0980, 0x0A00, 0x0A80)
_EITHER = {0x08: 0x07, 0x0A: 0x09, 0x0D: 0x0F, 0x11: 0x13, 0x40: 0x3F, 0x42: 0x41, 0x45: 0x47, 0x49: 0x4B}
"""Long and short vowels, and those of English words, at their places of every Indic block: typed as one
another."""
_UNSEEN = (0x01, 0x3C, 0x71)
"""Signs that are as often left out: the moon, the dot below, the one that doubles."""
_TIPPI, _BINDI = 0x0A70, 0x0A02
_LETTERS = str.maketrans(
    {block + typed: chr(block + other) for block in _INDIC for typed, other in _EITHER.items()}
    | {block + sign: "" for block in _INDIC for sign in _UNSEEN}
    | {_TIPPI: chr(_BINDI)}
)


@lru_cache(maxsize=512)
def words(text: str) -> tuple[str, ...]:
    """The words of a text as `nlu` folds them, Indic vowels in one length; a Chinese character is a word."""
    return tuple(split(fold(text).translate(_LETTERS)))


def parts(run: Sequence[str]) -> set[str]:
    """The words, and instead of Chinese characters every two that stand together."""
    pairs = {one + two for one, two in pairwise(run) if is_chinese(one[0]) and is_chinese(two[0])}
    return pairs | {word for word in run if not is_chinese(word[0])}


def written(run: Sequence[str]) -> str:
    """The words side by side, Chinese without spaces."""
    return ("" if run and is_chinese(run[0][0]) else " ").join(run)
