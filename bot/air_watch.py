"""Judges the air as it is measured: zones hour by hour, followed sensors by the hour or by each reading.

Any number of processes may do it on one database: a step that another has taken changes nothing. What the
rules remember is also held here, only so that the many readings that change nothing cost no transaction.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Final, Protocol

import structlog

from bot.clock import Clock
from bot.knowledge.sensors import AirCity
from bot.store.air_rules import Step, StoredAirRules, ToSay
from bot.store.readings import StoredReadings, Touched
from notifier.air.engine import is_complete, marks_of, sensor_name, zone_name
from notifier.air.means import HOUR, Hour, start_of
from notifier.air.rule import SILENT
from notifier.air.watch import (
    Kept,
    Mark,
    Voice,
    sensor_after,
    sensor_unknown,
    zone_after,
    zone_unknown,
)
from notifier.air.zones import LONGEST, Station, Zone, judge
from notifier.alert import AirFacts
from notifier.reading import Quantity, Reading
from notifier.warning import Warning

log = structlog.get_logger(__name__)

_BACK: Final = SILENT // HOUR
"""Hours that are over and may still be judged for an alert; older ones are only kept for the record."""


class Warns(Protocol):
    """Takes what there is to say; `bot.store.alerts.StoredAlerts` does."""

    async def warn(self, warning: Warning) -> int | None:
        """The number of the version that it makes, None when it makes none."""


class AirWatch:
    """`voice` is in whose name it is said; `demo` marks all of it as made up."""

    def __init__(
        self,
        city: AirCity,
        readings: StoredReadings,
        rules: StoredAirRules,
        alerts: Warns,
        voice: Voice,
        clock: Clock,
        *,
        demo: bool = False,
    ) -> None:
        self._zones = {zone.id: zone for zone in city.places}
        self._marks = city.marks
        self._readings = readings
        self._rules = rules
        self._alerts = alerts
        self._voice = voice
        self._clock = clock
        self._demo = demo
        self._prefix = "demo:" if demo else ""
        self._stations: Mapping[int, Station] = {}
        self._kept: dict[str, Kept] = {}

    async def refresh(self, stations: Iterable[Station]) -> None:
        """The list of sensors may have changed, and other processes have taken steps."""
        self._stations = {station.number: station for station in stations}
        self._kept = dict(await self._rules.all())

    async def after(self, new: Sequence[tuple[int, Reading]], touched: Iterable[Touched]) -> None:
        """What follows from readings that have just been kept, and from the hours that they have changed."""
        for number, reading in sorted(new, key=lambda one: one[1].at):
            station = self._stations[number]
            for mark in marks_of(self._marks, station, reading.quantity):
                if mark.on == "reading":
                    await self._sensor(station, mark, reading.at, reading.value)
        last = start_of(self._clock.now())
        over = [one for one in touched if one.hour < last and one.sensor in self._stations]
        await self._hours(over)
        zones: dict[str, set[dt.datetime]] = {}
        for one in over:
            station = self._stations[one.sensor]
            if station.kind != "indoor" and station.zone in self._zones:
                zones.setdefault(station.zone, set()).add(one.hour)
        for zone, hours in sorted(zones.items()):
            await self._zone(self._zones[zone], _with_later(hours, last))

    async def tick(self) -> None:
        """What follows from the time: hours that are over, sensors that have gone silent, and what another
        process has left unsaid. Once a minute."""
        now = self._clock.now()
        for one in await self._rules.to_say():
            await self._say(one)
        last = start_of(now)
        for zone in self._zones.values():
            judged = self._kept.get(self._of_zone(zone), Kept()).state.at
            ends = (last - HOUR * back for back in reversed(range(_BACK)))
            await self._zone(zone, [end - HOUR for end in ends if judged is None or end > judged])
        await self._marked(last)
        await self._silent(now)

    async def _zone(self, zone: Zone, hours: Collection[dt.datetime]) -> None:
        """Judges hours of a zone, in their order."""
        stations = [one for one in self._stations.values() if one.zone == zone.id and one.kind != "indoor"]
        now, name = self._clock.now(), self._of_zone(zone)
        for end in (hour + HOUR for hour in sorted(hours)):
            found = await self._readings.measured([station.number for station in stations], end)
            measured = [(one, found[one.number]) for one in stations if one.number in found]
            if not is_complete([its for _, its in measured], end, now):
                continue
            judged = judge(zone, measured, end, demo=self._demo)
            if judged is None:
                continue
            if now - end > SILENT:
                await self._rules.keep(judged.facts)
                continue
            step = partial(zone_after, judged=judged, zone=zone, voice=self._voice)
            await self._step(name, step, judged.facts)

    async def _hours(self, touched: Iterable[Touched]) -> None:
        """Hours of followed sensors that are over and have changed."""
        for one in touched:
            station = self._stations[one.sensor]
            for mark in marks_of(self._marks, station, one.quantity):
                if mark.on == "hour" and self._clock.now() - one.hour - HOUR <= SILENT:
                    means = await self._readings.hour([(one.sensor, one.quantity)], one.hour)
                    await self._hourly(station, mark, one.hour, means)

    async def _marked(self, last: dt.datetime) -> None:
        """The hour that ended at `last`, of all followed sensors."""
        followed = [
            (station, mark)
            for station in self._stations.values()
            for mark in marks_of(self._marks, station)
            if mark.on == "hour" and not self._past(station, mark, last)
        ]
        if followed:
            means = await self._readings.hour((), last - HOUR)
            for station, mark in followed:
                await self._hourly(station, mark, last - HOUR, means)

    async def _hourly(
        self,
        station: Station,
        mark: Mark,
        hour: dt.datetime,
        means: Mapping[tuple[int, Quantity], Hour],
    ) -> None:
        mean = means.get((station.number, mark.quantity))
        if mean is not None and mean.counts:
            await self._sensor(station, mark, hour + HOUR, mean.mean)

    async def _sensor(self, station: Station, mark: Mark, at: dt.datetime, value: float) -> None:
        step = partial(
            sensor_after,
            station=station,
            mark=mark,
            at=at,
            value=value,
            voice=self._voice,
            demo=self._demo,
        )
        name = self._of_sensor(station, mark)
        kept = self._kept.get(name, Kept())
        after, _ = step(kept)
        if kept.state.quiet and after.state.quiet:
            self._kept[name] = after
        else:
            await self._step(name, step)

    async def _silent(self, now: dt.datetime) -> None:
        for zone in self._zones.values():
            if self._told(name := self._of_zone(zone)):
                await self._step(name, partial(zone_unknown, now=now, zone=zone, voice=self._voice))
        for station in self._stations.values():
            for mark in marks_of(self._marks, station):
                if self._told(name := self._of_sensor(station, mark)):
                    step = partial(sensor_unknown, station=station, mark=mark, now=now, voice=self._voice)
                    await self._step(name, step)

    def _of_zone(self, zone: Zone) -> str:
        return f"{self._prefix}{zone_name(zone.id)}"

    def _of_sensor(self, station: Station, mark: Mark) -> str:
        return f"{self._prefix}{sensor_name(station, mark.quantity)}"

    def _told(self, name: str) -> bool:
        return name in self._kept and self._kept[name].state.level > 0

    def _past(self, station: Station, mark: Mark, end: dt.datetime) -> bool:
        at = self._kept.get(self._of_sensor(station, mark), Kept()).state.at
        return at is not None and at >= end

    async def _step(self, name: str, step: Step, facts: AirFacts | None = None) -> None:
        self._kept[name], to_say = await self._rules.step(name, step, facts)
        if to_say is not None:
            await self._say(to_say)

    async def _say(self, one: ToSay) -> None:
        version = await self._alerts.warn(one.warning)
        await self._rules.said(one)
        warning = one.warning
        log.info("air_warning", id=warning.id, level=warning.level, status=warning.status, version=version)


def _with_later(hours: Collection[dt.datetime], last: dt.datetime) -> list[dt.datetime]:
    """The hours that have changed, and those after them whose means they are part of, up to `last`."""
    later = {hour + HOUR * more for hour in hours for more in range(LONGEST // HOUR)}
    return sorted(hour for hour in later if hour < last)
