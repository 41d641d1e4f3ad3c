"""The question for a fact, by the kind of fact that it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Final

from bot.dialogue.question import Question
from bot.knowledge.entitlements.fact import Fact, Kind, Value
from bot.knowledge.entitlements.hearing.hears import Hears
from bot.knowledge.entitlements.question import FactQuestion, YesNoFact
from bot.knowledge.entitlements.question_lists import ChoiceFact, Settles, SeveralFact
from bot.knowledge.entitlements.question_numbers import AgeFact, AgesFact, BornFact, MoneyFact

Makes = Callable[[Fact, Hears, dt.date, int], FactQuestion]

KINDS: Final[Mapping[Kind, Makes]] = {
    "yes_no": YesNoFact,
    "choice": ChoiceFact,
    "several": SeveralFact,
    "age": AgeFact,
    "date": BornFact,
    "money": MoneyFact,
    "ages": AgesFact,
}


def question(
    fact: Fact,
    hears: Hears,
    today: dt.date,
    most: int,
    *,
    first: Collection[str] = (),
    settles: Settles = lambda value: True,
) -> Question[Value]:
    """Asks for a fact; every one may be answered with "I do not know". `most` is how many choices the channel
    shows, `first` the options that matter most, `settles` as in `SeveralFact`."""
    if fact.kind == "several":
        return SeveralFact(fact, hears, today, most, first, settles)
    return KINDS[fact.kind](fact, hears, today, most)
