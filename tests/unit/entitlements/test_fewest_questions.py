"""How many questions settle a benefit, on average over the 150 households of the oracle."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import mean

import pytest

from bot.knowledge.entitlements.cases import closed, known, read_case
from bot.knowledge.entitlements.fact import Value
from bot.knowledge.entitlements.pension_age import born_between
from bot.knowledge.entitlements.settled import there
from tests.unit.entitlements.homes import tax_rates
from tests.unit.entitlements.rulebook import DAY, city

FILE = Path(__file__).resolve().parents[4] / "shared" / "data" / "entitlements" / "oracle_shared.json"

pytestmark = pytest.mark.skipif(
    not FILE.exists(), reason="left out: the households are not at ../shared/data/entitlements"
)

AT_MOST = {"bus_pass": 1.2, "free_school_meals": 2.0, "pension_credit": 3.0, "universal_credit": 6.0}
"""Questions on average."""


@pytest.fixture(scope="module")
def homes() -> list[tuple[dict[str, Value], bool]]:
    """Each household's answers, and whether it is entitled to Universal Credit."""
    return [_home(case) for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"]]


def _home(case: dict[str, dict[str, float]]) -> tuple[dict[str, Value], bool]:
    facts = city("leeds").book.facts
    home = closed(facts, known(read_case(json.dumps(case)), tax_rates(), DAY))
    for age, born in (("age", "born"), ("partner_age", "partner_born")):
        years = home.get(age)
        if isinstance(years, int):
            home.setdefault(born, born_between(years, DAY)[0])
    return home, case["expected"]["universal_credit"] > 0


def questions(goal: str, home: dict[str, Value]) -> list[str]:
    """What is asked until the benefit is settled; the answer is that of knowing everything."""
    rules, said = city("leeds"), dict[str, Value]()
    answers = {**home, **_following(home)}
    while (fact := rules.next_fact([goal], said, DAY)) is not None:
        said[fact] = answers[fact]
    assert rules.verdict(goal, said, DAY).truth == rules.verdict(goal, answers, DAY).truth
    return list(said)


def _following(home: dict[str, Value]) -> dict[str, Value]:
    """What follows from the rest, said by who is asked for it."""
    settled = city("leeds").book.settle(home, DAY).values
    return {id: value for id, value in settled.items() if value is not None}


@pytest.mark.parametrize(
    ("goal", "claimed"), [*((goal, False) for goal in AT_MOST), ("free_school_meals", True)]
)
def test_few_questions_settle_a_benefit(
    goal: str, claimed: bool, homes: list[tuple[dict[str, Value], bool]]
) -> None:
    """Where nobody gets anything yet; meals also where Universal Credit is claimed, since they go with it."""
    asked = []
    for home, entitled in homes:
        gets = {"gets": ("universal_credit",)} if claimed and entitled else {}
        asked.append(questions(goal, {**home, **gets}))

    assert len(asked) == 150
    assert mean(map(len, asked)) <= AT_MOST[goal]
    assert all(len(set(one)) == len(one) for one in asked)


def test_nobody_is_asked_of_what_they_do_not_have(homes: list[tuple[dict[str, Value], bool]]) -> None:
    book = city("leeds").book
    for home, _entitled in homes[:30]:
        for id in questions("universal_credit", home):
            needs = book.by_id[id].needs
            assert needs is None or there(needs, home)
