"""What is drawn badly is repaired, and never covers less than was drawn."""

from __future__ import annotations

import math
from random import Random
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from notifier.area import EARTH, bounds, circle, covered, geojson, joined, polygon
from notifier.feeds.cap import Cap
from tests.unit.notifier.warnings.samples import LEEDS, NOW, box, recorded

HERE = (-1.5491, 53.7997)
GOVUK = ("alerts", "cap", "govuk-emergency-alerts")


def covers(area: bytes, *places: tuple[float, float]) -> list[bool]:
    return [bool(yes) for yes in covered(np.array(places, np.float64), [area])[0]]


def test_a_place_inside_is_covered_one_outside_is_not() -> None:
    assert covers(box(), HERE, (-1.2, 53.8), (-1.5, 54.1)) == [True, False, False]


def test_the_edge_and_the_corners_belong_to_it() -> None:
    assert covers(box(), *LEEDS, (-1.5, 53.7), (-1.3, 53.85)) == [True] * 6


def test_it_does_not_matter_whether_a_ring_is_closed_or_which_way_it_runs() -> None:
    assert joined([polygon([*LEEDS, LEEDS[0]])]) == box() == joined([polygon(LEEDS[::-1])])


def test_an_outline_that_crosses_itself_keeps_both_lobes() -> None:
    bow = joined([polygon([(-2, 53), (-1, 54), (-1, 53), (-2, 54)])])
    assert covers(bow, (-1.9, 53.5), (-1.1, 53.5), (-1.5, 53.1)) == [True, True, False]


def test_an_outline_that_lies_over_itself_keeps_what_it_drew_twice() -> None:
    twice = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0)] * 2
    assert covers(joined([polygon(twice)]), (2, 2)) == [True]


def test_a_polygon_inside_another_is_no_hole() -> None:
    inner = polygon([(-1.6, 53.75), (-1.4, 53.75), (-1.4, 53.9)])
    assert joined([polygon(LEEDS), inner]) == box()


def test_a_hole_is_left_out_and_its_edge_still_belongs_to_the_area() -> None:
    holed = joined([polygon(LEEDS, [[(-1.6, 53.75), (-1.4, 53.75), (-1.4, 53.9), (-1.6, 53.9)]])])
    assert covers(holed, HERE, (-1.7, 53.8), (-1.6, 53.8)) == [False, True, True]


def test_a_hole_that_reaches_out_of_its_outline_takes_nothing_away() -> None:
    assert joined([polygon(LEEDS, [[(-2, 53.75), (-1.4, 53.75), (-1.4, 53.9), (-2, 53.9)]])]) == box()


@pytest.mark.parametrize(
    "ring",
    [
        [],
        [(0, 0)],
        [(0, 0), (1, 1)],
        [(0, 0), (1, 1), (0, 0)],
        [(0, 0), (1, 1), (2, 2), (0, 0)],
        [(0, 0), (0, 0), (0, 0), (0, 0)],
        [(0, 0), (1, 91), (1, 0)],
        [(0, 0), (181, 1), (1, 0)],
        [(0, 0), (math.nan, 1), (1, 0)],
        [(0, 0), (math.inf, 1), (1, 0)],
    ],
)
def test_what_encloses_nothing_or_is_nowhere_on_earth_is_no_area(ring: list[tuple[float, float]]) -> None:
    assert polygon(ring) is None
    assert joined([polygon(ring)]) == b""


def test_the_broken_part_does_not_take_the_good_one_with_it() -> None:
    assert joined([polygon([(0, 0), (1, 1)]), polygon(LEEDS)]) == box()


def test_an_area_over_the_line_of_dates_does_not_go_round_the_world() -> None:
    aleutian = joined([polygon([(170, 50), (-170, 50), (-170, 55), (170, 55)])])
    assert covers(aleutian, (179, 52), (-179, 52), (180, 52), HERE, (0, 52)) == [
        True,
        True,
        True,
        False,
        False,
    ]


@given(
    st.floats(-179, 179), st.floats(-80, 80), st.floats(0.1, 500), st.floats(0, 2 * math.pi), st.floats(0, 1)
)
def test_a_circle_covers_all_that_is_nearer_and_nothing_that_is_much_further(
    longitude: float, latitude: float, kilometres: float, turn: float, share: float
) -> None:
    """Places are found on the sphere, and on one that is as much smaller as the Earth is at its flattest."""
    area = joined([circle(longitude, latitude, kilometres)])
    near = _from(longitude, latitude, kilometres * share * 0.9999, turn)
    far = _from(longitude, latitude, kilometres * 1.0085, turn)
    assert covers(area, near, far) == [True, False]


def test_a_circle_over_the_line_of_dates_is_in_two_parts() -> None:
    assert covers(joined([circle(179.9, -17, 50)]), (-179.9, -17), (179.8, -17), (0, -17)) == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("place", [(0, 89.9, 50), (0, 50, 0), (0, 50, -1), (0, 50, 1e9), (200, 50, 5)])
def test_circles_without_size_or_over_a_pole_are_none(place: tuple[float, float, float]) -> None:
    assert circle(*place) is None


def test_the_same_area_is_the_same_bytes_whoever_drew_it_first() -> None:
    far = polygon([(0, 51), (1, 51), (1, 52)])
    assert joined([polygon(LEEDS), far]) == joined([far, polygon(LEEDS)])
    assert shapely.from_wkb(joined([far])).geom_type == "MultiPolygon"
    assert bounds(joined([far])) == (0, 51, 1, 52)


def test_geojson_is_found_in_whatever_wraps_it() -> None:
    ring = [[*LEEDS, LEEDS[0]]]
    whole = {"type": "Polygon", "coordinates": ring}
    feature = {"type": "Feature", "geometry": whole, "properties": {}}
    for value in (
        whole,
        {"type": "MultiPolygon", "coordinates": [ring]},
        feature,
        {"type": "FeatureCollection", "features": [feature]},
        {"type": "GeometryCollection", "geometries": [whole]},
    ):
        assert joined(geojson(value)) == box()


@pytest.mark.parametrize(
    "value",
    [
        None,
        7,
        [],
        {},
        {"type": "Point", "coordinates": [1, 2]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": [[["a", "b"], [1, 2], [3, 4]]]},
        {"type": "Polygon", "coordinates": [[[10**400, 1], [1, 2], [3, 4]]]},
        {"type": "MultiPolygon", "coordinates": {"a": 1}},
        {"type": "Feature", "geometry": None},
    ],
)
def test_what_is_no_polygon_of_geojson_is_told_apart(value: Any) -> None:
    assert geojson(value) == [None]


coordinates = st.tuples(st.integers(-8, 8), st.integers(-8, 8))


@given(st.lists(coordinates, max_size=9))
def test_every_corner_of_what_is_left_of_any_scribble_was_drawn_or_lies_on_a_line_of_it(
    ring: list[tuple[int, int]],
) -> None:
    area = joined([polygon([(float(x), float(y)) for x, y in ring])])
    if area:
        shape = shapely.from_wkb(area)
        assert shape.is_valid
        assert shape.area > 0
        inside = [(part.representative_point().x, part.representative_point().y) for part in shape.geoms]
        assert all(covers(area, *inside))


def scribble(corners: int, seed: int = 1) -> list[tuple[float, float]]:
    draw = Random(seed)
    return [(draw.uniform(-2, -1), draw.uniform(53, 54)) for _ in range(corners)]


def test_an_endless_scribble_is_not_repaired_for_that_would_take_hours() -> None:
    assert polygon(scribble(20_000)) is None
    assert joined([polygon(scribble(3, seed)) for seed in range(2_000)]) == b""


def test_a_long_outline_with_a_knot_in_it_is_repaired() -> None:
    turns = [2 * math.pi * n / 5_000 for n in range(5_000)]
    ring = [(-1.5 + 0.3 * math.cos(turn), 53.5 + 0.3 * math.sin(turn)) for turn in turns]
    ring[100], ring[110] = ring[110], ring[100]
    area = joined([polygon(ring)])
    assert covers(area, (-1.5, 53.5), (-1.25, 53.5)) == [True, True]


def test_many_small_areas_are_joined() -> None:
    draw = Random(1)
    corners = [(draw.uniform(-2, -1), draw.uniform(53, 54)) for _ in range(3_000)]
    fields = [polygon([(x, y), (x + 0.01, y), (x, y + 0.01)]) for x, y in corners]
    assert covers(joined(fields), *corners[:50]) == [True] * 50


@pytest.mark.parametrize(
    ("name", "loses"),
    [
        ("valid_area_polygon.xml", False),
        ("invalid_area_with_duplicated_vertex.xml", False),
        ("invalid_area_with_hole.xml", False),
        ("invalid_area_with_intersections.xml", False),
        ("invalid_degenerate_area.xml", True),
        ("with_placeholder_for_areas.xml", True),
    ],
)
def test_the_broken_polygons_of_emergency_alerts_are_repaired_or_told(name: str, loses: bool) -> None:
    found = Cap().parse(recorded(*GOVUK, name).read_bytes(), NOW)
    (warning,) = found.warnings
    assert shapely.from_wkb(warning.area.geometry).is_valid
    # The good area of each file is the same.
    assert covers(warning.area.geometry, (0.2, 51.445)) == [True]
    assert [one.reason for one in found.refusals] == (["bad_area"] if loses else [])


def test_a_repaired_outline_covers_all_that_its_lines_enclosed() -> None:
    found = Cap().parse(recorded(*GOVUK, "invalid_area_with_intersections.xml").read_bytes(), NOW)
    drawn = shapely.Polygon([
        (53.23897, -0.54233), (53.24413, -0.54194), (53.24436, -0.53057), (53.23955, -0.53214),
        (53.23697, -0.54704), (53.23345, -0.54468), (53.23263, -0.53253), (53.23756, -0.52764),
        (53.23897, -0.54233),
    ])  # fmt: skip
    whole = shapely.from_wkb(found.warnings[0].area.geometry)
    assert shapely.make_valid(drawn).difference(whole).area < 1e-12


def _from(longitude: float, latitude: float, kilometres: float, turn: float) -> tuple[float, float]:
    """The place so far from another, in a direction."""
    reach, at = kilometres / EARTH, math.radians(latitude)
    up = math.asin(math.sin(at) * math.cos(reach) + math.cos(at) * math.sin(reach) * math.cos(turn))
    aside = math.atan2(
        math.sin(turn) * math.sin(reach) * math.cos(at), math.cos(reach) - math.sin(at) * math.sin(up)
    )
    return (longitude + math.degrees(aside) + 180) % 360 - 180, math.degrees(up)
