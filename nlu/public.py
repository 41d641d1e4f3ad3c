"""Leaves of a text only the words that are nobody's: those that several lines of the training data have.

A name, a street, a number or a postcode is not among them, nor is a word that only one person has ever used.
What is left tells staff what was asked, and nothing about who asked.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from itertools import groupby

from nlu import corpus
from nlu.corpus import Example
from nlu.normalise import fold
from nlu.tokens import words

OFTEN = 2
"""In so many lines of its language a word must stand."""

FEWEST, MOST = 2, 14
"""Words that are kept of one text: fewer say nothing, more may tell a story."""

GAP = "…"
"""Stands for what was left out."""

_ENGLISH = "en"


class PublicWords:
    """`known` are the words by language tag; a language's other writing and English count, too."""

    def __init__(self, known: Mapping[str, Collection[str]]) -> None:
        self._known = {tag: frozenset(each) for tag, each in known.items()}

    @classmethod
    def load(cls) -> PublicWords:
        """Those of the shipped training data. Raises `DataFileError`."""
        return _shipped()

    def of(self, text: str, language: str) -> str:
        """The public words of a text in their order, with a sign for what was left out; empty where too few
        are left."""
        public = self._public(language)
        kept = [word if word in public else GAP for word in words(fold(text))]
        shown = [word for word, _same in groupby(kept)]
        count = sum(word != GAP for word in shown)
        return " ".join(shown[:MOST]) if count >= FEWEST else ""

    def _public(self, language: str) -> frozenset[str]:
        own = language.partition("-Latn")[0]
        return frozenset().union(*(self._known.get(tag, ()) for tag in (own, f"{own}-Latn", _ENGLISH)))


def counted(examples: Iterable[Example]) -> dict[str, set[str]]:
    """The words that stand in at least `OFTEN` lines of their language, without any that hold a digit."""
    seen: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        seen[example.language].update(set(words(fold(example.text))))
    return {
        tag: {word for word, count in each.items() if count >= OFTEN and word.isalpha()}
        for tag, each in seen.items()
    }


@cache
def _shipped() -> PublicWords:
    return PublicWords(counted(corpus.read(corpus.files()).examples))
