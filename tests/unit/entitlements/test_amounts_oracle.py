"""Our amounts against those of an independent engine, for 150 households of 2026/27."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.knowledge.entitlements.amounts import at_pension_age, pension_credit
from bot.knowledge.entitlements.amounts.amounts import FIGURES
from bot.knowledge.entitlements.amounts.household import Household, household
from bot.knowledge.entitlements.amounts.rates import WEEKS
from bot.knowledge.entitlements.amounts.rates import rates as all_rates
from bot.knowledge.entitlements.cases import Case, known, read_case
from tests.unit.entitlements.homes import TODAY, amounts, figures, tax_rates

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "entitlements" / "oracle_shared.json"

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason="left out: the households are not at ../shared/data/entitlements"
)

COMPARED = (
    "universal_credit",
    "pension_credit",
    "child_benefit",
    "housing_benefit",
    "winter_fuel_payment",
    "council_tax_reduction",
)
A_WEEK = Decimal(1)

ONE_REACHED_IT_LATER = (
    "One of the couple reached State Pension age after 6 April 2016. The engine gives them Savings Credit "
    "all the same; the law gives it to a new claim only where both had reached it before (Pensions Act 2014, "
    "schedule 12; GOV.UK, Pension Credit eligibility)."
)
SO_NOTHING_COUNTS = "The same couple: without Savings Credit their income is lower and the reduction higher."

DISAGREE: Mapping[tuple[str, str], str] = {
    ("11-087", "pension_credit"): ONE_REACHED_IT_LATER,
    ("11-087", "council_tax_reduction"): SO_NOTHING_COUNTS,
}
"""Every amount that is more than a pound a week apart, and why ours is right."""


@pytest.fixture(scope="module")
def cases() -> list[dict[str, Any]]:
    content = json.loads(FILE.read_text(encoding="utf-8"))
    assert content["period"].startswith("fiscal year 2026/27")
    return list(content["cases"])


@pytest.fixture(scope="module")
def homes(cases: list[dict[str, Any]]) -> dict[str, Household]:
    return {case["id"]: _home(read_case(json.dumps(case))) for case in cases}


@pytest.fixture(scope="module")
def apart(cases: list[dict[str, Any]], homes: dict[str, Household]) -> dict[str, dict[str, Decimal]]:
    """The pounds a week by which we differ, by amount and household."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for case in cases:
        for name in COMPARED:
            expected = Decimal(str(case["expected"][name])) / WEEKS
            found[name][case["id"]] = amounts().week(name, homes[case["id"]]) - expected
    return found


@pytest.mark.parametrize("name", COMPARED)
def test_amounts_agree_within_a_pound_a_week(name: str, apart: dict[str, dict[str, Decimal]]) -> None:
    differences = apart[name]
    agree = sum(abs(difference) <= A_WEEK for difference in differences.values())

    assert len(differences) == 150
    assert agree >= 0.95 * len(differences)


def test_every_disagreement_is_explained_and_no_explanation_is_left_over(
    apart: dict[str, dict[str, Decimal]],
) -> None:
    found = {
        (id, name) for name in COMPARED for id, difference in apart[name].items() if abs(difference) > A_WEEK
    }

    assert found == set(DISAGREE)


def test_with_savings_credit_the_couple_gets_what_the_engine_gives(homes: dict[str, Household]) -> None:
    rates = all_rates(figures(), FIGURES["housing_benefit"], TODAY)
    couple = homes["11-087"]
    income = pension_credit.income(couple, rates)
    guarantee = rates["pc_guarantee_couple"]

    assert [one.savings_credit for one in couple.adults] == [True, False]
    engine = rates["pc_savings_credit_couple"] - (income - guarantee) * Decimal("0.4")
    assert engine * WEEKS == pytest.approx(Decimal("760.8"), abs=1)
    counted = income + engine - at_pension_age.applicable(couple, rates)
    assert 1450 - counted * Decimal("0.2") * WEEKS == pytest.approx(Decimal("1364.68"), abs=1)


def test_amounts_of_the_file_are_not_all_nothing(cases: list[dict[str, Any]]) -> None:
    given = {name: sum(case["expected"][name] > 0 for case in cases) for name in COMPARED}

    assert min(given.values()) >= 14


def test_two_adults_a_generation_apart_are_not_a_couple(cases: list[dict[str, Any]]) -> None:
    pairs = [case for case in cases if len(case["adults"]) == 2 and case["expected"]["is_uc_eligible"]]

    assert len(pairs) > 20
    for case in pairs:
        alone = len(read_case(json.dumps(case)).household) == 1
        assert alone == (_standard(case) < 500), case["id"]


def _standard(case: dict[str, Any]) -> Decimal:
    """The standard allowance a month in the engine's maximum: it tells whom the engine took for a couple."""
    ages = sorted(case["children"], reverse=True)
    children = Decimal("303.94") * len(ages) + (Decimal("47.94") if ages and ages[0] > 9 else 0)
    left = (Decimal(str(case["expected"]["uc_maximum_amount"])) - case["rent"]) / 12 - children
    standards = [Decimal(one) for one in ("338.58", "424.90", "528.34", "666.97")]
    fits = [one for one in standards for health in (0, Decimal("217.26")) if abs(left - one - health) < 0.05]
    assert len(fits) == 1, case["id"]
    return fits[0]


def _home(case: Case) -> Household:
    return household(known(case, tax_rates(), TODAY), TODAY)


def test_the_figures_of_the_day_are_all_certain() -> None:
    assert figures().ids() >= {"uc_single", "pc_guarantee_single", "cb_first_child", "wfp_household"}
    assert all(amounts().certain(name) for name in COMPARED)
