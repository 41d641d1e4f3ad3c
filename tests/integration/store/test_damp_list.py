"""The damp list on both databases: whose hours are counted, on which day, and in which order."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.clock import FixedClock
from bot.store.damp import UNKNOWN, DampDay, DampList
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.alerted import HOUR, Rows
from tests.databases import SECRET

LONDON = ZoneInfo("Europe/London")
NOON = dt.datetime(2026, 11, 21, 12, 0, tzinfo=dt.UTC)
DAY = dt.date(2026, 11, 20)
MIDNIGHT = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
KEYS = Keys([SECRET])


@pytest.fixture
def rows(store: Store, clock: FixedClock) -> Rows:
    clock.advance(NOON - clock.now())
    return Rows(store.database, KEYS, NOON)


@pytest.fixture
def damp(store: Store, clock: FixedClock) -> DampList:
    return DampList(store.database, KEYS, clock)


async def room(
    rows: Rows, home: str, *humid: float, label: str = "Bedroom", start: dt.datetime = MIDNIGHT
) -> int:
    """A room with one hour for each mean."""
    sensor = await rows.sensor(f"{home} {label}", "indoor", home, label=label)
    for place, mean in enumerate(humid):
        await rows.hour(sensor, "humidity", start + place * HOUR, mean)
        await rows.hour(sensor, "temperature", start + place * HOUR, 18)
    return sensor


def read(found: DampDay) -> list[tuple[str, list[int]]]:
    return [(home.address, [room.day.over for room in home.rooms]) for home in found.homes]


async def test_the_dampest_home_stands_first_and_its_dampest_room(rows: Rows, damp: DampList) -> None:
    await room(rows, "3 Hollin Mews", 80, 50)
    await room(rows, "15 Oakwood Court", 60)
    await room(rows, "8 Elm Row", 50, label="Bedroom")
    await room(rows, "8 Elm Row", 80, 80, 80, label="Bathroom")
    found = await damp.of(DAY, LONDON, 70)
    assert read(found) == [("8 Elm Row", [3, 0]), ("3 Hollin Mews", [1]), ("15 Oakwood Court", [0])]
    assert found.hours == 24


async def test_a_home_without_data_is_apart(rows: Rows, damp: DampList) -> None:
    await room(rows, "3 Hollin Mews", 80)
    await room(rows, "8 Elm Row")
    found = await damp.of(DAY, LONDON, 70)
    assert [home.address for home in found.silent] == ["8 Elm Row"]
    assert read(found) == [("3 Hollin Mews", [1])]


async def test_only_homes_are_in_it(rows: Rows, damp: DampList) -> None:
    sensor = await rows.sensor("outside")
    await rows.hour(sensor, "humidity", MIDNIGHT, 99)
    off = await rows.sensor("off", "indoor", "3 Hollin Mews", active=False)
    await rows.hour(off, "humidity", MIDNIGHT, 99)
    found = await damp.of(DAY, LONDON, 70)
    assert (found.homes, found.silent) == ((), ())


@pytest.mark.parametrize(
    ("day", "start", "hours"),
    [
        (dt.date(2026, 3, 29), dt.datetime(2026, 3, 29, 0, tzinfo=dt.UTC), 23),
        (dt.date(2026, 7, 1), dt.datetime(2026, 6, 30, 23, tzinfo=dt.UTC), 24),
        (dt.date(2026, 10, 25), dt.datetime(2026, 10, 24, 23, tzinfo=dt.UTC), 25),
    ],
)
async def test_a_day_is_the_city_s(
    rows: Rows, damp: DampList, day: dt.date, start: dt.datetime, hours: int
) -> None:
    """The hours before and after it are damp, too, and do not count."""
    await room(rows, "3 Hollin Mews", *[90] * (hours + 2), start=start - HOUR)
    found = await damp.of(day, LONDON, 70)
    (home,) = found.homes
    assert (found.hours, home.rooms[0].day.over, home.rooms[0].day.capture) == (hours, hours, 1.0)


async def test_of_today_only_the_hours_that_are_over_count(rows: Rows, damp: DampList) -> None:
    await room(rows, "3 Hollin Mews", *[90] * 13, start=MIDNIGHT + 24 * HOUR)
    found = await damp.of(DAY + dt.timedelta(days=1), LONDON, 70)
    assert (found.hours, found.homes[0].rooms[0].day.over) == (12, 12)


async def test_a_day_that_has_not_begun_is_empty(rows: Rows, damp: DampList) -> None:
    await room(rows, "3 Hollin Mews", 90)
    found = await damp.of(dt.date(2026, 12, 1), LONDON, 70)
    assert (found.hours, found.homes, len(found.silent)) == (0, (), 1)


async def test_humidity_and_temperature_of_one_hour_come_together(rows: Rows, damp: DampList) -> None:
    await room(rows, "3 Hollin Mews", 80)
    day = (await damp.of(DAY, LONDON, 70)).homes[0].rooms[0].day
    assert (day.mean, day.highest, day.temperature) == (80, 81, 18)
    assert day.dew_point == pytest.approx(14.5, abs=0.1)


async def test_a_home_under_a_lost_secret_is_counted_all_the_same(
    store: Store, rows: Rows, clock: FixedClock
) -> None:
    await room(rows, "3 Hollin Mews", 80)
    other = DampList(store.database, Keys(["quite another secret of 32 letters"]), clock)
    assert read(await other.of(DAY, LONDON, 70)) == [(UNKNOWN, [1])]
