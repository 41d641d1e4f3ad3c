"""Makes words comparable: one case, plain letters, ASCII digits, no punctuation, in every script we serve."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = re.compile(r"['’‘`´]")
LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ي": "ی", "ك": "ک", "ى": "ی"}
)
SEPARATORS = re.compile(r"[\x00-\x7f](?<![\w\s,/-])|_")
PARTS_OF_WORDS = "LMN"
"""Letters, marks and digits. The vowel signs of Indic scripts are marks."""
SPACES = re.compile(r"\s+")


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`Flat 15, St Mary’s` → `flat 15 , st marys`; `۱۵` → `15`; `Śmieci` → `smieci`. Commas stand alone;
    hyphens and slashes stay."""
    kept = APOSTROPHES.sub("", text).lower()
    if not kept.isascii():
        plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", kept).casefold()).translate(
            LETTERS
        )
        kept = "".join(_letter(character) for character in APOSTROPHES.sub("", plain))
    words = SEPARATORS.sub(" ", kept).replace(",", " , ").replace("،", " , ")
    return SPACES.sub(" ", words).strip()


def _letter(character: str) -> str:
    """A digit of any script as ASCII; accents and vowel marks fall away."""
    if character.isascii():
        return character
    if unicodedata.combining(character) or character in "\u200c\u200d\u200e\u200f":
        return ""
    digit = unicodedata.digit(character, None)
    if character == "،":
        return ","
    if digit is not None:
        return str(digit)
    return character if unicodedata.category(character)[0] in PARTS_OF_WORDS else " "
