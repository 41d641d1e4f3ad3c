"""What stations have said, in memory: single values by the minute, and the means of hours made of them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from notifier.air.means import HOUR, Hour, Sample, hour_of, mean_of, minute_of
from notifier.air.zones import LONGEST, Measured, Station
from notifier.reading import Quantity, Reading

KEPT = LONGEST + HOUR * 6
"""How far back anything is of use, with room for what comes late."""

Key = tuple[str, str]
_Hours = dict[dt.datetime, Hour]


class Log:
    """Of as many stations as there are. The same minute again replaces what it said."""

    def __init__(self) -> None:
        self._samples: dict[tuple[Key, Quantity, dt.datetime], dict[dt.datetime, Sample]] = defaultdict(dict)
        self._hours: dict[Key, dict[Quantity, _Hours]] = defaultdict(lambda: defaultdict(dict))

    def add(self, station: Station, reading: Reading) -> dt.datetime | None:
        """Keeps a reading; the start of the hour whose mean it changes, None when that is not one hour's."""
        if reading.covers > HOUR:
            return None
        hour = hour_of(reading.at, reading.covers)
        at = minute_of(reading.at)
        samples = self._samples[station.key, reading.quantity, hour]
        samples[at] = Sample(at, reading.value, reading.covers)
        mean = mean_of(samples.values(), station.every)
        if mean is not None:
            self._hours[station.key][reading.quantity][hour] = mean
        return hour

    def measured(self, station: Station, end: dt.datetime) -> Measured:
        """What `station` has measured, for the index at `end`."""
        so2 = self._samples.get((station.key, "so2", end - HOUR), {})
        return Measured(self._hours[station.key], tuple(so2.values()))

    def hours(self, station: Station, quantity: Quantity) -> Mapping[dt.datetime, Hour]:
        """The means of its hours."""
        return self._hours[station.key][quantity]

    def forget(self, before: dt.datetime) -> None:
        """Drops what is older."""
        for at in [one for one in self._samples if one[2] < before]:
            del self._samples[at]
        for quantities in self._hours.values():
            for hours in quantities.values():
                for hour in [one for one in hours if one < before]:
                    del hours[hour]
