"""Where an alert holds: in the whole city, in districts, or inside a line on the map, edge included."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import shapely

from bot.clock import FixedClock
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from bot.store.store import Store
from notifier.alert import Area
from notifier.area import circle, joined, polygon
from tests.integration.fan_out.crowd import Crowd, warning

# Three postcodes on a line from west to east, the last of them in another district.
WHERE = {"LS9 8AA": (53.80, -1.50), "LS9 8AB": (53.80, -1.48), "LS8 1AA": (53.80, -1.46)}


@pytest.fixture
def positions(tmp_path: Path) -> Path:
    """A file with a few postcodes."""
    path = tmp_path / "postcodes.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE position (code TEXT PRIMARY KEY, latitude REAL, longitude REAL)")
        rows = [(code, *place) for code, place in WHERE.items()]
        database.executemany("INSERT INTO position VALUES (?, ?, ?)", rows)
    return path


@pytest.fixture
def placed(store: Store, clock: FixedClock, positions: Path) -> Crowd:
    """Nobody yet, in a city whose postcodes are known."""
    return Crowd(store, clock, positions=positions)


def box(west: float, east: float) -> Area:
    """Everything between two longitudes."""
    ring = [(west, 53.7), (east, 53.7), (east, 53.9), (west, 53.9)]
    return Area(geometry=joined([polygon(ring)]))


async def test_a_postcode_is_told_when_it_lies_inside_and_on_the_edge(placed: Crowd) -> None:
    inside = await placed.person("inside", places=("LS9 8AA",))
    on_the_edge = await placed.person("edge", places=("LS9 8AB",))
    await placed.person("outside", places=("LS8 1AA",))
    await placed.warn(warning(3, area=box(-1.52, -1.48)))
    assert await placed.told("subscription_id") == [inside, on_the_edge]


async def test_a_district_is_told_when_any_of_it_lies_inside(placed: Crowd) -> None:
    one = await placed.person("ada", places=("LS9",))
    await placed.person("grace", places=("LS8",))
    await placed.warn(warning(3, area=box(-1.49, -1.47)))
    assert await placed.told("subscription_id") == [one]


async def test_districts_that_are_named_hold_all_of_their_postcodes(crowd: Crowd) -> None:
    district = await crowd.person("ada", places=("LS9",))
    postcode = await crowd.person("grace", places=("LS9 8AA",))
    await crowd.person("mary", places=("LS8 1AA",))
    await crowd.warn(warning(3, area=Area(districts=("LS9",))))
    assert await crowd.told("subscription_id") == [district, postcode]


async def test_a_postcode_of_which_nothing_is_known_stands_for_its_district(placed: Crowd) -> None:
    new_estate = await placed.person("ada", places=("LS9 9ZZ",))
    await placed.warn(warning(3, area=box(-1.52, -1.49)))
    assert await placed.told("subscription_id") == [new_estate]


async def test_without_postcodes_the_middle_of_a_district_counts(crowd: Crowd) -> None:
    there = Districts("leeds", Positions(None)).each["LS9"]
    one = await crowd.person("ada", places=("LS9 8AA",))
    around = joined([circle(there.longitude, there.latitude, 0.5)])
    await crowd.warn(warning(3, area=Area(geometry=around)))
    beside = joined([circle(there.longitude, there.latitude + 0.013, 0.3)])
    await crowd.warn(warning(3, id="beside", area=Area(geometry=beside)))
    assert await crowd.told("subscription_id") == [one]


async def test_danger_reaches_every_district_that_it_touches(crowd: Crowd) -> None:
    there = Districts("leeds", Positions(None)).each["LS9"]
    one = await crowd.person("ada", places=("LS9 8AA",))
    beside = joined([circle(there.longitude, there.latitude + 0.013, 0.3)])
    await crowd.warn(warning(4, area=Area(geometry=beside)))
    assert await crowd.told("subscription_id") == [one]


async def test_somebody_with_several_places_is_told_once_about_the_first_of_them(crowd: Crowd) -> None:
    await crowd.person("ada", places=("LS8", "LS9 8AA", "LS9"))
    await crowd.warn(warning(3, area=Area(districts=("LS9",))))
    sends = await crowd.drain()
    assert len(sends.taken) == 1
    assert "LS9" in sends.texts[0]


async def test_the_whole_city_needs_no_place(crowd: Crowd) -> None:
    one = await crowd.person("ada", places=())
    await crowd.warn(warning(3))
    assert await crowd.told("subscription_id") == [one]


async def test_who_is_no_longer_inside_is_told_that_it_is_over_for_them(placed: Crowd) -> None:
    left = await placed.person("ada", places=("LS9 8AA",))
    await placed.person("grace", places=("LS8 1AA",))
    await placed.tell(warning(3, area=box(-1.52, -1.45)))
    await placed.tell(warning(3, area=box(-1.47, -1.45)))
    await placed.tell(warning(3, status="over"))
    told = await placed.told("subscription_id", "told", "level")
    assert [row[1:] for row in told if row[0] == left] == [("new", 3), ("clear", 0)]


async def test_who_comes_to_lie_inside_hears_of_it_as_new(placed: Crowd) -> None:
    later = await placed.person("ada", places=("LS8 1AA",))
    await placed.tell(warning(3, area=box(-1.52, -1.49)))
    await placed.tell(warning(3, area=box(-1.52, -1.45)))
    assert await placed.told("subscription_id", "told") == [(later, "new")]


async def test_postcodes_that_are_loaded_anew_count_at_once(placed: Crowd, positions: Path) -> None:
    one = await placed.person("ada", places=("LS8 1AA",))
    await placed.warn(warning(3, area=box(-1.52, -1.49)))
    with closing(sqlite3.connect(positions)) as database, database:
        database.execute("UPDATE position SET longitude = -1.50")
    os.utime(positions, ns=(1, 1))
    await placed.warn(warning(3, id="again", area=box(-1.52, -1.49)))
    assert await placed.told("subscription_id") == [one]


def test_an_area_of_the_tests_is_what_it_says() -> None:
    assert shapely.from_wkb(box(-1.52, -1.48).geometry).bounds == (-1.52, 53.7, -1.48, 53.9)
