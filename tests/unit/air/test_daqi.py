"""The Daily Air Quality Index, at every edge of every pollutant."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.air import daqi
from notifier.air.daqi import POLLUTANTS, Band, Pollutant
from notifier.alert import Level

# Written out here, index by index, beside the file: lowest and highest of each, µg/m³.
OFFICIAL: dict[Pollutant, str] = {
    "no2": "0-67 68-134 135-200 201-267 268-334 335-400 401-467 468-534 535-600 601-",
    "o3": "0-33 34-66 67-100 101-120 121-140 141-160 161-187 188-213 214-240 241-",
    "so2": "0-88 89-177 178-266 267-354 355-443 444-532 533-710 711-887 888-1064 1065-",
    "pm2_5": "0-11 12-23 24-35 36-41 42-47 48-53 54-58 59-64 65-70 71-",
    "pm10": "0-16 17-33 34-50 51-58 59-66 67-75 76-83 84-91 92-100 101-",
}
EDGES = [
    pytest.param(pollutant, int(edge), number, id=f"{pollutant} {edge} is {number}")
    for pollutant, ranges in OFFICIAL.items()
    for number, between in enumerate(ranges.split(), 1)
    for edge in between.split("-")
    if edge
]
pollutants = st.sampled_from(POLLUTANTS)
values = st.floats(-20, 5000, allow_nan=False)


@pytest.mark.parametrize(("pollutant", "value", "index"), EDGES)
def test_every_edge_has_its_index(pollutant: Pollutant, value: int, index: int) -> None:
    assert daqi.index(pollutant, value) == index


@pytest.mark.parametrize(("pollutant", "value", "index"), EDGES)
def test_every_edge_is_rounded_to_before_it_is_looked_up(
    pollutant: Pollutant, value: int, index: int
) -> None:
    assert daqi.index(pollutant, value + 0.49) == index
    assert daqi.index(pollutant, value - 0.5) == index


@pytest.mark.parametrize("pollutant", POLLUTANTS)
@pytest.mark.parametrize("number", range(1, 10))
def test_a_half_above_every_edge_is_the_next_index(pollutant: Pollutant, number: int) -> None:
    upper = daqi.SCALES[pollutant].upper[number - 1]
    assert daqi.index(pollutant, upper + 0.5) == number + 1
    assert daqi.index(pollutant, upper + 0.499999) == number


@pytest.mark.parametrize(
    ("value", "whole"), [(50.5, 51), (51.5, 52), (0.5, 1), (2.5, 3), (50.49, 50), (-0.4, 0), (16.5, 17)]
)
def test_halves_go_up_and_not_to_the_even_number(value: float, whole: int) -> None:
    assert daqi.rounded(value) == whole


def test_pm10_of_50_5_is_moderate_which_rounding_to_even_would_hide() -> None:
    assert round(50.5) == 50
    assert daqi.index("pm10", 50.5) == 4


def test_the_ranges_of_each_pollutant_have_no_gap() -> None:
    for ranges in OFFICIAL.values():
        numbers = [int(edge) for between in ranges.split() for edge in between.split("-") if edge]
        assert [numbers[n + 1] - numbers[n] for n in range(1, len(numbers) - 1, 2)] == [1] * 9


@pytest.mark.parametrize(
    ("index", "band", "level"),
    [
        (1, "low", 0),
        (3, "low", 0),
        (4, "moderate", 2),
        (6, "moderate", 2),
        (7, "high", 3),
        (9, "high", 3),
        (10, "very_high", 4),
    ],
)
def test_bands_and_the_levels_of_alert(index: int, band: Band, level: Level) -> None:
    assert daqi.band(index) == band
    assert daqi.level(index) == level


@pytest.mark.parametrize(
    ("pollutant", "hours"), [("no2", 1), ("o3", 8), ("so2", 0.25), ("pm2_5", 24), ("pm10", 24)]
)
def test_each_pollutant_is_judged_by_its_own_mean(pollutant: Pollutant, hours: float) -> None:
    assert daqi.SCALES[pollutant].hours == hours


@given(pollutants, values, values)
def test_more_of_it_is_never_a_lower_index(pollutant: Pollutant, one: float, other: float) -> None:
    less, more = sorted((one, other))
    assert daqi.index(pollutant, less) <= daqi.index(pollutant, more)
    assert daqi.position(pollutant, less) <= daqi.position(pollutant, more)


@given(pollutants, values)
def test_the_position_lies_within_its_index(pollutant: Pollutant, value: float) -> None:
    assert int(daqi.position(pollutant, value)) == daqi.index(pollutant, value)


@given(pollutants, st.decimals(-10, 2000, places=2))
def test_two_decimals_are_rounded_as_on_paper(pollutant: Pollutant, value: Decimal) -> None:
    cents = int(value * 100)
    assert daqi.rounded(float(value)) == (cents + 50) // 100 or (cents < 0 and (cents - 50) % 100 == 0)
