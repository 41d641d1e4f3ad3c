"""A city's air is data, and what is wrong in it is named."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from bot.knowledge.data import CITIES, DataError
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from bot.knowledge.sensors import read_air
from notifier.air import daqi

SITES = Path(__file__).parents[4] / "shared" / "data" / "air" / "defra_aurn_leeds_leicester.csv"


@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_every_district_of_the_zones_is_one_of_the_citys(city: str) -> None:
    districts = Districts(city, Positions(None))
    assert set(read_air(city).by_district) <= set(districts.each)


def test_all_districts_of_leeds_have_a_zone() -> None:
    assert set(read_air("leeds").by_district) == set(Districts("leeds", Positions(None)).each)


def test_somebody_in_harehills_hears_of_the_centre() -> None:
    assert read_air("leeds").by_district["LS9"] == "centre"


@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_every_zone_has_a_reference_station(city: str) -> None:
    air = read_air(city)
    stand_for = {one.zone for one in air.stations if one.kind == "reference"}
    assert stand_for == {zone.id for zone in air.zones}


@pytest.mark.parametrize("city", ["leeds", "leicester"])
def test_the_marks_of_a_sensor_are_where_the_bands_begin(city: str) -> None:
    for mark in read_air(city).marks:
        assert mark.quantity in daqi.POLLUTANTS
        assert [daqi.index(mark.quantity, level) for level in mark.levels] == [4, 7, 10]
        assert [daqi.index(mark.quantity, level - 1) for level in mark.levels] == [3, 6, 9]


@pytest.mark.parametrize(("city", "place"), [("leeds", "Leeds"), ("leicester", "Leicester")])
def test_the_stations_stand_where_the_network_says(city: str, place: str) -> None:
    if not SITES.is_file():
        pytest.skip("the list of sites is not on this machine")
    with SITES.open(encoding="utf-8", newline="") as lines:
        sites = {
            (row["site"], float(row["lat"]), float(row["long"]))
            for row in csv.DictReader(lines)
            if row["city"] == place
        }
    assert {(one.name, one.latitude, one.longitude) for one in read_air(city).stations} == sites


def wrong(folder: Path, old: str, new: str) -> str:
    """The error for Leeds' file with one thing changed."""
    text = (CITIES / "leeds" / "air.yaml").read_text(encoding="utf-8")
    assert old in text
    (folder / "leeds").mkdir()
    (folder / "leeds" / "air.yaml").write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError) as refused:
        read_air("leeds", folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("middle: centre", "middle: nowhere", "middle: there is no zone nowhere"),
        ("id: north-west", "id: centre", "zones: two have the id centre"),
        ("LS4, LS5", "LS9, LS5", "zones: the district LS9 is in two"),
        ("LS4, LS5", "ls4, LS5", "air.yaml:18: Expected `str` matching regex"),
        ("zone: north-west", "zone: north", "stations: Leeds Headingley Kerbside is in the zone north"),
        ("name: Leeds Centre", "name: Leeds Headingley Kerbside", "Kerbside is there twice"),
        ("kind: reference", "kind: indoor", "Invalid enum value 'indoor'"),
        ("every: 3600", "every: 0", "Expected `int` >= 1"),
        ("latitude: 53.80378", "latitude: north", "Expected `float`"),
        ("status: confirmed", "status: sure", "Invalid enum value 'sure'"),
        ("[36, 54, 71]", "[36, 36, 71]", "marks: those of pm2_5 must be one to three levels that rise"),
        ("[36, 54, 71]", "[]", "marks: those of pm2_5"),
        ("quantity: pm10", "quantity: pm2_5", "marks: pm2_5 is there twice"),
        ("{quantity: pm10,", "{quantity: pm10, feed: lora,", "feed and sensor go together"),
        ("{quantity: pm10,", "{quantity: pm10, clear: 1.5,", "clear must be above 0"),
        ("{quantity: pm10,", "{quantity: pm10, wet: 1,", "unknown field `wet`"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, old: str, new: str, problem: str) -> None:
    said = wrong(tmp_path, old, new)
    assert "air.yaml" in said
    assert problem in said
