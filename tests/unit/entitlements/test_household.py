"""From facts to a household, and what holds of every amount whatever the household."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.entitlements.amounts.amounts import NAMES
from bot.knowledge.entitlements.amounts.household import household, whole_years
from bot.knowledge.entitlements.fact import UNSURE, Known, Value
from tests.unit.entitlements.homes import TODAY, amounts

WHOLE: dict[str, Value] = {
    "age": 70,
    "partner": True,
    "partner_age": 66,
    "partner_born": dt.date(1960, 4, 5),
    "children": (3, 12),
    "savings": Decimal(5_000),
    "home": "council",
    "rent": Decimal(90),
    "pensions": Decimal(200),
    "partner_pensions": Decimal(40),
    "disability": ("pip_daily_standard",),
    "gets": ("child_benefit",),
    "child_disabled": True,
    "childcare": Decimal(50),
}


def test_facts_become_a_household() -> None:
    home = household(WHOLE, TODAY)
    first, second = home.adults

    assert (first.over, second.over, home.pension_age, home.couple) == (True, True, True, True)
    assert (first.pensions, second.pensions, first.needs_care) == (200, 40, True)
    assert (home.children, home.disabled_children, home.rent, home.childcare) == ((12, 3), 1, 90, 50)


def test_without_a_partner_the_facts_about_one_do_not_count() -> None:
    for partner in (False, UNSURE):
        assert len(household(WHOLE | {"partner": partner}, TODAY).adults) == 1


def test_an_owner_pays_no_rent_and_without_children_there_is_no_childcare() -> None:
    home = household(WHOLE | {"home": "own", "children": ()}, TODAY)

    assert (home.rent, home.childcare, home.disabled_children) == (0, 0, 0)


@pytest.mark.parametrize("fact", sorted(WHOLE))
def test_unsure_counts_as_not_said(fact: str) -> None:
    rest = {name: value for name, value in WHOLE.items() if name != fact}

    assert household(rest | {fact: UNSURE}, TODAY) == household(rest, TODAY)


@pytest.mark.parametrize(
    ("born", "years"), [("1960-11-20", 66), ("1960-11-21", 65), ("2024-02-29", 2), ("2026-11-20", 0)]
)
def test_a_year_is_whole_on_the_birthday(born: str, years: int) -> None:
    assert whole_years(dt.date.fromisoformat(born), TODAY) == years


MONEY = st.integers(0, 900).map(Decimal)
HOMES = st.fixed_dictionaries(
    {"age": st.integers(16, 95), "partner": st.booleans(), "partner_age": st.integers(16, 95)},
    optional={
        "children": st.lists(st.integers(0, 19), max_size=6).map(tuple),
        "savings": st.integers(0, 40_000).map(Decimal),
        "home": st.sampled_from(["council", "private", "own", "other"]),
        "rent": MONEY,
        "council_tax": MONEY,
        "earnings": MONEY,
        "partner_earnings": MONEY,
        "pensions": MONEY,
        "childcare": MONEY,
        "disability": st.sets(st.sampled_from(["attendance_lower", "pip_moving_standard"])).map(tuple),
        "gets": st.sets(st.sampled_from(["carers_allowance", "universal_credit"])).map(tuple),
        "cannot_work": st.booleans(),
        "cares": st.booleans(),
        "alone": st.booleans(),
    },
)


def week(name: str, known: Known) -> Decimal:
    return amounts().week(name, household(known, TODAY))


@given(HOMES)
@settings(max_examples=25)
def test_no_amount_is_below_nothing_or_above_what_it_is_for(known: dict[str, Any]) -> None:
    home = household(known, TODAY)
    got = {name: amounts().week(name, home) for name in NAMES}

    assert min(got.values()) >= 0
    assert got["housing_benefit"] <= home.rent
    assert got["council_tax_reduction"] <= home.council_tax
    assert got["child_benefit_kept"] + got["child_benefit_charge"] == got["child_benefit"]
    assert got["pension_credit"] == got["guarantee_credit"] + got["savings_credit"]
    assert not (got["pension_credit"] and got["universal_credit"])
    assert not (got["housing_benefit"] and got["universal_credit"])


@given(HOMES, st.sampled_from(["pensions", "savings"]), st.integers(1, 5_000))
@settings(max_examples=50)
def test_more_of_other_money_never_brings_more(known: dict[str, Any], fact: str, more: int) -> None:
    richer = known | {fact: known.get(fact, Decimal(0)) + more}

    for name in ("universal_credit", "pension_credit", "housing_benefit", "council_tax_reduction"):
        assert week(name, richer) <= week(name, known)
