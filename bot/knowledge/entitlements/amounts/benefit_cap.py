"""The benefit cap outside London (Universal Credit Regulations 2013, regulations 78 to 83)."""

from __future__ import annotations

from decimal import Decimal

from bot.knowledge.entitlements.amounts.child_benefit import NEEDS as CHILD_NEEDS
from bot.knowledge.entitlements.amounts.child_benefit import child_benefit
from bot.knowledge.entitlements.amounts.children import dependent
from bot.knowledge.entitlements.amounts.household import NOTHING, Household
from bot.knowledge.entitlements.amounts.rates import MONTHS, WEEKS, Rates

NEEDS = (
    *CHILD_NEEDS,
    "benefit_cap_family",
    "benefit_cap_single",
    "benefit_cap_hours",
    "national_living_wage",
)


def over_the_cap(home: Household, award: Decimal, rates: Rates) -> Decimal:
    """By how much Universal Credit of so much a month and Child Benefit are above the cap, a month."""
    if exempt(home, rates):
        return NOTHING
    family = home.couple or bool(dependent(home))
    cap = rates["benefit_cap_family" if family else "benefit_cap_single"]
    benefits = award * MONTHS + child_benefit(home, rates) * WEEKS
    return max(NOTHING, benefits - cap) / MONTHS


def exempt(home: Household, rates: Rates) -> bool:
    """Whether it does not apply: somebody cannot work for their health, cares, or gets a benefit for a
    disability; or together they earn what sixteen hours at the National Living Wage bring."""
    needs = any(one.cannot_work or one.cares or one.disability for one in home.adults)
    child = home.disabled_children or home.severely_disabled_children
    earnings = sum((one.earnings for one in home.adults), NOTHING)
    enough = rates["benefit_cap_hours"] * rates["national_living_wage"]
    return needs or bool(child) or "carers_allowance" in home.gets or earnings >= enough
