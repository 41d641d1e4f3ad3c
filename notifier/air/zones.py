"""The index of a zone: that of the worst of its stations that have measured enough.

Only reference instruments make an index that can be trusted. Where a zone has none that has measured enough,
the indicative sensors make one that says so in every message.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, Literal

from msgspec import Struct

from notifier.air import daqi
from notifier.air.daqi import Pollutant
from notifier.air.means import HOUR, Hour, Running, Sample, quarters, running
from notifier.air.rule import Numbers
from notifier.alert import AirFacts
from notifier.reading import Quantity

FRESH: Final = 3
"""Hours: a station that has measured nothing for longer says nothing about now."""

LONGEST: Final = HOUR * 24
"""The longest mean that any pollutant is judged by."""

_CLEARLY: Final = 0.5
"""Of an index: that far below a band the air has to be before the band can be over."""

NUMBERS: Final = Numbers(
    marks=tuple(float(lowest) for lowest in daqi.LOWEST.values()),
    ends=tuple(lowest - _CLEARLY for lowest in daqi.LOWEST.values()),
    up=2,
    down=18,
)
"""Of the index of a zone, hour by hour; `docs/air.md` says why these."""


class Zone(Struct, frozen=True):
    """Part of a city whose air is told as one: `name` is for people, `districts` are those of postcodes."""

    id: str
    name: str
    districts: tuple[str, ...]


class Station(Struct, frozen=True):
    """A sensor of a zone, by its feed's name; `label` is for people, `number` our own for it. `every` is what
    lies between two readings. Of one `kind` indoor nobody is told anything."""

    feed: str
    sensor: str
    label: str
    kind: Literal["reference", "indicative", "indoor"]
    zone: str
    every: dt.timedelta = HOUR
    number: int = 0

    @property
    def key(self) -> tuple[str, str]:
        """What its readings are known by."""
        return self.feed, self.sensor


class Measured(Struct, frozen=True):
    """What a station has measured: means by the start of the hour, and the single readings of sulphur dioxide
    of the last hour."""

    hours: Mapping[Quantity, Mapping[dt.datetime, Hour]]
    so2: Sequence[Sample] = ()


class Judged(Struct, frozen=True):
    """The air of a zone at the end of an hour; `position` is the index with its fraction."""

    facts: AirFacts
    position: float


class _Found(Struct, frozen=True):
    position: float
    station: Station
    pollutant: Pollutant
    hours: int
    mean: Running


def judge(
    zone: Zone, stations: Iterable[tuple[Station, Measured]], end: dt.datetime, *, demo: bool = False
) -> Judged | None:
    """The air of `zone` at `end`, a full hour, UTC; None when no station has measured enough."""
    found = [one for station, measured in stations for one in _indexes(station, measured, end)]
    trusted = [one for one in found if one.station.kind == "reference"]
    if not found:
        return None
    worst = max(trusted or found, key=lambda one: (one.position, one.station.label, one.pollutant))
    facts = AirFacts(
        zone=zone.id,
        zone_name=zone.name,
        index=daqi.index(worst.pollutant, worst.mean.mean),
        pollutant=worst.pollutant,
        mean=worst.mean.mean,
        hours=worst.hours,
        measured=worst.mean.measured,
        at=end,
        station=worst.station.label,
        indicative=not trusted,
        demo=demo,
    )
    return Judged(facts, worst.position)


def has_hour(measured: Measured, end: dt.datetime) -> bool:
    """Whether the hour before `end` has been measured, whatever of it."""
    return any(end - HOUR in of for of in measured.hours.values())


def _indexes(station: Station, measured: Measured, end: dt.datetime) -> Iterator[_Found]:
    if station.kind == "indoor":
        return
    for pollutant in daqi.POLLUTANTS:
        hours = daqi.SCALES[pollutant].hours
        mean = _mean(station, measured, pollutant, hours, end)
        if mean is not None:
            position = daqi.position(pollutant, mean.mean)
            yield _Found(position, station, pollutant, int(hours), mean)


def _mean(
    station: Station, measured: Measured, pollutant: Pollutant, hours: float, end: dt.datetime
) -> Running | None:
    if hours < 1:
        return quarters(measured.so2, station.every, end)
    means = measured.hours.get(pollutant, {})
    if not any(end - HOUR * back in means for back in range(1, FRESH + 1)):
        return None
    return running(means, end, int(hours))
