"""Universal Credit piece by piece, and both sides of each of its limits."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from msgspec import structs

from bot.knowledge.entitlements.amounts import universal_credit as uc
from bot.knowledge.entitlements.amounts.amounts import FIGURES
from bot.knowledge.entitlements.amounts.benefit_cap import exempt, over_the_cap
from bot.knowledge.entitlements.amounts.rates import rates
from tests.unit.entitlements.homes import TODAY, figures, home, year

RATES = rates(figures(), FIGURES["universal_credit"], TODAY)


@pytest.mark.parametrize(
    ("facts", "month"),
    [
        ({"age": 24}, "338.58"),
        ({"age": 25}, "424.90"),
        ({"age": 24, "partner_age": 24}, "528.34"),
        ({"age": 24, "partner_age": 25}, "666.97"),
    ],
)
def test_the_standard_allowance_goes_by_age_and_couple(facts: dict[str, Any], month: str) -> None:
    assert uc.standard_allowance(home(**facts), RATES) == Decimal(month)


@pytest.mark.parametrize(
    ("children", "month"),
    [
        ((), "0"),
        ((3,), "303.94"),
        ((9,), "303.94"),
        ((10,), "351.88"),
        ((2, 10, 4), "959.76"),
        ((20,), "0"),
    ],
)
def test_the_eldest_counts_for_more_where_certainly_born_before_april_2017(
    children: tuple[int, ...], month: str
) -> None:
    assert uc.child_element(home(age=30, children=children), RATES) == Decimal(month)


def test_a_disabled_child_adds_to_its_element() -> None:
    one = home(age=30, children=(3, 5), child_disabled=True)
    severe = structs.replace(one, severely_disabled_children=1)

    assert uc.child_element(one, RATES) == Decimal("607.88") + Decimal("164.79")
    assert uc.child_element(severe, RATES) == Decimal("607.88") + Decimal("164.79") + Decimal("514.71")
    assert uc.child_element(home(age=30, child_disabled=True), RATES) == 0


@pytest.mark.parametrize(
    ("facts", "month"),
    [
        ({"cannot_work": True}, "217.26"),
        ({"cares": True}, "209.34"),
        ({"cannot_work": True, "cares": True}, "217.26"),
        ({}, "0"),
    ],
)
def test_nobody_has_the_health_and_the_carer_element_at_once(facts: dict[str, Any], month: str) -> None:
    assert uc.health_and_carer(home(age=40, **facts), RATES) == Decimal(month)


@pytest.mark.parametrize(
    ("facts", "month"),
    [
        ({"children": (3,)}, "710"),
        ({"children": (3,), "rent": 5_200}, "427"),
        ({"cannot_work": True}, "710"),
        ({"rent": 5_200}, "0"),
    ],
)
def test_only_parents_and_the_unwell_have_a_work_allowance(facts: dict[str, Any], month: str) -> None:
    assert uc.work_allowance(home(age=40, **facts), RATES) == Decimal(month)


def test_of_each_pound_earned_above_it_fifty_five_pence_go() -> None:
    facts = {"age": 40, "children": (3,)}
    before = year("universal_credit", **facts, earnings=8_520)

    assert before == year("universal_credit", **facts)
    assert before - year("universal_credit", **facts, earnings=9_520) == Decimal("550.00")


def test_of_each_pound_of_pension_all_goes() -> None:
    none = year("universal_credit", age=60)

    assert none - year("universal_credit", age=60, pensions=1_000) == Decimal("1000.00")


@pytest.mark.parametrize(
    ("savings", "month"),
    [("6000", "0"), ("6000.01", "4.35"), ("6250", "4.35"), ("6250.01", "8.70"), ("16000", "174.00")],
)
def test_savings_count_by_started_steps(savings: str, month: str) -> None:
    assert uc.deduction(home(age=40, savings=savings), RATES) == Decimal(month)


@pytest.mark.parametrize(
    ("facts", "possible"),
    [
        ({"age": 40, "savings": 16_000}, True),
        ({"age": 40, "savings": "16000.01"}, False),
        ({"age": 18}, True),
        ({"age": 17}, False),
        ({"age": 65}, True),
        ({"age": 67}, False),
        ({"age": 67, "partner_age": 65}, True),
        ({"age": 67, "partner_age": 67}, False),
    ],
)
def test_age_and_savings_must_allow_it(facts: dict[str, Any], possible: bool) -> None:
    assert uc.possible(home(**facts), RATES) is possible
    assert (year("universal_credit", **facts) > 0) is possible


def test_childcare_is_paid_in_part_up_to_a_limit_and_only_to_who_works() -> None:
    works = {"age": 30, "earnings": 15_000, "children": (2,)}
    one, two = home(**works, childcare=6_000), home(**works | {"children": (2, 1)}, childcare=60_000)

    assert uc.childcare_element(one, RATES).quantize(Decimal("0.01")) == Decimal("425.00")
    assert uc.childcare_element(two, RATES) == Decimal("1836.16")
    assert uc.childcare_element(home(**works, childcare=60_000), RATES) == Decimal("1071.09")
    assert uc.childcare_element(home(age=30, children=(2,), childcare=6_000), RATES) == 0
    assert uc.childcare_element(home(**works, partner_age=30, childcare=6_000), RATES) == 0
    assert uc.childcare_element(home(**works, partner_age=30, cannot_work=True, childcare=6_000), RATES) > 0


@pytest.mark.parametrize(
    ("facts", "cap"),
    [
        ({"age": 30, "children": (3, 2)}, "22020"),
        ({"age": 30, "partner_age": 30}, "22020"),
        ({"age": 30}, "14753"),
    ],
)
def test_all_benefits_together_stop_at_the_cap(facts: dict[str, Any], cap: str) -> None:
    uncapped = facts | {"rent": 20_000}

    together = year("universal_credit", **uncapped) + year("child_benefit", **uncapped)
    assert together == Decimal(cap)


@pytest.mark.parametrize(
    "freeing",
    [
        {"cannot_work": True},
        {"cares": True},
        {"disability": ("pip_moving_standard",)},
        {"partner_age": 30, "partner_disability": ("attendance_lower",)},
        {"children": (3,), "child_disabled": True},
        {"gets": ("carers_allowance",)},
        {"earnings": "10574.72"},
    ],
)
def test_what_frees_from_the_cap(freeing: dict[str, Any]) -> None:
    assert exempt(home(**{"age": 30, "rent": 30_000} | freeing), RATES)


def test_a_penny_less_than_sixteen_hours_at_the_living_wage_does_not_free() -> None:
    assert not exempt(home(age=30, earnings="10574.71"), RATES)


def test_childcare_is_not_cut_by_the_cap() -> None:
    parent = home(age=30, children=(2, 1), rent=25_000, earnings=9_000, childcare=4_000)
    without = home(age=30, children=(2, 1), rent=25_000, earnings=9_000)
    paid = uc.universal_credit(parent, RATES) - uc.universal_credit(without, RATES)

    assert over_the_cap(without, uc.most(without, RATES) - uc.deduction(without, RATES), RATES) > 0
    assert uc.month(paid) == pytest.approx(uc.childcare_element(parent, RATES), abs=Decimal("0.01"))
