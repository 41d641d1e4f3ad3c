"""The air in a replay: readings of recorded files, in the order of time, through the same checks and rules
as live.

Without a city's own list of stations each sensor is a zone of its own; those of the national network are
reference instruments, all others are indicative.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Final, Literal

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from notifier.air.engine import Engine
from notifier.air.watch import Mark, Voice
from notifier.air.zones import Station, Zone
from notifier.alert import Publisher
from notifier.feeds.feed import Parsed
from notifier.feeds.sanity import Sanity
from notifier.feeds.sources import BadSource
from notifier.reading import Reading
from notifier.refusal import Refusal
from notifier.warning import Warning

REFERENCE: Final = ("aurn", "aurn-daily")
_HOUR = dt.timedelta(hours=1)


class _Station(Struct, frozen=True):
    """A station of a city's file, as far as it is used."""

    feed: str
    name: str
    label: str
    kind: Literal["reference", "indicative", "indoor"]
    zone: str
    every: float = 3600.0


class Places(Struct, frozen=True):
    """What a city's `air.yaml` says of zones, stations and marks."""

    zones: tuple[Zone, ...] = ()
    stations: tuple[_Station, ...] = ()
    marks: tuple[Mark, ...] = ()
    publisher: Publisher = Publisher("replay")


def read_places(path: Path) -> Places:
    """A city's `air.yaml`. Raises `BadSource`, and `OSError` when it cannot be opened."""
    try:
        return msgspec.yaml.decode(path.read_bytes(), type=Places)
    except (msgspec.MsgspecError, UnicodeDecodeError) as problem:
        raise BadSource(f"{path.name}: {problem}") from None


def air(
    readings: Sequence[Reading], now: dt.datetime | None, places: Places | None
) -> Iterator[Warning | Refusal]:
    """What they bring about, and which of them are not believed. Each is checked as if it had come in the
    hour in which it was measured, or, with `now`, as if all came then."""
    engine = _engine(readings, places)
    clock = _Clock()
    checks: dict[str, Sanity] = {}
    in_order = sorted(readings, key=lambda one: (one.at, one.feed, one.sensor, one.quantity))
    for hour, several in groupby(in_order, key=lambda one: one.at.replace(minute=0, second=0, microsecond=0)):
        clock.at = now or hour + _HOUR
        checked = [_checked(part, checks, clock) for part in _by_feed(several)]
        for one in checked:
            yield from one.refusals
        believed = (reading for one in checked for reading in one.readings)
        yield from engine.take(part for reading in believed for part in _hours(reading))
    if now is not None:
        yield from engine.tick(now)


def _hours(reading: Reading) -> Iterator[Reading]:
    """The hours of a mean over a longer time, each with that mean: of a published day no more is known."""
    count = reading.covers // _HOUR
    if count < 2:
        yield reading
        return
    for back in range(count):
        yield replace(reading, at=reading.at - back * _HOUR, covers=_HOUR)


class _Clock:
    def __init__(self) -> None:
        self.at = dt.datetime.min.replace(tzinfo=dt.UTC)

    def __call__(self) -> dt.datetime:
        return self.at


def _checked(readings: Sequence[Reading], checks: dict[str, Sanity], clock: _Clock) -> Parsed:
    sanity = checks.setdefault(readings[0].feed, Sanity(clock))
    return sanity.check(Parsed(readings=tuple(readings)))


def _by_feed(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    by_feed = sorted(readings, key=lambda one: one.feed)
    for _feed, several in groupby(by_feed, key=lambda one: one.feed):
        yield list(several)


def _engine(readings: Iterable[Reading], places: Places | None) -> Engine:
    if places is not None:
        stations = [_station(one) for one in places.stations]
        return Engine(places.zones, stations, _voice(places.publisher), places.marks)
    keys = sorted({(one.feed, one.sensor) for one in readings})
    zones = [Zone(f"{feed}:{sensor}", sensor, ()) for feed, sensor in keys]
    own = [
        Station(feed, sensor, sensor, "reference" if feed in REFERENCE else "indicative", f"{feed}:{sensor}")
        for feed, sensor in keys
    ]
    return Engine(zones, own, _voice(Publisher("replay")))


def _station(its: _Station) -> Station:
    every = dt.timedelta(seconds=its.every)
    return Station(its.feed, its.name, its.label, its.kind, its.zone, every)


def _voice(publisher: Publisher) -> Voice:
    return Voice("replay", publisher, publisher)
