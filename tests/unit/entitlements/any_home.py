"""Households of every kind, drawn by lot: at the limits of the law, and beyond what is likely."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from random import Random
from typing import Any

from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Fact, Known, Value
from bot.knowledge.entitlements.pension_age import born_between
from bot.knowledge.entitlements.settled import decided, there

AGES = (17, 18, 24, 25, 30, 40, 55, 65, 66, 67, 70, 71, 72, 75, 76, 79, 80, 85)
SAVED = (0, 0, 1000, 6000, 6001, 9999, 10_000, 12_000, 16_000, 16_001, 50_000)
A_WEEK = (0, 0, 0, 20, 50, 100, 150, 196, 200, 210, 250, 300, 400, 700, 1000, 1600)
BILLS: Mapping[str, tuple[int, ...]] = {
    "rent": (0, 1, 60, 100, 200, 300),
    "council_tax": (10, 28, 50),
    "childcare": (0, 0, 50, 200),
}


def any_home(rules: Entitlements, random: Random, on: dt.date) -> dict[str, Value]:
    """All facts that there can be of one household; what follows from others follows here, too."""
    home: dict[str, Value] = {}
    for fact in rules.book.facts:
        if fact.needs is None or there(fact.needs, home) is not False:
            home[fact.id] = _any(fact, home, random, on)
    for fact in rules.book.facts:
        said = decided(fact.implied, home) if fact.implied else None
        if said is not None:
            home[fact.id] = said
    return home


def part(home: Known, random: Random) -> dict[str, Value]:
    """Some of a household's facts; a date of birth only with the age."""
    share = random.random()
    known = {id: value for id, value in home.items() if random.random() < share}
    for born, age in (("born", "age"), ("partner_born", "partner_age")):
        if born in known:
            known[age] = home[age]
    return known


def _any(fact: Fact, home: Mapping[str, Any], random: Random, on: dt.date) -> Value:
    options = [option.id for option in fact.options]
    match fact.kind:
        case "yes_no":
            return random.random() < 0.4
        case "choice":
            return random.choice(options)
        case "several":
            return tuple(option for option in options if random.random() < 0.15)
        case "age":
            return random.choice(AGES)
        case "date":
            first, last = born_between(home[fact.refines], on)
            return first + dt.timedelta(days=random.randint(0, (last - first).days))
        case "ages":
            return tuple(random.randint(0, 18) for _ in range(random.choice((0, 0, 1, 2, 3, 5))))
    return Decimal(random.choice(BILLS.get(fact.id, SAVED if fact.period == "once" else A_WEEK)))
