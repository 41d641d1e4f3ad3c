"""Winter Fuel Payment, and what HM Revenue and Customs takes back of it.

Who has reached State Pension age by the end of the qualifying week, which begins on the third Monday of
September (Social Fund Winter Fuel Payment Regulations 2025).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from bot.knowledge.entitlements.amounts import tax
from bot.knowledge.entitlements.amounts.household import NOTHING, Adult, Household, whole_years
from bot.knowledge.entitlements.amounts.rates import WEEKS, Rates
from bot.knowledge.entitlements.pension_age import born_between, reached

NEEDS = ("wfp_household", "wfp_household_80")
CHARGE_NEEDS = (*NEEDS, *tax.NEEDS, "wfp_income_limit")
OLDER = 80


def winter_fuel_payment(home: Household, rates: Rates) -> Decimal:
    """Pounds a week: the payment of a winter to the whole household, spread over the year."""
    return _once(home, rates) / WEEKS


def winter_fuel_charge(home: Household, rates: Rates) -> Decimal:
    """Pounds a week that are taken back: the share of each whose own income is above the limit."""
    limit, week = rates["wfp_income_limit"], qualifying_week_ends(home.on)
    entitled = [one for one in home.adults if _entitled(one, home.on, week)]
    weights = [2 if _older(one, week) else 1 for one in entitled]
    taken = sum(
        weight
        for one, weight in zip(entitled, weights, strict=True)
        if tax.taxable_year(one, rates, above=limit)
    )
    return _once(home, rates) * taken / sum(weights) / WEEKS if taken else NOTHING


def winter_fuel_kept(home: Household, rates: Rates) -> Decimal:
    """Pounds a week that are left."""
    return winter_fuel_payment(home, rates) - winter_fuel_charge(home, rates)


def qualifying_week_ends(on: dt.date) -> dt.date:
    """The Sunday of the qualifying week of the winter that a day belongs to or that comes next."""
    year = on.year if on.month >= 4 else on.year - 1
    first = dt.date(year, 9, 1)
    return first + dt.timedelta(days=(7 - first.weekday()) % 7 + 14 + 6)


def _once(home: Household, rates: Rates) -> Decimal:
    week = qualifying_week_ends(home.on)
    entitled = [one for one in home.adults if _entitled(one, home.on, week)]
    if not entitled:
        return NOTHING
    return rates["wfp_household_80" if any(_older(one, week) for one in entitled) else "wfp_household"]


def _entitled(one: Adult, on: dt.date, week: dt.date) -> bool:
    """By date of birth; by the age alone only where it leaves no doubt."""
    if one.born:
        return reached(week, born=one.born) is True
    return one.over and reached(week, born=_latest_birth(one, on)) is True


def _latest_birth(one: Adult, on: dt.date) -> dt.date:
    return born_between(one.age, on)[1]


def _older(one: Adult, week: dt.date) -> bool:
    """Eighty by the end of the week; by the age as said where the date of birth is not known."""
    return (whole_years(one.born, week) if one.born else one.age) >= OLDER
