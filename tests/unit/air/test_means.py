"""Means, and how much has to be measured for them."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.air.means import HOUR, QUARTER, Hour, Sample, hour_of, mean_of, quarters, running
from tests.unit.air.stations import MINUTE, NOON, whole

FIVE = MINUTE * 5


def samples(minutes: range, value: float = 10.0) -> list[Sample]:
    """One at each of these minutes after noon."""
    return [Sample(NOON + MINUTE * minute, value + minute / 10) for minute in minutes]


def test_an_hour_of_samples_is_their_mean() -> None:
    assert mean_of(samples(range(60)), MINUTE) == Hour(12.95, 60)


@pytest.mark.parametrize(("minutes", "counts"), [(44, False), (45, True), (60, True)])
def test_an_hour_counts_from_45_minutes_on(minutes: int, counts: bool) -> None:
    hour = mean_of(samples(range(minutes)), MINUTE)
    assert hour is not None
    assert (hour.minutes, hour.counts) == (minutes, counts)


def test_a_sample_stands_for_the_time_between_two_readings() -> None:
    assert mean_of(samples(range(0, 60, 5)), FIVE) == Hour(12.75, 60)
    assert mean_of(samples(range(0, 40, 5)), FIVE) == Hour(11.75, 40)


def test_a_mean_stands_for_what_it_covers_whatever_lies_between_two_readings() -> None:
    whole_hour = [Sample(NOON + HOUR, 21.0, HOUR)]
    assert mean_of(whole_hour, MINUTE) == Hour(21.0, 60)


def test_a_sensor_that_says_everything_twice_has_not_measured_twice_as_long() -> None:
    often = mean_of(samples(range(30)), MINUTE * 10)
    assert often is not None
    assert often.minutes == 39  # ten minutes before the first, then every minute once
    assert not often.counts


def test_readings_that_come_a_little_early_or_late_lose_nothing() -> None:
    jittery = [Sample(NOON + dt.timedelta(seconds=s), 8.0) for s in (30, 1190, 2410)]
    assert mean_of(jittery, MINUTE * 20) == Hour(8.0, 59)


def test_a_burst_weighs_no_more_than_its_time() -> None:
    burst = [Sample(NOON + MINUTE * n, 100.0) for n in range(50, 60)]
    calm = [Sample(NOON + MINUTE * n, 10.0) for n in range(10, 50, 10)]
    mean = mean_of([*calm, *burst], MINUTE * 10)
    assert mean is not None
    assert mean.mean == pytest.approx((10.0 * 40 + 100.0 * 19) / 59)


def test_the_mean_of_a_day_says_nothing_about_an_hour() -> None:
    assert mean_of([Sample(NOON, 30.0, HOUR * 24)], HOUR) is None
    assert mean_of([], HOUR) is None


@given(st.lists(st.integers(0, 3599), min_size=1, unique=True), st.integers(1, 3600))
def test_nobody_measures_longer_than_an_hour(seconds: list[int], every: int) -> None:
    said = [Sample(NOON + dt.timedelta(seconds=second), float(second)) for second in seconds]
    hour = mean_of(said, dt.timedelta(seconds=every))
    assert hour is not None
    assert 0 <= hour.minutes <= 60
    assert min(seconds) - 0.001 <= hour.mean <= max(seconds) + 0.001


@given(st.permutations(list(range(0, 60, 5))))
def test_the_order_in_which_readings_come_makes_no_difference(order: list[int]) -> None:
    said = [Sample(NOON + MINUTE * minute, float(minute)) for minute in order]
    assert mean_of(said, FIVE) == mean_of(sorted(said), FIVE)


def test_the_hour_of_a_mean_is_the_one_that_it_was_taken_in() -> None:
    assert hour_of(NOON, HOUR) == NOON - HOUR
    assert hour_of(NOON, QUARTER) == NOON - HOUR
    assert hour_of(NOON) == NOON
    assert hour_of(NOON + MINUTE * 59) == NOON
    assert hour_of(NOON + MINUTE * 5, HOUR) == NOON - HOUR


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25)])
def test_no_hour_is_missing_or_comes_twice_when_the_clocks_change(day: dt.date) -> None:
    london = ZoneInfo("Europe/London")
    midnight = dt.datetime.combine(day, dt.time(), london).astimezone(dt.UTC)
    hours = [hour_of((midnight + HOUR * n + MINUTE * 7).astimezone(london)) for n in range(25)]
    assert hours == [hours[0] + HOUR * n for n in range(25)]
    day_of = {hour: Hour(10.0, 60) for hour in hours}
    end = hours[-1] + HOUR
    mean = running(day_of, end, 24)
    assert mean is not None
    assert mean.measured == 24


@pytest.mark.parametrize(
    ("length", "have", "enough"),
    [(1, 1, True), (1, 0, False), (8, 6, True), (8, 5, False), (24, 18, True), (24, 17, False)],
)
def test_three_quarters_of_the_hours_have_to_count(length: int, have: int, enough: bool) -> None:
    mean = running(whole(dict.fromkeys(range(1, have + 1), 5.0)), NOON, length)
    assert (mean is not None) == enough
    assert mean is None or mean.measured == have


def test_hours_that_do_not_count_are_not_in_the_mean() -> None:
    hours = whole(dict.fromkeys(range(1, 8), 10.0)) | {NOON - HOUR * 8: Hour(1000.0, 44)}
    mean = running(hours, NOON, 8)
    assert mean is not None
    assert (mean.mean, mean.measured) == (10.0, 7)


def test_hours_before_and_after_are_not_in_the_mean() -> None:
    hours = whole({0: 999.0, 1: 5.0, 2: 7.0, 9: 999.0} | dict.fromkeys(range(3, 9), 6.0))
    mean = running(hours, NOON, 8)
    assert mean is not None
    assert (mean.mean, mean.measured) == (6.0, 8)


def test_what_adding_floats_makes_of_a_half_decides_nothing() -> None:
    hours = whole({1: 50.1, 2: 50.2, 3: 51.2} | dict.fromkeys(range(4, 9), 50.5))
    mean = running(hours, NOON, 8)
    assert mean is not None
    assert mean.mean == 50.5


def test_sulphur_dioxide_is_judged_by_the_worst_quarter_of_the_hour() -> None:
    said = [Sample(NOON - MINUTE * n, 300.0 if 30 < n <= 45 else 20.0) for n in range(1, 61)]
    found = quarters(said, MINUTE, NOON)
    assert found is not None
    assert (found.mean, found.measured) == (300.0, 4)


def test_a_quarter_needs_three_quarters_of_its_minutes() -> None:
    assert quarters([Sample(NOON - MINUTE * n, 300.0) for n in range(1, 12)], MINUTE, NOON) is None
    assert quarters([Sample(NOON - MINUTE * n, 300.0) for n in range(1, 13)], MINUTE, NOON) is not None


def test_an_hourly_mean_of_sulphur_dioxide_gives_no_index() -> None:
    assert quarters([Sample(NOON, 300.0, HOUR)], HOUR, NOON) is None
    assert quarters([Sample(NOON, 300.0, HOUR)], MINUTE, NOON) is None


def test_quarters_that_an_instrument_has_made_itself_count() -> None:
    said = [Sample(NOON - QUARTER * n, 100.0 * (n + 1), QUARTER) for n in range(4)]
    found = quarters(said, QUARTER, NOON)
    assert found is not None
    assert found.mean == 400.0
