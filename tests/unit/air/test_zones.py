"""The air of a zone is that of the worst of its stations that can be trusted."""

from __future__ import annotations

import pytest

from notifier.air.means import HOUR, Hour, Sample
from notifier.air.zones import Judged, Measured, Station, judge
from notifier.alert import AirFacts
from notifier.reading import Quantity
from tests.unit.air.stations import BOX, KERB, MAST, MINUTE, NOON, TOWN, measured, whole


def told(*stations: tuple[Station, Measured]) -> Judged | None:
    return judge(TOWN, stations, NOON)


def facts(*stations: tuple[Station, Measured]) -> AirFacts:
    found = told(*stations)
    assert found is not None
    return found.facts


def test_it_says_what_makes_the_index_and_how_much_was_measured() -> None:
    values = [55.0] * 23
    assert facts((MAST, measured("pm2_5", values))) == AirFacts(
        zone="town",
        zone_name="Town",
        index=7,
        pollutant="pm2_5",
        mean=55.0,
        hours=24,
        measured=23,
        at=NOON,
        station="The mast",
    )


@pytest.mark.parametrize(
    ("pollutant", "hours", "value", "index"),
    [("no2", 1, 201, 4), ("o3", 6, 101, 4), ("pm10", 18, 51, 4), ("pm2_5", 18, 71, 10)],
)
def test_each_pollutant_counts_with_enough_of_its_own_hours(
    pollutant: Quantity, hours: int, value: float, index: int
) -> None:
    assert facts((MAST, measured(pollutant, [value] * hours))).index == index


@pytest.mark.parametrize(("pollutant", "hours"), [("o3", 5), ("pm10", 17), ("pm2_5", 17)])
def test_with_too_few_hours_there_is_no_index(pollutant: Quantity, hours: int) -> None:
    assert told((MAST, measured(pollutant, [99.0] * hours))) is None


def test_the_worst_of_all_pollutants_and_stations_is_the_zones() -> None:
    mild = Measured({"no2": whole({1: 30}), "o3": whole(dict.fromkeys(range(1, 9), 120.0))})
    assert facts((MAST, mild)).pollutant == "o3"
    found = facts((MAST, mild), (KERB, measured("no2", [270])))
    assert (found.station, found.pollutant, found.index) == ("The kerb", "no2", 5)


def test_within_one_index_the_higher_place_in_it_counts() -> None:
    found = facts((MAST, measured("no2", [205])), (KERB, measured("no2", [260])))
    assert found.station == "The kerb"


def test_a_simple_sensor_never_stands_beside_an_instrument() -> None:
    found = facts((MAST, measured("no2", [20])), (BOX, measured("no2", [700])))
    assert (found.station, found.index, found.indicative) == ("The mast", 1, False)


def test_a_simple_sensor_alone_says_that_it_is_one() -> None:
    found = facts((BOX, measured("no2", [700])))
    assert (found.index, found.indicative) == (10, True)


def test_where_the_instrument_is_silent_the_simple_sensor_stands_in_and_says_so() -> None:
    silent = measured("no2", [20], NOON - HOUR * 5)
    assert facts((MAST, silent), (BOX, measured("no2", [210]))).indicative


def test_a_sensor_in_a_home_says_nothing_about_the_air_outside() -> None:
    room = Station("lora", "room", "A room", "indoor", "town")
    assert told((room, measured("pm2_5", [80.0] * 24))) is None


def test_a_day_that_was_measured_until_four_hours_ago_says_nothing_about_now() -> None:
    values = [80.0] * 20
    assert facts((MAST, measured("pm2_5", values, NOON - HOUR * 2))).measured == 20
    assert told((MAST, measured("pm2_5", values, NOON - HOUR * 3))) is None


def test_hours_with_too_few_minutes_give_no_index() -> None:
    assert told((MAST, Measured({"no2": {NOON - HOUR: Hour(500.0, 44)}}))) is None


def test_other_quantities_have_no_index() -> None:
    assert told((MAST, measured("co2", [2000.0] * 24))) is None


def test_sulphur_dioxide_is_told_as_fifteen_minutes() -> None:
    minutes = tuple(Sample(NOON - MINUTE * n, 360.0) for n in range(1, 16))
    station = Station("aurn", "mast", "The mast", "reference", "town", MINUTE)
    found = facts((station, Measured({"so2": whole({1: 360.0})}, minutes)))
    assert (found.pollutant, found.index, found.hours, found.measured) == ("so2", 5, 0, 1)


def test_an_hourly_mean_of_sulphur_dioxide_is_no_index() -> None:
    assert told((MAST, Measured({"so2": whole({1: 1000.0})}, (Sample(NOON, 1000.0, HOUR),)))) is None


def test_made_up_air_says_so() -> None:
    found = judge(TOWN, [(MAST, measured("no2", [20]))], NOON, demo=True)
    assert found is not None
    assert found.facts.demo
