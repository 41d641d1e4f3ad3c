"""What feeds say comes in: once, on disk, and at once into the rules."""

from __future__ import annotations

import asyncio
import datetime as dt

import msgspec
import pytest
from sqlalchemy import update

from bot.clock import FixedClock
from bot.store.feed_tables import feeds, refusals
from bot.store.feeds import StoredFeeds
from bot.store.sensor_tables import air_rules, hours, readings, sensors, zone_hours
from notifier.air.engine import GRACE
from notifier.air.means import HOUR
from notifier.air.rule import SILENT
from notifier.alert import AirFacts, Area, Publisher, SensorFacts, WeatherFacts
from notifier.feeds.feed import Parsed
from notifier.reading import Forecast, Found, Reading
from notifier.refusal import Refusal
from notifier.warning import Warning
from tests.integration.air.conftest import OpenTown
from tests.integration.air.town import CITY, NOON, Heard, Town, back, hourly

MINUTE = dt.timedelta(minutes=1)
QUARTER = dt.timedelta(minutes=15)


def level(value: float, quarters: int) -> Reading:
    return Reading("lora", "gauge", "water_level", value, NOON + QUARTER * quarters)


async def test_a_crossing_is_said_as_soon_as_its_hour_is_in(town: Town) -> None:
    await town.says(*back([210, 215]))
    [said] = town.heard.said
    assert (said.id, said.level, said.status) == ("leeds:town", 2, "in_force")
    assert said.facts == AirFacts("town", "Town", 4, "no2", 215.0, 1, 1, NOON, "The mast")
    assert said.area == Area(districts=("LS1", "LS9"), names=("Town",))


async def test_then_the_all_clear(town: Town, clock: FixedClock) -> None:
    await town.says(*back([210, 215]))
    for _ in range(18):
        now = clock.advance(HOUR)
        await town.says(hourly(20.0, now))
    assert town.heard.brief == [("leeds:town", "in_force", 2), ("leeds:town", "over", 0)]


async def test_what_comes_again_is_not_said_again(town: Town) -> None:
    for _ in range(3):
        await town.says(*back([210, 215]))
    assert len(town.heard.said) == 1


async def test_a_restart_forgets_nothing(open_town: OpenTown, clock: FixedClock) -> None:
    await (await open_town()).says(*back([210]))
    now = clock.advance(HOUR)
    again = await open_town()
    await again.says(hourly(215, now))
    assert again.heard.brief == [("leeds:town", "in_force", 2)]
    clock.advance(MINUTE)
    third = await open_town()
    await third.intake.tick()
    await third.says(hourly(215, now))
    assert third.heard.said == []


async def test_two_processes_that_hear_the_same_say_it_once(open_town: OpenTown) -> None:
    heard = Heard()
    both = [await open_town(heard), await open_town(heard)]
    await asyncio.gather(*(one.says(*back([210, 215])) for one in both))
    await asyncio.gather(*(one.intake.tick() for one in both))
    assert heard.brief == [("leeds:town", "in_force", 2)]


async def test_one_hour_each_from_two_processes_is_a_confirmation(
    open_town: OpenTown, clock: FixedClock
) -> None:
    heard = Heard()
    one, other = await open_town(heard), await open_town(heard)
    await one.says(hourly(210, NOON))
    await other.says(hourly(210, clock.advance(HOUR)))
    assert heard.brief == [("leeds:town", "in_force", 2)]


async def test_what_could_not_be_said_is_said_later(open_town: OpenTown) -> None:
    town = await open_town()
    town.heard.broken = True
    with pytest.raises(ConnectionError):
        await town.says(*back([210, 215]))
    assert len(await town.rows(readings)) == 2
    heard = Heard()
    other = await open_town(heard)
    await other.intake.tick()
    await other.intake.tick()
    assert heard.brief == [("leeds:town", "in_force", 2)]
    assert [row.pending for row in await town.rows(air_rules)] == [None]


async def test_an_hour_of_samples_is_judged_when_it_is_over(town: Town, clock: FixedClock) -> None:
    for hour in (0, 1):
        minutes = (NOON + HOUR * hour + MINUTE * minute for minute in range(0, 60, 5))
        await town.says(*(Reading("lora", "box", "no2", 250.0, at) for at in minutes))
        assert town.heard.said == []
        clock.advance(HOUR)
        await town.intake.tick()
    [said] = town.heard.said
    assert isinstance(said.facts, AirFacts)
    assert (said.id, said.facts.indicative) == ("leeds:hill", True)


async def test_an_hour_waits_for_the_other_station_and_then_no_longer(town: Town, clock: FixedClock) -> None:
    await town.says(*back([20, 210]), *back([20], "kerb", last=NOON - HOUR))
    await town.intake.tick()
    assert [row.hour for row in await town.rows(zone_hours)] == [NOON - HOUR * 2]
    clock.advance(GRACE)
    await town.intake.tick()
    assert [row.index for row in await town.rows(zone_hours)] == [1, 4]


async def test_old_hours_are_kept_for_the_record_and_raise_nothing(town: Town) -> None:
    await town.says(*back([210] * 20, last=NOON - SILENT - HOUR))
    assert town.heard.said == []
    assert [row.index for row in await town.rows(zone_hours)] == [4] * 20


async def test_a_late_hour_puts_the_record_right_and_says_nothing(town: Town) -> None:
    await town.says(*back([20, 20, 20, 20], "mast", "pm2_5", NOON), *back([20, 20, 20, 20]))
    await town.says(hourly(270, NOON - HOUR, "kerb"))
    assert [row.index for row in await town.rows(zone_hours)] == [1, 1, 5, 1]
    assert town.heard.said == []


async def test_the_facts_of_each_hour_are_kept(town: Town) -> None:
    await town.says(hourly(150, NOON))
    [row] = await town.rows(zone_hours)
    facts = msgspec.json.decode(row.facts, type=AirFacts)
    assert (row.zone, row.hour, row.index) == ("town", NOON - HOUR, 3)
    assert (facts.at, facts.mean, facts.station, facts.demo) == (NOON, 150.0, "The mast", False)


async def test_a_zone_that_falls_silent_is_told_as_unknown(town: Town, clock: FixedClock) -> None:
    await town.says(*back([210, 215]))
    clock.advance(SILENT)
    await town.intake.tick()
    assert len(town.heard.said) == 1
    clock.advance(MINUTE)
    await town.intake.tick()
    await town.intake.tick()
    assert town.heard.brief[1:] == [("leeds:town", "expired", 2)]


async def test_a_river_over_its_mark_twice_is_told_to_those_who_follow_it(town: Town) -> None:
    await town.says(level(0.5, 0), level(1.1, 1))
    assert town.heard.said == []
    await town.says(level(1.2, 2))
    [said] = town.heard.said
    number = str(await town.number("gauge"))
    assert (said.kind, said.level, said.area.sensor) == ("sensor", 2, number)
    assert isinstance(said.facts, SensorFacts)
    assert (said.facts.sensor, said.facts.value, said.facts.mark) == (number, 1.2, 1.0)
    await town.says(*(level(0.3, quarter) for quarter in range(3, 9)))
    assert [one.status for one in town.heard.said] == ["in_force", "over"]


async def test_readings_that_change_nothing_write_no_rule(town: Town) -> None:
    await town.says(*(level(0.5, quarter) for quarter in range(8)))
    assert await town.rows(air_rules) == []


async def test_who_follows_a_sensor_hears_of_its_hours(town: Town, clock: FixedClock) -> None:
    for _ in range(2):
        minutes = (clock.now() + MINUTE * minute for minute in range(0, 60, 5))
        await town.says(*(Reading("lora", "box", "pm2_5", 40.0, at) for at in minutes))
        clock.advance(HOUR)
        await town.intake.tick()
    number = await town.number("box")
    assert [one.id for one in town.heard.said] == [f"sensor:{number}:pm2_5"]


async def test_sensors_that_are_not_in_the_list_are_refused_and_counted(town: Town) -> None:
    stranger = Reading("aurn", "stranger", "no2", 40.0, NOON, HOUR)
    await town.says(stranger, hourly(40, NOON))
    [row] = await town.rows(refusals)
    assert (row.feed, row.reason, row.count, row.what) == ("aurn", "unknown_sensor", 1, "stranger")
    [feed] = await town.rows(feeds)
    assert (feed.name, feed.believed, feed.heard_at) == ("aurn", 1, NOON)


async def test_what_was_refused_before_is_counted_here(town: Town) -> None:
    refused = (Refusal("aurn", "future", "mast"), Refusal("aurn", "future", "kerb"))
    await town.intake.take("aurn", Parsed(refusals=refused))
    [row] = await StoredFeeds(town.database, FixedClock(NOON)).refusals(NOON.date())
    assert (row.reason, row.count, row.what) == ("future", 2, "kerb")
    assert await town.rows(feeds) == []


async def test_a_sensor_that_is_put_into_the_list_is_believed_within_a_minute(town: Town) -> None:
    late = msgspec.structs.replace(CITY.stations[0], name="mast 2")
    await town.sensors.sync([late])
    await town.says(hourly(40, NOON, "mast 2"))
    assert await town.rows(hours) == []
    await town.intake.tick()
    await town.says(hourly(40, NOON, "mast 2"))
    assert len(await town.rows(hours)) == 1


async def test_a_sensor_that_is_taken_out_of_use_is_not_believed(open_town: OpenTown) -> None:
    town = await open_town()
    off = update(sensors).where(sensors.c.name == "box").values(active=False)
    await town.database.write(lambda connection: connection.execute(off).rowcount)
    await town.intake.tick()
    await town.says(Reading("lora", "box", "no2", 1.0, NOON))
    assert await town.rows(readings) == []


async def test_many_at_once_share_a_transaction_and_all_are_kept(town: Town) -> None:
    said = [level(0.1, quarter) for quarter in range(200)]
    await asyncio.gather(*(town.says(one) for one in said))
    assert len(await town.rows(readings)) == 200
    [feed] = await town.rows(feeds)
    assert feed.believed == 200


async def test_who_waits_hears_of_a_failure_and_the_next_goes_on(town: Town) -> None:
    town.heard.broken = True
    results = await asyncio.gather(
        town.says(level(1.1, 1), level(1.2, 2)), town.says(level(1.3, 3)), return_exceptions=True
    )
    assert any(isinstance(one, ConnectionError) for one in results)
    town.heard.broken = False
    await town.says(level(0.1, 4))
    assert len(await town.rows(readings)) == 4


async def test_stopping_finishes_what_has_begun(town: Town) -> None:
    waiting = asyncio.create_task(town.says(hourly(40, NOON)))
    await asyncio.sleep(0)
    await town.intake.stop()
    await waiting
    assert len(await town.rows(readings)) == 1


def storm(id: str, *replaces: str) -> Warning:
    return Warning(
        feed="nswws",
        id=id,
        order=1,
        status="in_force",
        kind="weather",
        level=2,
        area=Area(everywhere=True),
        facts=WeatherFacts(("wind",)),
        publisher=Publisher("Met Office"),
        at=NOON,
        replaces=replaces,
    )


async def test_warnings_go_straight_to_the_alerts(town: Town) -> None:
    await town.intake.take("nswws", Parsed(warnings=(storm("a"), storm("b"))))
    assert [one.id for one in town.heard.said] == ["a", "b"]
    assert town.heard.lists == []
    [feed] = await town.rows(feeds)
    assert feed.believed == 2


async def test_a_complete_list_ends_what_is_not_in_it(town: Town) -> None:
    await town.intake.take("nswws", Parsed(warnings=(storm("b", "a"),), complete=True))
    await town.intake.take("nswws", Parsed(complete=True))
    assert town.heard.lists == [("nswws", ["b", "a"]), ("nswws", [])]


async def test_where_a_feed_says_that_a_sensor_stands_is_believed_only_of_unplaced_ones_outside(
    open_town: OpenTown,
) -> None:
    town = await open_town()
    unplaced = update(sensors).where(sensors.c.name == "box").values(latitude=None, longitude=None)
    indoor = update(sensors).where(sensors.c.name == "gauge")
    indoor = indoor.values(kind="indoor", latitude=None, longitude=None)
    for change in (unplaced, indoor):
        await town.database.write(lambda connection, its=change: connection.execute(its).rowcount)
    found = tuple(
        Found(feed, name, 50.0, 1.0)
        for feed, name in (("lora", "box"), ("lora", "gauge"), ("aurn", "mast"), ("lora", "stranger"))
    )
    await town.intake.take("lora", Parsed(found=(*found, Found("lora", "box"))))
    placed = {row.name: row.latitude for row in await town.rows(sensors)}
    assert (placed["box"], placed["gauge"], placed["mast"]) == (50.0, None, 53.8)


async def test_forecasts_are_kept_for_the_zone_that_they_are_near(town: Town) -> None:
    tomorrow = Forecast("sdm", "f", 7, NOON + HOUR * 12, NOON + HOUR * 36, 53.9, -1.55)
    await town.intake.take("sdm", Parsed(forecasts=(tomorrow,)))
    assert [one.index for one in (await town.air.near("LS16")).expected] == [7]
