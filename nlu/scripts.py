"""The script that most letters of a text are in."""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache

LATIN, ARABIC = "LATIN", "ARABIC"


def script_of(text: str) -> str:
    """`LATIN`, `ARABIC`, `GURMUKHI`, `CJK` … as Unicode names it; empty when there is no letter.

    Another script wins over Latin from a third of the letters on: an Urdu question may hold a postcode.
    """
    if text.isascii():
        return "LATIN" if any(char.isalpha() for char in text) else ""
    counts = Counter(name for char in text if (name := _script(char)))
    foreign = Counter({name: count for name, count in counts.items() if name != "LATIN"})
    if foreign and foreign.total() * 3 >= counts.total():
        return foreign.most_common(1)[0][0]
    return "LATIN" if counts else ""


@lru_cache(maxsize=4096)
def _script(char: str) -> str:
    if not char.isalpha():
        return ""
    return unicodedata.name(char, "").split(" ")[0]
