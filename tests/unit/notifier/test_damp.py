"""How damp a day was: each edge of what counts, and the dew point against published values."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.knowledge.data import DataError, read
from notifier.damp import Damp, Hour, Threshold, counts, damp, dew_point

MIDNIGHT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)
FILE = Path(__file__).parents[3] / "bot" / "knowledge" / "damp.yaml"


def hour(at: int, humidity: float, minutes: int = 60, temperature: float = 18.0, warmth: int = 60) -> Hour:
    start = MIDNIGHT + dt.timedelta(hours=at)
    return Hour(start, humidity, humidity + 2, minutes, temperature, warmth)


def day(*hours: Hour, of: int = 24, threshold: float = 70) -> Damp:
    return damp(hours, threshold, of)


@pytest.mark.parametrize(
    ("temperature", "humidity", "expected"),
    [(20, 100, 20.0), (20, 50, 9.3), (25, 60, 16.7), (10, 80, 6.7), (0, 90, -1.4), (30, 20, 4.6)],
)
def test_the_dew_point_is_that_of_published_tables(
    temperature: float, humidity: float, expected: float
) -> None:
    assert dew_point(temperature, humidity) == pytest.approx(expected, abs=0.1)


@given(st.floats(-45, 60), st.floats(0.01, 100))
def test_the_dew_point_is_never_above_the_temperature(temperature: float, humidity: float) -> None:
    found = dew_point(temperature, humidity)
    assert math.isfinite(found)
    assert found <= temperature + 1e-9


@pytest.mark.parametrize(("temperature", "humidity"), [(20, 0), (20, -1), (20, 100.1), (-46, 50), (61, 50)])
def test_there_is_no_dew_point_outside_of_what_the_formula_is_for(
    temperature: float, humidity: float
) -> None:
    with pytest.raises(ValueError, match="no dew point"):
        dew_point(temperature, humidity)


@pytest.mark.parametrize(("humidity", "over"), [(69.99, 0), (70.0, 1), (70.01, 1)])
def test_an_hour_is_damp_from_the_threshold_on(humidity: float, over: int) -> None:
    assert day(hour(0, humidity)).over == over


@pytest.mark.parametrize(("minutes", "does"), [(0, False), (44, False), (45, True), (60, True)])
def test_an_hour_counts_with_three_quarters_of_it(minutes: int, does: bool) -> None:
    assert counts(minutes) is does
    assert day(hour(0, 90, minutes)).over == int(does)


def test_the_longest_run_is_of_hours_that_follow_each_other() -> None:
    found = day(*(hour(at, 80) for at in (0, 1, 5, 6, 7, 20)))
    assert (found.over, found.longest) == (6, 3)


def test_an_hour_that_was_not_measured_ends_a_run() -> None:
    assert day(hour(0, 80), hour(1, 80, 44), hour(2, 80)).longest == 1


def test_a_dry_hour_ends_a_run() -> None:
    assert day(hour(0, 80), hour(1, 60), hour(2, 80), hour(3, 80)).longest == 2


def test_hours_may_come_in_any_order() -> None:
    hours = [hour(at, 60 + at) for at in range(24)]
    assert day(*hours) == day(*reversed(hours))


def test_means_are_over_the_hours_that_count() -> None:
    found = day(hour(0, 60), hour(1, 80), hour(2, 99, 10))
    assert (found.mean, found.highest) == (70, 82)


def test_what_was_not_measured_is_not_said() -> None:
    found = day(hour(0, 80, temperature=0, warmth=0))
    assert (found.temperature, found.dew_point, found.mean) == (None, None, 80)
    nothing = day()
    assert (nothing.over, nothing.longest, nothing.capture, nothing.highest) == (0, 0, 0, None)


@pytest.mark.parametrize(("hours", "of", "enough"), [(17, 24, False), (18, 24, True), (24, 24, True)])
def test_three_quarters_of_the_day_are_enough(hours: int, of: int, enough: bool) -> None:
    assert day(*(hour(at, 50) for at in range(hours)), of=of).enough is enough


def test_a_day_of_the_clock_change_has_its_own_number_of_hours() -> None:
    hours = [hour(at, 90) for at in range(25)]
    assert day(*hours, of=25) == structs.replace(
        day(*hours, of=25), over=25, longest=25, capture=1.0, measured=25
    )


def test_an_absurd_reading_has_no_dew_point_and_breaks_nothing() -> None:
    assert day(hour(0, 0.0)).dew_point is None


def test_the_threshold_is_dated_and_marked_as_ours() -> None:
    found = read(FILE, Threshold)
    assert (found.humidity, found.status) == (70, "unconfirmed")
    assert "our own" in found.source.lower()


@pytest.mark.parametrize("humidity", ["0", "-1", "100.5", "damp"])
def test_a_threshold_that_is_none_is_refused(tmp_path: Path, humidity: str) -> None:
    path = tmp_path / "damp.yaml"
    text = f"humidity: {humidity}\nsource: us\nstatus: unconfirmed\nchecked: 2026-11-20\n"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match="humidity"):
        read(path, Threshold)
