"""Sensors and the air as staff see them, on both databases."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.clock import FixedClock
from bot.store.air_pages import AirPages
from bot.store.sealed import Keys
from bot.store.sensor_pages import Sensor, SensorPages
from bot.store.store import Store
from tests.alerted import HOUR, Rows
from tests.databases import SECRET

NOW = dt.datetime(2026, 11, 24, 10, 20, tzinfo=dt.UTC)
MIDNIGHT = dt.datetime(2026, 11, 24, tzinfo=dt.UTC)


@pytest.fixture
def rows(store: Store, clock: FixedClock) -> Rows:
    clock.advance(NOW - clock.now())
    return Rows(store.database, Keys([SECRET]), NOW)


@pytest.fixture
def pages(store: Store, clock: FixedClock) -> SensorPages:
    return SensorPages(store.database, clock)


async def every(pages: SensorPages) -> tuple[Sensor, ...]:
    return await pages.all(MIDNIGHT, NOW.date())


async def test_the_newest_reading_of_each_quantity_is_shown(rows: Rows, pages: SensorPages) -> None:
    sensor = await rows.sensor("a")
    for ahead, value in enumerate((1.0, 2.0, 3.0)):
        await rows.reading(sensor, "no2", value, NOW - 3 * HOUR + ahead * HOUR)
    await rows.reading(sensor, "pm10", 9.0, NOW - 5 * HOUR)
    (one,) = await every(pages)
    assert [(it.quantity, it.value, it.at) for it in one.newest] == [
        ("no2", 3.0, NOW - HOUR),
        ("pm10", 9.0, NOW - 5 * HOUR),
    ]


async def test_the_share_of_today_is_that_of_what_was_measured_least(rows: Rows, pages: SensorPages) -> None:
    """Ten hours are over at twenty past ten; yesterday and the hour that runs do not count."""
    sensor = await rows.sensor("a")
    for at in range(-2, 11):
        await rows.hour(sensor, "no2", MIDNIGHT + at * HOUR, 10)
    for at in range(5):
        await rows.hour(sensor, "pm10", MIDNIGHT + at * HOUR, 10, 30)
    (one,) = await every(pages)
    assert one.share == pytest.approx(0.25)


async def test_a_sensor_that_said_nothing_has_measured_nothing(rows: Rows, pages: SensorPages) -> None:
    await rows.sensor("a", last_at=None)
    (one,) = await every(pages)
    assert (one.share, one.newest, one.last_at) == (0, (), None)


async def test_in_the_first_hour_no_share_is_known(rows: Rows, pages: SensorPages, clock: FixedClock) -> None:
    await rows.sensor("a")
    clock.advance(MIDNIGHT + HOUR / 2 - clock.now())
    (one,) = await every(pages)
    assert one.share is None


async def test_what_was_refused_of_it_today_is_named(rows: Rows, pages: SensorPages) -> None:
    await rows.sensor("a", feed="city")
    await rows.sensor("a", feed="other")
    await rows.refused("city", "future", 3, "a")
    await rows.refused("city", "late", 3, "b")
    city, other = await every(pages)
    assert [reason for reason, _at in city.refused] == ["future"]
    assert other.refused == ()


async def test_only_what_stands_outside_may_be_on_a_map(rows: Rows, pages: SensorPages) -> None:
    """Not even with a place that somebody has put in by mistake."""
    await rows.sensor("a")
    await rows.sensor("b", "indoor", "3 Hollin Mews", latitude=53.8, longitude=-1.5)
    await rows.sensor("c", latitude=None, longitude=None)
    assert {one.name: one.outside for one in await every(pages)} == {"a": True, "b": False, "c": False}


async def test_the_air_is_read_by_zone_and_hour(store: Store, rows: Rows) -> None:
    for at in range(3):
        await rows.air("morley", MIDNIGHT + at * HOUR, 2)
        await rows.air("centre", MIDNIGHT + at * HOUR, 5 + at, indicative=True)
    await rows.air("old", MIDNIGHT - 80 * HOUR, 9)
    centre, morley = await AirPages(store.database).since(NOW - 72 * HOUR)
    assert (centre.name, [one.index for one in centre.hours]) == ("Centre", [5, 6, 7])
    assert (centre.now.index, centre.now.facts.indicative, centre.now.hour) == (7, True, MIDNIGHT + 2 * HOUR)
    assert (morley.id, morley.now.index) == ("morley", 2)
