"""Readings are kept once, and the mean of an hour is the same whatever comes twice, late or corrected."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from bot.store.readings import Touched
from bot.store.sensor_tables import hours, readings, sensors
from notifier.air.means import HOUR, Hour, Sample, mean_of
from notifier.reading import Reading
from tests.integration.air.conftest import OpenTown
from tests.integration.air.town import NOON, Town, hourly

MINUTE = dt.timedelta(minutes=1)


def sample(minute: int, value: float, second: int = 0) -> Reading:
    at = NOON + MINUTE * minute + dt.timedelta(seconds=second)
    return Reading("lora", "box", "pm2_5", value, at)


async def test_an_hour_of_five_minute_samples_has_its_mean(town: Town) -> None:
    box = await town.number("box")
    said = [sample(minute, float(minute)) for minute in range(0, 60, 5)]
    assert await town.readings.add([(box, one) for one in said]) == (Touched(box, "pm2_5", NOON),)
    [row] = await town.rows(hours)
    assert (row.sensor_id, row.quantity, row.hour) == (box, "pm2_5", NOON)
    assert (row.mean, row.lowest, row.highest, row.minutes) == (27.5, 0.0, 55.0, 60)


async def test_what_comes_again_changes_nothing(town: Town) -> None:
    box = await town.number("box")
    said = [(box, sample(minute, float(minute))) for minute in range(0, 60, 5)]
    await town.readings.add(said)
    before = await town.rows(hours)
    await town.readings.add(said[3:7])
    assert await town.rows(hours) == before
    assert len(await town.rows(readings)) == 12


async def test_what_is_corrected_counts_in_its_new_value(town: Town) -> None:
    box = await town.number("box")
    await town.readings.add([(box, sample(0, 10.0)), (box, sample(5, 20.0))])
    await town.readings.add([(box, sample(5, 40.0, second=20))])
    [row] = await town.rows(hours)
    assert (row.mean, row.minutes) == (25.0, 10)


async def test_what_comes_late_is_added_to_its_hour(town: Town) -> None:
    box = await town.number("box")
    await town.readings.add([(box, sample(minute, 10.0)) for minute in range(0, 60, 10)])
    [row] = await town.rows(hours)
    assert row.minutes == 30
    await town.readings.add([(box, sample(minute, 40.0)) for minute in range(5, 60, 10)])
    [row] = await town.rows(hours)
    assert (row.mean, row.minutes) == (25.0, 60)


async def test_two_processes_add_up(open_town: OpenTown) -> None:
    one, other = await open_town(), await open_town()
    box = await one.number("box")
    every = [(box, sample(minute, float(minute))) for minute in range(0, 60, 5)]
    await asyncio.gather(
        *(part.readings.add([reading]) for part, reading in zip([one, other] * 6, every, strict=True))
    )
    [row] = await one.rows(hours)
    assert (row.mean, row.minutes) == (27.5, 60)


async def test_an_hourly_mean_counts_to_the_hour_that_it_was_taken_in(town: Town) -> None:
    mast = await town.number("mast")
    assert await town.readings.add([(mast, hourly(40.0, NOON))]) == (Touched(mast, "no2", NOON - HOUR),)
    [row] = await town.rows(hours)
    assert (row.hour, row.mean, row.minutes) == (NOON - HOUR, 40.0, 60)


async def test_the_mean_of_a_day_makes_no_hour(town: Town) -> None:
    mast = await town.number("mast")
    daily = Reading("aurn", "mast", "pm10", 30.0, NOON, HOUR * 24)
    await town.readings.add([(mast, daily)])
    assert await town.rows(hours) == []


async def test_hours_and_quantities_and_sensors_stay_apart(town: Town) -> None:
    box, gauge = await town.number("box"), await town.number("gauge")
    others = [
        (box, Reading("lora", "box", "pm10", 99.0, NOON)),
        (box, sample(-1, 99.0)),
        (box, sample(60, 99.0)),
        (gauge, Reading("lora", "gauge", "pm2_5", 99.0, NOON)),
    ]
    await town.readings.add([(box, sample(5, 10.0)), *others])
    found = {(row.sensor_id, row.quantity, row.hour): row.mean for row in await town.rows(hours)}
    assert found[box, "pm2_5", NOON] == 10.0
    assert len(found) == 5


async def test_nothing_is_no_trouble(town: Town) -> None:
    assert await town.readings.add([]) == ()


values = st.lists(
    st.tuples(
        st.integers(0, 59),
        st.integers(-500, 5000).map(lambda tenths: tenths / 10),
        st.sampled_from([0, 5, 60]),
    ),
    min_size=1,
    max_size=20,
    unique_by=lambda one: one[0],
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=values)
async def test_sql_and_python_make_the_same_mean(town: Town, said: list[tuple[int, float, int]]) -> None:
    box = await town.number("box")
    start = NOON + HOUR * 5
    samples = [Sample(start + MINUTE * m, value, MINUTE * covers) for m, value, covers in said]
    inside = [one for one in samples if start <= one.at - one.covers / 2]
    await town.database.write(lambda connection: connection.execute(delete(readings)))
    await town.database.write(lambda connection: connection.execute(delete(hours)))
    new = [(box, Reading("lora", "box", "pm2_5", one.value, one.at, one.covers)) for one in samples]
    await town.readings.add(new)
    found = (await town.readings.hour([], start)).get((box, "pm2_5"))
    expected = mean_of(inside, MINUTE * 5)
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found.minutes == expected.minutes
        assert found.mean == pytest.approx(expected.mean, abs=2e-6)


async def test_what_has_been_measured_for_an_index(town: Town) -> None:
    mast, box = await town.number("mast"), await town.number("box")
    old = hourly(1.0, NOON - HOUR * 24)
    await town.readings.add([(mast, old), (mast, hourly(40.0, NOON)), (mast, hourly(50.0, NOON + HOUR))])
    await town.readings.add([(box, Reading("lora", "box", "so2", 30.0, NOON - MINUTE * 5))])
    found = await town.readings.measured([mast, box], NOON)
    assert dict(found[mast].hours) == {"no2": {NOON - HOUR: Hour(40.0, 60)}}
    assert found[box].so2 == (Sample(NOON - MINUTE * 5, 30.0),)
    assert await town.readings.measured([], NOON) == {}


async def test_when_a_sensor_was_heard_last_is_known_to_the_minute(town: Town) -> None:
    await town.says(sample(0, 1.0), sample(1, 2.0))
    await town.says(sample(1, 3.0, second=30))
    await town.says(sample(-5, 3.0))
    row = next(row for row in await town.rows(sensors) if row.name == "box")
    assert row.last_at == NOON + MINUTE
