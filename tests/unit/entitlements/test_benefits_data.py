"""The files of benefits: sourced, in plain words, complete, and the same law in every city."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
import yaml

from accessibility.text import Text
from bot.knowledge.data import CITIES, read_once
from bot.knowledge.entitlements.amounts import tax
from bot.knowledge.entitlements.amounts.rates import rates
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.rule import Rule
from locales.languages import FOLDER
from tests.unit.entitlements.household_tables import PLACES, TODAY

COUNTRY = "uk"
NAMES = sorted((FOLDER.parent / "nlu" / "data").glob("*/names.yml"))
FIGURES = re.compile(r"\d|https?:|£")
ENDED = re.compile("household support|discretionary|tax credit|two.child", re.IGNORECASE)
MONTHS = re.compile(
    "january|february|april|june|july|august|september|october|november|december", re.IGNORECASE
)
CHOICE = 28
"""Letters that fit a choice (R22)."""


@cache
def benefits(place: str) -> tuple[Benefit, ...]:
    return read_once(CITIES / place / "benefits.yaml", tuple[Benefit, ...])


EVERY = [(place, one) for place in (COUNTRY, *PLACES) for one in benefits(place)]


def nodes(rule: Rule | None) -> Iterator[Rule]:
    if rule is not None:
        yield rule
        for one in (*rule.all, *rule.any, rule.not_):
            yield from nodes(one)


def words(benefit: Benefit) -> Iterator[str]:
    said = [
        benefit.name,
        benefit.gives,
        benefit.apply,
        benefit.ready,
        benefit.changes,
        benefit.otherwise,
        benefit.instead,
    ]
    said += [node.because for node in nodes(benefit.rule)]
    return (one.msgid for one in said if isinstance(one, Text))


@cache
def heard(path: Path) -> set[str]:
    """The values of the names that a language's file has for benefits."""
    items = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
    values = {name: one["synonym"] for one in items if "synonym" in one for name in listed(one)}
    names = [name for one in items if one.get("lookup") == "benefit" for name in listed(one)]
    return {values.get(name, name) for name in names}


def listed(item: dict[str, str]) -> list[str]:
    return [line.removeprefix("- ") for line in item["examples"].splitlines()]


def named(place: str, id: str) -> Benefit:
    return next(one for one in benefits(place) if one.id == id and one.holds(TODAY))


@pytest.mark.parametrize(("place", "benefit"), EVERY, ids=lambda one: getattr(one, "id", one))
def test_a_benefit_says_where_it_is_from_and_how_to_ask_for_it(place: str, benefit: Benefit) -> None:
    assert benefit.source.strip()
    assert benefit.link.startswith("https://")
    assert all(said.msgid.strip() for said in (benefit.name, benefit.gives, benefit.apply))
    assert benefit.apply_link.startswith("https://") or not benefit.apply_link
    assert benefit.checked <= TODAY
    assert (benefit.rule is None) == (benefit.instead is not None)


@pytest.mark.parametrize(("place", "benefit"), EVERY, ids=lambda one: getattr(one, "id", one))
def test_its_words_have_no_figures_no_months_and_nothing_that_has_ended(place: str, benefit: Benefit) -> None:
    for said in words(benefit):
        assert not FIGURES.search(said), said
        assert not MONTHS.search(said), said
        assert not ENDED.search(said), said
    assert len(benefit.name.msgid) <= CHOICE


@pytest.mark.parametrize("place", [COUNTRY, *PLACES])
def test_a_rule_names_its_reason_in_every_branch(place: str) -> None:
    for benefit in benefits(place):
        assert benefit.rule is None or any(node.because for node in nodes(benefit.rule)), benefit.id


@pytest.mark.parametrize("city", PLACES)
def test_every_limit_is_a_figure_that_there_is(city: str) -> None:
    figures = Figures.load(city=city).ids()
    for benefit in (*benefits(COUNTRY), *benefits(city)):
        for node in nodes(benefit.rule):
            wanted = {node.at_least, node.at_most, node.below} - {""}
            assert wanted <= figures, (benefit.id, wanted - figures)


@pytest.mark.parametrize("path", NAMES, ids=lambda path: path.parent.name)
def test_every_name_that_is_heard_as_a_benefit_has_an_answer(path: Path) -> None:
    assert heard(path) <= {one.id for one in benefits(COUNTRY)}


def test_what_people_ask_for_most_is_heard_in_most_languages() -> None:
    hears = [path for path in NAMES if {"free_school_meals", "bus_pass", "pension_credit"} <= heard(path)]

    assert len(hears) >= len(NAMES) // 2


@pytest.mark.parametrize("city", PLACES)
def test_a_city_has_the_countrys_rule_at_pension_age(city: str) -> None:
    national, local = (named(place, "council_tax_support").rule for place in (COUNTRY, city))
    assert national is not None
    assert local is not None
    (pays, whom), (local_pays, local_whom) = national.all, local.all

    assert pays == local_pays
    assert local_whom.any[: len(whom.any)] == whom.any


@pytest.mark.parametrize("city", PLACES)
def test_a_city_gives_the_bus_pass_to_no_fewer_people_than_the_law(city: str) -> None:
    assert named(city, "bus_pass").rule == named(COUNTRY, "bus_pass").rule
    for node in nodes(named(COUNTRY, "bus_pass_disabled").rule):
        same = [one for one in nodes(named(city, "bus_pass_disabled").rule) if one.fact == node.fact]
        assert not node.fact or any(set(node.one_of) <= set(one.one_of) for one in same)


def test_the_limits_for_working_parents_follow_from_wage_and_taxes() -> None:
    figures = Figures.load()
    law = rates(figures, (*tax.NEEDS, "national_living_wage"), TODAY)
    left = tax.after_tax(tax.Income(earnings=Decimal(100_000)), law).earnings

    assert figures.value("childcare_least_earnings", TODAY) == 16 * law["national_living_wage"]
    assert figures.value("childcare_most_take_home", TODAY) == left
