"""One of several: by button, by number, by its words, or by an entity that names it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome
from channels.message import Choice, Reply


class Option(Struct, frozen=True):
    """`entity` is the (entity, value) that means this option when it is said in a sentence."""

    id: str
    label: Text
    entity: tuple[str, str] | None = None


class ChoiceQuestion(Base[str]):
    """The answer is the option's id."""

    def __init__(
        self, asks: Text, options: Sequence[Option], *, hint: Text | None = None, label: Text | None = None
    ) -> None:
        super().__init__(asks, hint=hint or _("Please choose one of these."), label=label)
        self.options = tuple(options)

    def prompt(self) -> Reply:
        choices = tuple(Choice(option.id, option.label) for option in self.options)
        return Reply(self.asks, choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        if any(option.id == heard.picked for option in self.options):
            return Got(heard.picked)
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[str]:
        named = {option.entity: option.id for option in self.options if option.entity}
        for found in reversed(opening.understanding.entities):
            if (found.entity, found.value) in named:
                return Got(named[found.entity, found.value])
        return NO_MATCH

    def restore(self, stored: Any) -> str | None:
        return next((option.id for option in self.options if option.id == stored), None)

    def echo(self, value: str) -> Text:
        return next(option.label for option in self.options if option.id == value)


def choice(
    asks: Text, options: Sequence[Option], *, hint: Text | None = None, label: Text | None = None
) -> ChoiceQuestion:
    """A question with a list of options."""
    return ChoiceQuestion(asks, options, hint=hint, label=label)
