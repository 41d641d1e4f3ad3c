"""Finds the answer that a resident's words ask for, among those of one intent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from pathlib import Path

from accessibility.text import Text
from bot.knowledge.answers.answer import Answer
from bot.knowledge.answers.loading import read_answers
from bot.knowledge.data import CITIES, DataError
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases
from nlu.tokens import words as split

Names = Callable[[Text], Collection[str]]
"""What residents read for a text, in the languages of the city: they type it, too."""


class Answers:
    """The answers of one city. `names` gives the titles in other languages."""

    def __init__(self, answers: Collection[Answer], names: Names = lambda text: ()) -> None:
        self._by_id = {one.id: one for one in answers}
        self._phrases = Phrases()
        for one in answers:
            self._add(one, names)

    @classmethod
    def load(cls, city: str, folder: Path = CITIES, names: Names = lambda text: ()) -> Answers:
        """Those of a city and the country. Raises `DataError` naming the file and line."""
        return cls(read_answers(city, folder), names)

    @property
    def all(self) -> tuple[Answer, ...]:
        return tuple(self._by_id.values())

    def one(self, id: str) -> Answer | None:
        return self._by_id.get(id)

    def of(self, intent: str) -> tuple[Answer, ...]:
        """The answers to an intent, the general ones first."""
        found = [one for one in self._by_id.values() if intent in one.front.intents]
        return tuple(sorted(found, key=lambda one: not one.front.general))

    def found(self, intent: str, text: str) -> tuple[Answer, ...]:
        """Those of `of` whose words are in the text; general ones only where there is no other. The only
        answer to an intent needs no words."""
        known = self.of(intent)
        if len(known) == 1:
            return known
        named = self._phrases.find(fold(text))
        found = tuple(one for one in known if one.id in named)
        return tuple(one for one in found if not one.front.general) or found

    def _add(self, answer: Answer, names: Names) -> None:
        titles = (answer.front.title.msgid, *names(answer.front.title))
        written = [rule for rules in answer.front.words.values() for rule in rules]
        whole = [f"={' '.join(split(fold(title)))}" for title in titles]
        for rule in [*written, *whole]:
            try:
                self._phrases.add(answer.id, rule)
            except PhraseError as problem:
                raise DataError(f"{answer.file}: words: {problem}") from None
