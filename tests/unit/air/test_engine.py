"""Readings in, warnings out: once, at the right level, and then the all-clear."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec
import pytest

from notifier.air.engine import GRACE, Engine
from notifier.air.means import HOUR
from notifier.air.rule import SILENT
from notifier.air.watch import Kept, Mark
from notifier.alert import AirFacts, Area, SensorFacts
from notifier.reading import Reading
from notifier.warning import Warning
from tests.unit.air.stations import (
    BOX,
    FINE,
    GAUGE,
    HILL,
    KERB,
    LEVELS,
    MAST,
    MINUTE,
    NOON,
    TOWN,
    VOICE,
    engine,
    hourly,
    row,
)


def brief(said: Iterable[Warning]) -> list[tuple[str, int, dt.timedelta]]:
    """Status, level, and how long after noon."""
    return [(one.status, one.level, one.at - NOON) for one in said]


def test_an_alert_its_upgrade_its_downgrade_and_the_all_clear() -> None:
    said = engine(MAST).take(row([20, 210, 210, 410, 410, *[210] * 18, *[20] * 18]))
    assert brief(said) == [
        ("in_force", 2, HOUR * 2),
        ("in_force", 3, HOUR * 4),
        ("in_force", 2, HOUR * 22),
        ("over", 0, HOUR * 40),
    ]


def test_what_a_warning_says() -> None:
    [said] = engine(MAST).take(row([210, 215]))
    assert said == Warning(
        feed="air",
        id="leeds:town",
        order=(NOON + HOUR).timestamp(),
        status="in_force",
        kind="air",
        level=2,
        area=Area(districts=("LS1", "LS2"), names=("Town",)),
        facts=AirFacts("town", "Town", 4, "no2", 215.0, 1, 1, NOON + HOUR, "The mast"),
        publisher=VOICE.index,
        at=NOON + HOUR,
        onset=NOON + HOUR,
    )


def test_each_version_has_a_higher_order() -> None:
    said = engine(MAST).take(row([210, 210, 410, 410, *[20] * 18]))
    orders = [one.order for one in said]
    assert orders == sorted(set(orders))


def test_one_hour_alone_beyond_the_next_band_is_not_what_is_told() -> None:
    [said] = engine(MAST).take(row([210, 410]))
    assert isinstance(said.facts, AirFacts)
    assert (said.level, said.facts.index, said.facts.at) == (2, 4, NOON)


def test_reading_by_reading_says_the_same_as_all_at_once() -> None:
    readings = row([210, 210, 410, 410, *[20] * 18]) + row([30] * 22, station=KERB)
    one_by_one = engine(MAST, KERB)
    said = [
        warning
        for reading in sorted(readings, key=lambda one: one.at)
        for warning in one_by_one.take([reading])
    ]
    assert said == engine(MAST, KERB).take(readings)
    assert len(said) == 3


def test_the_same_readings_say_the_same_every_time() -> None:
    readings = row([210, 210, 410, 410, *[20] * 18])
    assert engine(MAST).take(readings) == engine(MAST).take(list(reversed(readings)))


def test_readings_that_come_again_say_nothing_again() -> None:
    air = engine(MAST)
    assert len(air.take(row([210, 210]))) == 1
    assert air.take(row([210, 210])) == []


def test_a_corrected_reading_counts_until_its_hour_is_judged() -> None:
    air = engine(BOX)
    first = [Reading("lora", "box", "no2", 10.0, NOON + MINUTE * n) for n in range(0, 60, 5)]
    again = [Reading("lora", "box", "no2", 250.0, one.at) for one in first]
    third = [Reading("lora", "box", "no2", 250.0, one.at + HOUR) for one in first]
    air.take(first)
    air.take(again)
    air.take(third)
    [said] = air.tick(NOON + HOUR * 2)
    assert isinstance(said.facts, AirFacts)
    assert (said.level, said.facts.mean) == (2, 250.0)


def test_a_reading_that_comes_after_its_hour_was_judged_raises_nothing_in_the_past() -> None:
    air = engine(MAST)
    assert air.take(row([20, 20, 20])) == []
    assert air.take(row([900, 900])) == []


def test_an_hour_waits_for_a_station_that_was_measuring_but_not_for_ever() -> None:
    air = engine(MAST, KERB)
    assert air.take([hourly(20, NOON), hourly(20, NOON, station=KERB)]) == []
    assert air.take([hourly(210, NOON + HOUR), hourly(210, NOON + HOUR * 2)]) == []
    assert air.tick(NOON + HOUR * 2 + MINUTE) == []
    [said] = air.tick(NOON + HOUR * 2 + GRACE)
    assert said.level == 2


def test_zones_do_not_touch_each_other() -> None:
    other = msgspec.structs.replace(KERB, zone="hill")
    said = engine(MAST, other).take(row([210, 210]) + row([20, 20], station=other))
    assert [one.id for one in said] == ["leeds:town"]


def test_simple_sensors_make_an_alert_that_says_so() -> None:
    samples = [Reading("lora", "box", "no2", 250.0, NOON + MINUTE * n) for n in range(0, 121, 5)]
    [said] = engine(BOX).take(samples)
    assert isinstance(said.facts, AirFacts)
    assert said.facts.indicative


def test_a_zone_that_falls_silent_does_not_stay_bad_for_ever() -> None:
    air = engine(MAST)
    air.take(row([210, 210]))
    assert air.tick(NOON + HOUR + SILENT) == []
    [said] = air.tick(NOON + HOUR + SILENT + MINUTE)
    assert (said.status, said.level) == ("expired", 2)
    assert isinstance(said.facts, AirFacts)
    assert said.facts.at == NOON + HOUR
    assert air.tick(NOON + HOUR * 9) == []


def test_when_it_speaks_again_it_is_a_new_alert_and_newer_than_the_silence() -> None:
    air = engine(MAST)
    said = air.take(row([210, 210]))
    said += air.tick(NOON + HOUR * 6)
    said += air.take(row([210, 210], first=NOON + HOUR * 6))
    assert brief(said) == [
        ("in_force", 2, HOUR),
        ("expired", 2, HOUR * 6),
        ("in_force", 2, HOUR * 7),
    ]
    assert [one.order for one in said] == sorted(one.order for one in said)


def test_silence_is_noticed_in_what_is_replayed_too() -> None:
    said = engine(MAST).take(row([210, 210]) + row([20], first=NOON + HOUR * 12))
    assert [one.status for one in said] == ["in_force", "expired"]


def test_a_calm_zone_may_be_silent() -> None:
    air = engine(MAST)
    air.take(row([20, 20]))
    assert air.tick(NOON + HOUR * 48) == []


def test_it_goes_on_where_another_has_left_off() -> None:
    first = engine(MAST)
    first.take(row([210]))
    stored = msgspec.json.encode(dict(first.kept))
    second = Engine((TOWN, HILL), (MAST,), VOICE, (), msgspec.json.decode(stored, type=dict[str, Kept]))
    [said] = second.take(row([210], first=NOON + HOUR))
    assert said.level == 2


def test_sensors_that_nobody_knows_are_passed_over() -> None:
    air = engine(MAST)
    assert not air.knows("aurn", "stranger")
    assert air.knows("aurn", "mast")
    assert air.take([Reading("aurn", "stranger", "no2", 999.0, NOON, HOUR)]) == []


@pytest.mark.parametrize("day", [dt.date(2026, 3, 29), dt.date(2026, 10, 25), dt.date(2028, 2, 29)])
def test_clock_changes_and_leap_days_are_hours_like_all_others(day: dt.date) -> None:
    start = dt.datetime.combine(day, dt.time(), dt.UTC)
    said = engine(MAST).take(row([210] * 4 + [20] * 18, first=start))
    assert [one.at - start for one in said] == [HOUR, HOUR * 21]


def gauge(*values: float) -> list[Reading]:
    every = dt.timedelta(minutes=15)
    moments = (NOON + every * n for n in range(len(values)))
    return [
        Reading("lora", "gauge", "water_level", value, at) for value, at in zip(values, moments, strict=True)
    ]


def test_a_river_is_told_of_at_the_second_reading_over_its_mark() -> None:
    [said] = engine(GAUGE, marks=[LEVELS]).take(gauge(0.8, 1.2, 1.1))
    assert said.facts == SensorFacts(
        sensor="7", name="The beck", quantity="water_level", value=1.1, mark=1.0, at=NOON + MINUTE * 30
    )
    assert (said.kind, said.level, said.status) == ("sensor", 2, "in_force")
    assert (said.id, said.area) == ("sensor:7:water_level", Area(sensor="7", names=("The beck",)))


def test_one_reading_over_the_mark_is_a_wave() -> None:
    assert engine(GAUGE, marks=[LEVELS]).take(gauge(0.8, 2.5, 0.8, 2.5)) == []


def test_the_river_goes_on_rising_and_falls_again() -> None:
    said = engine(GAUGE, marks=[LEVELS]).take(gauge(1.2, 1.2, 1.6, 1.6, 2.1, 2.2, *[0.5] * 6))
    assert [(one.status, one.level) for one in said] == [
        ("in_force", 2),
        ("in_force", 3),
        ("in_force", 4),
        ("over", 0),
    ]
    assert [one.facts.mark for one in said if isinstance(one.facts, SensorFacts)] == [1.0, 1.5, 2.0, 1.0]


def test_a_gauge_that_falls_silent_is_unknown_after_an_hour() -> None:
    air = engine(GAUGE, marks=[LEVELS])
    air.take(gauge(1.2, 1.2))
    assert air.tick(NOON + MINUTE * 75) == []
    assert brief(air.tick(NOON + MINUTE * 76)) == [("expired", 2, MINUTE * 76)]


def test_who_follows_a_sensor_hears_of_its_hours() -> None:
    said = engine(BOX, marks=[FINE]).take(row([20, 40, 41], "pm2_5", BOX))
    assert [(one.kind, one.level, one.at) for one in said] == [("sensor", 2, NOON + HOUR * 2)]


def test_an_hour_that_was_hardly_measured_is_no_news_of_a_sensor() -> None:
    few = [
        Reading("lora", "box", "pm2_5", 99.0, NOON + HOUR * n + MINUTE * m) for n in range(4) for m in (0, 20)
    ]
    assert engine(BOX, marks=[FINE]).take(few) == []


def test_a_sensors_own_marks_come_before_those_for_everybody() -> None:
    own = Mark("pm2_5", (500,), feed="lora", sensor="box")
    readings = row([40, 40], "pm2_5", BOX)
    assert engine(BOX, marks=[FINE, own]).take(readings) == []
    assert len(engine(BOX, marks=[FINE]).take(readings)) == 1
