"""One or more of several: by button, by numbers, by words, or by entities that name them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from accessibility.text import Items, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome
from bot.dialogue.questions.choice import Option
from channels.message import Choice, Reply

_NUMBERS = re.compile(r"\d+(?:\s*(?:,|;|\+|&|\s)\s*\d+)+")
"""`1 3`, `1,3`: only numbers, and more than one."""


class SeveralQuestion(Base[tuple[str, ...]]):
    """The answer is the ids of at least one option, in the order of the options."""

    kind = tuple[str, ...]

    def __init__(
        self, asks: Text, options: Sequence[Option], *, hint: Text | None = None, label: Text | None = None
    ) -> None:
        super().__init__(asks, hint=hint or _("You can choose one, or more than one."), label=label)
        self.options = tuple(options)

    def prompt(self) -> Reply:
        choices = tuple(Choice(option.id, option.label) for option in self.options)
        return Reply(self.asks, choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[tuple[str, ...]]:
        named = self.prefill(heard)
        if isinstance(named, Got):
            return named
        if any(option.id == heard.picked for option in self.options):
            return Got((heard.picked,))
        return self._numbered(heard.text.strip())

    def prefill(self, opening: Heard) -> Outcome[tuple[str, ...]]:
        said = {(found.entity, found.value) for found in opening.understanding.entities}
        named = tuple(option.id for option in self.options if option.entity in said)
        return Got(named) if named else NO_MATCH

    def restore(self, stored: Any) -> tuple[str, ...] | None:
        value = super().restore(stored)
        there = {option.id for option in self.options}
        kept = tuple(one for one in value or () if one in there)
        return kept or None

    def echo(self, value: tuple[str, ...]) -> Text:
        labels = tuple(option.label for option in self.options if option.id in value)
        return _("%(items)s", items=Items(labels))

    def _numbered(self, said: str) -> Outcome[tuple[str, ...]]:
        if not _NUMBERS.fullmatch(said):
            return NO_MATCH
        numbers = {int(one) for one in re.findall(r"\d+", said)}
        if not numbers <= set(range(1, len(self.options) + 1)):
            return NO_MATCH
        return Got(tuple(one.id for at, one in enumerate(self.options, 1) if at in numbers))


def several(
    asks: Text, options: Sequence[Option], *, hint: Text | None = None, label: Text | None = None
) -> SeveralQuestion:
    """A question to which more than one option may be the answer."""
    return SeveralQuestion(asks, options, hint=hint, label=label)
