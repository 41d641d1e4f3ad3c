"""The air as it is told: what it was at the end of each hour, and what is expected."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

import msgspec
from sqlalchemy import Connection, delete, select

from bot.clock import Clock
from bot.knowledge.alerts import Air, AirThere, Expected, Followed
from bot.knowledge.sensors import AirCity
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sensor_tables import hours, sensors, zone_forecasts, zone_hours
from bot.store.upsert import upsert
from notifier.air.engine import marks_of
from notifier.air.zones import Station
from notifier.alert import AirFacts
from notifier.reading import Forecast

FRESH = dt.timedelta(hours=3)
"""After so long a figure is no longer told as the air of now."""

ALIVE = dt.timedelta(days=7)
"""What a sensor has not measured for so long cannot be followed."""

NEAR = 30_000.0
"""Metres from a forecast's place to a station, beyond which it is not about its zone."""

_METRES = 111_320.0
_its, _next = zone_hours.c, zone_forecasts.c
_newest = select(_its.facts, _its.hour).order_by(_its.hour.desc()).limit(1)
_put = upsert(
    zone_forecasts,
    lambda new: new.on_conflict_do_update(
        index_elements=["zone", "start"],
        set_={name: new.excluded[name] for name in ("end", "index", "feed", "read_at")},
    ),
)


class StoredAir(Air):
    """`bot.knowledge.alerts.Air` on the store."""

    def __init__(self, database: Database, clock: Clock, city: AirCity) -> None:
        self._database = database
        self._clock = clock
        self._city = city

    async def near(self, code: str) -> AirThere:
        zone = self._city.by_district.get(code.partition(" ")[0]) if code else self._city.middle
        if zone is None:
            return AirThere(None)
        now = self._clock.now()
        newest = _newest.where(_its.zone == zone, _its.hour >= now - FRESH - dt.timedelta(hours=1))
        to_come = select(_next.index, _next.start, _next.end).where(_next.zone == zone, _next.end > now)
        to_come = to_come.order_by(_next.start, _next.end)

        def work(connection: Connection) -> tuple[AnyRow | None, Sequence[AnyRow]]:
            return connection.execute(newest).first(), connection.execute(to_come).all()

        row, expected = await self._database.read(work)
        facts = None if row is None else msgspec.json.decode(row.facts, type=AirFacts)
        return AirThere(facts, tuple(Expected(one.index, one.start, one.end) for one in expected))

    async def sensors(self) -> Sequence[Followed]:
        since = self._clock.now() - ALIVE
        query = (
            select(sensors, hours.c.quantity)
            .join(hours, hours.c.sensor_id == sensors.c.id)
            .where(sensors.c.kind != "indoor", sensors.c.active, hours.c.hour >= since)
            .distinct()
            .order_by(sensors.c.label, sensors.c.id, hours.c.quantity)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(
            Followed(row.id, row.label or row.name, mark.quantity, mark.levels)
            for row in rows
            for mark in marks_of(self._city.marks, _station(row), row.quantity)
        )

    async def is_real(self, since: dt.datetime) -> bool:
        """Whether any air that is held since then has been measured, not made up."""
        query = select(_its.facts).where(_its.hour >= since)
        rows = await self._database.read(lambda connection: connection.scalars(query).all())
        return any(not msgspec.json.decode(facts, type=AirFacts).demo for facts in rows)

    async def expect(self, forecasts: Sequence[Forecast]) -> None:
        """Keeps what feeds forecast, each zone what is said of the place nearest to its stations. What was
        said before of the same time is gone."""
        now = self._clock.now()
        best: dict[tuple[str, dt.datetime], tuple[float, Forecast]] = {}
        for one in (one for one in forecasts if one.end > now):
            for metres, zone in self._away(one):
                if metres <= best.get((zone, one.start), (NEAR, one))[0]:
                    best[zone, one.start] = metres, one
        rows = [_row(zone, one, now) for (zone, _), (_, one) in sorted(best.items(), key=lambda of: of[0])]
        if rows:
            await self._database.write(lambda connection: _expected(connection, rows, now))

    def _away(self, forecast: Forecast) -> Sequence[tuple[float, str]]:
        """How many metres lie between its place and each station, with the station's zone."""
        return [(_metres(forecast, one.latitude, one.longitude), one.zone) for one in self._city.stations]


def _row(zone: str, one: Forecast, now: dt.datetime) -> dict[str, object]:
    return {
        "zone": zone,
        "start": one.start,
        "end": one.end,
        "index": one.index,
        "feed": one.feed,
        "read_at": now,
    }


def _expected(connection: Connection, rows: Sequence[dict[str, object]], now: dt.datetime) -> None:
    connection.execute(delete(zone_forecasts).where(_next.end <= now))
    connection.execute(_put[connection.dialect.name], rows)


def _metres(forecast: Forecast, latitude: float, longitude: float) -> float:
    across = math.cos(math.radians(latitude))
    return _METRES * math.hypot(forecast.latitude - latitude, (forecast.longitude - longitude) * across)


def _station(row: AnyRow) -> Station:
    every = dt.timedelta(seconds=row.every)
    return Station(row.feed, row.name, row.label or row.name, row.kind, row.zone, every, row.id)
