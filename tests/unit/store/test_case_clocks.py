"""A case becomes more urgent and never less by what is reported, and nothing that was due is put off."""

from __future__ import annotations

import datetime as dt
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.knowledge.repairs.case import PRIORITIES, Moments, Triage
from bot.knowledge.repairs.repairs import Repairs
from bot.store.case_clocks import SEVERITIES, Kept, again, begins, earliest, first, raised, raises, upward

REPAIRS = Repairs.load("leeds", ZoneInfo("Europe/London"))
FRIDAY = dt.datetime(2026, 12, 4, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
LEAK = Triage("urgent", "significant", "damp_mould", "leak")
DANGER = Triage("emergency", "emergency", "electrical")
ROUTINE = Triage("routine")
triages = st.builds(
    Triage,
    st.sampled_from(PRIORITIES),
    st.sampled_from(SEVERITIES),
    st.sampled_from(["", "damp_mould", "falls"]),
    st.sampled_from(["", "leak", "sink_blocked"]),
)
moments = st.integers(0, 60 * 24).map(lambda hours: FRIDAY + dt.timedelta(hours=hours))


def due(kept: tuple[Kept, ...]) -> dict[tuple[str, str], dt.datetime]:
    return {one.key: one.deadline.due for one in kept}


@pytest.mark.parametrize(("one", "two"), list(product(PRIORITIES, PRIORITIES)))
def test_a_priority_is_raised_by_a_more_urgent_one(one: str, two: str) -> None:
    higher = PRIORITIES.index(two) < PRIORITIES.index(one)
    assert raises(Triage(one), Triage(two)) == higher  # type: ignore[arg-type]


@pytest.mark.parametrize(("one", "two"), list(product(SEVERITIES, SEVERITIES)))
def test_a_class_is_raised_by_a_graver_one(one: str, two: str) -> None:
    graver = SEVERITIES.index(two) > SEVERITIES.index(one)
    raised_now = raises(Triage("urgent", one), Triage("urgent", two))  # type: ignore[arg-type]
    assert raised_now == graver


def test_hazard_and_right_go_with_what_is_more_urgent() -> None:
    made = upward(LEAK, DANGER)
    assert (made.hazard, made.right) == ("electrical", "leak")
    assert upward(DANGER, LEAK) == Triage("emergency", "emergency", "electrical", "leak")
    assert upward(ROUTINE, LEAK) == LEAK


def test_the_reasons_of_both_are_kept() -> None:
    one = structs.replace(LEAK, reasons=("worse", "winter"))
    assert upward(one, structs.replace(DANGER, reasons=("danger", "worse"))).reasons == (
        "worse",
        "winter",
        "danger",
    )


@given(triages, triages)
def test_upward_is_no_less_urgent_than_either(one: Triage, two: Triage) -> None:
    made = upward(one, two)
    assert not raises(made, one)
    assert not raises(made, two)


@given(triages, triages, moments)
def test_no_date_that_was_due_is_put_off(one: Triage, two: Triage, later: dt.datetime) -> None:
    old = first(REPAIRS, one, FRIDAY)
    new = raised(REPAIRS, upward(one, two), later, old)
    assert all(due(new)[key] <= moment for key, moment in due(old).items())


@given(triages, moments)
def test_dates_come_in_their_order(one: Triage, later: dt.datetime) -> None:
    kept = raised(REPAIRS, one, later, first(REPAIRS, LEAK, FRIDAY))
    dates = [one.deadline.due for one in kept]
    assert dates == sorted(dates)
    assert len({one.key for one in kept}) == len(kept), "each step of each rule once"


def test_a_raised_class_has_its_day_from_the_new_message() -> None:
    later = FRIDAY + 3 * DAY
    kept = {one.key: one for one in raised(REPAIRS, DANGER, later, first(REPAIRS, LEAK, FRIDAY))}
    safe = kept["awaab", "safe"]
    assert (safe.deadline.due, safe.deadline.exact, safe.promised) == (later + DAY, True, False)
    assert kept["awaab", "investigate"].promised


def test_what_was_met_before_is_no_promise() -> None:
    looked = Moments(aware_at=FRIDAY, investigated_at=FRIDAY + DAY, done_at=FRIDAY + DAY)
    old = again(REPAIRS, LEAK, looked, ())
    met = {one.key for one in old if one.deadline.met_at is not None}
    later = FRIDAY + 30 * DAY
    new = raised(REPAIRS, LEAK, later, old)
    assert ("right_to_repair", "finish") in met
    assert due(new)["right_to_repair", "finish"] > later


def test_a_promise_is_kept_after_something_has_happened() -> None:
    later = FRIDAY + 2 * DAY
    old = raised(REPAIRS, DANGER, later, first(REPAIRS, LEAK, FRIDAY))
    looked = Moments(aware_at=later, investigated_at=later + DAY)
    kept = {one.key: one for one in again(REPAIRS, DANGER, looked, old)}
    assert kept["awaab", "investigate"].deadline.met_at == later + DAY
    assert kept["right_to_repair", "finish"].deadline.met_at is None
    done = {one.key: one for one in again(REPAIRS, DANGER, Moments(aware_at=later, done_at=later), old)}
    assert all(one.deadline.met_at is not None for one in done.values()), "the work is done"


def test_what_is_no_promise_follows_the_class() -> None:
    old = first(REPAIRS, LEAK, FRIDAY)
    assert due(again(REPAIRS, ROUTINE, Moments(aware_at=FRIDAY), old)) == due(first(REPAIRS, ROUTINE, FRIDAY))


def test_the_law_begins_for_a_message_after_it_came_into_force() -> None:
    """Falls are in scope from 30 November 2026."""
    falls, before = Triage("urgent", "significant", "falls"), dt.datetime(2026, 11, 29, 23, tzinfo=dt.UTC)
    old = first(REPAIRS, falls, before)
    assert not begins(REPAIRS, falls, before + dt.timedelta(minutes=59), old)
    assert begins(REPAIRS, falls, before + dt.timedelta(minutes=61), old)
    assert not begins(REPAIRS, falls, FRIDAY, first(REPAIRS, falls, FRIDAY))


def test_the_next_is_the_earliest_that_is_not_met() -> None:
    kept = first(REPAIRS, LEAK, FRIDAY)
    one = earliest(kept)
    assert one is not None
    assert one.due == min(due(kept).values())
    done = Moments(
        aware_at=FRIDAY,
        investigated_at=FRIDAY,
        summary_at=FRIDAY,
        safe_at=FRIDAY,
        begun_at=FRIDAY,
        done_at=FRIDAY,
    )
    assert earliest(again(REPAIRS, LEAK, done, ())) is None
    assert earliest(()) is None
