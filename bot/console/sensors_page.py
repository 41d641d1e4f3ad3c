"""The city's sensors: a table of all, and a plain map of those that stand outside."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Final

from aiohttp import web
from msgspec import Struct

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.visit import Visit
from bot.knowledge.places.districts import District
from bot.store.sensor_pages import Sensor
from notifier.reading import UNITS
from notifier.refusal import REASONS

QUIET = dt.timedelta(hours=3)
"""So long without a word, and a sensor is shown as silent."""

KINDS: Final[Mapping[str, str]] = {
    "reference": "Reference station",
    "indicative": "Indicative sensor",
    "indoor": "In a home",
}
QUANTITIES: Final[Mapping[str, str]] = {
    "no2": "Nitrogen dioxide",
    "o3": "Ozone",
    "so2": "Sulphur dioxide",
    "pm2_5": "PM2.5",
    "pm10": "PM10",
    "co": "Carbon monoxide",
    "co2": "Carbon dioxide",
    "temperature": "Temperature",
    "humidity": "Humidity",
    "water_level": "Water level",
    "rain": "Rain",
}
WIDTH, MOST, EDGE, CLEAR = 600, 700, 28, 26
"""A map: its width, the greatest height, and what is left free at its edges and around a sensor."""


class Mark(Struct, frozen=True):
    """A sensor on the map. `number` is the one that it has in the list beside."""

    number: int
    x: float
    y: float
    sensor: Sensor
    silent: bool


class Label(Struct, frozen=True):
    """The middle of a postcode district."""

    x: float
    y: float
    name: str


class Map(Struct, frozen=True):
    """What is drawn, in units of a view box that is `WIDTH` wide."""

    height: float
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]


class SensorsPage:
    """All of them."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(f"{BASE}/sensors", careful.look(self._sensors))]

    async def _sensors(self, visit: Visit) -> web.StreamResponse:
        settings, now = self._parts.settings, self._parts.clock.now()
        today = self._parts.clock.today(settings.zone)
        midnight = dt.datetime.combine(today, dt.time.min, settings.zone).astimezone(dt.UTC)
        sensors = await self._parts.stores.sensors.all(midnight, today)
        return await self._pages.page(
            visit,
            "sensors.html",
            sensors=sensors,
            map=drawn(sensors, settings.districts, now),
            kinds=KINDS,
            quantities=QUANTITIES,
            units=UNITS,
            reasons=REASONS,
            silent=lambda sensor: silent(sensor, now),
            width=WIDTH,
        )


def silent(sensor: Sensor, now: dt.datetime) -> bool:
    """Whether nothing has been heard of it lately."""
    return sensor.last_at is None or now - sensor.last_at > QUIET


def drawn(sensors: Sequence[Sensor], districts: Mapping[str, District], now: dt.datetime) -> Map | None:
    """The map of those outside, projected so that both directions have one scale; None when there are none.
    A district is named where it lies among the sensors."""
    outside = [one for one in sensors if one.outside and one.active]
    if not outside:
        return None
    places = [(one.latitude or 0.0, one.longitude or 0.0) for one in outside]
    flat = _Projection(places)
    marks = tuple(
        Mark(number, *flat.of(*place), sensor=sensor, silent=silent(sensor, now))
        for number, (sensor, place) in enumerate(zip(outside, places, strict=True), 1)
    )
    middles = ((name, flat.of(one.latitude, one.longitude)) for name, one in districts.items())
    named = (Label(x, y, name) for name, (x, y) in middles)
    free = (one for one in named if _free(one, flat.height, marks))
    return Map(flat.height, marks, tuple(free))


def _free(label: Label, height: float, marks: Sequence[Mark]) -> bool:
    """Whether it is on the map, and no sensor stands on it: that is named in the list."""
    within = EDGE <= label.x <= WIDTH - EDGE and EDGE <= label.y <= height - EDGE
    return within and all(abs(one.x - label.x) > CLEAR or abs(one.y - label.y) > CLEAR for one in marks)


class _Projection:
    """Equirectangular, with the cosine of the middle latitude, fitted to the places."""

    def __init__(self, places: Sequence[tuple[float, float]]) -> None:
        lats, longs = [lat for lat, _ in places], [long for _, long in places]
        self._cos = math.cos(math.radians((min(lats) + max(lats)) / 2))
        across = max((max(longs) - min(longs)) * self._cos, _LEAST)
        down = max(max(lats) - min(lats), _LEAST)
        self._scale = min((WIDTH - 2 * EDGE) / across, (MOST - 2 * EDGE) / down)
        self.height = round(down * self._scale + 2 * EDGE, 1)
        self._west = (min(longs) + max(longs)) / 2
        self._north = (min(lats) + max(lats)) / 2

    def of(self, latitude: float, longitude: float) -> tuple[float, float]:
        x = WIDTH / 2 + (longitude - self._west) * self._cos * self._scale
        y = self.height / 2 - (latitude - self._north) * self._scale
        return round(x, 1), round(y, 1)


_LEAST = 0.02
"""Degrees that a map shows at least, about two kilometres."""
