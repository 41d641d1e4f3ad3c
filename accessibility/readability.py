"""How hard English is to read: the Flesch-Kincaid grade, with our own count of syllables (R02).

Grade = 0.39 x words per sentence + 11.8 x syllables per word - 15.59 (Kincaid and others, 1975). It is
meaningful for English only, and for two sentences or more. A grade of 4 is about reading age 9.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?|\d[\d:.,]*(?:am|pm)?")
_END = re.compile(r"(?<=[.!?؟۔।])[\"')\]]*\s+|(?<=[。！？])|\n+")
_VOWELS = re.compile(r"[aeiouy]+")
_SILENT = re.compile(r"(?:[^laeiouy]e|[^aeiouy]les?|[^tdaeiouy]ed|[^aeiouyscxzhg]es)$")
_SPLIT = re.compile(r"i[aou](?!us\b|n\b)|(?<!q)ua|uou|[aeiouy]ing|creat")


def sentences(text: str) -> list[str]:
    """The sentences, a line break ending one too."""
    return [part for part in (piece.strip() for piece in _END.split(text)) if any(map(str.isalnum, part))]


def words(text: str) -> list[str]:
    """The words of any language: what stands between spaces and has a letter or digit."""
    return [word for word in text.split() if any(map(str.isalnum, word))]


def syllables(word: str) -> int:
    """The syllables of an English word as it is said, at least one; a number counts as one."""
    bare = word.lower().replace("'", "")
    if not bare.isalpha():
        return 1
    count = len(_VOWELS.findall(bare)) + len(_SPLIT.findall(bare))
    silent = _SILENT.search(bare)
    if silent and not silent.group().endswith(("le", "les")):
        count -= 1
    return max(count, 1)


def grade(text: str) -> float:
    """The Flesch-Kincaid grade; 0 for a text without words."""
    said = _WORD.findall(text)
    if not said:
        return 0.0
    per_sentence = len(said) / max(len(sentences(text)), 1)
    return 0.39 * per_sentence + 11.8 * sum(map(syllables, said)) / len(said) - 15.59
