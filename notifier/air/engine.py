"""All of the air in memory: readings in, warnings out. It is what `python -m notifier replay` runs.

Its clock is the newest time that it has been told, by a reading or by `tick`, so that a year goes by as fast
as it is read. Readings have to come roughly in the order of time: an hour that has been judged is not judged
again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from notifier.air.log import KEPT, Log
from notifier.air.means import HOUR
from notifier.air.watch import (
    Kept,
    Mark,
    Voice,
    sensor_after,
    sensor_unknown,
    zone_after,
    zone_unknown,
)
from notifier.air.zones import FRESH, Measured, Station, Zone, has_hour, judge
from notifier.reading import Quantity, Reading
from notifier.warning import Warning

GRACE: Final = dt.timedelta(minutes=20)
"""How long an hour that is over is left open for stations that have been measuring and have not said it
yet."""


def is_complete(measured: Iterable[Measured], end: dt.datetime, now: dt.datetime) -> bool:
    """Whether the hour before `end` can be judged: it is over, somebody has measured it, and every station
    that was measuring has, or has had `GRACE` for it."""
    if now < end:
        return False
    speaking = [one for one in measured if any(has_hour(one, end - HOUR * back) for back in range(FRESH))]
    have = [has_hour(one, end) for one in speaking]
    return any(have) and (all(have) or now >= end + GRACE)


class Engine:
    """`kept` is what an earlier one remembered (its own `kept`), by `zone_name` and `sensor_name`."""

    def __init__(
        self,
        zones: Sequence[Zone],
        stations: Sequence[Station],
        voice: Voice,
        marks: Sequence[Mark] = (),
        kept: Mapping[str, Kept] | None = None,
    ) -> None:
        self.kept = defaultdict(Kept, kept or {})
        self._zones = {zone.id: zone for zone in zones}
        self._stations = {station.key: station for station in stations}
        self._voice = voice
        self._marks = marks
        self._log = Log()
        self._open: dict[str, set[dt.datetime]] = defaultdict(set)
        self._now = dt.datetime.min.replace(tzinfo=dt.UTC) + KEPT

    def knows(self, feed: str, sensor: str) -> bool:
        """Whether the sensor is in the list."""
        return (feed, sensor) in self._stations

    def take(self, readings: Iterable[Reading]) -> list[Warning]:
        """What there is to say after these, in the order of time. Those of sensors that are not in the list
        are passed over."""
        said: list[Warning] = []
        for reading in sorted(readings, key=lambda one: one.at):
            station = self._stations.get((reading.feed, reading.sensor))
            if station is not None and station.kind != "indoor":
                said += self._note(station, reading)
        return _in_order([*said, *self._judged()])

    def tick(self, now: dt.datetime) -> list[Warning]:
        """What there is to say because it is `now`: hours that are complete, and what has gone silent."""
        self._now = max(now, self._now)
        return _in_order([*self._judged(), *self._silent(self._now)])

    def _note(self, station: Station, reading: Reading) -> Iterator[Warning]:
        self._now = max(reading.at, self._now)
        hour = self._log.add(station, reading)
        for mark in marks_of(self._marks, station, reading.quantity):
            name = sensor_name(station, mark.quantity)
            if mark.on == "reading":
                yield from self._sensor(name, station, mark, reading.at, reading.value)
            elif hour is not None:
                self._open[name].add(hour)
        if hour is not None and station.zone in self._zones:
            self._open[zone_name(station.zone)].add(hour)

    def _judged(self) -> Iterator[Warning]:
        for zone in self._zones.values():
            yield from self._zone(zone)
        for station in self._stations.values():
            for mark in marks_of(self._marks, station):
                if mark.on == "hour":
                    yield from self._hourly(station, mark)
        self._log.forget(self._now - KEPT)

    def _zone(self, zone: Zone) -> Iterator[Warning]:
        name = zone_name(zone.id)
        stations = [station for station in self._stations.values() if station.zone == zone.id]
        for hour in sorted(self._open[name]):
            end = hour + HOUR
            measured = [(station, self._log.measured(station, end)) for station in stations]
            if not is_complete([one for _, one in measured], end, self._now):
                break
            self._open[name].discard(hour)
            judged = judge(zone, measured, end)
            if judged is not None:
                yield from self._zone_silent(zone, end)
                self.kept[name], warning = zone_after(self.kept[name], judged, zone, self._voice)
                yield from [warning] if warning else []

    def _hourly(self, station: Station, mark: Mark) -> Iterator[Warning]:
        name = sensor_name(station, mark.quantity)
        for hour in sorted(self._open[name]):
            if hour + HOUR > self._now:
                break
            self._open[name].discard(hour)
            mean = self._log.hours(station, mark.quantity).get(hour)
            if mean is not None and mean.counts:
                yield from self._sensor(name, station, mark, hour + HOUR, mean.mean)

    def _sensor(
        self, name: str, station: Station, mark: Mark, at: dt.datetime, value: float
    ) -> Iterator[Warning]:
        yield from self._sensor_silent(station, mark, at)
        self.kept[name], warning = sensor_after(self.kept[name], station, mark, at, value, self._voice)
        yield from [warning] if warning else []

    def _silent(self, now: dt.datetime) -> Iterator[Warning]:
        for zone in self._zones.values():
            yield from self._zone_silent(zone, now)
        for station in self._stations.values():
            for mark in marks_of(self._marks, station):
                yield from self._sensor_silent(station, mark, now)

    def _zone_silent(self, zone: Zone, now: dt.datetime) -> Iterator[Warning]:
        name = zone_name(zone.id)
        if (found := zone_unknown(self.kept[name], now, zone, self._voice)) is not None:
            self.kept[name], warning = found
            yield warning

    def _sensor_silent(self, station: Station, mark: Mark, now: dt.datetime) -> Iterator[Warning]:
        name = sensor_name(station, mark.quantity)
        if (found := sensor_unknown(self.kept[name], station, mark, now, self._voice)) is not None:
            self.kept[name], warning = found
            yield warning


def zone_name(zone: str) -> str:
    """What is remembered of a zone is kept under this name."""
    return f"zone:{zone}"


def sensor_name(station: Station, quantity: Quantity) -> str:
    """What is remembered of a quantity of a sensor is kept under this name."""
    return f"sensor:{station.number or ':'.join(station.key)}:{quantity}"


def marks_of(marks: Iterable[Mark], station: Station, quantity: Quantity | None = None) -> Iterator[Mark]:
    """The marks that hold for a station, of one quantity or of all; its own come before those for
    everybody."""
    own = {mark.quantity for mark in marks if (mark.feed, mark.sensor) == station.key}
    for mark in marks:
        its = (mark.feed, mark.sensor) == station.key
        general = not mark.sensor and mark.quantity not in own
        if (its or general) and quantity in (None, mark.quantity) and station.kind != "indoor":
            yield mark


def _in_order(said: Iterable[Warning]) -> list[Warning]:
    return sorted(said, key=lambda one: (one.at, one.order, one.id))
