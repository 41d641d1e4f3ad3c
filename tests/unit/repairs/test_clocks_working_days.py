"""Working days of Awaab's Law and the Right to Repair over Christmas and Easter, worked out by hand.

Bank holidays: Friday 25 December 2026, Monday 28 December in place of Saturday the 26th, Friday 1 January
2027, Good Friday 26 March, Easter Monday 29 March 2027.
"""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.repairs.case import Triage
from bot.knowledge.repairs.clocks import Calendar, months_after
from bot.knowledge.repairs.law import Limit
from tests.unit.repairs.rulebook import LONDON, at, dates, hazard, law_dates

DAMP = hazard("significant")
ENGLAND = Calendar(LONDON, "ENG")


@pytest.mark.parametrize(
    ("aware", "investigate"),
    [
        ("2026-12-14T09:00", "2026-12-30"),  # 15 16 17 18 21 22 23 24, 29 30
        ("2026-12-17T09:00", "2027-01-05"),  # 18 21 22 23 24, 29 30 31, 4 5
        ("2026-12-18T09:00", "2027-01-06"),  # 21 22 23 24, 29 30 31, 4 5 6
        ("2026-12-19T09:00", "2027-01-06"),  # a Saturday counts as the Friday before it
        ("2026-12-20T23:59", "2027-01-06"),  # and a Sunday
        ("2026-12-21T00:00", "2027-01-07"),  # but not the first minute of Monday
        ("2026-12-23T09:00", "2027-01-11"),  # 24, 29 30 31, 4 5 6 7 8, 11
        ("2026-12-24T09:00", "2027-01-12"),  # 29 30 31, 4 5 6 7 8, 11 12
        ("2026-12-25T09:00", "2027-01-12"),  # a bank holiday
        ("2026-12-28T09:00", "2027-01-12"),  # the one in place of the 26th
        ("2026-12-29T09:00", "2027-01-13"),  # 30 31, 4 5 6 7 8, 11 12 13
        ("2027-01-01T09:00", "2027-01-15"),  # 4 5 6 7 8, 11 12 13 14 15
        ("2027-03-12T09:00", "2027-03-30"),  # 15 to 19, 22 23 24 25, 30
        ("2027-03-19T09:00", "2027-04-06"),  # 22 23 24 25, 30 31 1 2, 5 6
        ("2027-03-25T09:00", "2027-04-12"),  # 30 31 1 2, 5 6 7 8 9, 12
        ("2027-03-26T09:00", "2027-04-12"),  # Good Friday
        ("2027-03-28T09:00", "2027-04-12"),  # Easter Sunday
        ("2027-03-29T09:00", "2027-04-12"),  # Easter Monday
        ("2027-03-30T09:00", "2027-04-13"),  # 31 1 2, 5 6 7 8 9, 12 13
    ],
)
def test_ten_working_days_to_look_at_it(aware: str, investigate: str) -> None:
    assert law_dates(DAMP, aware) == {"investigate": investigate}


@pytest.mark.parametrize(
    ("looked", "summary", "work", "begin"),
    [
        ("2026-12-21T15:00", "2026-12-24", "2026-12-30", "2027-03-15"),  # 22 23 24, 29 30
        ("2026-12-22T15:00", "2026-12-29", "2026-12-31", "2027-03-16"),  # 23 24, 29 30 31
        ("2026-12-23T15:00", "2026-12-30", "2027-01-04", "2027-03-17"),  # 24, 29 30 31, 4
        ("2026-12-24T15:00", "2026-12-31", "2027-01-05", "2027-03-18"),  # 29 30 31, 4 5
        ("2026-12-30T15:00", "2027-01-05", "2027-01-07", "2027-03-24"),  # 31, 4 5 6 7
        ("2026-12-31T15:00", "2027-01-06", "2027-01-08", "2027-03-25"),  # 4 5 6 7 8
        ("2027-01-02T15:00", "2027-01-06", "2027-01-08", "2027-03-27"),  # a Saturday
        ("2027-03-24T15:00", "2027-03-31", "2027-04-02", "2027-06-16"),  # 25, 30 31 1 2
        ("2027-03-25T15:00", "2027-04-01", "2027-04-05", "2027-06-17"),  # 30 31 1 2, 5
        ("2027-03-27T15:00", "2027-04-01", "2027-04-05", "2027-06-19"),  # the Saturday of Easter
    ],
)
def test_three_and_five_working_days_and_twelve_weeks_after_it_was_looked_at(
    looked: str, summary: str, work: str, begin: str
) -> None:
    found = law_dates(DAMP, "2026-12-14T09:00", investigated_at=at(looked))
    del found["investigate"]
    assert found == {"summary": summary, "work": work, "begin": begin}


@pytest.mark.parametrize(
    ("right", "aware", "finish"),
    [
        ("power_total", "2026-12-24T18:00", "2026-12-29"),  # 29
        ("power_total", "2026-12-31T18:00", "2027-01-04"),  # 4
        ("power_total", "2027-03-25T18:00", "2027-03-30"),  # 30
        ("sink_blocked", "2026-12-23T18:00", "2026-12-30"),  # 24, 29 30
        ("sink_blocked", "2027-03-25T18:00", "2027-04-01"),  # 30 31 1
        ("roof", "2026-12-22T18:00", "2027-01-05"),  # 23 24, 29 30 31, 4 5
        ("roof", "2027-03-24T18:00", "2027-04-06"),  # 25, 30 31 1 2, 5 6
    ],
)
def test_one_three_and_seven_working_days_of_the_right_to_repair(right: str, aware: str, finish: str) -> None:
    assert dates(Triage("planned", right=right), aware)["right_to_repair finish"] == finish


def test_ten_working_days_of_a_council_over_christmas() -> None:
    assert dates(Triage("routine"), "2026-12-17T09:00", "leicester") == {"council finish": "2027-01-05"}


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2026-11-20", 12, "2027-11-20"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2027-01-31", 1, "2027-02-28"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(day: str, months: int, end: str) -> None:
    assert months_after(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(end)


def test_a_holiday_of_another_region_is_no_working_day_there() -> None:
    scotland = Calendar(LONDON, "SCT")
    friday = at("2026-11-27T09:00")  # Monday 30 November is St Andrew's day
    one = Limit(working_days=1)

    assert ENGLAND.due(friday, one) == at("2026-11-30T23:59:59")
    assert scotland.due(friday, one) == at("2026-12-01T23:59:59")


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        ENGLAND.due(at("2026-12-01T12:00").replace(tzinfo=None), Limit(hours=24))
