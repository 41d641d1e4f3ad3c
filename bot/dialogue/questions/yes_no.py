"""Yes or no, in any language of the set."""

from __future__ import annotations

from typing import Any

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome
from channels.message import Choice, Reply


class YesNo(Base[bool]):
    """The answer is True or False. "No, number 14" is not a no: it corrects what was asked about."""

    kind = bool

    def prompt(self) -> Reply:
        return Reply(self.asks, (Choice("yes", _("Yes")), Choice("no", _("No"))), expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[bool]:
        if heard.picked in ("yes", "no"):
            return Got(heard.picked == "yes")
        if heard.word in ("affirm", "deny"):
            return Got(heard.word == "affirm")
        return (
            Got(heard.intent == "affirm")
            if heard.intent in ("affirm", "deny") and not heard.rest
            else NO_MATCH
        )

    def correct(self, heard: Heard, value: bool) -> Outcome[bool]:
        return NO_MATCH

    def echo(self, value: bool) -> Text:
        return _("Yes") if value else _("No")


def yes_no(asks: Text, *, hint: Text | None = None, label: Text | None = None) -> YesNo:
    """A yes-or-no question."""
    return YesNo(asks, hint=hint or _("Please answer yes or no."), label=label)
