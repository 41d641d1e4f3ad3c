"""Households and their amounts on one day, for the tests of amounts."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

from bot.knowledge.entitlements.amounts import tax
from bot.knowledge.entitlements.amounts.amounts import Amounts
from bot.knowledge.entitlements.amounts.household import Household, household
from bot.knowledge.entitlements.amounts.rates import WEEKS, Rates, rates
from bot.knowledge.entitlements.figures import Figures

TODAY = dt.date(2026, 11, 20)
A_YEAR = {"rent", "council_tax", "childcare", "earnings", "partner_earnings", "pensions", "partner_pensions"}


@lru_cache(maxsize=1)
def figures() -> Figures:
    return Figures.load()


@lru_cache(maxsize=1)
def amounts() -> Amounts:
    return Amounts(figures(), TODAY)


@lru_cache(maxsize=1)
def tax_rates() -> Rates:
    return rates(figures(), tax.NEEDS, TODAY)


def home(on: dt.date = TODAY, **facts: Any) -> Household:
    """A household by its facts; the regular money in pounds a year, after tax."""
    money = {name: Decimal(str(value)) / WEEKS for name, value in facts.items() if name in A_YEAR}
    couple = any(name.startswith("partner_") for name in facts)
    saved = {"savings": Decimal(str(facts["savings"]))} if "savings" in facts else {}
    return household({"partner": couple} | facts | money | saved, on)


def year(name: str, **facts: Any) -> Decimal:
    """An amount in pounds a year, to the penny."""
    return (amounts().week(name, home(**facts)) * WEEKS).quantize(Decimal("0.01"))


def net(gross: int) -> Decimal:
    """What is left of a year's earnings."""
    return tax.after_tax(tax.Income(Decimal(gross)), tax_rates()).earnings
