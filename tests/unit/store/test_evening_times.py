"""At which minute of an evening somebody is reminded, and which moment that is."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import UK
from bot.store.reminders_bins import BEFORE_QUIET, Evening, told_at
from notifier.subscription import Hours

SIX = 18 * 60
minutes = st.integers(0, 24 * 60 - 1)


def evening(text: str) -> Evening:
    """A moment on the wall clock of Leeds."""
    then = dt.datetime.fromisoformat(text).replace(tzinfo=UK)
    return Evening(then.astimezone(dt.UTC), UK)


@pytest.mark.parametrize(
    ("bins_at", "quiet", "minute"),
    [
        (SIX, None, SIX),
        (SIX, Hours(22 * 60, 7 * 60), SIX),
        (SIX, Hours(17 * 60, 7 * 60), 16 * 60 + 45),
        (SIX, Hours(SIX, SIX + 60), SIX - BEFORE_QUIET),
        (SIX, Hours(9 * 60, 19 * 60), 8 * 60 + 45),
        (SIX, Hours(0, 19 * 60), 19 * 60),
        (22 * 60, Hours(22 * 60, 7 * 60), 21 * 60 + 45),
        (23 * 60, Hours(22 * 60, 7 * 60), 21 * 60 + 45),
        (SIX, Hours(SIX + 1, 7 * 60), SIX),
        (7 * 60, Hours(22 * 60, 7 * 60), 7 * 60),
    ],
)
def test_somebody_is_reminded_when_they_want_or_just_before_they_want_quiet(
    bins_at: int, quiet: Hours | None, minute: int
) -> None:
    assert told_at(bins_at, quiet) == minute


@given(minutes, minutes, minutes)
def test_nobody_is_reminded_within_their_quiet_hours_unless_they_leave_no_room(
    bins_at: int, start: int, end: int
) -> None:
    quiet = Hours(start, end)
    minute = told_at(bins_at, quiet)
    assert 0 <= minute <= 24 * 60
    room = not any(quiet.holds(one % (24 * 60)) for one in range(start - BEFORE_QUIET, start))
    if room and start != end:
        assert not quiet.holds(minute)


@pytest.mark.parametrize(
    ("now", "tomorrow"),
    [
        ("2026-11-25T18:00", dt.date(2026, 11, 26)),
        ("2026-12-31T23:59", dt.date(2027, 1, 1)),
        ("2028-02-28T18:00", dt.date(2028, 2, 29)),
        ("2026-10-24T23:30", dt.date(2026, 10, 25)),
        ("2027-03-28T00:30", dt.date(2027, 3, 29)),
    ],
)
def test_tomorrow_is_that_of_the_wall_calendar(now: str, tomorrow: dt.date) -> None:
    assert evening(now).tomorrow == tomorrow


@pytest.mark.parametrize(
    ("day", "utc"), [("2026-10-24", 21), ("2026-10-25", 22), ("2027-03-27", 22), ("2027-03-28", 21)]
)
def test_ten_in_the_evening_is_ten_on_the_wall(day: str, utc: int) -> None:
    at = evening(f"{day}T18:00").at(22 * 60)
    assert (at.hour, at.minute) == (utc, 0)


def test_a_minute_beyond_the_day_is_its_last() -> None:
    assert evening("2026-11-25T23:30").at(24 * 60 + 30) == dt.datetime(2026, 11, 25, 23, 59, tzinfo=dt.UTC)


def test_the_minute_of_the_day_is_that_of_the_wall() -> None:
    assert evening("2026-07-01T18:05").minute == 18 * 60 + 5
    assert evening("2026-12-01T18:05").minute == 18 * 60 + 5
