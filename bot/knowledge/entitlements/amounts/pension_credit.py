"""Pension Credit for a new claim (State Pension Credit Act 2002 and Regulations 2002).

Not modelled: additions for disabled children and for housing costs of owners.
"""

from __future__ import annotations

from decimal import Decimal

from bot.knowledge.entitlements.amounts.children import dependent, first_is_protected
from bot.knowledge.entitlements.amounts.household import NOTHING, Household
from bot.knowledge.entitlements.amounts.rates import Rates, parts, share

INCOME_NEEDS = (
    "pc_savings_ignored",
    "pc_tariff_step",
    "pc_tariff",
    "pc_earnings_ignored_single",
    "pc_earnings_ignored_couple",
    "pc_earnings_ignored_carer",
    "carers_allowance",
)
GUARANTEE_NEEDS = (
    *INCOME_NEEDS,
    "pc_guarantee_single",
    "pc_guarantee_couple",
    "pc_severe_disability",
    "pc_carer",
    "pc_child",
    "pc_first_child_before_2017",
)
SAVINGS_NEEDS = (
    *GUARANTEE_NEEDS,
    "pc_savings_credit_single",
    "pc_savings_credit_couple",
    "pc_savings_threshold_single",
    "pc_savings_threshold_couple",
    "pc_savings_share",
    "pc_savings_taper",
)
NEEDS = SAVINGS_NEEDS


def pension_credit(home: Household, rates: Rates) -> Decimal:
    """Pounds a week, both parts."""
    return guarantee_credit(home, rates) + savings_credit(home, rates)


def guarantee_credit(home: Household, rates: Rates) -> Decimal:
    """Pounds a week: what is missing to the appropriate minimum guarantee. Both of a couple must have reached
    State Pension age (since 15 May 2019)."""
    if not home.pension_age:
        return NOTHING
    return max(NOTHING, minimum(home, rates) - income(home, rates))


def savings_credit(home: Household, rates: Rates) -> Decimal:
    """Pounds a week: a share of income above the threshold, less a share of what is above the guarantee. All
    adults must have reached State Pension age before 6 April 2016 (Pensions Act 2014, schedule 12)."""
    if not all(one.over and one.savings_credit for one in home.adults):
        return NOTHING
    who = "couple" if home.couple else "single"
    coming = income(home, rates)
    above = max(NOTHING, coming - rates[f"pc_savings_threshold_{who}"])
    gained = min(rates[f"pc_savings_credit_{who}"], share(above, rates["pc_savings_share"]))
    lost = share(max(NOTHING, coming - minimum(home, rates)), rates["pc_savings_taper"])
    return max(NOTHING, gained - lost)


def minimum(home: Household, rates: Rates) -> Decimal:
    """The appropriate minimum guarantee: the standard one and additions (regulation 6, schedules 1, 2A)."""
    standard = rates["pc_guarantee_couple" if home.couple else "pc_guarantee_single"]
    return standard + premiums(home, rates) + _children(home, rates)


def premiums(home: Household, rates: Rates) -> Decimal:
    """For severe disability (alone, or both of a couple) and for each carer."""
    needing = sum(one.needs_care for one in home.adults)
    severe = needing if (home.alone or home.couple) and needing == len(home.adults) else 0
    carers = sum(one.cares for one in home.adults)
    return severe * rates["pc_severe_disability"] + carers * rates["pc_carer"]


def income(home: Household, rates: Rates) -> Decimal:
    """What counts as coming in, a week: pensions, earnings but for the first few pounds, Carer's Allowance,
    and what savings count as (regulations 15 to 17)."""
    earnings = sum((one.earnings for one in home.adults), NOTHING)
    pensions = sum((one.pensions for one in home.adults), NOTHING)
    caring = rates["carers_allowance"] if "carers_allowance" in home.gets else NOTHING
    steps = parts(home.savings - rates["pc_savings_ignored"], rates["pc_tariff_step"])
    return max(NOTHING, earnings - _ignored(home, rates)) + pensions + caring + steps * rates["pc_tariff"]


def _ignored(home: Household, rates: Rates) -> Decimal:
    """Of earnings: more for carers, disabled people and lone parents (schedule VI)."""
    special = any(one.cares or one.disability for one in home.adults)
    if special or (dependent(home) and not home.couple):
        return rates["pc_earnings_ignored_carer"]
    return rates["pc_earnings_ignored_couple" if home.couple else "pc_earnings_ignored_single"]


def _children(home: Household, rates: Rates) -> Decimal:
    children = len(dependent(home))
    if not children:
        return NOTHING
    first = rates["pc_first_child_before_2017" if first_is_protected(home) else "pc_child"]
    return first + (children - 1) * rates["pc_child"]
