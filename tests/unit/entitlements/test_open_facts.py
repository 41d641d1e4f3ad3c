"""The open facts are exactly those of which an answer can change the verdict: against all answers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import UNSURE, Known, Value
from tests.unit.entitlements.rulebook import DAY, one

ANSWERS: dict[str, tuple[Value, ...]] = {
    "cares": (True, False),
    "partner": (True, False),
    "home": ("own", "other", "private", "council"),
    "pip_points": ((), ("moving_eight",), ("planning_ten",), ("moving_eight", "planning_ten")),
    "partner_disability": ((), ("dla_care",)),
}
LEAVES: tuple[dict[str, Any], ...] = (
    {"fact": "cares", "is": True},
    {"fact": "partner", "is": False},
    {"fact": "home", "one_of": ["own", "other"]},
    {"fact": "home", "one_of": ["council"]},
    {"fact": "pip_points", "one_of": ["moving_eight"]},
    {"fact": "pip_points", "one_of": ["moving_eight", "planning_ten"]},
    {"fact": "partner_disability", "one_of": ["dla_care"]},
)
RULES: st.SearchStrategy[dict[str, Any]] = st.recursive(
    st.sampled_from(LEAVES),
    lambda kids: st.one_of(
        kids.map(lambda kid: {"not": kid}),
        st.lists(kids, min_size=2, max_size=3).map(lambda some: {"all": some}),
        st.lists(kids, min_size=2, max_size=3).map(lambda some: {"any": some}),
    ),
    max_leaves=7,
)
KNOWN = st.fixed_dictionaries(
    {}, optional={id: st.sampled_from([*values, UNSURE]) for id, values in ANSWERS.items()}
)


def truths(rules: Entitlements, known: Known, asked: list[str]) -> Iterator[tuple[tuple[Value, ...], str]]:
    """Every household that there can be, by its answers, and what comes out; without a partner nothing that
    is said of one counts."""
    for answers in product(*(ANSWERS[id] for id in asked)):
        home = {**known, **dict(zip(asked, answers, strict=True))}
        if home.get("partner") is False:
            home.pop("partner_disability", None)
        yield answers, rules.verdict("it", home, DAY).truth


def changing(rules: Entitlements, known: Known, asked: list[str]) -> set[str]:
    """The facts of which two answers make a difference beside the same answers to all others."""
    found = dict(truths(rules, known, asked))
    return {
        id
        for at, id in enumerate(asked)
        if any(
            found[answers] != found[(*answers[:at], ANSWERS[id][0], *answers[at + 1 :])] for answers in found
        )
    }


def clean(known: Known) -> dict[str, Value]:
    """Without what is said of a partner whom nobody has or whom nobody is sure of."""
    gone = {"partner_disability"} if known.get("partner", True) is not True else set()
    return {id: value for id, value in known.items() if id not in gone}


def askable(known: Known) -> list[str]:
    gone = {"partner_disability"} if known.get("partner") in (False, UNSURE) else set()
    return [id for id in ANSWERS if id not in known and id not in gone]


@settings(max_examples=40, deadline=None)
@given(RULES, KNOWN)
def test_open_is_what_can_still_change_the_verdict_and_nothing_else(
    rule: dict[str, Any], known: dict[str, Value]
) -> None:
    rules = one(rule)
    known = clean(known)
    found = set(rules.verdict("it", known, DAY).open)

    assert found == changing(rules, known, askable(known))
    assert rules.next_fact(["it"], known, DAY) in (found or {None})


@settings(max_examples=40, deadline=None)
@given(RULES, KNOWN)
def test_a_verdict_is_decided_as_soon_as_every_household_left_agrees(
    rule: dict[str, Any], known: dict[str, Value]
) -> None:
    rules = one(rule)
    surely = {id: value for id, value in known.items() if value != UNSURE}
    surely = clean(surely)
    found = {truth for _answers, truth in truths(rules, surely, askable(surely))}

    assert found <= {"yes", "no"}
    assert rules.verdict("it", surely, DAY).truth == (found.pop() if len(found) == 1 else "unknown")
