"""All computed amounts, by name, on a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from types import MappingProxyType

from msgspec import Struct

from bot.knowledge.entitlements.amounts import at_pension_age, child_benefit, pension_credit, universal_credit
from bot.knowledge.entitlements.amounts import winter_fuel as winter
from bot.knowledge.entitlements.amounts.household import Household
from bot.knowledge.entitlements.amounts.rates import Rates, rates
from bot.knowledge.entitlements.figures import Figures


class Amount(Struct, frozen=True):
    """One amount: how it is computed, from which figures, and on which facts it can depend."""

    compute: Callable[[Household, Rates], Decimal]
    figures: tuple[str, ...]
    facts: frozenset[str]


_WHO = frozenset({"age", "born", "partner", "partner_age", "partner_born"})
_CHILDREN = frozenset({"children"})
_INCOME = frozenset({"earnings", "partner_earnings", "pensions", "partner_pensions"})
_HEALTH = frozenset({"disability", "partner_disability", "cares"})
_PENSION_CREDIT = _WHO | _CHILDREN | _INCOME | _HEALTH | {"savings", "gets", "alone"}
_TAXED = _CHILDREN | _INCOME | {"partner", "age", "born", "partner_age", "partner_born"}

_ALL: Mapping[str, Amount] = {
    "universal_credit": Amount(
        universal_credit.universal_credit,
        universal_credit.NEEDS,
        _WHO
        | _CHILDREN
        | _INCOME
        | _HEALTH
        | {"savings", "gets", "rent", "home", "childcare", "child_disabled", "cannot_work"},
    ),
    "pension_credit": Amount(pension_credit.pension_credit, pension_credit.NEEDS, _PENSION_CREDIT),
    "guarantee_credit": Amount(
        pension_credit.guarantee_credit, pension_credit.GUARANTEE_NEEDS, _PENSION_CREDIT
    ),
    "savings_credit": Amount(pension_credit.savings_credit, pension_credit.SAVINGS_NEEDS, _PENSION_CREDIT),
    "child_benefit": Amount(child_benefit.child_benefit, child_benefit.NEEDS, _CHILDREN),
    "child_benefit_charge": Amount(child_benefit.child_benefit_charge, child_benefit.CHARGE_NEEDS, _TAXED),
    "child_benefit_kept": Amount(child_benefit.child_benefit_kept, child_benefit.CHARGE_NEEDS, _TAXED),
    "housing_benefit": Amount(
        at_pension_age.housing_benefit,
        at_pension_age.HOUSING_NEEDS,
        _PENSION_CREDIT | {"rent", "home"},
    ),
    "council_tax_reduction": Amount(
        at_pension_age.council_tax_reduction,
        at_pension_age.COUNCIL_TAX_NEEDS,
        _PENSION_CREDIT | {"council_tax"},
    ),
    "winter_fuel_payment": Amount(winter.winter_fuel_payment, winter.NEEDS, _WHO),
    "winter_fuel_charge": Amount(winter.winter_fuel_charge, winter.CHARGE_NEEDS, _WHO | _INCOME),
    "winter_fuel_kept": Amount(winter.winter_fuel_kept, winter.CHARGE_NEEDS, _WHO | _INCOME),
}

NAMES = tuple(_ALL)
"""The amounts that a benefit may name."""

NEEDS: Mapping[str, frozenset[str]] = MappingProxyType({name: one.facts for name, one in _ALL.items()})
"""Amount names to the facts on which they can depend."""

FIGURES: Mapping[str, tuple[str, ...]] = MappingProxyType({name: one.figures for name, one in _ALL.items()})
"""Amount names to the figures from which they are computed."""


class NotCertain(ValueError):
    """A figure that this amount needs is stale, not confirmed or not in force that day."""


class Amounts:
    """Every amount with the figures of one day."""

    def __init__(self, figures: Figures, on: dt.date) -> None:
        self.on = on
        self._rates = {name: rates(figures, one.figures, on) for name, one in _ALL.items()}

    def certain(self, name: str) -> bool:
        """Whether all figures of this amount are certain that day."""
        return len(self._rates[name]) == len(set(_ALL[name].figures))

    def week(self, name: str, household: Household) -> Decimal:
        """Pounds a week, never below nothing, not rounded. A winter's payment is spread over the year.

        Raises `NotCertain` where `certain` says no, `KeyError` for a name that is not in `NAMES`.
        """
        if not self.certain(name):
            raise NotCertain(f"{name}: a figure is not certain on {self.on}")
        return _ALL[name].compute(household, self._rates[name])
