"""Made-up air: something to see at every time of day, always marked, and never over what was measured."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest
from sqlalchemy import select

from bot.air import air_parts
from bot.clock import FixedClock
from bot.demo_air import DemoAir, made
from bot.knowledge.city import city as city_of
from bot.knowledge.sensors import read_air
from bot.store.sealed import Keys
from bot.store.sensor_tables import readings, zone_hours
from notifier.air.means import HOUR
from notifier.alert import AirFacts
from tests.databases import SECRET, OpenStore
from tests.integration.air.conftest import OpenTown
from tests.integration.air.town import CITY, NOON, Town, hourly


def demo_of(town: Town, clock: FixedClock) -> DemoAir:
    return DemoAir(town.intake, town.air, CITY, clock)


async def facts(town: Town) -> list[AirFacts]:
    query = select(zone_hours.c.facts).order_by(zone_hours.c.zone, zone_hours.c.hour)
    rows = await town.database.read(lambda connection: connection.scalars(query).all())
    return [msgspec.json.decode(row, type=AirFacts) for row in rows]


async def test_the_middle_is_moderate_and_the_rest_is_low(open_town: OpenTown, clock: FixedClock) -> None:
    town = await open_town(demo=True)
    await demo_of(town, clock).start()
    middle, other = (await town.air.near("")).facts, (await town.air.near("LS16")).facts
    assert middle is not None
    assert other is not None
    assert 4 <= middle.index <= 6
    assert other.index <= 3


@pytest.mark.parametrize("hours", [0, 7, 18, 24 * 40])
async def test_at_any_hour_there_are_72_of_them_to_draw(
    open_town: OpenTown, clock: FixedClock, hours: int
) -> None:
    clock.advance(HOUR * hours)
    town = await open_town(demo=True)
    await demo_of(town, clock).start()
    for zone in ("town", "hill"):
        its = [one for one in await facts(town) if one.zone == zone]
        newest = its[-72:]
        assert [one.at for one in newest] == [clock.now() - HOUR * back for back in reversed(range(72))]
        assert {4 <= one.index <= 6 for one in newest} == {zone == "town"}


async def test_all_of_it_is_marked(open_town: OpenTown, clock: FixedClock) -> None:
    town = await open_town(demo=True)
    await demo_of(town, clock).start()
    assert all(one.demo for one in await facts(town))
    assert [(one.id, one.level) for one in town.heard.said if one.kind == "air"] == [("demo:town", 2)]
    assert all(getattr(one.facts, "demo", False) for one in town.heard.said)


async def test_nobody_is_named_as_its_publisher(open_store: OpenStore, clock: FixedClock) -> None:
    store = await open_store()
    parts = air_parts(store.database, Keys([SECRET]), clock, city_of("leeds"), store.alerts, demo=True)
    await parts.intake.start()
    assert parts.demo is not None
    await parts.demo.start()
    said = await store.alerts.in_force()
    assert said
    assert {alert.publisher.name for alert in said} == {"Made-up demo data"}
    await parts.demo.stop()
    await parts.intake.stop()


async def test_it_goes_on_as_time_does(open_town: OpenTown, clock: FixedClock) -> None:
    town = await open_town(demo=True)
    demo = demo_of(town, clock)
    await demo.start()
    before = len(await facts(town))
    await demo.tick()
    clock.advance(HOUR)
    await demo.tick()
    assert len(await facts(town)) == before + 2


async def test_a_restart_makes_the_same_air(open_town: OpenTown, clock: FixedClock) -> None:
    town = await open_town(demo=True)
    await demo_of(town, clock).start()
    before = await facts(town)
    again = await open_town(demo=True)
    await demo_of(again, clock).start()
    assert await facts(again) == before
    assert again.heard.said == []


async def test_it_is_never_put_over_what_was_measured(open_town: OpenTown, clock: FixedClock) -> None:
    real = await open_town()
    await real.says(hourly(70, NOON))
    town = await open_town(demo=True)
    await demo_of(town, clock).start()
    assert [one.demo for one in await facts(town)] == [False]
    assert len(await town.rows(readings)) == 1


async def test_what_is_measured_later_knows_nothing_of_it(open_town: OpenTown, clock: FixedClock) -> None:
    await demo_of(await open_town(demo=True), clock).start()
    clock.advance(HOUR)
    real = await open_town()
    await real.intake.tick()
    await real.says(hourly(20, clock.now()))
    there = (await real.air.near("")).facts
    assert there is not None
    assert (there.pollutant, there.index, there.demo) == ("no2", 1, False)


@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_every_city_has_made_up_air_in_the_same_hours_everywhere(city: str) -> None:
    air = read_air(city)
    once = list(made(air, NOON - HOUR * 3, NOON))
    again = [one for n in range(3) for one in made(air, NOON - HOUR * (3 - n), NOON - HOUR * (2 - n))]
    assert sorted(once, key=repr) == sorted(again, key=repr)
    assert {one.sensor for one in once} == {one.name for one in air.stations}
    assert all(one.covers == HOUR and one.at <= NOON for one in once)
    assert min(one.at for one in once) == NOON - dt.timedelta(hours=2)
