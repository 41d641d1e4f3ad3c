"""The words that work everywhere: help, stop, back, a person, yes, no … in every language of the set.

They are matched on the whole message by lists, never by a model: what they do must not depend on training.
"""

from __future__ import annotations

from collections.abc import Mapping

from nlu.normalise import fold
from nlu.tokens import words as split
from nlu.vocabulary import Vocabulary, vocabularies

Phrase = tuple[str, ...]


class Words:
    """`find` names the global word that a whole message is. The conversation's own language is asked first,
    then English, then the others: the same sounds can mean other things elsewhere."""

    def __init__(self, known: Mapping[str, Vocabulary] | None = None) -> None:
        self.vocabularies = vocabularies() if known is None else known
        politeness = [words for each in self.vocabularies.values() for words in each.politeness]
        around = [words for each in self.vocabularies.values() for words in each.around_language]
        self._polite = sorted({phrase(words) for words in politeness}, key=len, reverse=True)
        self._around_language = {word for words in politeness + around for word in phrase(words)}
        self._by_language = {tag: _by_phrase(each) for tag, each in self.vocabularies.items() if each.words}

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


def _by_phrase(vocabulary: Vocabulary) -> dict[Phrase, str]:
    return {phrase(said): name for name, phrases in vocabulary.words.items() for said in phrases}


def phrase(words: str) -> Phrase:
    """A phrase as it is compared: folded words."""
    return tuple(split(fold(words)))
