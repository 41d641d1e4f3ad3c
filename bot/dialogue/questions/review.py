"""Check your answers: everything said back, with a way to change each (R09)."""

from __future__ import annotations

from typing import Any

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Change, Got, Outcome
from channels.message import Choice, Reply

YES, NO, CHANGE = "review:yes", "review:no", "review:change:"


class Review(Base[bool]):
    """`lines` are (key, label, answer said back)."""

    kind = bool

    def __init__(self, lines: tuple[tuple[str, Text, Text], ...]) -> None:
        super().__init__(_("Is this right?"), hint=_("Please say yes to send it, or say what to change."))
        self.lines = lines

    def prompt(self) -> Reply:
        said = [_("%(label)s: %(answer)s", label=label, answer=answer) for _key, label, answer in self.lines]
        first = _("Please check.").then(*said, self.asks)
        changes = [
            Choice(CHANGE + key, _("Change: %(label)s", label=label)) for key, label, _answer in self.lines
        ]
        choices = (Choice(YES, _("Yes, send it")), *changes, Choice(NO, _("No, stop")))
        return Reply(first, choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[bool]:
        if heard.picked.startswith(CHANGE):
            return Change(heard.picked.removeprefix(CHANGE))
        if heard.picked == YES or heard.word == "affirm":
            return Got(True)
        if heard.picked == NO or heard.word == "deny":
            return Got(False)
        return NO_MATCH

    def correct(self, heard: Heard, value: bool) -> Outcome[bool]:
        return NO_MATCH
