"""The air as it is told: near a place, fresh or not at all."""

from __future__ import annotations

import datetime as dt

from bot.clock import FixedClock
from bot.knowledge.alerts import AirThere, Expected, Followed
from bot.store.sensors import NewSensor
from notifier.air.means import HOUR
from notifier.reading import Forecast, Reading
from tests.integration.air.town import NOON, Town, back, hourly

MINUTE = dt.timedelta(minutes=1)


def forecast(index: int, start: int, latitude: float = 53.8, feed: str = "sdm") -> Forecast:
    return Forecast(feed, "f", index, NOON + HOUR * start, NOON + HOUR * (start + 24), latitude, -1.55)


async def told(town: Town, code: str) -> tuple[str, int] | None:
    facts = (await town.air.near(code)).facts
    return None if facts is None else (facts.zone, facts.index)


async def test_the_air_of_a_postcode_is_that_of_its_district_and_that_of_its_zone(town: Town) -> None:
    await town.says(hourly(70, NOON), hourly(140, NOON, "tower"))
    assert await told(town, "LS9 8AA") == await told(town, "LS9") == ("town", 2)
    assert await told(town, "LS16 5AB") == ("hill", 3)


async def test_who_names_no_place_hears_of_the_middle(town: Town) -> None:
    await town.says(hourly(70, NOON))
    assert await told(town, "") == ("town", 2)


async def test_nothing_is_said_of_places_outside_the_zones(town: Town) -> None:
    await town.says(hourly(70, NOON))
    assert await town.air.near("BD1") == AirThere(None)


async def test_the_newest_hour_counts(town: Town) -> None:
    await town.says(*back([300, 20]))
    assert await told(town, "LS9") == ("town", 1)


async def test_after_three_hours_nothing_is_told_as_the_air_of_now(town: Town, clock: FixedClock) -> None:
    await town.says(hourly(70, NOON))
    clock.advance(HOUR * 3)
    assert await told(town, "LS9") == ("town", 2)
    clock.advance(MINUTE)
    assert await told(town, "LS9") is None


async def test_what_is_expected_comes_soonest_first_and_not_when_it_is_past(
    town: Town, clock: FixedClock
) -> None:
    await town.air.expect([forecast(5, 24), forecast(3, 0), forecast(9, -25)])
    there = await town.air.near("LS9")
    assert [one.index for one in there.expected] == [3, 5]
    assert there.expected[0] == Expected(3, NOON, NOON + HOUR * 24)
    clock.advance(HOUR * 24)
    assert [one.index for one in (await town.air.near("LS9")).expected] == [5]


async def test_a_later_forecast_takes_the_place_of_the_earlier(town: Town) -> None:
    await town.air.expect([forecast(3, 24)])
    await town.air.expect([forecast(8, 24)])
    assert [one.index for one in (await town.air.near("LS9")).expected] == [8]


async def test_each_zone_has_the_forecast_that_is_nearest(town: Town) -> None:
    await town.air.expect([forecast(3, 0, 53.8), forecast(6, 0, 53.9)])
    assert [one.index for one in (await town.air.near("LS9")).expected] == [3]
    assert [one.index for one in (await town.air.near("LS16")).expected] == [6]


async def test_forecasts_for_another_city_are_not_ours(town: Town) -> None:
    await town.air.expect([forecast(9, 0, 51.5)])
    assert (await town.air.near("LS9")).expected == ()


async def test_the_sensors_that_can_be_followed_are_those_that_speak_and_have_marks(town: Town) -> None:
    await town.sensors.put([NewSensor("lora", "room", "indoor", "Bedroom", "", 300, home="1 Larch Row")])
    await town.intake.tick()
    await town.says(
        Reading("lora", "gauge", "water_level", 0.4, NOON),
        Reading("lora", "box", "pm2_5", 9.0, NOON),
        Reading("lora", "box", "temperature", 9.0, NOON),
        Reading("lora", "room", "pm2_5", 9.0, NOON),
    )
    assert await town.air.sensors() == (
        Followed(await town.number("box"), "The box", "pm2_5", (36, 54, 71)),
        Followed(await town.number("gauge"), "The gauge", "water_level", (1.0, 1.5)),
    )


async def test_a_sensor_that_has_been_silent_for_a_week_cannot_be_followed(
    town: Town, clock: FixedClock
) -> None:
    await town.says(Reading("lora", "gauge", "water_level", 0.4, NOON))
    clock.advance(days=7, seconds=1)
    assert await town.air.sensors() == ()
