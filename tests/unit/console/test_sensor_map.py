"""The map of the sensors: one scale in both directions, everything on it, and no name under a sensor."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.console.sensors_page import EDGE, MOST, QUIET, WIDTH, drawn, silent
from bot.knowledge.places.districts import District
from bot.store.sensor_pages import Sensor

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
Place = tuple[float, float]


def sensor(
    number: int, place: tuple[float | None, float | None], kind: str = "reference", active: bool = True
) -> Sensor:
    latitude, longitude = place
    return Sensor(number, "f", f"s{number}", kind, "", "", latitude, longitude, active, NOW, (), None, ())


def places_of(*places: Place) -> list[Place]:
    found = drawn([sensor(number, place) for number, place in enumerate(places)], {}, NOW)
    assert found
    return [(mark.x, mark.y) for mark in found.marks]


def test_a_kilometre_is_as_long_up_as_across() -> None:
    south, west = 0.01, 0.01 / math.cos(math.radians(53.81))
    corner, east, north = places_of((53.80, -1.55), (53.80, -1.55 + 3 * west), (53.80 + 3 * south, -1.55))
    across, up = east[0] - corner[0], corner[1] - north[1]
    assert across == pytest.approx(up, rel=0.01)


@given(st.lists(st.tuples(st.floats(49, 61), st.floats(-8, 2)), min_size=1, max_size=30))
def test_every_sensor_is_on_the_map(places: list[Place]) -> None:
    found = drawn([sensor(number, place) for number, place in enumerate(places)], {}, NOW)
    assert found
    assert found.height <= MOST + 1
    for mark in found.marks:
        assert EDGE - 1 <= mark.x <= WIDTH - EDGE + 1
        assert EDGE - 1 <= mark.y <= found.height - EDGE + 1


def test_one_sensor_alone_stands_in_the_middle() -> None:
    (alone,) = places_of((53.8, -1.55))
    assert alone[0] == WIDTH / 2


@pytest.mark.parametrize(
    "hidden",
    [
        sensor(1, (53.8, -1.5), "indoor"),
        sensor(1, (None, -1.5)),
        sensor(1, (53.8, None)),
        sensor(1, (53.8, -1.5), active=False),
    ],
)
def test_what_is_not_shown_outside_is_on_no_map(hidden: Sensor) -> None:
    assert drawn([hidden], {}, NOW) is None
    found = drawn([hidden, sensor(2, (53.9, -1.6))], {}, NOW)
    assert found
    assert [mark.sensor.id for mark in found.marks] == [2]


def test_districts_are_named_where_they_are_on_the_map_and_free() -> None:
    outside = [sensor(1, (53.75, -1.6)), sensor(2, (53.85, -1.5))]
    districts = {
        "LS1": District(53.80, -1.55, 1),
        "LS9": District(53.85, -1.5, 1),
        "BD1": District(53.79, -1.75, 1),
    }
    found = drawn(outside, districts, NOW)
    assert found
    assert [label.name for label in found.labels] == ["LS1"]


def test_a_sensor_is_silent_after_three_hours() -> None:
    one = sensor(1, (53.8, -1.5))
    assert not silent(one, NOW + QUIET)
    assert silent(one, NOW + QUIET + dt.timedelta(seconds=1))
