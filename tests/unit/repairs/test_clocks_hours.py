"""Hours run through nights, weekends and the change of the clocks; days end at midnight in the city."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.repairs.case import Deadline, Moments, Triage
from tests.unit.repairs.rulebook import LONDON, at, hazard, law_dates, leeds

EMERGENCY, DAMP = hazard("emergency"), hazard("significant")


def of_the_law(proposal: Triage, aware: dt.datetime) -> Deadline:
    [found] = [one for one in leeds().deadlines(proposal, Moments(aware_at=aware)) if one.source == "awaab"]
    return found


@pytest.mark.parametrize(
    ("aware", "safe"),
    [
        ("2026-12-01T09:30", "2026-12-02T09:30"),
        ("2026-12-24T23:59", "2026-12-25T23:59"),  # Christmas does not stop it
        ("2026-12-26T08:00", "2026-12-27T08:00"),  # nor a weekend
        ("2026-10-24T12:00", "2026-10-25T11:00"),  # the clocks go back in between
        ("2027-03-27T12:00", "2027-03-28T13:00"),  # and forward
        ("2027-03-28T03:00", "2027-03-29T03:00"),
    ],
)
def test_an_emergency_is_made_safe_within_24_hours(aware: str, safe: str) -> None:
    assert law_dates(EMERGENCY, aware) == {"safe": safe}


@pytest.mark.parametrize("zone", [dt.UTC, LONDON])
def test_24_hours_are_24_hours_in_whatever_zone_the_moment_is_given(zone: dt.tzinfo) -> None:
    safe = of_the_law(EMERGENCY, at("2027-03-27T12:00").astimezone(zone))

    assert safe.exact
    assert safe.due - at("2027-03-27T12:00") == dt.timedelta(hours=24)
    assert safe.due.tzinfo is dt.UTC


@pytest.mark.parametrize(
    ("moment", "investigate"),
    [
        ("2026-12-01T23:59:30+00:00", "2026-12-15"),  # the last half minute of Tuesday still is Tuesday
        ("2026-12-02T00:00:00+00:00", "2026-12-16"),
        ("2027-06-01T22:59:30+00:00", "2027-06-15"),  # in summer the day ends an hour earlier
        ("2027-06-01T23:00:00+00:00", "2027-06-16"),
        ("2027-03-28T00:30:00+00:00", "2027-04-12"),  # in the night in which the clocks go forward
        ("2027-03-28T01:30:00+00:00", "2027-04-12"),
        ("2026-10-24T22:59:59+00:00", "2026-11-06"),  # a Saturday
        ("2026-10-25T00:30:00+00:00", "2026-11-06"),  # half past one, for the first time
        ("2026-10-25T01:30:00+00:00", "2026-11-06"),  # and again
        ("2027-10-31T01:30:00+00:00", "2027-11-12"),
    ],
)
def test_the_day_of_awareness_is_that_of_the_citys_clock(moment: str, investigate: str) -> None:
    found = of_the_law(DAMP, dt.datetime.fromisoformat(moment))

    assert found.due == at(f"{investigate}T23:59:59")
    assert not found.exact


def test_the_end_of_a_day_is_told_in_utc() -> None:
    found = of_the_law(DAMP, at("2027-06-01T12:00"))

    assert found.due == dt.datetime(2027, 6, 15, 22, 59, 59, tzinfo=dt.UTC)
