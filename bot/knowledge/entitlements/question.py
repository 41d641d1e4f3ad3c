"""What all questions about a household share: not to know is an answer; so is what was said in passing."""

from __future__ import annotations

import datetime as dt
from abc import abstractmethod
from typing import Any, Final

from msgspec.structs import replace

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, NoMatch, Outcome
from bot.knowledge.entitlements.fact import UNSURE, Fact, Value
from bot.knowledge.entitlements.hearing.hears import Hears
from channels.message import Choice, Reply

NOT_KNOWN: Final = Choice("fact:unsure", _("I do not know"))
ON: Final = "on_"
"""What a fact begins with that is whether a benefit is paid; behind it stands the benefit."""

FEW: Final = 3
"""Who is asked for a benefit and says no more than its name gets it."""

YES, NO = Choice("yes", _("Yes")), Choice("no", _("No"))


class FactQuestion(Base[Value]):
    """One fact, asked for. `today` is the city's calendar day; `most` how many choices the channel shows."""

    kind: Any = bool

    def __init__(
        self, fact: Fact, hears: Hears, today: dt.date, most: int, *, hint: Text | None = None
    ) -> None:
        own_words = _("You can say it in your own words. You can also say: I do not know.")
        super().__init__(fact.asks, hint=hint or own_words, label=fact.label, why=fact.why)
        self.fact = fact
        self.hears = hears
        self.today = today
        self.most = most

    @abstractmethod
    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        """The answer of somebody who has one."""

    @abstractmethod
    def said(self, value: Any) -> Text:
        """An answer that is known, said back."""

    def hear(self, heard: Heard, partial: Any) -> Outcome[Value]:
        if heard.picked == NOT_KNOWN.id or (not heard.picked and self.hears.unsure(heard)):
            return Got(UNSURE)
        if heard.rest is not None and self._corrects_another(heard):
            return NO_MATCH
        found = self.answer(heard, partial)
        return self.prefill(heard) if isinstance(found, NoMatch) and found.why is None else found

    def _corrects_another(self, heard: Heard) -> bool:
        """Whether words that begin like a correction state something else: it is for that."""
        stated = self.hears.facts(heard, self.today)
        return bool(stated) and self.fact.id not in stated

    def prefill(self, opening: Heard) -> Outcome[Value]:
        stated = self.hears.facts(opening, self.today).get(self.fact.id)
        return NO_MATCH if stated is None or self.restore(self.store(stated)) is None else Got(stated)

    def correct(self, heard: Heard, value: Value) -> Outcome[Value]:
        """What is stated of this fact; words that state another are none for this one."""
        stated = self.prefill(heard)
        if isinstance(stated, Got) or self.hears.facts(heard, self.today):
            return stated
        return self.hear(heard, None)

    def restore(self, stored: Any) -> Value | None:
        return UNSURE if stored == UNSURE else super().restore(stored)

    def echo(self, value: Value) -> Text:
        told = _("I do not know") if value == UNSURE else self.said(value)
        named = _("%(label)s: %(answer)s", label=self.fact.label, answer=told) if self.fact.label else told
        return named.before_others(_("what you told me of yourself"))


class YesNoFact(FactQuestion):
    """Yes, no, or not known."""

    def prompt(self) -> Reply:
        return Reply(self.asks, (YES, NO, NOT_KNOWN), expects_answer=True)

    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        if heard.picked in ("yes", "no"):
            return Got(heard.picked == "yes")
        if heard.word in ("affirm", "deny"):
            return Got(heard.word == "affirm")
        if heard.intent in ("affirm", "deny") and heard.rest is None:
            return Got(heard.intent == "affirm")
        named = self.fact.id in [f"{ON}{one}" for one in heard.entities("benefit")]
        return Got(True) if named and len(heard.text.split()) <= FEW else NO_MATCH

    def correct(self, heard: Heard, value: Value) -> Outcome[Value]:
        """A bare yes or no corrects nothing: it would be anything's."""
        return self.prefill(heard)

    def said(self, value: Any) -> Text:
        return _("Yes") if value else _("No")


def asking(reply: Reply, asks: Text) -> Reply:
    """The same reply with another question."""
    return replace(reply, text=asks)
