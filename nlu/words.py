"""The words that work everywhere: help, stop, back, a person, yes, no … in every language of the set.

They are matched on the whole message by lists, never by a model: what they do must not depend on training.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from nlu.datafile import DATA, read_yaml
from nlu.normalise import fold
from nlu.tokens import words as split

Phrase = tuple[str, ...]


class Markers(Struct, frozen=True, forbid_unknown_fields=True):
    """What introduces a correction: see `nlu/correction.py`."""

    strong: list[str]
    weak: list[str]
    negation: list[str]
    contrast: list[str]
    infix: list[str]


class WordLists(Struct, frozen=True, forbid_unknown_fields=True):
    """`words`: word → language → phrases."""

    politeness: list[str]
    around_language: list[str]
    words: dict[str, dict[str, list[str]]]
    corrections: Markers


class Words:
    """`find` names the global word that a whole message is. The conversation's own language is asked first,
    then English, then the others: the same sounds can mean other things elsewhere."""

    def __init__(self, path: Path = DATA / "words.yml") -> None:
        lists = read_yaml(path, WordLists)
        self.corrections = lists.corrections
        self._polite = sorted({phrase(words) for words in lists.politeness}, key=len, reverse=True)
        around = (*lists.politeness, *lists.around_language)
        self._around_language = {word for words in around for word in phrase(words)}
        self._by_language: dict[str, dict[Phrase, str]] = {}
        for name, languages in lists.words.items():
            for language, phrases in languages.items():
                known = self._by_language.setdefault(language, {})
                for words in phrases:
                    known.setdefault(phrase(words), name)

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags that have words."""
        return tuple(self._by_language)

    def find(self, text: str, language: str = "en") -> str:
        """The word that the whole of `text` is, empty when it is none. `language`: the conversation's."""
        said = tuple(split(fold(text)))
        return self._find(said, language) or self._find(self._bare(said), language)

    def asks_for_language(self, rest: str) -> bool:
        """Whether a message that names a language, and is `rest` but for that, only asks for it."""
        return self._around_language.issuperset(split(fold(rest)))

    def _find(self, said: Phrase, language: str) -> str:
        if not said:
            return ""
        order = dict.fromkeys((language, f"{language}-Latn", "en", *self._by_language))
        return next((name for tag in order if (name := self._by_language.get(tag, {}).get(said))), "")

    def _bare(self, said: Phrase) -> Phrase:
        """The message without the politeness around it."""
        for polite in self._polite:
            size = len(polite)
            if len(said) > size and said[:size] == polite:
                return self._bare(said[size:])
            if len(said) > size and said[-size:] == polite:
                return self._bare(said[:-size])
        return said


def phrase(words: str) -> Phrase:
    """A phrase as it is compared: folded words."""
    return tuple(split(fold(words)))
