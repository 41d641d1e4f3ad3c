"""Universal Credit outside London (Universal Credit Regulations 2013), for a new claim.

Not modelled: rent above the Local Housing Allowance or for spare bedrooms, other adults in the home, the
minimum income floor of self-employed people, students, people from abroad. In pounds a month until the end.
"""

from __future__ import annotations

from decimal import Decimal

from bot.knowledge.entitlements.amounts.benefit_cap import NEEDS as CAP_NEEDS
from bot.knowledge.entitlements.amounts.benefit_cap import over_the_cap
from bot.knowledge.entitlements.amounts.children import dependent, first_is_protected
from bot.knowledge.entitlements.amounts.household import NOTHING, Household
from bot.knowledge.entitlements.amounts.rates import MONTHS, WEEKS, Rates, parts, share

NEEDS = (
    *CAP_NEEDS,
    "uc_single_under_25",
    "uc_single",
    "uc_couple_under_25",
    "uc_couple",
    "uc_child",
    "uc_first_child_before_2017",
    "uc_disabled_child",
    "uc_severely_disabled_child",
    "uc_health_element",
    "uc_health_element_protected",
    "uc_carer",
    "uc_childcare_share",
    "uc_childcare_one_child",
    "uc_childcare_more_children",
    "uc_work_allowance_with_housing",
    "uc_work_allowance",
    "uc_taper",
    "uc_savings_lower",
    "uc_savings_upper",
    "uc_tariff_step",
    "uc_tariff",
    "carers_allowance",
)
ADULT, OLDER = 18, 25


def universal_credit(home: Household, rates: Rates) -> Decimal:
    """Pounds a week."""
    if not possible(home, rates):
        return NOTHING
    childcare = childcare_element(home, rates)
    award = max(NOTHING, most(home, rates) - deduction(home, rates))
    capped = over_the_cap(home, award, rates)
    return (award - max(NOTHING, capped - childcare)) * MONTHS / WEEKS


def possible(home: Household, rates: Rates) -> bool:
    """Whether age and savings allow it: one adult is under State Pension age (Welfare Reform Act 2012, s. 4;
    mixed-age couples since 15 May 2019)."""
    of_age = all(one.age >= ADULT for one in home.adults)
    return of_age and not home.pension_age and home.savings <= rates["uc_savings_upper"]


def most(home: Household, rates: Rates) -> Decimal:
    """The maximum amount a month: the standard allowance and all elements (regulation 23)."""
    return (
        standard_allowance(home, rates)
        + child_element(home, rates)
        + health_and_carer(home, rates)
        + month(home.rent)
        + childcare_element(home, rates)
    )


def standard_allowance(home: Household, rates: Rates) -> Decimal:
    """By age and couple; one of 25 is enough (regulation 36)."""
    who = "uc_couple" if home.couple else "uc_single"
    return rates[who if any(one.age >= OLDER for one in home.adults) else f"{who}_under_25"]


def child_element(home: Household, rates: Rates) -> Decimal:
    """For every child (no limit of two since 6 April 2026), and more for disabled ones (regulation 24)."""
    children = len(dependent(home))
    if not children:
        return NOTHING
    first = rates["uc_first_child_before_2017" if first_is_protected(home) else "uc_child"]
    severe = min(home.severely_disabled_children, children)
    disabled = min(home.disabled_children, children - severe)
    return (
        first
        + (children - 1) * rates["uc_child"]
        + disabled * rates["uc_disabled_child"]
        + severe * rates["uc_severely_disabled_child"]
    )


def health_and_carer(home: Household, rates: Rates) -> Decimal:
    """The health element once, and the carer element for each carer who does not have it (regulation 29)."""
    health = rates["uc_health_element_protected" if home.protected else "uc_health_element"]
    unwell = [one for one in home.adults if one.cannot_work]
    carers = sum(one.cares and not one.cannot_work for one in home.adults)
    return (health if unwell else NOTHING) + carers * rates["uc_carer"]


def childcare_element(home: Household, rates: Rates) -> Decimal:
    """A share of what is paid, up to a limit, where every adult works, or one does and the other cannot
    (regulations 31 to 34). Who cannot is not asked of each: it is the one who does not work."""
    children = len(dependent(home))
    idle = sum(not one.earnings for one in home.adults)
    excused = sum(one.cannot_work or one.cares for one in home.adults)
    if not (children and home.childcare) or idle == len(home.adults) or idle > excused:
        return NOTHING
    limit = rates["uc_childcare_one_child" if children == 1 else "uc_childcare_more_children"]
    return min(limit, share(month(home.childcare), rates["uc_childcare_share"]))


def deduction(home: Household, rates: Rates) -> Decimal:
    """A month: earnings above the work allowance by the taper, all other income, and income that savings
    count as (regulations 22 and 72)."""
    earnings = month(sum((one.earnings for one in home.adults), NOTHING))
    earned = share(max(NOTHING, earnings - work_allowance(home, rates)), rates["uc_taper"])
    other = sum((one.pensions for one in home.adults), NOTHING)
    if "carers_allowance" in home.gets:
        other += rates["carers_allowance"]
    steps = parts(home.savings - rates["uc_savings_lower"], rates["uc_tariff_step"])
    return earned + month(other) + steps * rates["uc_tariff"]


def work_allowance(home: Household, rates: Rates) -> Decimal:
    """What may be earned first: with a child or somebody who cannot work; less where rent is paid for."""
    if not dependent(home) and not any(one.cannot_work for one in home.adults):
        return NOTHING
    return rates["uc_work_allowance_with_housing" if home.rent else "uc_work_allowance"]


def month(week: Decimal) -> Decimal:
    """Pounds a week in pounds a month (regulation 73)."""
    return week * WEEKS / MONTHS
