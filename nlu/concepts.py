"""Words that mean the same thing in different languages: `concepts.yml` of each language.

A line of one language then teaches the others: `wen is bin day` and `kiedy wywóz` share `when` and `bin`. One
matcher reads all languages at once, because residents mix them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache

from nlu.datafile import by_language
from nlu.normalise import fold
from nlu.tokens import words as split

Concepts = dict[str, list[str]]
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ARABIC_PREFIXES = ("وال", "بال", "فال", "کال", "ال", "لل", "و", "ب", "ل", "ف")
_SHORTEST_STEM = 3
_SHORTEST_LATIN = 3


class ConceptFinder:
    """`find` names the concepts of a folded text, in the order of its words, then those of Chinese text."""

    def __init__(self, known: Mapping[str, Concepts]) -> None:
        self._phrases: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self._words: dict[str, set[str]] = {}
        self._beginnings: dict[str, set[str]] = {}
        self._anywhere: dict[str, set[str]] = {}
        for tag, concepts in known.items():
            for concept, written in concepts.items():
                for one in written:
                    self._add(concept, fold(one), tag)
        self._chinese = re.compile(
            "|".join(sorted(map(re.escape, self._anywhere), key=len, reverse=True)) or "$."
        )
        self._of_word = lru_cache(maxsize=8192)(self._concepts_of)

    def find(self, folded: str) -> list[str]:
        """Each concept once for each word that means it."""
        words = split(folded)
        found = [concept for word in words for concept in self._of_word(word)]
        found += self._of_phrases(words)
        if _CHINESE.search(folded):
            found += [concept for piece in self._pieces(folded) for concept in sorted(self._anywhere[piece])]
        return found

    def _add(self, concept: str, written: str, tag: str) -> None:
        if _CHINESE.search(written):
            self._anywhere.setdefault(written, set()).add(concept)
        elif "_" in written or " " in written:
            words = tuple(re.split("[_ ]", written))
            self._phrases.setdefault(words[0], []).append((words, concept))
        elif written.endswith("*"):
            self._beginnings.setdefault(written[:-1], set()).add(concept)
        elif tag == "en" or len(written) >= _SHORTEST_LATIN or not written.isascii():
            self._words.setdefault(written, set()).add(concept)

    def _concepts_of(self, word: str) -> tuple[str, ...]:
        found = self._exactly(word)
        if not found and "\u0600" <= word[0] <= "\u06ff":
            bare = (word[len(prefix) :] for prefix in _ARABIC_PREFIXES if word.startswith(prefix))
            found = next(
                (hit for rest in bare if len(rest) >= _SHORTEST_STEM and (hit := self._exactly(rest))), set()
            )
        return tuple(sorted(found))

    def _exactly(self, word: str) -> set[str]:
        found = set(self._words.get(word, ()))
        for size in range(2, len(word) + 1):
            found |= self._beginnings.get(word[:size], set())
        return found

    def _of_phrases(self, words: Sequence[str]) -> Iterator[str]:
        for at, word in enumerate(words):
            for phrase, concept in self._phrases.get(word, ()):
                if _follows(words[at : at + len(phrase)], phrase):
                    yield concept

    def _pieces(self, folded: str) -> list[str]:
        return self._chinese.findall(folded)


def _follows(words: Sequence[str], phrase: Sequence[str]) -> bool:
    """Whether the words are those of the phrase; its last may be a word's beginning."""
    *first, last = phrase
    if len(words) != len(phrase) or list(words[:-1]) != first:
        return False
    return words[-1].startswith(last[:-1]) if last.endswith("*") else words[-1] == last


@cache
def concepts() -> ConceptFinder:
    """The finder for the words of all languages. Raises `DataFileError`."""
    return ConceptFinder(by_language("concepts.yml", Concepts))
