"""Rules in three values: what each test finds, what decides, what stays open, and what is stale."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bot.knowledge.entitlements.fact import UNSURE, Known
from bot.knowledge.entitlements.verdict import Leaf
from tests.unit.entitlements.rulebook import (
    DAY,
    because,
    benefit,
    left,
    one,
    rules,
    said,
    truth,
)

CARES, ALONE = {"fact": "cares", "is": True}, {"fact": "pregnant", "is": True}
Rule = dict[str, Any]

LEAVES: list[tuple[Rule, Known, Known]] = [
    ({"fact": "cares", "is": True}, {"cares": True}, {"cares": False}),
    ({"fact": "cares", "is": False}, {"cares": False}, {"cares": True}),
    ({"fact": "home", "one_of": ["council", "private"]}, {"home": "private"}, {"home": "own"}),
    (
        {"fact": "gets", "one_of": ["pension_credit"]},
        {"gets": ("esa_income", "pension_credit")},
        {"gets": ()},
    ),
    ({"fact": "children", "some": {"least": 4, "most": 7}}, {"children": (1, 7)}, {"children": (3, 8)}),
    ({"fact": "age", "at_least": "adult"}, {"age": 18}, {"age": 17}),
    ({"fact": "age", "at_most": "adult"}, {"age": 18}, {"age": 19}),
    ({"fact": "age", "below": "adult"}, {"age": 17}, {"age": 18}),
    ({"fact": "earnings", "at_most": "limit"}, {"earnings": Decimal(100)}, {"earnings": Decimal("100.01")}),
    ({"fact": "earnings", "below": "limit"}, {"earnings": Decimal("99.99")}, {"earnings": Decimal(100)}),
    ({"fact": "earnings", "at_most": "monthly"}, {"earnings": Decimal(23)}, {"earnings": Decimal("23.08")}),
    ({"fact": "savings", "at_most": "saved"}, {"savings": Decimal(16_000)}, {"savings": Decimal(16_001)}),
    ({"fact": "age", "reached": "pension_age"}, {"age": 67}, {"age": 65}),
    (
        {"fact": "age", "reached": "pension_age"},
        {"age": 66, "born": dt.date(1960, 3, 1)},
        {"age": 66, "born": dt.date(1960, 11, 1)},
    ),
    ({"fact": "age", "reached": "pension_age"}, {"born": dt.date(1950, 1, 1)}, {"born": dt.date(1970, 1, 1)}),
    ({"not": {"fact": "age", "at_least": "adult"}}, {"age": 17}, {"age": 18}),
    ({"fact": "school_child", "is": True}, {"children": (4,)}, {"children": (3,)}),
    ({"fact": "on_universal_credit", "is": True}, {"gets": ("universal_credit",)}, {"gets": ()}),
]


@pytest.mark.parametrize(("rule", "so", "not_so"), LEAVES)
def test_a_leaf_on_both_sides_of_its_limit(rule: Rule, so: Known, not_so: Known) -> None:
    made = one(rule)

    assert (truth(made, so), truth(made, not_so), truth(made, {})) == ("yes", "no", "unknown")


@pytest.mark.parametrize(
    ("rule", "known", "expected"),
    [
        ({"all": [CARES, ALONE]}, {"cares": True}, "unknown"),
        ({"all": [CARES, ALONE]}, {"cares": False}, "no"),
        ({"all": [CARES, ALONE]}, {"cares": True, "pregnant": True}, "yes"),
        ({"any": [CARES, ALONE]}, {"cares": True}, "yes"),
        ({"any": [CARES, ALONE]}, {"cares": False}, "unknown"),
        ({"any": [CARES, ALONE]}, {"cares": False, "pregnant": False}, "no"),
        ({"any": [CARES, {"not": CARES}]}, {}, "yes"),
        ({"all": [CARES, {"not": CARES}]}, {"pregnant": True}, "no"),
    ],
)
def test_what_is_unknown_decides_nothing_and_holds_up_nothing(
    rule: Rule, known: Known, expected: str
) -> None:
    assert truth(one(rule), known) == expected


@pytest.mark.parametrize(
    ("leaf", "expected"),
    [
        ({"fact": "partner_age", "at_least": "adult"}, "no"),
        ({"fact": "partner_age", "below": "adult"}, "no"),
        ({"fact": "partner_age", "reached": "pension_age"}, "no"),
        ({"fact": "partner_earnings", "at_most": "limit"}, "yes"),
        ({"fact": "partner_earnings", "at_least": "limit"}, "no"),
        ({"fact": "partner_disability", "one_of": ["dla_care"]}, "no"),
    ],
)
def test_who_has_no_partner_is_asked_nothing_of_one(leaf: Rule, expected: str) -> None:
    made = one(leaf)

    assert truth(made, {"partner": False}) == expected
    assert made.next_fact(["it"], {}, DAY) == "partner"
    assert made.next_fact(["it"], {"partner": False}, DAY) is None
    assert made.next_fact(["it"], {"partner": True}, DAY) == leaf["fact"]
    assert left(made, {"partner": True}) >= {leaf["fact"]}


def test_pay_of_two_is_added_up_where_there_are_two() -> None:
    made = one({"fact": "earnings", "plus": "partner_earnings", "at_most": "limit"})
    half = Decimal(60)

    assert truth(made, {"partner": False, "earnings": half}) == "yes"
    assert truth(made, {"earnings": Decimal(101)}) == "no"
    assert truth(made, {"partner": True, "earnings": half, "partner_earnings": half}) == "no"
    assert left(made, {"partner": True, "earnings": half}) == {"partner_earnings"}
    assert truth(made, {"partner": True, "partner_earnings": Decimal(101)}) == "no"


def test_a_date_of_birth_is_asked_for_only_where_the_age_leaves_it_open() -> None:
    made = one({"fact": "age", "reached": "pension_age"})

    assert made.next_fact(["it"], {}, DAY) == "age"
    assert made.next_fact(["it"], {"age": 66}, DAY) == "born"
    assert left(made, {"age": 66}) == {"born"}


def test_nobody_is_asked_again_for_what_they_do_not_know() -> None:
    made = one({"all": [{"fact": "age", "reached": "pension_age"}, CARES]})
    known = {"age": 66, "born": UNSURE}

    assert made.next_fact(["it"], known, DAY) == "cares"
    assert truth(made, {**known, "cares": False}) == "no"
    verdict = made.verdict("it", {**known, "cares": True}, DAY)
    assert (verdict.truth, verdict.open) == ("unknown", ())
    assert made.next_fact(["it"], {"age": UNSURE, "cares": True}, DAY) is None
    assert made.next_fact(["it"], {"age": UNSURE, "cares": True, "partner": UNSURE}, DAY) is None


def test_a_branch_that_is_decided_asks_nothing() -> None:
    kinds = {"any": [{"fact": "home", "one_of": ["own"]}, {"all": [CARES, ALONE]}]}
    made = one({"all": [kinds, {"fact": "urgent_need", "is": True}]})

    assert left(made, {"home": "own"}) == {"urgent_need"}
    assert left(made, {"cares": False}) == {"home", "urgent_need"}
    assert left(made, {"urgent_need": False}) == set()


def test_the_proof_is_the_leaves_that_decide() -> None:
    cares = {**CARES, "because": because("You care.")}
    made = one({"any": [{"all": [cares, ALONE]}, {"fact": "home", "one_of": ["own"]}]})

    yes = made.verdict("it", {"cares": True, "pregnant": True, "home": "council"}, DAY)
    no = made.verdict("it", {"cares": False, "pregnant": True, "home": "council"}, DAY)

    assert [(leaf.fact, leaf.truth, said(leaf.because)) for leaf in yes.proof] == [
        ("cares", "yes", "You care."),
        ("pregnant", "yes", ""),
    ]
    assert [(leaf.fact, leaf.truth) for leaf in no.proof] == [("cares", "no"), ("home", "no")]
    assert (yes.source, yes.link, yes.checked) == ("A law", "https://www.gov.uk/law", dt.date(2026, 11, 20))


def test_another_benefit_is_a_leaf_and_its_reasons_stand_for_it() -> None:
    other = benefit("other", {"all": [CARES, ALONE]})
    made = one({"may_get": "other"}, other)
    told = one({"may_get": "other", "because": because("It comes with the other.")}, other)
    known = {"cares": True, "pregnant": True}

    assert [leaf.fact for leaf in made.verdict("it", known, DAY).proof] == ["cares", "pregnant"]
    assert left(made, {"cares": True}) == {"pregnant"}
    verdict = told.verdict("it", known, DAY)
    assert verdict.from_others
    assert verdict.proof == (Leaf("", "yes", verdict.proof[0].because, "other"),)


def test_a_benefit_that_does_not_exist_here_is_no_and_so_is_what_hangs_on_it() -> None:
    none = benefit("other", None, instead=because("There is none."))
    made = one({"may_get": "other"}, none)

    assert made.verdict("other", {}, DAY).truth == "no"
    assert truth(made, {}) == "no"


def test_an_id_of_nothing() -> None:
    made = one(CARES)

    assert made.benefit("nothing", DAY) is None
    assert made.next_fact(["nothing"], {}, DAY) is None
    assert truth(made, {"nothing": True}) == "unknown"
    with pytest.raises(KeyError):
        made.verdict("nothing", {}, DAY)
    with pytest.raises(KeyError):
        made.fact("nothing")


def test_more_counts_the_questions_and_the_things() -> None:
    made = rules(benefit("one", {"all": [CARES, ALONE]}), benefit("two", CARES), benefit("three", ALONE))

    assert made.more({}, DAY) == (2, 3)
    assert made.more({"cares": True}, DAY) == (1, 2)
    assert made.more({"cares": True, "pregnant": UNSURE}, DAY) == (0, 0)


def test_the_question_that_settles_most_comes_first_unless_the_benefit_says_otherwise() -> None:
    both = {"all": [CARES, ALONE, {"fact": "home", "one_of": ["own"]}]}

    assert rules(benefit("it", both)).next_fact(["it"], {}, DAY) == "home"
    assert rules(benefit("it", both, asks=["cares"])).next_fact(["it"], {}, DAY) == "cares"
    two = rules(benefit("it", both), benefit("other", CARES))
    assert two.next_fact(["it", "other"], {}, DAY) == "cares"
