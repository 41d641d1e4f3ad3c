"""What holds of the dates of any case."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.repairs.case import PRIORITIES, Moments, Triage
from bot.knowledge.working_days import is_working_day
from tests.unit.repairs.rulebook import LONDON, city, leeds

HAZARDS = ["", *(scope.hazard for scope in leeds().law.scope)]
RIGHTS = ["", *(right.id for right in leeds().law.rights)]
BY_WEEKS_AND_MONTHS = {("awaab", "begin"), ("council", "finish")}

triages = st.builds(
    Triage,
    priority=st.sampled_from(PRIORITIES),
    severity=st.sampled_from(["", "significant", "emergency"]),
    hazard=st.sampled_from(HAZARDS),
    right=st.sampled_from(RIGHTS),
)
BEGIN = dt.datetime(2025, 10, 27, tzinfo=dt.UTC)
later = st.none() | st.timedeltas(dt.timedelta(), dt.timedelta(days=60))


@st.composite
def any_moments(draw: st.DrawFn) -> Moments:
    aware = BEGIN + draw(st.timedeltas(dt.timedelta(), dt.timedelta(days=5 * 366)))
    names = ("investigated_at", "summary_at", "safe_at", "begun_at", "done_at")
    passed = {name: draw(later) for name in names}
    given_ = {name: None if after is None else aware + after for name, after in passed.items()}
    return Moments(aware_at=aware, found=draw(st.none() | st.booleans()), **given_)


@settings(deadline=None)
@given(triages, any_moments(), st.sampled_from(["leeds", "leicester"]))
def test_dates_are_in_order_and_after_awareness_and_each_is_there_once(
    proposal: Triage, moments: Moments, name: str
) -> None:
    found = city(name).deadlines(proposal, moments)

    assert all(one.due <= other.due for one, other in pairwise(found))
    assert all(one.due > moments.aware_at for one in found)
    assert len({(one.source, one.step) for one in found}) == len(found)
    assert all(one.due.tzinfo is dt.UTC for one in found)


@settings(deadline=None)
@given(triages, any_moments(), st.sampled_from(["leeds", "leicester"]))
def test_days_end_on_a_working_day_at_its_last_second(proposal: Triage, moments: Moments, name: str) -> None:
    for one in city(name).deadlines(proposal, moments):
        local = one.due.astimezone(LONDON)
        if not one.exact:
            assert local.time() == dt.time(23, 59, 59)
        if not one.exact and (one.source, one.step) not in BY_WEEKS_AND_MONTHS:
            assert is_working_day(local.date(), "ENG")


@settings(deadline=None)
@given(triages, any_moments())
def test_nothing_is_met_before_it_could_be(proposal: Triage, moments: Moments) -> None:
    for one in leeds().deadlines(proposal, moments):
        assert one.met_at is None or one.met_at >= moments.aware_at


@settings(deadline=None)
@given(triages, any_moments(), st.sampled_from(["leeds", "leicester"]))
def test_what_is_told_is_a_part_of_what_is_due_and_the_triage_never_tells_less(
    proposal: Triage, moments: Moments, name: str
) -> None:
    repairs = city(name)
    found = repairs.deadlines(proposal, moments)
    blind, knowing = repairs.told(found), repairs.told(found, proposal)

    assert set(blind) <= set(knowing) <= set(found)


@settings(deadline=None)
@given(triages, any_moments(), st.sampled_from(["leeds", "leicester"]))
def test_every_date_has_a_source_that_was_in_force(proposal: Triage, moments: Moments, name: str) -> None:
    repairs, day = city(name), moments.aware_at.astimezone(LONDON).date()
    for one in repairs.deadlines(proposal, moments):
        rule = repairs.source(one, proposal)
        assert rule.source
        assert rule.checked
        assert rule.holds(day)
