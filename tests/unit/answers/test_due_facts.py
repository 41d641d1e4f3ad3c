"""Facts of the law stand in the list of what is due, by the day from which on they are not told."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from bot.due_facts import of_benefits, of_repairs
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.repairs.repairs import Repairs

DAY = dt.timedelta(days=1)


def test_a_figure_is_over_on_the_day_from_which_it_is_not_told() -> None:
    rules = Entitlements.load("leeds")
    listed = of_benefits(rules)()
    assert len(listed) == len(rules.figures.every()) + len(rules.every)
    for one, fact in zip(rules.figures.every(), listed, strict=False):
        assert fact.review is not None
        before, over = fact.review - DAY, fact.review
        assert not one.certain(over)
        assert (fact.standing(over) == "over") == (one.status == "verified")
        assert fact.standing(before) != "over"
        assert one.certain(before) or one.status == "unverified" or before < one.from_


def test_the_law_of_repairs_and_the_councils_times_are_listed_as_they_stand() -> None:
    repairs = Repairs.load("leeds", ZoneInfo("Europe/London"))
    listed = of_repairs(repairs)()
    law = repairs.law
    count = len(law.limits) + 1 + len(law.scope) + len(law.rights) + len(repairs.council.targets)
    assert len(listed) == count
    unconfirmed = sum(one.status == "unverified" for one in repairs.council.targets)
    own = listed[-len(repairs.council.targets) :]
    today = dt.date(2026, 11, 24)
    assert sum(one.standing(today) == "unconfirmed" for one in own) == unconfirmed > 0
