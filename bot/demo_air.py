"""Made-up air for a demonstration: the city's stations measure something from four days ago until now, and go
on as time does. One zone, that of those who name no place, has moderate air, so that there is something to
see.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from bot.clock import Clock
from bot.intake import Intake
from bot.knowledge.sensors import AirCity, PublicSensor
from bot.store.air import StoredAir
from bot.store.sensors import DEMO
from notifier.air.means import HOUR, start_of
from notifier.feeds.feed import Parsed
from notifier.reading import Quantity, Reading

CHART: Final = HOUR * 72
"""What pages show."""

PAST: Final = CHART + HOUR * 24
"""Before that a day more, for its means."""

_FINE: Final[Sequence[float]] = (39.0, 44.0, 41.0)
"""The means of days of fine particles in moderate air, µg/m³, in turn: index 4 and 5."""

_CLEAN: Final[Sequence[float]] = (8.0, 13.0, 10.0)
_OF_FINE: Final[Mapping[Quantity, float]] = {"pm2_5": 1.0, "pm10": 1.2, "no2": 1.5, "o3": 1.1}
"""What else there is, as a share of it: nothing that would be worse by the index."""


class DemoAir:
    """Runs from `start` on; `tick` goes on with it. It never writes over air that has been measured."""

    def __init__(self, intake: Intake, air: StoredAir, city: AirCity, clock: Clock) -> None:
        self._intake = intake
        self._air = air
        self._city = city
        self._clock = clock
        self._until: dt.datetime | None = None

    async def start(self) -> None:
        """Makes the past."""
        await self.tick()

    async def stop(self) -> None:
        """There is nothing to let go of."""

    async def tick(self) -> None:
        """Makes the hours that have ended since; once a minute."""
        end = start_of(self._clock.now())
        begin = self._until or end - PAST
        if begin < end and not await self._air.is_real(end - PAST):
            readings = tuple(made(self._city, begin, end))
            await self._intake.take(DEMO, Parsed(readings=readings))
            self._until = end


def made(city: AirCity, begin: dt.datetime, end: dt.datetime) -> Iterator[Reading]:
    """What the stations measure in the hours from `begin` to `end`, the same at every time of asking."""
    for station in city.stations:
        days = _FINE if station.zone == city.middle else _CLEAN
        for number in range((end - begin) // HOUR):
            yield from _hour(station, days, begin + HOUR * number)


def _hour(station: PublicSensor, days: Sequence[float], hour: dt.datetime) -> Iterator[Reading]:
    """Two rush hours in each day's mean, which they leave as it is."""
    mean = days[hour.toordinal() % len(days)]
    swing = 1 + 0.3 * math.sin((hour.hour - 5) / 24 * 4 * math.pi)
    for quantity, share in _OF_FINE.items():
        value = round(mean * share * swing, 1)
        yield Reading(DEMO, station.name, quantity, value, hour + HOUR, HOUR)
