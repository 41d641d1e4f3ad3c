"""Child Benefit, and the High Income Child Benefit Charge.

Income Tax (Earnings and Pensions) Act 2003, sections 681B to 681H.
"""

from __future__ import annotations

from decimal import Decimal

from bot.knowledge.entitlements.amounts import tax
from bot.knowledge.entitlements.amounts.children import dependent
from bot.knowledge.entitlements.amounts.household import NOTHING, Household
from bot.knowledge.entitlements.amounts.rates import Rates

NEEDS = ("cb_first_child", "cb_other_child")
CHARGE_NEEDS = (*NEEDS, *tax.NEEDS, "cb_charge_from", "cb_charge_all")


def child_benefit(home: Household, rates: Rates) -> Decimal:
    """Pounds a week, before any charge."""
    children = len(dependent(home))
    if not children:
        return NOTHING
    return rates["cb_first_child"] + (children - 1) * rates["cb_other_child"]


def child_benefit_charge(home: Household, rates: Rates) -> Decimal:
    """Pounds a week that are taken back in tax: one per cent of Child Benefit for each full hundredth of the
    way between the two limits of the higher income of the two."""
    start, end = rates["cb_charge_from"], rates["cb_charge_all"]
    children = child_benefit(home, rates)
    if not children:
        return NOTHING
    income = max(tax.taxable_year(one, rates, above=start) for one in home.adults)
    if not income:
        return NOTHING
    hundredths = min(Decimal(100), (income - start) // ((end - start) / 100))
    return children * hundredths / 100


def child_benefit_kept(home: Household, rates: Rates) -> Decimal:
    """Pounds a week that are left after the charge."""
    return child_benefit(home, rates) - child_benefit_charge(home, rates)
