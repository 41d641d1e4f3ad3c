"""What there is at State Pension age, piece by piece, and both sides of each of its limits."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bot.knowledge.entitlements.amounts import at_pension_age, pension_credit
from bot.knowledge.entitlements.amounts.amounts import FIGURES
from bot.knowledge.entitlements.amounts.rates import rates
from bot.knowledge.entitlements.amounts.winter_fuel import qualifying_week_ends
from tests.unit.entitlements.homes import TODAY, amounts, figures, home, year

RATES = rates(figures(), FIGURES["housing_benefit"], TODAY)


def week(name: str, **facts: Any) -> Decimal:
    return amounts().week(name, home(**facts)).quantize(Decimal("0.01"))


@pytest.mark.parametrize(
    ("facts", "guarantee"),
    [
        ({"age": 70}, "238.00"),
        ({"age": 70, "partner_age": 70}, "363.25"),
        ({"age": 70, "cares": True}, "286.15"),
        ({"age": 70, "alone": True, "disability": ("attendance_lower",)}, "324.05"),
        ({"age": 70, "disability": ("attendance_lower",)}, "238.00"),
        ({"age": 70, "alone": True, "disability": ("pip_moving_enhanced",)}, "238.00"),
        ({"age": 70, "partner_age": 70, "disability": ("dla_care",)}, "363.25"),
        (
            {
                "age": 70,
                "partner_age": 70,
                "disability": ("dla_care",),
                "partner_disability": ("pip_daily_enhanced",),
            },
            "535.35",
        ),
        ({"age": 70, "children": (8, 3)}, "377.96"),
        ({"age": 70, "children": (12, 3)}, "389.05"),
    ],
)
def test_the_minimum_guarantee_and_its_additions(facts: dict[str, Any], guarantee: str) -> None:
    assert pension_credit.minimum(home(**facts), RATES) == Decimal(guarantee)
    assert week("guarantee_credit", **facts) == Decimal(guarantee)


@pytest.mark.parametrize(
    ("savings", "counted"), [(10_000, 0), ("10000.01", 1), (10_500, 1), ("10500.01", 2), (50_000, 80)]
)
def test_savings_count_as_a_pound_for_each_started_five_hundred(savings: object, counted: int) -> None:
    assert pension_credit.income(home(age=70, savings=savings), RATES) == counted


@pytest.mark.parametrize(
    ("facts", "ignored"),
    [
        ({"age": 70}, 5),
        ({"age": 70, "partner_age": 70}, 10),
        ({"age": 70, "cares": True}, 20),
        ({"age": 70, "children": (3,)}, 20),
    ],
)
def test_the_first_pounds_of_earnings_do_not_count(facts: dict[str, Any], ignored: int) -> None:
    assert pension_credit.income(home(**facts, earnings=52 * 100), RATES) == 100 - ignored


def test_carers_allowance_counts_as_income() -> None:
    carer = home(age=70, cares=True, gets=("carers_allowance",))

    assert pension_credit.income(carer, RATES) == Decimal("86.45")


@pytest.mark.parametrize(
    ("facts", "entitled"),
    [
        ({"age": 65}, False),
        ({"age": 66}, False),
        ({"age": 66, "born": dt.date(1960, 4, 5)}, True),
        ({"age": 67}, True),
        ({"age": 80, "partner_age": 60}, False),
    ],
)
def test_all_adults_must_certainly_have_reached_the_age(facts: dict[str, Any], entitled: bool) -> None:
    assert (week("pension_credit", **facts) > 0) is entitled


@pytest.mark.parametrize(
    ("income", "credit"),
    [
        ("208.07", "0.00"),
        ("218.07", "6.00"),
        ("238.00", "17.96"),
        ("258.00", "9.96"),
        ("290.00", "0.00"),
    ],
)
def test_savings_credit_rises_to_its_most_and_falls_again(income: str, credit: str) -> None:
    got = week("savings_credit", age=80, pensions=Decimal(income) * 52)

    assert got == pytest.approx(Decimal(credit), abs=Decimal("0.01"))


@pytest.mark.parametrize(
    ("facts", "entitled"),
    [
        ({"age": 76}, True),
        ({"age": 75}, False),
        ({"age": 75, "born": dt.date(1951, 4, 5)}, True),
        ({"age": 75, "born": dt.date(1951, 4, 6)}, False),
        ({"age": 80, "partner_age": 70}, False),
        ({"age": 80, "partner_age": 78}, True),
    ],
)
def test_savings_credit_is_for_who_all_reached_the_age_before_april_2016(
    facts: dict[str, Any], entitled: bool
) -> None:
    assert (
        week("savings_credit", **facts, pensions=52 * 350 if "partner_age" in facts else 52 * 238) > 0
    ) is entitled


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        ({"age": 70}, "238.00"),
        ({"age": 73}, "256.00"),
        ({"age": 71, "born": dt.date(1955, 3, 31)}, "256.00"),
        ({"age": 71, "born": dt.date(1955, 4, 1)}, "238.00"),
        ({"age": 70, "partner_age": 70}, "363.25"),
        ({"age": 70, "partner_age": 73}, "383.35"),
        ({"age": 70, "cares": True}, "286.15"),
    ],
)
def test_the_applicable_amount_is_higher_for_who_reached_the_age_before_april_2021(
    facts: dict[str, Any], amount: str
) -> None:
    assert at_pension_age.applicable(home(**facts), RATES) == Decimal(amount)


def test_of_income_above_it_sixty_five_pence_a_pound_go_from_the_rent_and_twenty_from_the_bill() -> None:
    facts = {"age": 70, "pensions": 52 * 258, "rent": 52 * 100, "council_tax": 52 * 25}

    assert week("housing_benefit", **facts) == Decimal("87.00")
    assert week("council_tax_reduction", **facts) == Decimal("21.00")


@pytest.mark.parametrize(
    ("savings", "pensions", "paid"),
    [(16_000, 13_000, True), ("16000.01", 13_000, False), (40_000, 5_000, True)],
)
def test_savings_above_the_limit_end_it_but_with_the_guarantee_credit(
    savings: object, pensions: int, paid: bool
) -> None:
    facts = {"age": 70, "savings": savings, "pensions": pensions, "rent": 5_200, "council_tax": 1_450}

    assert (week("housing_benefit", **facts) > 0) is paid
    assert (week("council_tax_reduction", **facts) > 0) is paid


@pytest.mark.parametrize(("rent", "paid"), [("0.49", "0"), ("0.50", "0.50")])
def test_housing_benefit_below_fifty_pence_is_not_paid(rent: str, paid: str) -> None:
    assert week("housing_benefit", age=70, rent=Decimal(rent) * 52) == Decimal(paid)


@pytest.mark.parametrize("name", ["housing_benefit", "council_tax_reduction"])
@pytest.mark.parametrize("facts", [{"age": 50}, {"age": 70, "partner_age": 50}])
def test_under_pension_age_there_is_none(name: str, facts: dict[str, Any]) -> None:
    assert week(name, **facts, rent=5_200, council_tax=1_450) == 0


@pytest.mark.parametrize(
    ("facts", "once"),
    [
        ({"age": 65}, 0),
        ({"age": 67}, 200),
        ({"age": 80}, 300),
        ({"age": 70, "partner_age": 50}, 200),
        ({"age": 70, "partner_age": 81}, 300),
        ({"age": 82, "partner_age": 81}, 300),
        ({"age": 66}, 0),
        ({"age": 66, "born": dt.date(1960, 6, 27)}, 200),
        ({"age": 66, "born": dt.date(1960, 6, 28)}, 0),
        ({"age": 80, "born": dt.date(1946, 9, 27)}, 300),
        ({"age": 80, "born": dt.date(1946, 9, 28)}, 200),
    ],
)
def test_the_winter_fuel_payment_of_2026(facts: dict[str, Any], once: int) -> None:
    assert year("winter_fuel_payment", **facts) == once


@pytest.mark.parametrize(
    ("facts", "taken"),
    [
        ({"age": 70, "pensions": 25_000}, 0),
        ({"age": 70, "pensions": 40_000}, 200),
        ({"age": 70, "pensions": 40_000, "partner_age": 70}, 100),
        ({"age": 82, "pensions": 40_000, "partner_age": 70}, 200),
        ({"age": 82, "partner_age": 70, "partner_pensions": 40_000}, 100),
        ({"age": 82, "pensions": 40_000, "partner_age": 81, "partner_pensions": 40_000}, 300),
    ],
)
def test_of_a_high_income_the_own_share_is_taken_back(facts: dict[str, Any], taken: int) -> None:
    assert year("winter_fuel_charge", **facts) == taken
    assert year("winter_fuel_kept", **facts) == year("winter_fuel_payment", **facts) - taken


@pytest.mark.parametrize(
    ("on", "ends"),
    [
        (dt.date(2026, 11, 20), dt.date(2026, 9, 27)),
        (dt.date(2027, 2, 1), dt.date(2026, 9, 27)),
        (dt.date(2025, 10, 1), dt.date(2025, 9, 21)),
        (dt.date(2026, 4, 1), dt.date(2026, 9, 27)),
    ],
)
def test_the_qualifying_week_begins_on_the_third_monday_of_september(on: dt.date, ends: dt.date) -> None:
    assert qualifying_week_ends(on) == ends
