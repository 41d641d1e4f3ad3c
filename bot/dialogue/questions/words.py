"""The resident's own words."""

from __future__ import annotations

from typing import Any

from accessibility.text import Text
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome

MOST = 1000


class Words(Base[str]):
    """Any text of at most `most` characters; the first of its kind that is not empty."""

    takes_digits = True
    takes_anything = True

    def __init__(
        self, asks: Text, *, most: int = MOST, hint: Text | None = None, label: Text | None = None
    ) -> None:
        super().__init__(asks, hint=hint, label=label)
        self.most = most

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        said = " ".join(heard.text.split())[: self.most]
        return Got(said) if said else NO_MATCH

    def correct(self, heard: Heard, value: str) -> Outcome[str]:
        return NO_MATCH


def words(asks: Text, *, most: int = MOST, hint: Text | None = None, label: Text | None = None) -> Words:
    """An open question."""
    return Words(asks, most=most, hint=hint, label=label)
