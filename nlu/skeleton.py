"""Words by their consonants in Latin letters, so that a word is the same in either of its writings.

`kachra`, `kachro`, `کچرا`, `કચરો` and `ਕਚਰਾ` all become `kcr`; `বিন`, `بن` and `bin` become `bn`. It is
coarse on purpose: it is one kind of evidence among several.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from nlu.tokens import words as split

# KA to HA, which stand at the same places of every Indic block.
_INDIC = dict(enumerate("kkggnccjjnttddnttddnnppbbmyrrlllvsssh", start=0x15))
_INDIC_BLOCKS = (0x0900, 0x0980, 0x0A00, 0x0A80)
_SIGNS_OF_N = (0x02, 0x70)
_ARABIC = str.maketrans(
    "بپتٹثجچحخدڈذرڑزژسشصضطظغفقکگلڵمنوڤہیےڕعآاىئءۆێە",
    "bpttsjchhddzrrzzssszztgfkkgllmnvvhyyr.........",
)
_LATIN = (
    ("sch", "s"), ("tch", "c"), ("ch", "c"), ("sh", "s"), ("kh", "k"), ("gh", "g"), ("th", "t"), ("dh", "d"),
    ("ph", "f"), ("bh", "b"), ("jh", "j"), ("zh", "z"), ("ck", "k"), ("qu", "k"), ("q", "k"), ("x", "ks"),
    ("ce", "s"), ("ci", "s"), ("cy", "s"), ("w", "v"), ("3", ""), ("7", "h"), ("5", "h"), ("2", ""),
)  # fmt: skip
_HARD_C = re.compile(r"c(?=[aourlt]|$)")
_VOWELS = re.compile(r"[aeiouy.']+")
_DOUBLE = re.compile(r"(.)\1+")


def skeletons(folded: str) -> list[str]:
    """The consonants of each word of two or more; words of one are left out."""
    return [bones for word in split(folded) if len(bones := skeleton(word)) > 1]


@lru_cache(maxsize=8192)
def skeleton(word: str) -> str:
    """The consonants of one folded word."""
    if word.isascii():
        bones = word if any(char.isalpha() for char in word) else ""
        bones = _HARD_C.sub("k", bones) if "ch" not in bones else bones
        for piece, sound in _LATIN:
            bones = bones.replace(piece, sound)
    else:
        bones = "".join(_sound(char) for char in word.translate(_ARABIC))
    return _DOUBLE.sub(r"\1", _VOWELS.sub("", bones))


def _sound(char: str) -> str:
    code = ord(char)
    for block in _INDIC_BLOCKS:
        if block <= code < block + 0x80:
            return _INDIC.get(code - block, "n" if code - block in _SIGNS_OF_N else "")
    return (
        char
        if char.isascii()
        else "".join(part for part in unicodedata.normalize("NFKD", char) if part.isascii())
    )
