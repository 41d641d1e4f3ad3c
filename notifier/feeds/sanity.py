"""What no honest sensor says: readings from the future, too late, said before, impossible, or stuck.

One `Sanity` a feed. It remembers a bounded number of readings and sensors, in memory: after a restart a
reading that comes again is stored over itself, and a stuck sensor is found out anew.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Final, Generic, TypeVar

from msgspec import Struct

from notifier.feeds.feed import Parsed
from notifier.feeds.parsed import only
from notifier.reading import UNITS, Quantity, Reading
from notifier.refusal import Reason, Refusal

Clock = Callable[[], dt.datetime]
K = TypeVar("K")
V = TypeVar("V")

AHEAD: Final = dt.timedelta(minutes=5)
"""How far a sensor's clock may be ahead of ours."""

LATE: Final = dt.timedelta(days=2)
"""How long a reading may be under way: as long as readings are kept."""

REMEMBERED: Final = 200_000
SENSORS: Final = 20_000


class Bounds(Struct, frozen=True):
    """The least and the most that is possible, and why."""

    least: float
    most: float
    why: str


BOUNDS: Final[Mapping[Quantity, Bounds]] = {
    "no2": Bounds(-10, 2_000, "the worst hours at European kerbs are below 1,000; analysers drift below 0"),
    "o3": Bounds(-10, 1_000, "the worst European hours are below 500"),
    "so2": Bounds(-10, 5_000, "below a volcano's plume it is less; analysers drift below 0"),
    "pm2_5": Bounds(-10, 2_000, "sensors saturate at 1,000 to 2,000"),
    "pm10": Bounds(-15, 4_000, "more is a dust storm of the desert; TEOMs drift below 0"),
    "co": Bounds(-1, 100, "150 kills within hours"),
    "co2": Bounds(300, 40_000, "the open air has over 400; at 40,000 nobody stays in a room"),
    "temperature": Bounds(-40, 60, "Britain's records are -27.2 and 40.3; a box in the sun gets hotter"),
    "humidity": Bounds(0, 105, "more than 100 is a sensor that dew has wetted"),
    "water_level": Bounds(-20, 60, "above or below the gauge's own zero"),
    "rain": Bounds(0, 300, "Britain's record of a day is 341, of an hour 92"),
}
"""In the unit of each quantity."""


class Still(Struct, frozen=True):
    """A sensor that says the same for so long, in so many readings at least, has stuck. `but` are values at
    which what is measured does stand still."""

    hours: float
    readings: int
    but: tuple[float, ...] = (0.0,)


STUCK: Final[Mapping[Quantity, Still]] = {
    "no2": Still(12, 12),
    "o3": Still(12, 12),
    "pm2_5": Still(24, 24),
    "pm10": Still(24, 24),
    "co2": Still(12, 12),
    "temperature": Still(48, 24),
    "humidity": Still(48, 24, but=(0.0, 99.9, 100.0)),
}
"""What cannot stand still to the last digit. SO2 and CO lie below what instruments can tell for days, rivers
and rain gauges rest: those have no mark."""


class Sanity:
    """Checks one feed. With `relists` the feed says again what it has said, as a file does that grows: what
    is known is then passed over in silence."""

    def __init__(self, clock: Clock, *, relists: bool = False, remembered: int = REMEMBERED) -> None:
        self._clock = clock
        self._relists = relists
        self._messages: _Recent[str, int] = _Recent(remembered)
        self._values: _Recent[tuple[str, Quantity, dt.datetime], float] = _Recent(remembered)
        self._runs: _Recent[tuple[str, Quantity], _Run] = _Recent(min(SENSORS, remembered))
        self._batch = 0

    def check(self, found: Parsed) -> Parsed:
        """The same without what is not believed, and why."""
        now = self._clock()
        self._batch += 1
        believed: list[Reading] = []
        refused = list(found.refusals)
        for reading in found.readings:
            reason = self._refusal(reading, now)
            if reason is None:
                believed.append(reading)
            elif reason != "repeated" or not self._relists:
                refused.append(_told(reading, reason, now))
        return only(found, tuple(believed), tuple(refused))

    def forget(self, found: Parsed) -> None:
        """What was believed could not be kept: it will come again, and then is no repetition."""
        for reading in found.readings:
            self._messages.drop(reading.message)
            self._values.drop((reading.sensor, reading.quantity, reading.at))

    def _refusal(self, reading: Reading, now: dt.datetime) -> Reason | None:
        bounds = BOUNDS[reading.quantity]
        if reading.at > now + AHEAD:
            return "future"
        if reading.at < now - LATE:
            return "late"
        if not bounds.least <= reading.value <= bounds.most:
            return "absurd"
        if self._repeated(reading):
            return "repeated"
        return "stuck" if self._stuck(reading) else None

    def _repeated(self, reading: Reading) -> bool:
        """Whether its message, or the very same reading, was here before. Another value for the same moment
        is a correction. The readings of one message name the same message, and come together."""
        if reading.message and self._messages.setdefault(reading.message, self._batch) != self._batch:
            return True
        key = (reading.sensor, reading.quantity, reading.at)
        known = self._values.get(key)
        self._values.put(key, reading.value)
        return known == reading.value

    def _stuck(self, reading: Reading) -> bool:
        still = STUCK.get(reading.quantity)
        if still is None:
            return False
        key = (reading.sensor, reading.quantity)
        run = self._runs.get(key)
        if run is None or run.value != reading.value or reading.value in still.but:
            self._runs.put(key, _Run(reading.value, reading.at, reading.at, 1))
            return False
        if reading.at > run.until:
            run = _Run(run.value, run.since, reading.at, run.readings + 1)
        self._runs.put(key, run)
        return run.readings >= still.readings and run.until - run.since >= dt.timedelta(hours=still.hours)


class _Run(Struct, frozen=True):
    """A sensor has said `value`, and nothing else, from one moment to another."""

    value: float
    since: dt.datetime
    until: dt.datetime
    readings: int


class _Recent(Generic[K, V]):
    """The last so many by when they were used; the oldest makes room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        found = self._held.get(key)
        if found is not None:
            self._held.move_to_end(key)
        return found

    def put(self, key: K, value: V) -> None:
        self._held[key] = value
        self._held.move_to_end(key)
        if len(self._held) > self._most:
            self._held.popitem(last=False)

    def drop(self, key: K) -> None:
        self._held.pop(key, None)

    def setdefault(self, key: K, value: V) -> V:
        found = self.get(key)
        if found is None:
            self.put(key, value)
            return value
        return found


def _told(reading: Reading, reason: Reason, now: dt.datetime) -> Refusal:
    said = f"{reading.quantity} {reading.value:.6g} {UNITS[reading.quantity]} at {reading.at:%Y-%m-%d %H:%M}"
    if reason == "absurd":
        bounds = BOUNDS[reading.quantity]
        said += f"; possible is {bounds.least:g} to {bounds.most:g}: {bounds.why}"
    elif reason in ("future", "late"):
        said += f"; received at {now:%Y-%m-%d %H:%M}"
    return Refusal(reading.feed, reason, reading.sensor, said)
