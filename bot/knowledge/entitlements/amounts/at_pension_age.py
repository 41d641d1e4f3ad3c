"""Housing Benefit and Council Tax Reduction at pension age, for a new claim.

Housing Benefit (Persons who have attained the qualifying age) Regulations 2006; Council Tax Reduction
Schemes (Prescribed Requirements) (England) Regulations 2012. Not modelled: other adults in the home, rent
above the Local Housing Allowance. What children add is not confirmed for this year and is left out, so that
with children this is the least.
"""

from __future__ import annotations

from decimal import Decimal

from bot.knowledge.entitlements.amounts import pension_credit
from bot.knowledge.entitlements.amounts.household import NOTHING, Household
from bot.knowledge.entitlements.amounts.rates import Rates, share

_NEEDS = (
    *pension_credit.NEEDS,
    "hb_single_before_2021",
    "hb_couple_before_2021",
    "hb_single",
    "hb_couple",
)
HOUSING_NEEDS = (*_NEEDS, "hb_taper", "hb_savings_upper", "hb_least")
COUNCIL_TAX_NEEDS = (*_NEEDS, "ctr_taper", "ctr_savings_upper")


def housing_benefit(home: Household, rates: Rates) -> Decimal:
    """Pounds a week: the rent, less a share of income above the applicable amount."""
    left = _reduced(home, rates, home.rent, rates["hb_savings_upper"], rates["hb_taper"])
    return left if left >= rates["hb_least"] else NOTHING


def council_tax_reduction(home: Household, rates: Rates) -> Decimal:
    """Pounds a week off the bill: the bill, less a share of income above the applicable amount."""
    return _reduced(home, rates, home.council_tax, rates["ctr_savings_upper"], rates["ctr_taper"])


def excess(home: Household, rates: Rates) -> Decimal:
    """Pounds a week of income above the applicable amount; Savings Credit counts as income."""
    coming = pension_credit.income(home, rates) + pension_credit.savings_credit(home, rates)
    return max(NOTHING, coming - applicable(home, rates))


def applicable(home: Household, rates: Rates) -> Decimal:
    """The personal allowance and premiums. Who reached State Pension age before April 2021, or whose partner
    did, has the higher allowance."""
    who = "hb_couple" if home.couple else "hb_single"
    before = any(one.long_over for one in home.adults)
    return rates[f"{who}_before_2021" if before else who] + pension_credit.premiums(home, rates)


def _reduced(home: Household, rates: Rates, bill: Decimal, most: Decimal, taper: Decimal) -> Decimal:
    """All of a bill with the guarantee credit, whatever the savings; nothing with savings above the limit."""
    if not home.pension_age:
        return NOTHING
    if pension_credit.guarantee_credit(home, rates) > 0:
        return bill
    if home.savings > most:
        return NOTHING
    return max(NOTHING, bill - share(excess(home, rates), taper))
