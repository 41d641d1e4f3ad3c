"""The three worked examples of the knowledge file, checked there by hand against the published rates."""

from __future__ import annotations

from decimal import Decimal

from msgspec import structs

from bot.knowledge.entitlements.amounts.household import Household
from bot.knowledge.entitlements.amounts.rates import WEEKS
from tests.unit.entitlements.homes import amounts, home, net, year

A = {"age": 30, "children": (7, 4), "earnings": net(14_000), "rent": 7_800}
B = {"age": 72, "partner_age": 70, "pensions": 10_000, "partner_pensions": 6_000, "savings": 8_000}
C = {"age": 45, "cannot_work": True, "disability": ("pip_daily_standard",), "rent": 5_200}


def test_a_lone_parent_who_works_and_rents() -> None:
    assert net(14_000) == Decimal("13599.60")
    assert year("universal_credit", **A) == Decimal("15531.78")
    assert year("child_benefit", **A) == Decimal("2337.40")
    assert year("housing_benefit", **A) == 0
    assert year("winter_fuel_payment", **A) == 0


def test_b_couple_at_pension_age() -> None:
    facts = {**B, "rent": 5_200, "council_tax": 1_450}

    assert year("pension_credit", **facts) == Decimal("2889.00")
    assert year("housing_benefit", **facts) == Decimal("5200.00")
    assert year("council_tax_reduction", **facts) == Decimal("1450.00")
    assert year("winter_fuel_payment", **facts) == Decimal("200.00")
    assert year("universal_credit", **facts) == 0


def test_c_single_who_cannot_work_with_a_new_claim() -> None:
    assert year("universal_credit", **C) == Decimal("12905.92")


def test_c_single_who_had_the_health_element_before_april_2026() -> None:
    assert _year(structs.replace(home(**C), protected=True)) == Decimal("15456.40")


def test_the_third_child_counts_as_any_other() -> None:
    three = year("universal_credit", age=30, children=(6, 4, 2))
    none = year("universal_credit", age=30)

    assert three - none == Decimal("10941.84")


def _year(household: Household) -> Decimal:
    return (amounts().week("universal_credit", household) * WEEKS).quantize(Decimal("0.01"))
