"""What is out of date or not confirmed is stale, where it matters."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from bot.knowledge.entitlements.fact import UNSURE, Known
from tests.unit.entitlements.rulebook import benefit, figure, left, one, rules, truth

CARES, ALONE = {"fact": "cares", "is": True}, {"fact": "pregnant", "is": True}
Rule = dict[str, Any]


def test_a_rule_that_has_run_out_is_stale_and_stays_named() -> None:
    made = one(CARES)
    after = dt.date(2027, 4, 6)

    assert truth(made, {"cares": True}, after) == "stale"
    assert [found.id for found in made.benefits(after)] == ["it"]
    assert made.benefits(dt.date(2026, 4, 5)) == ()
    assert made.benefit("it", dt.date(2026, 4, 5)) is None
    assert made.next_fact(["it"], {}, after) is None
    assert made.more({}, after) == (0, 0)


def test_what_nobody_has_confirmed_is_stale() -> None:
    assert truth(rules(benefit("it", CARES, status="unverified")), {"cares": True}) == "stale"
    assert truth(rules(benefit("it", CARES, checked="2025-11-23")), {"cares": True}) == "stale"


def test_the_rule_of_the_day_is_looked_at() -> None:
    until, after = dt.date(2026, 8, 31), dt.date(2026, 9, 1)
    made = rules(benefit("it", CARES, until="2026-08-31"), benefit("it", ALONE, **{"from": "2026-09-01"}))
    known = {"cares": True, "pregnant": False}

    assert (truth(made, known, until), truth(made, known, after)) == ("yes", "no")


UNREAD = figure("unread", 5, "pounds a week", status="unverified")
POOR: Rule = {"fact": "earnings", "at_most": "unread"}


@pytest.mark.parametrize(
    ("rule", "known", "expected", "asks"),
    [
        (POOR, {"earnings": Decimal(1)}, "stale", set()),
        ({"all": [CARES, POOR]}, {}, "stale", set()),
        ({"all": [CARES, POOR]}, {"cares": False}, "no", set()),
        ({"any": [CARES, POOR]}, {}, "unknown", {"cares"}),
        ({"any": [CARES, POOR]}, {"cares": True}, "yes", set()),
        ({"any": [CARES, POOR]}, {"cares": False}, "stale", set()),
        ({"any": [CARES, POOR]}, {"cares": UNSURE}, "unknown", set()),
        ({"may_get": "old"}, {"cares": True}, "stale", set()),
        ({"amount": "universal_credit"}, {"age": 30}, "stale", set()),
    ],
)
def test_a_stale_leaf_matters_only_where_no_yes_is_without_it(
    rule: Rule, known: Known, expected: str, asks: set[str]
) -> None:
    made = one(rule, benefit("old", CARES, until="2026-11-23"), figures=[UNREAD])

    assert truth(made, known) == expected
    assert left(made, known) == asks
