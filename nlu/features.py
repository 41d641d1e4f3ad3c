"""What the intent model looks at: pieces of words, and words in pairs. Shared by training and inference.

Words are whatever stands between spaces: Python's `\\w` tears the vowel signs off Indic letters, so no
pattern is used (scikit-learn issue 30935).
"""

from __future__ import annotations

from itertools import pairwise

CHARACTERS = (2, 5)
WORDS = (1, 2)


def character_grams(folded: str) -> list[str]:
    """Pieces of 2 to 5 characters of each word with a space around it (scikit-learn's `char_wb`)."""
    grams: list[str] = []
    shortest, longest = CHARACTERS
    for word in folded.split():
        padded = f" {word} "
        size = len(padded)
        for length in range(shortest, longest + 1):
            if length >= size:
                grams.append(padded)  # a short word counts once
                break
            grams.extend([padded[at : at + length] for at in range(size - length + 1)])
    return grams


def word_grams(folded: str) -> list[str]:
    """Words, and pairs of neighbours joined by a space."""
    words = folded.split()
    return words + [f"{first} {second}" for first, second in pairwise(words)]
