"""What several benefits ask of children alike."""

from __future__ import annotations

import datetime as dt

from bot.knowledge.entitlements.amounts.household import Household
from bot.knowledge.entitlements.pension_age import born_between

FIRST_CHILD_BEFORE = dt.date(2017, 4, 6)
"""A first child born before this day has the higher amount."""

GROWN = 20
"""From this age on nobody is a child or a qualifying young person."""


def dependent(home: Household) -> tuple[int, ...]:
    """The ages of those who count, the eldest first."""
    return tuple(age for age in home.children if age < GROWN)


def first_is_protected(home: Household) -> bool:
    """Whether the eldest was certainly born before 6 April 2017."""
    ages = dependent(home)
    return bool(ages) and born_between(ages[0], home.on)[1] < FIRST_CHILD_BEFORE
