"""What the air is like in each zone now, and over the last three days as a small chart with a table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from aiohttp import web
from msgspec import Struct

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.visit import Visit
from bot.store.air_pages import Zone, ZoneHour
from notifier.air.daqi import LOWEST, WORST, Band, band

SHOWN = dt.timedelta(hours=72)
FRESH = dt.timedelta(hours=3)
"""What is older is not the air of now."""

BANDS: Final[Mapping[Band, tuple[str, int]]] = {
    "low": ("Low", LOWEST[2] - 1),
    "moderate": ("Moderate", LOWEST[3] - 1),
    "high": ("High", LOWEST[4] - 1),
    "very_high": ("Very high", WORST),
}
"""The bands of the Daily Air Quality Index: their names, and the highest index of each."""

POLLUTANTS: Final[Mapping[str, str]] = {
    "no2": "Nitrogen dioxide",
    "o3": "Ozone",
    "so2": "Sulphur dioxide",
    "pm2_5": "Fine particles (PM2.5)",
    "pm10": "Particles (PM10)",
}
STEP, UNIT, HEIGHT = 8, 12, 120
"""A chart: the width of an hour, the height of a step of the index, and of all ten."""


class Bar(Struct, frozen=True):
    """One hour of a chart."""

    x: int
    y: int
    height: int
    band: Band


class Chart(Struct, frozen=True):
    """The last three days of one zone, hour by hour; an hour without an index is a gap. `days` are where a
    day begins, and what it is called."""

    zone: Zone
    band: Band
    fresh: bool
    bars: tuple[Bar, ...]
    days: tuple[tuple[int, str], ...]

    @property
    def words(self) -> str:
        """The band's name."""
        return BANDS[self.band][0]

    @property
    def width(self) -> int:
        return STEP * (SHOWN // _HOUR)


_HOUR = dt.timedelta(hours=1)


class AirPage:
    """The zones."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(f"{BASE}/air", careful.look(self._air))]

    async def _air(self, visit: Visit) -> web.StreamResponse:
        now = self._parts.clock.now()
        zones = await self._parts.stores.air.since(now - SHOWN)
        charts = [self._chart(zone, now) for zone in zones]
        return await self._pages.page(
            visit, "air.html", charts=charts, pollutants=POLLUTANTS, band_of=band, bands=BANDS
        )

    def _chart(self, zone: Zone, now: dt.datetime) -> Chart:
        last = now.replace(minute=0, second=0, microsecond=0)
        first = last - SHOWN
        return Chart(
            zone=zone,
            band=band(zone.now.index),
            fresh=now - zone.now.facts.at <= FRESH,
            bars=tuple(_bar(one, first) for one in zone.hours if first <= one.hour < last),
            days=tuple(self._days(first)),
        )

    def _days(self, first: dt.datetime) -> list[tuple[int, str]]:
        """Where each day begins on the city's clock."""
        hours = ((place, first + place * _HOUR) for place in range(SHOWN // _HOUR))
        local = ((place, at.astimezone(self._parts.settings.zone)) for place, at in hours)
        return [(place * STEP, f"{at:%a} {at.day}") for place, at in local if at.hour == 0]


def _bar(one: ZoneHour, first: dt.datetime) -> Bar:
    height = UNIT * max(1, min(one.index, WORST))
    return Bar((one.hour - first) // _HOUR * STEP, HEIGHT - height, height, band(one.index))
