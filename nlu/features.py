"""What the intent model looks at, in blocks; shared by training and inference.

Pieces of words bear misspellings, words and pairs give order, concepts carry what one language has learnt to
the others, and sounds carry it from one writing of a language to the other.

Words are whatever stands between spaces: Python's `\\w` tears the vowel signs off Indic letters, so no
pattern is used (scikit-learn issue 30935).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, pairwise

from msgspec import Struct

from nlu.concepts import concepts
from nlu.normalise import is_chinese
from nlu.skeleton import skeletons

_CHARACTERS = (2, 4)
_SOUNDS = (2, 4)
_LETTERS = (1, 4)
_BEGINNING = 4
_APART = 7


Grams = Callable[[str], list[str]]
"""The features of a text, with repeats."""


class Block(Struct, frozen=True):
    """`weight` is the block's length beside the others."""

    name: str
    weight: float
    grams: Grams


def character_grams(folded: str) -> list[str]:
    """Pieces of 2 to 4 characters of each word with a space around it, and each Chinese character."""
    grams = _pieces(folded.split(), *_CHARACTERS)
    if not folded.isascii():
        grams.extend(char for char in folded if is_chinese(char))
    return grams


def letter_grams(text: str) -> list[str]:
    """What tells a language: pieces of 1 to 4 characters of each word as it was written, accents and all."""
    return _pieces(text.lower().split(), *_LETTERS)


def word_grams(folded: str) -> list[str]:
    """Words, and pairs of neighbours joined by a space."""
    words = folded.split()
    return words + [f"{first} {second}" for first, second in pairwise(words)]


def pair_grams(folded: str) -> list[str]:
    """Each two words at most 7 apart, in either order, by their first 4 characters: `blue lips`."""
    words = [word[:_BEGINNING] for word in folded.split()]
    return [
        f"{min(first, second)} {max(first, second)}"
        for at, first in enumerate(words)
        for second in words[at + 1 : at + 1 + _APART]
    ]


def concept_grams(folded: str) -> list[str]:
    """What the words mean in any language, and each two of these together."""
    found = sorted(set(concepts().find(folded)))
    return found + [f"{first}+{second}" for first, second in combinations(found, 2)]


def sound_grams(folded: str) -> list[str]:
    """Pieces of 2 to 4 consonants of each word in Latin letters, with a space around it."""
    return _pieces(skeletons(folded), *_SOUNDS)


def _pieces(words: list[str], shortest: int, longest: int) -> list[str]:
    """As scikit-learn's `char_wb`."""
    grams: list[str] = []
    for word in words:
        padded = f" {word} "
        size = len(padded)
        for length in range(shortest, longest + 1):
            if length >= size:
                grams.append(padded)  # a short word counts once
                break
            grams.extend([padded[at : at + length] for at in range(size - length + 1)])
    return grams


INTENT_BLOCKS = (
    Block("characters", 1.0, character_grams),
    Block("words", 0.8, word_grams),
    Block("concepts", 0.15, concept_grams),  # more makes the lists' own words louder than the residents'
    Block("sounds", 0.3, sound_grams),
)
"""Of folded texts."""

PAIR_BLOCKS = (Block("pairs", 0.6, pair_grams),)
"""Of folded texts, for danger alone: a hint is two harmless words together. All intents would take four times
the room."""

LANGUAGE_BLOCKS = (Block("letters", 1.0, letter_grams),)
"""Of texts as they were written."""
