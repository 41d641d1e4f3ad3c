"""What a question is: one key, one answer, and how words become that answer.

The kinds live in `bot/dialogue/questions`. A question does no I/O beyond the in-process knowledge it was made
with, so that it can be heard again and again while a skill is replayed.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Generic, Protocol, TypeVar

import msgspec
from msgspec import Struct

from accessibility.text import Plain, Text, _
from bot.dialogue.heard import Heard
from channels.message import Reply

T = TypeVar("T")


class Got(Struct, Generic[T], frozen=True):
    """The answer is clear."""

    value: T


class Narrow(Struct, frozen=True):
    """Part of the answer is known (`partial`, JSON): `reply` asks for the rest."""

    partial: Any
    reply: Reply


class NoMatch(Struct, frozen=True):
    """The words are no answer to this question; `why` says what was wrong with them, if that is known."""

    why: Text | None = None


class Change(Struct, frozen=True):
    """The resident wants to give another answer to the question `key`."""

    key: str


Outcome = Got[T] | Narrow | NoMatch | Change
NO_MATCH = NoMatch()


class Question(Protocol[T]):
    """One question of a skill."""

    takes_digits: bool
    """Whether bare digits answer it: then `0` and `9` are answers and not shortcuts."""

    only_numbers: bool
    """Whether its digits are a number and never part of an address."""

    takes_anything: bool
    """Whether any words answer it."""

    takes_photos: bool
    """Whether photos answer it."""

    why: Text | None
    """The reason for asking, for who answers "why?"; None where it speaks for itself."""

    def prompt(self) -> Reply:
        """The question as it is first put."""

    def again(self, miss: int, why: Text | None = None, partial: Any = None) -> Reply:
        """After the first miss: other words. After the second: the choices, or an example.

        `why` says what was wrong with the words, `partial` is what is known of the answer.
        """

    def resume(self, partial: Any) -> Reply:
        """The question put again after something else was talked about; `partial` is what is known so far."""

    def hear(self, heard: Heard, partial: Any) -> Outcome[T]:
        """The answer in a message; `partial` is what an earlier `Narrow` kept."""

    def prefill(self, opening: Heard) -> Outcome[T]:
        """The answer in the words that opened the skill, if they hold one."""

    def correct(self, heard: Heard, value: T) -> Outcome[T]:
        """A new answer in the words of a correction, `value` being the one so far."""

    def covers(self, heard: Heard) -> bool:
        """Whether every word of the message belongs to an answer: then what the model alone suspects in it is
        none of the dangers of circumstances."""

    def store(self, value: T) -> Any:
        """The answer as JSON."""

    def restore(self, stored: Any) -> T | None:
        """The stored answer, checked again; None when it no longer holds."""

    def label(self) -> Text | None:
        """The name of the answer in a review ("Address"); None keeps it out."""

    def echo(self, value: T) -> Text:
        """The answer said back."""


class Base(ABC, Generic[T]):
    """Defaults that most kinds share. `asks` is the question's text, `hint` how it can be answered, `why` the
    reason for asking."""

    takes_digits = False
    only_numbers = False
    takes_anything = False
    takes_photos = False
    kind: Any = str

    def __init__(
        self, asks: Text, *, hint: Text | None = None, label: Text | None = None, why: Text | None = None
    ) -> None:
        self.asks = asks
        self.hint = hint
        self.why = why
        self._label = label

    def prompt(self) -> Reply:
        return Reply(self.asks, expects_answer=True)

    def again(self, miss: int, why: Text | None = None, partial: Any = None) -> Reply:
        first = why or _("Sorry, I did not understand.")
        if miss > 1:
            first = self.hint or _("Please say it in other words.")
        prompt = self.resume(partial)
        return msgspec.structs.replace(prompt, text=first.then(prompt.text))

    def resume(self, partial: Any) -> Reply:
        return self.prompt()

    @abstractmethod
    def hear(self, heard: Heard, partial: Any) -> Outcome[T]: ...

    def prefill(self, opening: Heard) -> Outcome[T]:
        return NO_MATCH

    def correct(self, heard: Heard, value: T) -> Outcome[T]:
        found = self.prefill(heard)
        return self.hear(heard, None) if isinstance(found, NoMatch) else found

    def covers(self, heard: Heard) -> bool:
        return False

    def store(self, value: T) -> Any:
        return msgspec.to_builtins(value)

    def restore(self, stored: Any) -> T | None:
        try:
            value: T = msgspec.convert(stored, self.kind)
        except msgspec.ValidationError:
            return None
        return value

    def label(self) -> Text | None:
        return self._label

    def echo(self, value: T) -> Text:
        return _("%(answer)s", answer=Plain(str(value)))
