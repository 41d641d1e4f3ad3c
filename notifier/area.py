"""Where warnings hold: what publishers draw is repaired, joined, and asked which places it covers.

All is in degrees of WGS 84, longitude first. What is drawn badly is never read as less than was drawn: an
outline that crosses itself keeps all of its lobes, a hole that lies across its outline does not eat into
it, and a circle becomes a polygon around it. A place on the very edge is covered.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.affinity import translate
from shapely.geometry import MultiPolygon, Polygon, box
from shapely.geometry.base import BaseGeometry

Pair = tuple[float, float]
Points = NDArray[np.float64]
Masks = NDArray[np.bool_]

EARTH = 6_371.0088
"""Mean radius in kilometres."""

WIDEST = 2_000.0
"""Kilometres of a circle's radius: nothing larger is a warning for a city."""

CORNERS = 64
SLACK: Final = 1.006 / math.cos(math.pi / CORNERS)
"""By how much the corners of a circle lie outside it: so that the sides, too, do, and so that the Earth,
which is up to 0.56 % further round than this sphere, takes nothing away. A circle is at most 0.9 % too wide
for it."""

MOST_CROSSINGS, MOST_CROSSINGS_OF_ALL = 2_000, 20_000
FEW, SOME = 40, 40
_DEEPEST = 4


def polygon(ring: Sequence[Pair], holes: Sequence[Sequence[Pair]] = ()) -> BaseGeometry | None:
    """The area within a ring of longitudes and latitudes, closed or not; None when it encloses nothing,
    names no place on Earth, or is a scribble. A hole counts when it lies within."""
    outline = _within(ring)
    if outline is None:
        return None
    inner = [hole for hole in map(_within, holes) if hole is not None and outline.covers(hole)]
    return _areas(outline.difference(shapely.union_all(inner))) if inner else outline


def circle(longitude: float, latitude: float, kilometres: float) -> BaseGeometry | None:
    """The area within so many kilometres of a place; None when that is nothing, or reaches a pole."""
    reach = kilometres * SLACK / EARTH
    if not 0 < kilometres <= WIDEST or not _on_earth([(longitude, latitude)]):
        return None
    if abs(math.radians(latitude)) + reach >= math.pi / 2:
        return None
    turns = np.linspace(0, 2 * math.pi, CORNERS, endpoint=False)
    at, over = math.radians(latitude), math.radians(longitude)
    up = np.arcsin(math.sin(at) * math.cos(reach) + math.cos(at) * math.sin(reach) * np.cos(turns))
    aside = np.arctan2(
        np.sin(turns) * math.sin(reach) * math.cos(at), math.cos(reach) - math.sin(at) * np.sin(up)
    )
    drawn = Polygon(np.degrees(np.column_stack([over + aside, up])))
    return _areas(_within_the_map(drawn))


def geojson(value: Any) -> list[BaseGeometry | None]:
    """The polygons of GeoJSON (RFC 7946), in whatever it is wrapped; None for each that is none."""
    return list(_drawn(value, 0))


def joined(areas: Iterable[BaseGeometry | None]) -> bytes:
    """All of them as the WKB of one valid multipolygon, the same for the same area however it was drawn;
    empty when there is nothing to join, or when they lie across each other without end."""
    left = [area for area in areas if area is not None]
    if len(left) > 1 and _tangled([area.boundary for area in left], MOST_CROSSINGS_OF_ALL):
        return b""
    whole = _areas(shapely.union_all(left)) if left else None
    if whole is None:
        return b""
    return shapely.to_wkb(shapely.normalize(whole), hex=False, output_dimension=2, byte_order=1)


def covered(points: Points, areas: Sequence[bytes]) -> Masks:
    """Which places lie in which areas, edges included: `points` are N longitudes and latitudes, `areas`
    WKB; a row for each area, a column for each place."""
    masks = np.zeros((len(areas), len(points)), np.bool_)
    across, up = np.ascontiguousarray(points[:, 0]), np.ascontiguousarray(points[:, 1])
    for mask, area in zip(masks, areas, strict=True):
        west, south, east, north = bounds(area)
        near = np.flatnonzero((across >= west) & (across <= east) & (up >= south) & (up <= north))
        mask[near] = shapely.intersects_xy(_prepared(area), across[near], up[near])
    return masks


def bounds(area: bytes) -> tuple[float, float, float, float]:
    """West, south, east and north of the box around an area's WKB."""
    west, south, east, north = _prepared(area).bounds
    return west, south, east, north


@lru_cache(maxsize=256)
def _prepared(area: bytes) -> BaseGeometry:
    shape = shapely.from_wkb(area)
    shapely.prepare(shape)
    return shape


def _within(ring: Sequence[Pair]) -> BaseGeometry | None:
    if len(ring) < 3 or not _on_earth(ring):
        return None
    corners = np.array([pair[:2] for pair in ring], np.float64)
    # Nobody draws around half the world: an outline that jumps there goes over the line of dates.
    corners[:, 0] = np.unwrap(corners[:, 0], period=360)
    drawn: BaseGeometry = Polygon(corners)
    if not drawn.is_valid:
        if _tangled([drawn.boundary], MOST_CROSSINGS):
            return None
        drawn = shapely.make_valid(drawn, method="structure", keep_collapsed=False)
    return _areas(_within_the_map(drawn))


def _tangled(lines: Sequence[BaseGeometry], most: int) -> bool:
    """Whether lines cross each other more often than anybody draws, told from some of their pieces: what it
    takes to repair them rises with the crossings, of which a few pages of scribble have millions."""
    places, of = shapely.get_coordinates(shapely.get_parts(lines), return_index=True)
    pieces = np.stack([places[:-1], places[1:]], axis=1)[of[:-1] == of[1:]]
    if len(pieces) < FEW:
        return False
    tree = shapely.STRtree(shapely.linestrings(pieces))
    some = tree.geometries[:: max(1, len(pieces) // SOME)]
    crossings = tree.query(some, predicate="crosses").shape[1]
    return bool(crossings / len(some) * len(pieces) / 2 > most)


def _on_earth(ring: Sequence[Pair]) -> bool:
    return all(
        math.isfinite(place[0]) and math.isfinite(place[1]) and abs(place[0]) <= 180 and abs(place[1]) <= 90
        for place in ring
    )


def _within_the_map(drawn: BaseGeometry) -> BaseGeometry:
    """The same between 180 degrees west and east."""
    west, _south, east, _north = drawn.bounds if not drawn.is_empty else (0, 0, 0, 0)
    if west >= -180 and east <= 180:
        return drawn
    parts = [
        translate(drawn.intersection(box(-180 + turn, -90, 180 + turn, 90)), -turn) for turn in (-360, 0, 360)
    ]
    return shapely.union_all(parts)


def _areas(shape: BaseGeometry) -> BaseGeometry | None:
    """What of a shape has an area; None when nothing has."""
    parts = [
        part
        for part in shapely.get_parts(shape, return_index=False)
        if part.geom_type == "Polygon" and part.area
    ]
    return MultiPolygon(parts) if parts else None


def _drawn(value: Any, depth: int) -> Iterable[BaseGeometry | None]:
    kind = value.get("type") if isinstance(value, dict) else None
    try:
        if kind == "Polygon":
            yield polygon(value["coordinates"][0], value["coordinates"][1:])
        elif kind == "MultiPolygon":
            for part in value["coordinates"]:
                yield polygon(part[0], part[1:])
        elif kind in ("FeatureCollection", "GeometryCollection", "Feature") and depth < _DEEPEST:
            inner = value.get("features") or value.get("geometries") or [value.get("geometry")]
            for one in inner:
                yield from _drawn(one, depth + 1)
        else:
            yield None
    except (KeyError, IndexError, TypeError, ValueError, OverflowError):
        yield None
