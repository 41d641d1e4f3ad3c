"""Extents: between which amounts it lies while something is unknown, and which facts can still move it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.knowledge.entitlements.amounts.household import household
from bot.knowledge.entitlements.ends import CHILDREN
from bot.knowledge.entitlements.fact import UNSURE
from bot.knowledge.entitlements.verdict import Extent
from tests.unit.entitlements.rulebook import DAY, city, pounds

ALONE: dict[str, Any] = {
    "age": 40,
    "partner": False,
    "children": (),
    "savings": pounds(0),
    "earnings": pounds(0),
    "pensions": pounds(0),
    "home": "council",
    "rent": pounds(100),
    "cannot_work": False,
    "cares": False,
    "gets": (),
    "disability": (),
}
PENSIONER = {**ALONE, "age": 70, "pensions": pounds(200), "alone": True}
UC, PC, HB = "universal_credit", "pension_credit", "housing_benefit"


def extent(id: str, **known: Any) -> Extent:
    found = city("leeds").verdict(id, known, DAY).extent
    assert found is not None
    return found


def tried(name: str, **known: Any) -> Extent | None:
    """The extent of an amount, whatever the verdict."""
    rules = city("leeds")
    found = rules._day(DAY).extents.of(name, rules.book.settle(known, DAY))
    return found.extent if found else None


def week(name: str, **known: Any) -> Decimal:
    return city("leeds")._day(DAY).amounts.week(name, household(known, DAY))


def without(known: dict[str, Any], *gone: str) -> dict[str, Any]:
    return {id: value for id, value in known.items() if id not in gone}


@pytest.mark.parametrize(("name", "home"), [(UC, ALONE), (PC, PENSIONER), (HB, PENSIONER)])
def test_all_known_makes_one_amount(name: str, home: dict[str, Any]) -> None:
    assert extent(name, **home) == Extent(week(name, **home), week(name, **home))


@pytest.mark.parametrize("fact", ["rent", "cares", "cannot_work", "children"])
def test_what_is_unknown_is_tried_at_both_ends(fact: str) -> None:
    found = extent(UC, **without(ALONE, fact))
    low: Any = {"rent": pounds(0), "children": ()}.get(fact, False)
    high: Any = {"rent": pounds(600), "children": CHILDREN}.get(fact, True)
    with_it = {"child_disabled": True} if fact == "children" else {}

    assert found.least == week(UC, **{**ALONE, fact: low})
    assert found.most == week(UC, **{**ALONE, fact: high, **with_it})
    assert found == extent(UC, **{**ALONE, fact: UNSURE})


def test_no_amount_where_it_is_not_yes() -> None:
    rules = city("leeds")

    assert rules.verdict(UC, {**ALONE, "savings": pounds(20_000)}, DAY).extent is None
    assert rules.verdict(UC, without(ALONE, "earnings"), DAY).extent is None
    assert rules.verdict("bus_pass", PENSIONER, DAY).extent is None


def test_a_benefit_of_whom_nobody_knows_who_lives_there_has_no_extent() -> None:
    assert tried(UC) is None
    assert tried(UC, age=40) is None
    assert tried(UC, age=40, partner=False) is not None


def test_pay_that_ends_the_benefit_cap_is_between_the_ends() -> None:
    """With much rent the cap takes more away than some pay does: the most is neither at no pay nor at
    much."""
    family = {
        **ALONE,
        "children": CHILDREN,
        "rent": pounds(300),
        "child_disabled": False,
        "childcare": pounds(0),
    }
    found = tried(UC, **without(family, "earnings"))

    assert found is not None
    assert found.most > week(UC, **family)
    assert found.most >= week(UC, **{**family, "earnings": pounds(210)})
    assert found.least == 0


def test_of_a_private_rent_an_unknown_part_counts() -> None:
    private = {**PENSIONER, "home": "private", "rent": pounds(100)}
    found = extent(HB, **private)

    assert 0 < found.least < found.most == week(HB, **{**private, "home": "council"})


def test_a_winter_payment_needs_no_more_than_the_age() -> None:
    rules = city("leeds")

    assert rules.verdict("winter_fuel_payment", {"age": 70}, DAY).truth == "yes"
    assert extent("winter_fuel_payment", age=81, partner=False).least == pounds(300) / 52
    assert rules.next_fact(["winter_fuel_payment"], {"age": 66}, DAY) == "born"


@pytest.mark.parametrize(
    ("known", "asks"),
    [
        (without(ALONE, "earnings", "rent", "cares"), "earnings"),
        ({**without(ALONE, "rent", "cares", "pensions"), "earnings": pounds(600)}, "rent"),
    ],
)
def test_what_may_turn_it_as_it_looks_is_asked_first(known: dict[str, Any], asks: str) -> None:
    """Where it looks like a yes, what could end that; where it looks like a no, what could end that."""
    assert city("leeds").next_fact([UC], known, DAY) == asks


def test_a_fact_that_moves_nothing_is_not_open() -> None:
    open_ = city("leeds").verdict(PC, without(PENSIONER, "savings", "rent", "cannot_work"), DAY).open

    assert open_ == ("savings",)
