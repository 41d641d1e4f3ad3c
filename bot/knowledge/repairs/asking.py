"""The two questions by which a case is found: its reference, and the postcode of its home."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from accessibility.text import Postcode, Reference, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, NoMatch, Outcome
from bot.knowledge.reference import find_reference, read_reference
from channels.message import Choice, Reply

POSTCODE = "postcode"
_LIKE_ONE = re.compile(r"(?=[^\W_]*\d)[^\W_]{5,7}")
"""One word with a number in it, about as long as a reference."""


class ReferenceQuestion(Base[str]):
    """The answer is a reference with the right check character. `choices` are other ways on; `opens`: it may
    be in the words that opened the skill."""

    takes_digits = True

    def __init__(self, asks: Text, choices: Sequence[Choice] = (), *, opens: bool = True) -> None:
        super().__init__(asks, hint=_("It has six letters and numbers."), label=_("Reference"))
        self.choices = tuple(choices)
        self.opens = opens

    def prompt(self) -> Reply:
        return Reply(self.asks, self.choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        found = find_reference(heard.text)
        if found:
            return Got(found)
        wrong = any(map(_LIKE_ONE.fullmatch, heard.text.split()))
        return NoMatch(_("This reference is not right. Please check the letters.")) if wrong else NO_MATCH

    def prefill(self, opening: Heard) -> Outcome[str]:
        found = find_reference(opening.text) if self.opens else None
        return Got(found) if found else NO_MATCH

    def correct(self, heard: Heard, value: str) -> Outcome[str]:
        found = find_reference(heard.text)
        return Got(found) if found else NO_MATCH

    def restore(self, stored: Any) -> str | None:
        return read_reference(str(stored))

    def echo(self, value: str) -> Text:
        return _("%(ref)s", ref=Reference(value))


class PostcodeQuestion(Base[str]):
    """The answer is a whole postcode."""

    takes_digits = True

    def __init__(self, asks: Text, *, opens: bool = True) -> None:
        super().__init__(asks, label=_("Postcode"))
        self.opens = opens

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        said = heard.entity(POSTCODE)
        if said is None:
            return NO_MATCH
        return Got(said) if " " in said else NoMatch(_("I need the whole postcode."))

    def prefill(self, opening: Heard) -> Outcome[str]:
        found = self.hear(opening, None) if self.opens else NO_MATCH
        return found if isinstance(found, Got) else NO_MATCH

    def correct(self, heard: Heard, value: str) -> Outcome[str]:
        return self.hear(heard, None)

    def echo(self, value: str) -> Text:
        return _("%(postcode)s", postcode=Postcode(value))
