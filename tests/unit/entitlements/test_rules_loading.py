"""Wrong data of entitlements is refused with file and line: a council that edits it learns at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot.knowledge.data import DataError
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Fact
from bot.knowledge.entitlements.faults import Names, benefit_faults, fact_faults
from tests.unit.entitlements.copies import copied, edited
from tests.unit.entitlements.rulebook import DAY, because, benefit, city, facts, rules

BENEFITS, FACTS, FIGURES = "uk/benefits.yaml", "uk/benefit_facts.yaml", "uk/figures.yaml"
AGE = {"fact": "age", "reached": "pension_age"}
CARES = {"fact": "cares", "is": True}
PAY = {"fact": "earnings", "plus": "partner_earnings", "at_most": "limit"}

RULES: list[tuple[dict[str, Any], str, str]] = [
    ({}, "", "exactly one of all, any, not, fact, may_get and amount"),
    ({"all": [CARES, {"any": []}]}, ".all[1]", "exactly one of all"),
    ({**CARES, "may_get": "it"}, "", "exactly one of all"),
    ({"not": {**AGE, "fact": "years"}}, ".not", "there is no fact 'years'"),
    ({"fact": "age"}, "", "exactly one test, this has none"),
    ({**AGE, "is": True}, "", "exactly one test, this has is, reached"),
    ({"may_get": "it", "is": True}, "", "only a leaf on a fact has a test: is"),
    ({"fact": "age", "is": True}, "", "is does not fit age, which is age"),
    ({"fact": "born", "reached": "pension_age"}, "", "reached does not fit born, which is date"),
    ({"fact": "children", "at_least": "limit"}, "", "at_least does not fit children, which is ages"),
    ({"fact": "age", "at_least": "grown_up"}, "", "there is no figure 'grown_up'"),
    ({"fact": "age", "at_least": "limit"}, "", "age cannot be compared with limit, which is pounds a week"),
    ({"fact": "savings", "at_most": "limit"}, "", "savings cannot be compared with limit"),
    ({**PAY, "plus": "savings"}, "", "'savings' is no money of the same period as earnings"),
    ({"fact": "gets", "one_of": ["riches"]}, "", "gets has no option riches"),
    ({"may_get": "riches"}, "", "there is no benefit 'riches'"),
    ({"amount": "riches"}, "", "there is no amount 'riches'"),
    ({"amount": "child_benefit_charge"}, "", "there is no amount 'child_benefit_charge'"),
]

BENEFIT: list[tuple[dict[str, Any], str]] = [
    ({"source": " "}, "it has no source, or no https link to it"),
    ({"link": "gov.uk"}, "it has no source, or no https link to it"),
    ({"until": "2026-04-05"}, "it ends before it begins"),
    ({"instead": because("There is none.")}, "it has either a rule or what is said instead"),
    ({"amount": "riches"}, "there is no amount 'riches'"),
    ({"phone": "riches"}, "there is no phone number 'riches' in phones.yaml"),
    ({"asks": ["years"]}, "there is no fact years to ask for"),
]

FACT: list[tuple[dict[str, Any], str]] = [
    ({"id": "age"}, "the fact 'age' is there twice"),
    ({"options": [{"id": "a", "name": because("A")}]}, "only a choice and several have options"),
    ({"kind": "several"}, "only a choice and several have options, and they do"),
    ({"kind": "money"}, "only money has a period, and it does: this is money"),
    ({"kind": "ages", "implied": CARES}, "only a yes_no fact can be implied"),
    ({"implied": AGE}, "what implies a fact is one leaf with is, one_of or some"),
    ({"implied": {"fact": "years", "is": True}}, "there is no fact 'years'"),
    ({"kind": "date"}, "a date refines an age, and nothing else does"),
    ({"kind": "date", "refines": "cares"}, "no age before it is called 'cares'"),
    ({"needs": {"fact": "later"}}, "no yes_no, choice or ages before it is called 'later'"),
    ({"needs": {"fact": "home", "one_of": ["tent"]}}, "home has no answer tent"),
    ({"needs": {"fact": "home"}}, "which answers to a choice it needs is missing"),
]


def named() -> Names:
    return Names(facts().by_id, rules().figures, frozenset({"it"}), frozenset({"main"}))


@pytest.mark.parametrize(("rule", "at", "says"), RULES)
def test_a_mistake_in_a_rule_is_found_where_it_is(rule: dict[str, Any], at: str, says: str) -> None:
    (where, told), *_ = list(benefit_faults([benefit("it", rule)], named()))

    assert where == f"$[0].rule{at}"
    assert says in told


@pytest.mark.parametrize(("more", "says"), BENEFIT)
def test_a_mistake_in_a_benefit(more: dict[str, Any], says: str) -> None:
    assert list(benefit_faults([benefit("it", CARES, **more)], named())) == [("$[0]", f"it: {says}")]


def test_two_forms_of_a_benefit_for_the_same_days() -> None:
    first = benefit("it", CARES, until="2026-08-31")
    after = benefit("it", CARES, **{"from": "2026-09-01"})
    overlapping = benefit("it", CARES, **{"from": "2026-08-31"})

    assert not list(benefit_faults([first, after], named()))
    assert list(benefit_faults([first, overlapping], named())) == [
        ("$[1]", "it: it is there twice for the same days")
    ]


@pytest.mark.parametrize(("more", "says"), FACT)
def test_a_mistake_in_a_fact(more: dict[str, Any], says: str) -> None:
    words = {key: because(key) for key in ("asks", "why")}
    new = msgspec.convert({"id": "new", "kind": "yes_no", **words, **more}, Fact)

    assert any(says in told for _at, told in fact_faults([*facts().facts, new]))


def test_the_facts_that_ship_are_sound() -> None:
    assert not list(fact_faults(facts().facts))


def line_of(path: Path, words: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if words in line)


def refusal(folder: Path) -> str:
    with pytest.raises(DataError) as told:
        Entitlements.load("leeds", folder)
    return str(told.value)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (BENEFITS, "some: {least: 4, most: 7}", "below: adult", "below does not fit children, which is ages"),
        (FACTS, "refines: age", "refines: years", "born: no age before it is called 'years'"),
        ("leeds/benefits.yaml", "fact: ", "fact: un", "there is no fact 'un"),
    ],
)
def test_a_mistake_is_refused_with_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    told = refusal(edited(tmp_path, file, old, new))

    assert re.match(rf"{re.escape(str(tmp_path / file))}:\d+: ", told)
    assert says in told


def test_the_line_is_that_of_the_leaf(tmp_path: Path) -> None:
    folder = edited(tmp_path, BENEFITS, "some: {least: 4, most: 7}", "below: adult")
    line = line_of(folder / BENEFITS, "below: adult")

    assert f"benefits.yaml:{line}: " in refusal(folder)


def test_rules_that_go_in_a_circle_are_refused(tmp_path: Path) -> None:
    leaf = "- {amount: pension_credit, because: *means}"
    folder = edited(tmp_path, BENEFITS, leaf, f"{leaf}\n      - {{may_get: council_tax_support}}")

    assert "in a circle: pension_credit -> council_tax_support" in refusal(folder)


def test_a_figure_that_amounts_need_is_missing(tmp_path: Path) -> None:
    assert "there is no figure uc_taper" in refusal(edited(tmp_path, FIGURES, "id: uc_taper", "id: uc_tapir"))


@pytest.mark.parametrize("name", ["leeds", "leicester"])
def test_the_citys_own_stands_in_place_of_the_countrys(name: str, tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / name / "benefits.yaml").unlink()
    country = {one.id: one for one in Entitlements.load(name, folder).benefits(DAY)}
    own = {one.id: one for one in city(name).benefits(DAY)}

    assert own.keys() >= country.keys()
    assert own["council_tax_support"].source != country["council_tax_support"].source
    assert own["universal_credit"] == country["universal_credit"]


@pytest.mark.parametrize("name", ["leeds", "leicester"])
def test_what_ships_is_sound(name: str) -> None:
    assert len(city(name).benefits(DAY)) >= 25
