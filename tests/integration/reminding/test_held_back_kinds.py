"""What was held back, for every kind of alert and whatever a night may bring."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from notifier.alert import AirFacts, Area, Facts, FloodFacts, Kind, Level, Publisher, SensorFacts
from notifier.warning import Status, Warning
from tests.integration.fan_out.crowd import EVERYWHERE, warning
from tests.integration.reminding.people import NIGHT, People

COLOURS = {2: "YELLOW", 3: "AMBER", 4: "RED"}


def about(kind: Kind, facts: Facts, level: Level, status: Status, at: dt.datetime, area: Area) -> Warning:
    publisher = Publisher("Environment Agency")
    return Warning("test", kind, at.timestamp(), status, kind, level, area, facts, publisher, at)


async def came_and_went(
    people: People, kind: Kind, worst: Facts, then: Facts, area: Area = EVERYWHERE
) -> str:
    """Something from 1am to 5am; what is told at 7."""
    people.at("2026-11-21T01:00")
    await people.tell(about(kind, worst, 3, "in_force", people.clock.now(), area))
    people.at("2026-11-21T05:00")
    await people.tell(about(kind, then, 0, "over", people.clock.now(), area))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 1
    (told,) = await people.messages()
    return told


def air(index: int, at: dt.datetime, **more: bool) -> AirFacts:
    return AirFacts("leeds", "Leeds", index, "pm2_5", 55.0, 24, 23, at, "Headingley", **more)


async def test_air(people: People) -> None:
    await people.person("ada", 3, kind="air", quiet=NIGHT, places=("LS9 8AA",))
    now = people.clock.now()
    told = await came_and_went(people, "air", air(7, now), air(2, now), Area(districts=("LS9",)))
    assert told == (
        "In your quiet hours: Air pollution was HIGH near LS9 (index 7, fine particles). "
        "It was on Sat 21 Nov, 1am to 5am. It is LOW now. Reply CHANGE or STOP."
    )


async def test_air_from_a_simple_sensor_with_made_up_data(people: People) -> None:
    await people.person("ada", 3, kind="air", quiet=NIGHT)
    now = people.clock.now()
    rough = air(7, now, indicative=True, demo=True)
    assert "(made up: indicative index 7" in await came_and_went(people, "air", rough, air(2, now))


async def test_floods(people: People) -> None:
    await people.person("ada", 2, kind="flood", quiet=NIGHT)
    river = FloodFacts("River Aire at Kirkstall")
    told = await came_and_went(people, "flood", river, river)
    assert "Environment Agency FLOOD WARNING in Leeds: River Aire at Kirkstall." in told
    assert "It is over." in told


async def test_a_sensor_that_somebody_follows(people: People) -> None:
    await people.person("ada", 2, kind="sensor", sensor="12", quiet=NIGHT)
    await people.person("bea", 2, kind="sensor", sensor="13", quiet=NIGHT)
    facts = SensorFacts("12", "Kirkstall Road", "no2", 220.0, 200.0, people.clock.now())
    told = await came_and_went(people, "sensor", facts, facts, Area(sensor="12"))
    assert "Kirkstall Road: nitrogen dioxide was over your mark." in told


async def test_what_the_council_said(people: People) -> None:
    await people.person("ada", 1, kind="council", quiet=NIGHT)
    people.at("2026-11-21T01:00")
    await people.tell(warning(1, kind="council"))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 1
    assert (await people.messages())[0].startswith("From the council: The bridge is shut.")


async def test_health_advice_at_risk_is_in_what_still_holds(people: People) -> None:
    await people.person("ada", 3, kind="air", quiet=NIGHT, at_risk=True)
    await people.person("bea", 3, kind="air", quiet=NIGHT)
    people.at("2026-11-21T01:00")
    at = people.clock.now()
    await people.tell(about("air", air(7, at), 3, "in_force", at, EVERYWHERE))
    people.at("2026-11-21T07:00")
    assert await people.reminding.digests() == 2
    first, second = await people.messages()
    assert "heart or lungs" in first
    assert "heart or lungs" not in second


async def test_a_linked_address_is_found_for_what_was_held(people: People) -> None:
    person = await people.person("browser", 3, writes_on="web", quiet=NIGHT)
    await people.link(person, "sms", "+447700900123")
    await people.set(person, state="active")
    people.at("2026-11-21T01:00")
    await people.tell(warning(3))
    people.at("2026-11-21T07:00")
    await people.reminding.digests()
    assert [one.address for one in (await people.drain()).taken] == ["+447700900123"]


async def test_a_place_that_was_taken_away_meanwhile_is_told_of_no_more(people: People) -> None:
    there = Area(districts=("LS9",))
    person = await people.person("ada", 3, quiet=NIGHT, places=("LS9 8AA",))
    people.at("2026-11-21T01:00")
    await people.tell(warning(3, area=there))
    await people.set(person, quiet_start=None, quiet_end=None)
    await people.move(person, "LS1 1AA")
    assert await people.reminding.digests() == 0
    assert await people.told("code", code=None) == ["quiet_told"]


@pytest.mark.parametrize("seed", range(6))
async def test_whatever_the_night_brings_everybody_is_told_one_true_thing(people: People, seed: int) -> None:
    random = Random(seed)
    thresholds: dict[str, Level] = {"two": 2, "three": 3}
    for name, level in thresholds.items():
        await people.person(name, level, quiet=NIGHT, override=5)
    people.at("2026-11-21T01:00")
    levels: list[Level] = []
    for _ in range(random.randint(1, 6)):
        level = random.choice([0, 2, 3, 4] if levels and levels[-1] else [2, 3, 4])
        await people.tell(warning(level, status="in_force" if level else "over", at=people.clock.now()))
        levels.append(level)
        people.clock.advance(dt.timedelta(minutes=30))
    people.at("2026-11-21T07:00")
    await people.reminding.digests()
    told = await people.by_name()
    for name, threshold in thresholds.items():
        words = "".join(told.get(name, []))
        if levels[-1] >= threshold:
            assert words.startswith(f"Met Office {COLOURS[levels[-1]]} warning"), levels
        elif max(levels) >= threshold:
            assert words.startswith("In your quiet hours: Met Office"), levels
            assert COLOURS[max(levels)] in words, levels
        else:
            assert not words, levels
    assert await people.reminding.digests() == 0
