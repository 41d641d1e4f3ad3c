"""A season runs between two days of the year, over the new year as well."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.bins.answers import MonthDay, Season

GARDEN = Season(MonthDay(3, 1), MonthDay(12, 5))
WINTER = Season(MonthDay(11, 1), MonthDay(2, 15))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-02-28", False),
        ("2026-03-01", True),
        ("2026-07-01", True),
        ("2026-12-05", True),
        ("2026-12-06", False),
    ],
)
def test_a_garden_season_is_open_from_its_first_to_its_last_day(day: str, is_open: bool) -> None:
    assert GARDEN.open(dt.date.fromisoformat(day)) is is_open


@pytest.mark.parametrize(
    ("day", "is_open"), [("2026-12-31", True), ("2027-01-01", True), ("2027-03-01", False)]
)
def test_a_season_may_run_over_the_new_year(day: str, is_open: bool) -> None:
    assert WINTER.open(dt.date.fromisoformat(day)) is is_open


def test_the_next_start_is_this_years_or_the_next() -> None:
    assert GARDEN.next_start(dt.date(2026, 11, 26)) == dt.date(2027, 3, 1)
    assert GARDEN.next_start(dt.date(2027, 1, 10)) == dt.date(2027, 3, 1)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)))
def test_the_next_start_is_open_and_never_past(day: dt.date) -> None:
    start = GARDEN.next_start(day)

    assert start >= day
    assert GARDEN.open(start)
    assert not GARDEN.open(start - dt.timedelta(days=1))
