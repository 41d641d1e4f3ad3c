"""Where a message of the Common Alerting Protocol holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shapely.geometry.base import BaseGeometry

from notifier.alert import Area
from notifier.area import Pair, circle, geojson, joined, polygon
from notifier.feeds.cap_message import Part
from notifier.feeds.fields import excerpt

EVERYWHERE = "everywhere"
"""In the feed's `places`: the whole city."""


def area(parts: Sequence[Part], places: Mapping[str, Sequence[str]]) -> tuple[Area, tuple[str, ...]]:
    """Where it holds, and what of it is broken. Shapes come first; codes and names of areas count where
    nothing is drawn, or nothing of it can be used, and only those that the feed's settings know. An empty
    `Area` when nothing is left."""
    names = tuple(dict.fromkeys(excerpt(part.name) for part in parts if part.name))
    shapes = [(part, shape) for part in parts for shape in _shapes(part)]
    broken = tuple(dict.fromkeys(excerpt(part.name) for part, shape in shapes if shape is None))
    geometry = joined(shape for _part, shape in shapes)
    if geometry:
        return Area(geometry=geometry, names=names), broken
    known = [
        place for part in parts for code in (*part.geocodes, part.name) for place in places.get(code, ())
    ]
    districts = tuple(dict.fromkeys(place for place in known if place != EVERYWHERE))
    if EVERYWHERE in known:
        return Area(everywhere=True, names=names), broken
    return (Area(districts=districts, names=names) if districts else Area()), broken


def _shapes(part: Part) -> Iterable[BaseGeometry | None]:
    for written in part.polygons:
        ring = _pairs(written)
        yield None if ring is None else polygon(ring)
    for written in part.circles:
        yield _circle(written)
    if part.drawn is not None:
        yield from geojson(part.drawn)


def _circle(written: str) -> BaseGeometry | None:
    centre, _, radius = written.strip().partition(" ")
    pairs = _pairs(centre)
    try:
        return circle(*pairs[0], float(radius)) if pairs else None
    except ValueError:
        return None


def _pairs(written: str) -> list[Pair] | None:
    """Longitudes and latitudes of `latitude,longitude …`, None when they cannot be read."""
    found = []
    for pair in written.split():
        try:
            latitude, longitude = pair.rstrip(",").split(",")
            found.append((float(longitude), float(latitude)))
        except ValueError:
            return None
    return found
