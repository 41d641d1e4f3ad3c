"""Put together as a city runs it: a reading becomes a version of an alert, and then its end."""

from __future__ import annotations

import pytest

from bot.air import AirParts, air_parts
from bot.clock import FixedClock
from bot.knowledge.city import city
from bot.store.store import Store
from notifier.air.means import HOUR
from notifier.air.rule import SILENT
from notifier.alert import AirFacts, SensorFacts
from notifier.feeds.feed import Parsed
from notifier.reading import Reading
from tests.integration.air.town import KEYS, NOON, back


@pytest.fixture
async def air(store: Store, clock: FixedClock) -> AirParts:
    parts = air_parts(store.database, KEYS, clock, city("leeds"), store.alerts)
    await parts.intake.start()
    return parts


def centre(*values: float) -> Parsed:
    return Parsed(readings=tuple(back(values, "Leeds Centre")))


async def phases(store: Store) -> list[tuple[str, str, int]]:
    """Of every version, the oldest first."""
    found = [one.alert for one in await store.alerts.versions()]
    return [(one.name, one.phase, one.level) for one in reversed(found) if one.kind == "air"]


async def test_bad_air_near_leeds_centre_is_an_alert(air: AirParts, store: Store) -> None:
    await air.intake.take("aurn", centre(210, 420))
    await air.intake.take("aurn", centre(210, 420))
    [version] = [one for one in await store.alerts.versions() if one.alert.kind == "air"]
    assert (version.alert.name, version.alert.level, version.status) == ("air:leeds:centre", 2, "new")
    assert "LS9" in version.alert.area.districts
    assert isinstance(version.alert.facts, AirFacts)
    assert version.alert.facts.index == 4
    assert version.alert.publisher.licence == "Open Government Licence v3.0"


async def test_it_gets_worse_and_ends(air: AirParts, store: Store, clock: FixedClock) -> None:
    await air.intake.take("aurn", centre(210, 210))
    for value in (420, 420, *[20] * 18):
        now = clock.advance(HOUR)
        await air.intake.take(
            "aurn", Parsed(readings=(Reading("aurn", "Leeds Centre", "no2", value, now, HOUR),))
        )
    assert await phases(store) == [
        ("air:leeds:centre", "new", 2),
        ("air:leeds:centre", "upgrade", 3),
        ("air:leeds:centre", "clear", 0),
    ]


async def test_silence_is_neither_an_all_clear_nor_taken_back(
    air: AirParts, store: Store, clock: FixedClock
) -> None:
    await air.intake.take("aurn", centre(210, 210))
    clock.advance(SILENT + HOUR)
    await air.intake.tick()
    await air.intake.tick()
    assert await phases(store) == [("air:leeds:centre", "new", 2), ("air:leeds:centre", "expired", 0)]


async def test_who_follows_the_station_is_told_in_the_councils_list(air: AirParts, store: Store) -> None:
    await air.intake.take("aurn", centre(210, 210))
    [version] = [one for one in await store.alerts.versions() if one.alert.kind == "sensor"]
    [followed] = await air.air.sensors()
    assert version.alert.area.sensor == str(followed.id)
    assert isinstance(version.alert.facts, SensorFacts)
    assert not version.alert.facts.indicative
    assert version.alert.facts.at == NOON
