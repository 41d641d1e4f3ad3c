"""How damp a home was on one day: hours over a threshold, the longest run of them, means, and the dew point.

An hour counts when three quarters of it were measured, as with the air outside. An hour that was not measured
is not known to be damp, so it ends a run.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

CAPTURE: Final = 0.75
"""The part of an hour, or of a day, that has to be measured for it to be judged."""

_A: Final = 17.62
_B: Final = 243.12  # °C
_HOUR: Final = dt.timedelta(hours=1)

Percent = Annotated[float, Meta(gt=0, le=100)]


class Threshold(Struct, frozen=True):
    """From which relative humidity on, in percent, an hour is damp; who says so, and whether the council has
    confirmed it. `checked` is when that was last looked at."""

    humidity: Percent
    source: str
    status: Literal["unconfirmed", "confirmed"]
    checked: dt.date


class Hour(Struct, frozen=True):
    """One hour in one room, by its start. `humidity` is its mean in percent, `highest` the highest reading,
    `temperature` its mean in °C; `minutes` and `warmth` say how many minutes there are of each."""

    start: dt.datetime
    humidity: float = 0.0
    highest: float = 0.0
    minutes: int = 0
    temperature: float = 0.0
    warmth: int = 0


class Damp(Struct, frozen=True):
    """A day in one room. `over` counts hours, `longest` those that followed each other without a break. The
    means are over hours that count and `highest` is the highest reading in them; what was not measured is
    None. `measured` is how many hours count, `capture` which part that is of the hours there were, 0 to 1."""

    over: int
    longest: int
    measured: int
    mean: float | None
    highest: float | None
    temperature: float | None
    dew_point: float | None
    capture: float

    @property
    def enough(self) -> bool:
        """Whether so much was measured that the figures stand for the day."""
        return self.capture >= CAPTURE


def dew_point(temperature: float, humidity: float) -> float:
    """The temperature in °C at which air of this `temperature` (°C) and relative `humidity` (percent, above
    0) is saturated: Magnus' formula over water with the constants of the World Meteorological Organization
    (WMO-No. 8, Guide to Instruments and Methods of Observation, annex 4.B), for -45 to 60 °C. Raises
    `ValueError` for values outside."""
    if not 0 < humidity <= 100 or not -45 <= temperature <= 60:
        raise ValueError("no dew point is known for this temperature and humidity")
    gamma = math.log(humidity / 100) + _A * temperature / (_B + temperature)
    return _B * gamma / (_A - gamma)


def counts(minutes: int) -> bool:
    """Whether so many minutes of an hour were measured that it counts."""
    return minutes >= CAPTURE * 60


def damp(hours: Sequence[Hour], threshold: float, of: int) -> Damp:
    """What the day was like; `of` is how many hours it has had, 23 to 25 when it is over, above 0."""
    measured = sorted((one for one in hours if counts(one.minutes)), key=lambda one: one.start)
    over = [one.start for one in measured if one.humidity >= threshold]
    warm = [one for one in hours if counts(one.warmth)]
    both = [one for one in measured if counts(one.warmth) and _known(one)]
    return Damp(
        over=len(over),
        longest=_longest(over),
        measured=len(measured),
        mean=_mean([one.humidity for one in measured]),
        highest=max((one.highest for one in measured), default=None),
        temperature=_mean([one.temperature for one in warm]),
        dew_point=_mean([dew_point(one.temperature, one.humidity) for one in both]),
        capture=min(len(measured) / of, 1.0),
    )


def _known(hour: Hour) -> bool:
    return 0 < hour.humidity <= 100 and -45 <= hour.temperature <= 60


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def _longest(starts: Sequence[dt.datetime]) -> int:
    """The most hours in a row; `starts` rise."""
    longest, run = 0, 0
    before: dt.datetime | None = None
    for start in starts:
        run = run + 1 if before is not None and start - before == _HOUR else 1
        longest, before = max(longest, run), start
    return longest
