"""Areas: which of a city's postcodes lie in which warnings, beside the plainest way to ask the engine."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from random import Random

import numpy as np
import shapely

from notifier.area import Points, covered, joined, polygon
from tests.bench.row import Row

PLACES = 100_000
WARNINGS = 50
CORNERS = (20, 400)
WEST, SOUTH, EAST, NORTH = -2.0, 53.3, -1.0, 54.3
RUNS = 5


def rows() -> Iterator[Row]:
    """All figures. The floor is the engine alone: prepared polygons, all places, edges left out."""
    draw = Random(20261121)
    places = _places(draw)
    areas = [joined([polygon(_outline(draw))]) for _ in range(WARNINGS)]
    shapes = [shapely.from_wkb(area) for area in areas]
    for shape in shapes:
        shapely.prepare(shape)
    floors, walls = [], []
    for _ in range(RUNS):
        floors.append(_timed(lambda: [shapely.contains_xy(shape, places) for shape in shapes]))
        walls.append(_timed(lambda: covered(places, areas)))
    hits = int(covered(places, areas).sum())
    named = f"{PLACES:,} places in {WARNINGS} warnings ({hits / 1e6:.1f} M hits)"
    yield Row(named, min(walls), "s", min(floors), 1.5)
    yield Row("the same beside contains_xy alone", min(walls), "s", min(floors), 1.25, of_floor=True)
    one = min(_timed(lambda: covered(places, areas[:1])) for _ in range(RUNS))
    yield Row("one of those warnings", one * 1e3, "ms")


def _places(draw: Random) -> Points:
    return np.array([(draw.uniform(WEST, EAST), draw.uniform(SOUTH, NORTH)) for _ in range(PLACES)])


def _outline(draw: Random) -> list[tuple[float, float]]:
    """A star around somewhere in the city, as warnings are drawn by hand."""
    corners = draw.randint(*CORNERS)
    across, up = draw.uniform(WEST, EAST), draw.uniform(SOUTH, NORTH)
    turns = sorted(draw.uniform(0, 2 * math.pi) for _ in range(corners))
    reach = [draw.uniform(0.1, 0.5) for _ in turns]
    return [
        (across + far * math.cos(turn), up + far * math.sin(turn))
        for turn, far in zip(turns, reach, strict=True)
    ]


def _timed(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
