"""Ages, dates of birth and sums of money, as people say them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from accessibility.text import Count, Day, Items, Money, Text, _, _c
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Got, Narrow, NoMatch, Outcome
from bot.knowledge.entitlements.fact import Fact, Value
from bot.knowledge.entitlements.hearing import ages, births, money
from bot.knowledge.entitlements.hearing.hears import Hears
from bot.knowledge.entitlements.hearing.items import items
from bot.knowledge.entitlements.question import NOT_KNOWN, FactQuestion
from channels.message import Choice, Reply

YOUNGEST: Final = 10
"""Below this nobody asks for themselves: `1` and `2` are choices of the list."""

RICHEST: Final = Decimal(20_000)
"""Pounds a week beyond which a sum is misheard."""

OTHERS: Final = "partner_"
"""What the facts of the one whom somebody lives with begin with."""

EXAMPLE: Final = dt.date(1958, 3, 24)
NOTHING: Final = Choice("fact:nothing", _c("money", "Nothing"))
PERIODS: Final = (
    Choice("per:week", _("A week")),
    Choice("per:month", _("A month")),
    Choice("per:year", _("A year")),
)
PER: Final[Mapping[str, money.Per]] = {"per:week": "week", "per:month": "month", "per:year": "year"}
_RANGE = re.compile(r"\d\s*[-\u2013]\s*£?\s*\d")


class AgeFact(FactQuestion):
    """An age in whole years; who gives the date of birth has given the age as well, and it is kept."""

    kind = int | dt.date
    takes_digits = True
    only_numbers = True

    def __init__(self, fact: Fact, hears: Hears, today: dt.date, most: int) -> None:
        hint = _("Please send the age as a number. You can also say: I do not know.")
        super().__init__(fact, hears, today, most, hint=hint)

    def prompt(self) -> Reply:
        return Reply(self.asks, (NOT_KNOWN,), expects_answer=True)

    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        birth = births.born(heard.text, self.today)
        if birth is not None:
            return Got(birth)
        age = ages.own_age(heard.text, self.hears.tongue(heard))
        return Got(age) if age is not None and age >= YOUNGEST else NO_MATCH

    def said(self, value: Any) -> Text:
        age = births.years(value, self.today) if isinstance(value, dt.date) else value
        return _("%(answer)s", answer=Count(age))


class BornFact(FactQuestion):
    """A date of birth."""

    kind = dt.date
    takes_digits = True
    only_numbers = True

    def __init__(self, fact: Fact, hears: Hears, today: dt.date, most: int) -> None:
        hint = _(
            "Please send the day, the month and the year. For example %(day)s.",
            day=Day(EXAMPLE, with_year=True),
        )
        super().__init__(fact, hears, today, most, hint=hint)

    def prompt(self) -> Reply:
        return Reply(self.asks, (NOT_KNOWN,), expects_answer=True)

    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        birth = births.born(heard.text, self.today)
        return Got(birth) if birth is not None else NO_MATCH

    def said(self, value: Any) -> Text:
        return _("%(day)s", day=Day(value, with_year=True))


class AgesFact(FactQuestion):
    """The age of each child; none is an answer. It has no choices: `2` is an age, not the second of them."""

    kind = tuple[int, ...]
    takes_digits = True
    only_numbers = True

    def __init__(self, fact: Fact, hears: Hears, today: dt.date, most: int) -> None:
        hint = _("You can say each age, or: none. You can also say: I do not know.")
        super().__init__(fact, hears, today, most, hint=hint)

    def prompt(self) -> Reply:
        """How it can be answered is said at once: there are no choices that would show it."""
        asks = self.asks if self.hint is None else self.hint.if_room().then(self.asks)
        return Reply(asks, expects_answer=True)

    def resume(self, partial: Any) -> Reply:
        return Reply(_("How old is each of them?"), expects_answer=True) if partial else self.prompt()

    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        tongue = self.hears.tongue(heard)
        told = ages.children(heard.text, tongue)
        if items(heard.text, tongue) == [Decimal(0)]:  # none, and no baby
            return Got(())
        if told.ages:
            return Got(told.ages)
        if told.counted or "affirm" in (heard.word, heard.intent):
            return Narrow(True, self.resume(True))
        return Got(()) if self.hears.none(heard) else NO_MATCH

    def covers(self, heard: Heard) -> bool:
        return ages.says_only_ages(heard.text, self.hears.tongue(heard))

    def said(self, value: Any) -> Text:
        return _("%(items)s", items=Items(tuple(map(Count, value)))) if value else _("None")


class MoneyFact(FactQuestion):
    """Pounds a week, or pounds where it is held once. What a sum is for is asked back where it was not said;
    of nothing it does not matter."""

    kind = Decimal
    takes_digits = True
    only_numbers = True

    def __init__(self, fact: Fact, hears: Hears, today: dt.date, most: int) -> None:
        once = _("Please send an amount in pounds. You can also say: I do not know.")
        often = _("Please say how much, and if it is a week, a month or a year.")
        super().__init__(fact, hears, today, most, hint=once if fact.period == "once" else often)

    def prompt(self) -> Reply:
        return Reply(self.asks, (NOTHING, NOT_KNOWN), expects_answer=True)

    def resume(self, partial: Any) -> Reply:
        asks = _("Is that for a week, a month or a year?")
        return Reply(asks, PERIODS, expects_answer=True) if partial else self.prompt()

    def answer(self, heard: Heard, partial: Any) -> Outcome[Value]:
        if heard.picked == NOTHING.id:
            return Got(Decimal(0))
        if self._of_another(heard):
            return NO_MATCH
        tongue = self.hears.tongue(heard)
        if partial and not money.sums(heard.text, tongue):
            per = PER.get(heard.picked) or money.period(heard.text, tongue)
            if per:
                return self._within(money.weekly(money.Sum(Decimal(partial), per)))
        found = money.sums(heard.text, tongue)
        if len(found) > 1 and (
            _RANGE.search(heard.text) or tongue.has("either", heard.text.casefold().split())
        ):
            return NoMatch(_("Please send one amount."))
        if not found:
            return Got(Decimal(0)) if self.hears.none(heard) else NO_MATCH
        return self._summed(found)

    def correct(self, heard: Heard, value: Value) -> Outcome[Value]:
        return NO_MATCH if self._of_another(heard) else super().correct(heard, value)

    def said(self, value: Any) -> Text:
        return (
            _("%(sum)s", sum=Money(value))
            if self.fact.period == "once"
            else _("%(sum)s a week", sum=Money(value))
        )

    def _of_another(self, heard: Heard) -> bool:
        """Whether a sum is said to be of something else."""
        tongue = self.hears.tongue(heard)
        named = tongue.named(items(heard.text, tongue))
        return bool(named) and self.fact.id.removeprefix(OTHERS) not in named

    def _summed(self, found: tuple[money.Sum, ...]) -> Outcome[Value]:
        pounds = sum((one.pounds for one in found), Decimal(0))
        if self.fact.period == "once" or not pounds:
            return Got(pounds)
        if not all(one.per for one in found):
            return Narrow(str(pounds), self.resume(str(pounds)))
        return self._within(sum(map(money.weekly, found), Decimal(0)))

    def _within(self, week: Decimal) -> Outcome[Value]:
        return Got(week) if week <= RICHEST else NO_MATCH
