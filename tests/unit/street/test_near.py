"""How far places are from each other, and the box in which a database looks."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.street.near import NEAR, box, metres

LATITUDES, LONGITUDES = st.floats(49.8, 60.9), st.floats(-8.2, 1.8)
"""The British Isles."""


@pytest.mark.parametrize(
    ("place", "other", "expected"),
    [
        ((53.8, -1.55), (53.8, -1.55), 0),
        # Vincenty's formula on WGS 84: the sphere is off by half a per cent at most.
        ((53.79648, -1.54785), (53.79498, -1.54785), 167.0),
        ((53.80000, -1.55000), (53.80000, -1.54620), 250.4),
        ((52.63690, -1.13980), (53.79648, -1.54785), 131_923),
    ],
)
def test_the_distance_is_that_on_the_ground(
    place: tuple[float, float], other: tuple[float, float], expected: float
) -> None:
    assert metres(*place, *other) == pytest.approx(expected, rel=0.006, abs=0.1)
    assert metres(*other, *place) == pytest.approx(metres(*place, *other))


@settings(max_examples=60, deadline=None)
@given(LATITUDES, LONGITUDES, st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_nothing_that_is_near_is_outside_the_box(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    there = latitude + north, longitude + east
    south, top, west, right = box(latitude, longitude)
    if metres(latitude, longitude, *there) <= NEAR:
        assert south <= there[0] <= top
        assert west <= there[1] <= right
    else:
        assert (top - south) < 0.0046, "the box is no wider than twice as far, and a little"
