"""All that is reported, said back once before it is sent, with what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import Narrow, Outcome, Question
from bot.dialogue.questions.review import CHANGE, NO, YES, Review
from bot.dialogue.talk import Talk
from bot.knowledge.repairs.listed import after, page, wants_more
from channels.message import Choice, Reply

OTHER: Final = "review:other"
UNSAID: Final = ("problem",)
"""Answers that the first sentence says."""

LAST: Final = ("interpreter", "tenancy")
"""Answers that nobody was asked for: they come behind the others."""


class ReportReview(Review):
    """`told` is all of it in sentences; `lines` are (key, label, answer), each of which can be changed. To
    choose among them is a step of its own, so that yes, change and no have room everywhere. A bare no sends
    nothing and loses nothing: it asks what is to be changed, and there it means that nothing is."""

    def __init__(self, told: Text, lines: tuple[tuple[str, Text, Text], ...], most: int) -> None:
        super().__init__(lines)
        self.told = told
        self.most = most
        self.hint = _("Please say yes, or say what to change.")

    def prompt(self) -> Reply:
        choices = (Choice(YES, _("Yes, send it")), Choice(OTHER, _("Change something")), _stop())
        return Reply(self.told.then(self.asks), choices, expects_answer=True)

    def resume(self, partial: Any) -> Reply:
        return self._what(int(partial["start"])) if partial else self.prompt()

    def hear(self, heard: Heard, partial: Any) -> Outcome[bool]:
        if heard.picked == OTHER:
            return self._narrowed(0)
        if partial and heard.word in ("affirm", "deny") and not heard.picked:
            return Narrow(None, self.prompt())
        if heard.word == "deny" and not heard.picked:
            return self._narrowed(0)
        if partial and wants_more(heard):
            return self._narrowed(after(self._choices, self.most, int(partial["start"])))
        return super().hear(heard, partial)

    @property
    def _choices(self) -> tuple[Choice, ...]:
        changes = (Choice(CHANGE + key, _("%(label)s", label=label)) for key, label, _said in self.lines)
        return (*changes, _stop())

    def _narrowed(self, start: int) -> Narrow:
        return Narrow({"start": start}, self._what(start))

    def _what(self, start: int) -> Reply:
        return Reply(_("What shall I change?"), page(self._choices, self.most, start), expects_answer=True)


def _stop() -> Choice:
    return Choice(NO, _("No, stop"))


async def agreed(
    talk: Talk, first: Text, most: int, *last: Text, known: Sequence[tuple[str, Question[Any], Any]] = ()
) -> bool:
    """Says all answers back under `first`, with `last` behind them, and asks whether to send it. `known` are
    answers that nobody was asked for: they can be changed, too."""
    asked = {key for key, _question, _value in talk.asked}
    more = [one for one in known if one[0] not in asked]
    named = [
        (key, label, question.echo(value), value)
        for key, question, value in sorted([*talk.asked, *more], key=lambda one: one[0] in LAST)
        if (label := question.label()) is not None
    ]
    said = (
        _("%(label)s: %(answer)s", label=label, answer=answer).if_room()
        for key, label, answer, value in named
        if key not in UNSAID and value not in (False, ())
    )
    lines = tuple((key, label, answer) for key, label, answer, _value in named)
    return await talk.ask("review", ReportReview(first.then(*said, *last), lines, most))


def consent() -> tuple[Text, Text]:
    """What becomes of a report, as it is agreed to."""
    passed = _("We pass this to the repairs team.")
    return passed, _("We keep it until a year after the repair is done.")
