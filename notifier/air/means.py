"""Means over time, and how much of the time has to be measured for them to count.

Three quarters, everywhere: 45 minutes of an hour, 6 hours of 8, 18 of 24 (UK-AIR; SI 2007/64). All times are
UTC, so that no hour comes twice and none is left out when the clocks change.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

HOUR: Final = dt.timedelta(hours=1)
QUARTER: Final = dt.timedelta(minutes=15)
SHARE: Final = 0.75
"""Of the time that has to be measured."""

ENOUGH: Final = round(60 * SHARE)
"""Minutes of an hour that have to be measured."""

DIGITS: Final = 6
"""Decimals that are kept of a mean: what adding floats makes of 50.5 must not decide about its index."""


class Sample(Struct, frozen=True, order=True):
    """One value, `at` its end, over `covers`; zero for a moment."""

    at: dt.datetime
    value: float
    covers: dt.timedelta = dt.timedelta()


class Hour(Struct, frozen=True):
    """The mean of an hour, of which `minutes` were measured."""

    mean: float
    minutes: int

    @property
    def counts(self) -> bool:
        """Whether enough of it was measured."""
        return self.minutes >= ENOUGH


def hour_of(at: dt.datetime, covers: dt.timedelta = dt.timedelta()) -> dt.datetime:
    """The start of the hour that a value counts to: the one in which the middle of its time lies."""
    return start_of(at.astimezone(dt.UTC) - covers / 2)


def start_of(at: dt.datetime) -> dt.datetime:
    """The start of the hour of a moment, UTC."""
    return at.astimezone(dt.UTC).replace(minute=0, second=0, microsecond=0)


def minute_of(at: dt.datetime) -> dt.datetime:
    """The minute that a value is kept under."""
    return at.astimezone(dt.UTC).replace(second=0, microsecond=0)


def mean_of(samples: Iterable[Sample], every: dt.timedelta, longest: dt.timedelta = HOUR) -> Hour | None:
    """The mean of what was measured within an hour or a shorter time, None of nothing.

    A sample of a moment stands for `every` before it, but never for time that another has stood for: a sensor
    that says everything twice has not measured twice as long. Each value weighs as much as its time. Values
    over more than `longest` say nothing about one hour and are left out.
    """
    total = weight = 0.0
    before: dt.datetime | None = None
    for one in sorted(sample for sample in samples if sample.covers <= longest):
        covers = (one.covers or every).total_seconds()
        seconds = covers if before is None else min(covers, (one.at - before).total_seconds())
        total, weight, before = total + one.value * seconds, weight + seconds, one.at
    if not weight:
        return None
    return Hour(round(total / weight, DIGITS), min(int(weight // 60), int(longest / HOUR * 60)))


class Running(Struct, frozen=True):
    """A mean over several hours, of which `measured` count."""

    mean: float
    measured: int


def running(hours: Mapping[dt.datetime, Hour], end: dt.datetime, length: int) -> Running | None:
    """The mean of the `length` hours before `end`; None when too few of them count."""
    means, start = [], end
    for _ in range(length):
        start -= HOUR
        hour = hours.get(start)
        if hour is not None and hour.minutes >= ENOUGH:
            means.append(hour.mean)
    if len(means) < length * SHARE:
        return None
    return Running(round(sum(means) / len(means), DIGITS), len(means))


def quarters(samples: Sequence[Sample], every: dt.timedelta, end: dt.datetime) -> Running | None:
    """The highest mean of a quarter of the hour before `end`, as sulphur dioxide is judged; `measured` are
    the quarters that count. None when none does, or when what comes is longer than a quarter."""
    means = []
    for number in range(4):
        stop = end - QUARTER * number
        inside = [one for one in samples if stop - QUARTER <= one.at - one.covers / 2 < stop]
        found = mean_of(inside, every, QUARTER) if every <= QUARTER else None
        if found is not None and found.minutes >= QUARTER / HOUR * 60 * SHARE:
            means.append(found.mean)
    return Running(max(means), len(means)) if means else None
