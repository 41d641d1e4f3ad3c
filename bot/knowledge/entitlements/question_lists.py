"""One of several, or some of several: a page at a time, by button, number, name or in passing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from accessibility.text import Items, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Got, Narrow, Outcome
from bot.knowledge.entitlements.fact import Fact, Value
from bot.knowledge.entitlements.hearing.hears import Hears
from bot.knowledge.entitlements.question import NOT_KNOWN, FactQuestion, asking
from bot.knowledge.repairs.listed import after, page, wants_more
from channels.message import Choice, Reply

BENEFIT: Final = "benefit"
NONE: Final = Choice("fact:none", _("None of these"))
ENOUGH: Final = Choice("fact:enough", _("No others"))

FAMILIES: Final[Mapping[str, str]] = {"pip": "pip_", "attendance_allowance": "attendance_"}
"""Benefits that an answer may name as a whole, and what the options of their parts begin with."""

Settles = Callable[[Value], bool]
"""Whether no further answer to the same question could change what it was asked for."""


class ChoiceFact(FactQuestion):
    """One of the options."""

    kind = str

    def __init__(self, fact: Fact, hears: Hears, today: dt.date, most: int) -> None:
        super().__init__(fact, hears, today, most)
        self._choices = (*(Choice(one.id, one.name) for one in fact.options), NOT_KNOWN)

    def prompt(self) -> Reply:
        return self._page(0)

    def resume(self, partial: Any) -> Reply:
        return self._page(int(partial or 0))

    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        if wants_more(heard):
            following = after(self._choices, self.most, int(partial or 0))
            return Narrow(following, self._page(following))
        return Got(heard.picked) if any(one.id == heard.picked for one in self.fact.options) else NO_MATCH

    def restore(self, stored: Any) -> Value | None:
        known = {NOT_KNOWN.id, *(one.id for one in self.fact.options)}
        value = super().restore(stored)
        return value if value in known or value == super().restore("unsure") else None

    def said(self, value: Any) -> Text:
        return next((one.name for one in self.fact.options if one.id == value), self.asks)

    def _page(self, start: int) -> Reply:
        return Reply(self.asks, page(self._choices, self.most, start), expects_answer=True)


class SeveralFact(FactQuestion):
    """None, one or more of the options. `first` are those that matter most, which are shown first; `settles`
    says of what is picked so far whether it is enough: else the others are offered. What is known so far is
    kept as the ids that are `chosen`, the beginning of the ids that are shown and where the page starts."""

    kind = tuple[str, ...]

    def __init__(
        self,
        fact: Fact,
        hears: Hears,
        today: dt.date,
        most: int,
        first: Collection[str] = (),
        settles: Settles = lambda value: True,
    ) -> None:
        super().__init__(fact, hears, today, most)
        self._options = sorted(fact.options, key=lambda one: one.id not in first)
        self._settles = settles

    def prompt(self) -> Reply:
        return self._page((), "", 0)

    def resume(self, partial: Any) -> Reply:
        return self._page(*_so_far(partial))

    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        chosen, family, start = _so_far(partial)
        if wants_more(heard):
            following = after(self._choices(chosen, family), self.most, start)
            return self._narrow(chosen, family, following)
        named = self._named(heard) or self._numbered(heard.text, chosen, family, start)
        if named:
            return self._with(chosen, named, whole=len(named) > 1)
        if heard.picked == NONE.id or heard.picked == ENOUGH.id or self.hears.none(heard):
            return Got(chosen)
        parts = next((FAMILIES[one] for one in heard.entities(BENEFIT) if one in FAMILIES), "")
        if parts and any(one.id.startswith(parts) for one in self._options):
            return self._narrow(chosen, parts, 0)
        if "affirm" in (heard.word, heard.intent):
            return Narrow(
                _kept(chosen, family, start), asking(self.resume(partial), _("Which of these is it?"))
            )
        return NO_MATCH

    def restore(self, stored: Any) -> Value | None:
        value = super().restore(stored)
        known = {one.id for one in self._options}
        return value if not isinstance(value, tuple) or known.issuperset(value) else None

    def said(self, value: Any) -> Text:
        names = tuple(one.name for one in self.fact.options if one.id in value)
        return _("%(items)s", items=Items(names)) if names else NONE.label

    def _with(self, chosen: Sequence[str], named: Sequence[str], *, whole: bool) -> Outcome[Value]:
        """What is chosen now: all there is to it where they have said it in one go, or no more matters."""
        both = {*chosen, *named}
        value = tuple(one.id for one in self.fact.options if one.id in both)
        if whole or len(value) == len(self._options) or self._settles(value):
            return Got(value)
        return self._narrow(value, "", 0)

    def _narrow(self, chosen: tuple[str, ...], family: str, start: int) -> Narrow:
        return Narrow(_kept(chosen, family, start), self._page(chosen, family, start))

    def _named(self, heard: Heard) -> tuple[str, ...]:
        """The options that are picked or named by the names of benefits."""
        said = {heard.picked} if heard.picked else set(heard.entities(BENEFIT))
        return tuple(one.id for one in self._options if one.id in said)

    def _numbered(self, said: str, chosen: Sequence[str], family: str, start: int) -> tuple[str, ...]:
        """`2 3` and `2,3` name choices of the page that is shown."""
        numbers = said.replace(",", " ").replace("+", " ").replace("&", " ").split()
        if len(numbers) < 2 or not all(one.isdecimal() for one in numbers):
            return ()
        shown = dict(enumerate((one.id for one in self._page(chosen, family, start).choices), 1))
        picked = {shown.get(int(one), "") for one in numbers}
        return tuple(one.id for one in self._options if one.id in picked)

    def _choices(self, chosen: Sequence[str], family: str) -> tuple[Choice, ...]:
        left = [one for one in self._options if one.id not in chosen and one.id.startswith(family)]
        ends = (ENOUGH,) if chosen else (NONE,)
        unsure = () if chosen else (NOT_KNOWN,)
        return (*ends, *(Choice(one.id, one.name) for one in left), *unsure)

    def _page(self, chosen: Sequence[str], family: str, start: int) -> Reply:
        asks = _("Do you get any others?") if chosen else self.asks
        asks = _("Which of these is it?") if family else asks
        return Reply(asks, page(self._choices(chosen, family), self.most, start), expects_answer=True)


def _kept(chosen: Sequence[str], family: str, start: int) -> Any:
    return [list(chosen), family, start]


def _so_far(partial: Any) -> tuple[tuple[str, ...], str, int]:
    chosen, family, start = partial or ((), "", 0)
    return tuple(chosen), family, start
