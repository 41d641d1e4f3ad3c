"""The clock tells aware times in UTC, and can be told to begin elsewhere."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.clock import UK, FixedClock, SystemClock

SUMMER_NIGHT = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)


class Seconds:
    """A stopwatch that a test moves by hand."""

    def __init__(self) -> None:
        self.passed = 100.0

    def __call__(self) -> float:
        return self.passed


def test_the_system_clock_is_the_machines_and_in_utc() -> None:
    before = dt.datetime.now(dt.UTC)
    now = SystemClock().now()
    assert now.tzinfo is dt.UTC
    assert dt.timedelta() <= now - before < dt.timedelta(seconds=5)


def test_it_can_start_elsewhere_and_runs_on_from_there() -> None:
    stopwatch = Seconds()
    clock = SystemClock(SUMMER_NIGHT, stopwatch)
    assert clock.now() == SUMMER_NIGHT
    stopwatch.passed += 90
    assert clock.now() == SUMMER_NIGHT + dt.timedelta(seconds=90)


def test_a_start_in_another_zone_is_the_same_moment() -> None:
    local = SUMMER_NIGHT.astimezone(UK)
    clock = SystemClock(local, Seconds())
    assert clock.now() == SUMMER_NIGHT
    assert clock.now().utcoffset() == dt.timedelta()


def test_today_is_the_citys_day_and_not_utcs() -> None:
    assert FixedClock(SUMMER_NIGHT).today(UK) == dt.date(2026, 7, 2)
    assert FixedClock(SUMMER_NIGHT).today(dt.UTC) == dt.date(2026, 7, 1)
    assert SystemClock(SUMMER_NIGHT, Seconds()).today(UK) == dt.date(2026, 7, 2)


def test_a_fixed_clock_moves_only_when_it_is_told_to() -> None:
    clock = FixedClock(SUMMER_NIGHT)
    assert clock.now() == clock.now() == SUMMER_NIGHT
    assert clock.advance(dt.timedelta(minutes=1)) == SUMMER_NIGHT + dt.timedelta(minutes=1)
    clock.advance(seconds=30, days=1)
    assert clock.now() == SUMMER_NIGHT + dt.timedelta(days=1, seconds=90)


@pytest.mark.parametrize("clock", [SystemClock, FixedClock])
def test_a_start_without_a_zone_is_refused(clock: type[SystemClock] | type[FixedClock]) -> None:
    with pytest.raises(ValueError, match="has no time zone"):
        clock(dt.datetime(2026, 7, 1, 12, 0))  # noqa: DTZ001 - the mistake that is tested
