"""The rules as they ship, on any household: knowing more never turns a verdict, nor does asking less."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import UNSURE, Known, Value
from bot.knowledge.entitlements.settled import there
from bot.knowledge.entitlements.verdict import Verdict
from tests.unit.entitlements.any_home import any_home, part
from tests.unit.entitlements.rulebook import DAY, city

CITY = st.sampled_from(["leeds", "leicester"]).map(city)
RANDOM = st.integers(0, 2**32).map(Random)
DECIDED = ("yes", "no")


def truths(rules: Entitlements, home: Known) -> dict[str, Verdict]:
    return {one.benefit: one for one in rules.verdicts(home, DAY)}


def asked(rules: Entitlements, goals: Collection[str], home: Known) -> Iterator[dict[str, Value]]:
    """What is known before each question and after the last, as somebody answers for this household."""
    known: dict[str, Value] = {}
    yield dict(known)
    while (fact := rules.next_fact(goals, known, DAY)) is not None:
        assert fact not in known, f"{fact} is asked twice"
        known[fact] = home.get(fact, UNSURE)
        yield dict(known)


@settings(max_examples=40, deadline=None)
@given(CITY, RANDOM)
def test_knowing_more_never_turns_a_verdict(rules: Entitlements, random: Random) -> None:
    home = any_home(rules, random, DAY)
    some = part(home, random)
    least = part(some, random)
    full, more, less = (truths(rules, known) for known in (home, some, least))

    for id, before in (*less.items(), *more.items()):
        if before.truth in DECIDED:
            assert full[id].truth == before.truth, id
    assert all(more[id].truth == one.truth for id, one in less.items() if one.truth in DECIDED)


@settings(max_examples=40, deadline=None)
@given(CITY, RANDOM)
def test_stopping_early_never_changes_a_verdict(rules: Entitlements, random: Random) -> None:
    home = any_home(rules, random, DAY)
    goal = random.choice([one.id for one in rules.benefits(DAY)])
    *_, known = asked(rules, [goal], home)
    early, full = rules.verdict(goal, known, DAY), rules.verdict(goal, home, DAY)

    assert early.truth == full.truth or (early.truth, full.truth) == ("stale", "no")
    assert early.open == ()


@settings(max_examples=12, deadline=None)
@given(CITY, RANDOM)
def test_asking_for_everything_settles_everything(rules: Entitlements, random: Random) -> None:
    home = any_home(rules, random, DAY)
    every = [one.id for one in rules.benefits(DAY)]
    before = rules.more({}, DAY)[0]
    steps = list(asked(rules, every, home))
    full = truths(rules, home)

    for id, one in truths(rules, steps[-1]).items():
        assert one.truth == full[id].truth or (one.truth, full[id].truth) == ("stale", "no"), id
    assert len(steps) - 1 <= before
    assert rules.more(steps[-1], DAY) == (0, 0)


@settings(max_examples=25, deadline=None)
@given(CITY, RANDOM)
def test_each_question_is_one_that_can_change_a_goal(rules: Entitlements, random: Random) -> None:
    home = part(any_home(rules, random, DAY), random)
    goals = random.sample([one.id for one in rules.benefits(DAY)], 3)
    found = rules.next_fact(goals, home, DAY)
    open_ = {fact for id in goals for fact in rules.verdict(id, home, DAY).open}

    assert (found is None) is (not open_)
    if found is not None:
        needs = rules.fact(found).needs
        assert found in open_ - home.keys()
        assert needs is None or there(needs, rules.book.settle(home, DAY).values)


@settings(max_examples=25, deadline=None)
@given(CITY, RANDOM)
def test_an_amount_lies_within_its_extent(rules: Entitlements, random: Random) -> None:
    home = any_home(rules, random, DAY)
    full, some = truths(rules, home), truths(rules, part(home, random))

    for id, one in some.items():
        now = full[id].extent
        if one.extent and now:
            assert one.extent.least <= now.least <= now.most <= one.extent.most, id


@settings(max_examples=25, deadline=None)
@given(CITY, RANDOM)
def test_not_knowing_is_as_good_as_not_being_asked(rules: Entitlements, random: Random) -> None:
    home = any_home(rules, random, DAY)
    some = part(home, random)
    unsure = dict.fromkeys(home.keys() - some.keys(), UNSURE)

    for id, one in truths(rules, {**some, **unsure}).items():
        asked_not = rules.verdict(id, some, DAY)
        assert (one.truth, one.extent) == (asked_not.truth, asked_not.extent)
        assert not set(one.open) & unsure.keys()
