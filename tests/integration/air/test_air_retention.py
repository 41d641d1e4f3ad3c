"""What was measured goes in time: readings after two days, hours and the air of zones after sixty."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.clock import FixedClock
from bot.store.retention import READINGS, sweep
from bot.store.sensor_tables import hours, readings, sensors, zone_forecasts, zone_hours
from notifier.air.means import HOUR
from notifier.feeds.sanity import LATE
from notifier.reading import Forecast
from tests.integration.air.town import NOON, Town, hourly

SECOND = dt.timedelta(seconds=1)


async def left(town: Town) -> tuple[int, int, int]:
    """Readings, hours, and hours of zones."""
    counts = [len(await town.rows(table)) for table in (readings, hours, zone_hours)]
    return counts[0], counts[1], counts[2]


@pytest.mark.parametrize(
    ("age", "stay"),
    [
        (dt.timedelta(days=2, hours=2), (1, 1, 1)),
        (dt.timedelta(days=2, hours=2) + SECOND, (0, 1, 1)),
        (dt.timedelta(days=60) - HOUR, (0, 1, 1)),
        (dt.timedelta(days=60) - HOUR + SECOND, (0, 0, 0)),
    ],
)
async def test_each_has_its_time(
    town: Town, clock: FixedClock, age: dt.timedelta, stay: tuple[int, int, int]
) -> None:
    await town.says(hourly(40, NOON))
    swept = await sweep(town.database, clock.advance(age), 30)
    assert await left(town) == stay
    assert (1 - swept.readings, 1 - swept.hours, 1 - swept.zone_hours) == stay


async def test_the_list_of_sensors_stays(town: Town, clock: FixedClock) -> None:
    before = await town.rows(sensors)
    await sweep(town.database, clock.advance(days=400), 30)
    assert await town.rows(sensors) == before


async def test_forecasts_go_when_their_time_is_over(town: Town, clock: FixedClock) -> None:
    await town.air.expect([Forecast("sdm", "f", 3, NOON, NOON + HOUR, 53.8, -1.55)])
    await sweep(town.database, clock.advance(HOUR), 30)
    assert len(await town.rows(zone_forecasts)) == 2
    await sweep(town.database, clock.advance(SECOND), 30)
    assert await town.rows(zone_forecasts) == []


def test_no_reading_that_may_still_come_finds_half_of_its_hour_gone() -> None:
    assert READINGS >= LATE + HOUR
