"""Working days skip weekends and the bank holidays of the city's region."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import working_days


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-19", 2, "2026-11-23"),  # Thursday: Friday, Monday
        ("2026-11-20", 2, "2026-11-24"),  # Friday: Monday, Tuesday
        ("2026-12-23", 2, "2026-12-29"),  # the 24th; 25th holiday, 26th Saturday, 28th in its place
        ("2026-11-20", 0, "2026-11-20"),
    ],
)
def test_working_days_after_a_day(start: str, days: int, end: str) -> None:
    assert working_days.after(dt.date.fromisoformat(start), days, "ENG") == dt.date.fromisoformat(end)


def test_bank_holidays_are_those_of_the_region() -> None:
    st_andrews_day = dt.date(2026, 11, 30)

    assert working_days.is_working_day(st_andrews_day, "ENG")
    assert not working_days.is_working_day(st_andrews_day, "SCT")


@settings(deadline=None)
@given(st.dates(dt.date(2020, 1, 1), dt.date(2040, 1, 1)), st.integers(1, 10))
def test_the_day_found_is_a_working_day_and_later(day: dt.date, days: int) -> None:
    found = working_days.after(day, days, "ENG")

    assert working_days.is_working_day(found, "ENG")
    assert found >= day + dt.timedelta(days=days)
