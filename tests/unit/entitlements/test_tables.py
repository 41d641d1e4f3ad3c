"""Households worked out by hand: what no oracle models, at both sides of every limit, in both cities."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

import pytest

from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Known
from tests.unit.entitlements.household_tables import PLACES, TODAY, Table, tables

FAMILY: Known = {
    "gets": ("universal_credit",),
    "children": (7, 2),
    "earnings": 300,
    "partner": False,
    "pregnant": False,
    "age": 30,
}


@cache
def entitlements(city: str) -> Entitlements:
    return Entitlements.load(city)


@pytest.mark.parametrize("table", tables(), ids=lambda table: f"{table.benefit}: {table.about}")
def test_a_household_gets_what_the_law_says(table: Table) -> None:
    wrong = [
        (city, known, truth, found)
        for city in table.cities
        for truth, known in table.rows()
        if (found := entitlements(city).verdict(table.benefit, known, table.day).truth) != truth
    ]

    assert wrong == []


@pytest.mark.parametrize("city", PLACES)
def test_every_benefit_with_a_rule_has_households_that_get_it_and_that_do_not(city: str) -> None:
    found: dict[str, set[str]] = defaultdict(set)
    for table in tables():
        if city in table.cities and table.day == TODAY:
            found[table.benefit] |= table.truths

    for benefit in entitlements(city).benefits(TODAY):
        if benefit.rule is not None and benefit.certain(TODAY):
            assert found[benefit.id] >= {"yes", "no"}, benefit.id


@pytest.mark.parametrize("city", PLACES)
def test_a_family_on_universal_credit_that_earns_more_has_the_meals_but_not_healthy_start(city: str) -> None:
    check = entitlements(city)

    assert check.verdict("free_school_meals", FAMILY, TODAY).truth == "yes"
    assert check.verdict("healthy_start", FAMILY, TODAY).truth == "no"
