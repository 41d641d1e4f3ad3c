"""A city's air as data: its zones, the stations that stand for them, and marks for those who follow a
sensor."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Annotated, Literal

from msgspec import Meta, Struct

from bot.knowledge.data import CITIES, DataError, read
from notifier.air.watch import Mark
from notifier.air.zones import Station, Zone
from notifier.alert import Publisher

Kind = Literal["reference", "indicative", "indoor"]
Degrees = Annotated[float, Meta(ge=-180, le=180)]
Every = Annotated[int, Meta(ge=1, le=3600)]
"""Seconds between two readings. What says less than one an hour makes no mean of an hour."""

_Text = Annotated[str, Meta(min_length=1, max_length=200)]
_Id = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9-]{0,62}$")]


class _Zone(Struct, frozen=True, forbid_unknown_fields=True):
    id: _Id
    name: _Text
    districts: tuple[Annotated[str, Meta(pattern=r"^[A-Z]{1,2}[0-9][0-9A-Z]?$")], ...]


class PublicSensor(Struct, frozen=True, forbid_unknown_fields=True):
    """A sensor that stands outside, and where that was read. `name` is the feed's own."""

    feed: _Text
    name: _Text
    label: _Text
    kind: Literal["reference", "indicative"]
    zone: str
    latitude: Degrees
    longitude: Degrees
    every: Every
    source: str
    checked: dt.date
    status: Literal["confirmed", "unconfirmed"]

    @property
    def station(self) -> Station:
        """The same, as the air is judged by it."""
        every = dt.timedelta(seconds=self.every)
        return Station(self.feed, self.name, self.label, self.kind, self.zone, every)


class AirCity(Struct, frozen=True, dict=True, forbid_unknown_fields=True):
    """Everything about a city's air that is not measured. `middle` is the zone of those who name no place."""

    publisher: Publisher
    middle: str
    zones: tuple[_Zone, ...]
    stations: tuple[PublicSensor, ...]
    marks: tuple[Mark, ...]

    @cached_property
    def places(self) -> tuple[Zone, ...]:
        """The zones, as the air is judged by them."""
        return tuple(Zone(zone.id, zone.name, zone.districts) for zone in self.zones)

    @cached_property
    def by_district(self) -> dict[str, str]:
        """The zone's id of each district."""
        return {district: zone.id for zone in self.zones for district in zone.districts}


def read_air(city: str, folder: Path = CITIES) -> AirCity:
    """The file `air.yaml` of `city`. Raises `DataError` naming file, line and field."""
    path = folder / city / "air.yaml"
    air = read(path, AirCity)
    if problem := _problem(air):
        raise DataError(f"{path}: {problem}")
    return air


def _problem(air: AirCity) -> str:
    """What is wrong with the file as a whole, empty when nothing is."""
    zones = {zone.id for zone in air.zones}
    districts = [district for zone in air.zones for district in zone.districts]
    if twice := _twice(zone.id for zone in air.zones):
        return f"zones: two have the id {twice}"
    if twice := _twice(districts):
        return f"zones: the district {twice} is in two"
    if air.middle not in zones:
        return f"middle: there is no zone {air.middle}"
    if twice := _twice(f"{one.feed} {one.name}" for one in air.stations):
        return f"stations: {twice} is there twice"
    for station in air.stations:
        if station.zone not in zones:
            return f"stations: {station.name} is in the zone {station.zone}, which there is not"
    return _wrong_mark(air.marks)


def _wrong_mark(marks: Iterable[Mark]) -> str:
    for mark in marks:
        if not 1 <= len(mark.levels) <= 3 or list(mark.levels) != sorted(set(mark.levels)):
            return f"marks: those of {mark.quantity} must be one to three levels that rise"
        if not 0 < mark.clear <= 1 or mark.down < 1:
            return f"marks: of {mark.quantity}, clear must be above 0 and at most 1, down at least 1"
        if bool(mark.feed) != bool(mark.sensor):
            return f"marks: of {mark.quantity}, feed and sensor go together"
    return _repeated(marks)


def _repeated(marks: Iterable[Mark]) -> str:
    twice = _twice(f"{mark.quantity} {mark.feed} {mark.sensor}".strip() for mark in marks)
    return f"marks: {twice} is there twice" if twice else ""


def _twice(names: Iterable[str]) -> str:
    return next((name for name, count in Counter(names).items() if count > 1), "")
