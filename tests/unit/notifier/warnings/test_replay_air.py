"""Readings in a replay: checked and judged as if they had come when they were measured."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifier.alert import AirFacts, SensorFacts
from notifier.feeds.sources import BadSource
from notifier.reading import Quantity, Reading
from notifier.refusal import Refusal
from notifier.replay_air import Places, air, read_places
from notifier.warning import Warning
from tests.unit.notifier.warnings.samples import HOUR, NOW

BEGIN = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
LEEDS = Path(__file__).parents[4] / "bot" / "cities" / "leeds" / "air.yaml"


def hourly(values: list[float], feed: str = "aurn", quantity: Quantity = "no2") -> list[Reading]:
    return [
        Reading(feed, "Leeds Centre", quantity, value, BEGIN + (hour + 1) * HOUR, HOUR)
        for hour, value in enumerate(values)
    ]


def warned(readings: list[Reading], places: Places | None = None) -> list[Warning]:
    return [one for one in air(readings, None, places) if isinstance(one, Warning)]


def reasons(readings: list[Reading], now: dt.datetime | None = None) -> Iterator[str]:
    return (one.reason for one in air(readings, now, None) if isinstance(one, Refusal))


DIRTY = [20.0 + hour for hour in range(5)] + [250.0 + hour for hour in range(5)]


def test_dirty_air_is_told_after_two_hours_as_live() -> None:
    (said,) = warned(hourly(DIRTY))
    assert (said.kind, said.level, said.at) == ("air", 2, BEGIN + 7 * HOUR)
    assert isinstance(said.facts, AirFacts)
    assert not said.facts.indicative


def test_the_order_of_readings_does_not_matter() -> None:
    assert warned(hourly(DIRTY)) == warned(hourly(DIRTY)[::-1])


def test_what_is_no_reference_instrument_says_so() -> None:
    (said,) = warned(hourly(DIRTY, feed="tts"))
    assert isinstance(said.facts, AirFacts)
    assert said.facts.indicative


def test_old_readings_are_not_late_in_a_replay_unless_the_time_is_given() -> None:
    assert list(reasons(hourly(DIRTY))) == []
    assert set(reasons(hourly(DIRTY), NOW)) == {"late"}
    assert set(reasons(hourly(DIRTY), BEGIN)) == {"future"}


def test_impossible_and_repeated_readings_are_refused() -> None:
    assert list(reasons(hourly([20.0, 9_999.0, 21.0]))) == ["absurd"]
    assert list(reasons([*hourly([20.0]), *hourly([20.0])])) == ["repeated"]


def test_a_mean_of_a_day_counts_as_its_hours() -> None:
    days = [
        Reading("aurn", "1", "pm2_5", value, BEGIN + (day + 1) * 24 * HOUR, 24 * HOUR)
        for day, value in enumerate((10.0, 50.0, 51.0, 9.0, 8.0))
    ]
    assert [(one.level, one.status) for one in warned(days)] == [(2, "in_force"), (0, "over")]


def test_a_citys_file_says_which_stations_make_which_zone() -> None:
    said = next(one for one in warned(hourly(DIRTY), read_places(LEEDS)) if one.kind == "air")
    assert isinstance(said.facts, AirFacts)
    assert said.facts.zone_name == "Leeds centre, east and south"
    assert "LS9" in said.area.districts


def test_a_followed_sensor_has_its_marks() -> None:
    said = [one for one in warned(hourly(DIRTY), read_places(LEEDS)) if one.kind == "sensor"]
    assert said
    assert all(isinstance(one.facts, SensorFacts) for one in said)


def test_sensors_that_the_city_does_not_have_are_passed_over() -> None:
    assert warned(hourly(DIRTY, feed="other"), read_places(LEEDS)) == []


def test_a_file_that_is_no_such_list_is_named() -> None:
    with pytest.raises(BadSource, match=r"test_replay_air.py: "):
        read_places(Path(__file__))
