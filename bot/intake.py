"""What feeds have said comes in here: readings into the store and from there into the rules, warnings into
the alerts.

Whatever has come while the last transaction was being written goes into the next one together: a single
reading waits for nobody, and thousands share the wait for the disk. When `take` returns, it is on disk; a
process that dies loses what was still waiting for that, which nobody has been told is kept.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Final, Protocol

from msgspec import Struct
from sqlalchemy import Connection

from bot.air_watch import AirWatch, Warns
from bot.clock import Clock
from bot.knowledge.sensors import AirCity
from bot.store.air import StoredAir
from bot.store.database import Database
from bot.store.feeds import note_heard, note_refused
from bot.store.readings import Touched, add, seen
from bot.store.sensors import StoredSensors
from notifier.air.zones import Station
from notifier.feeds.feed import Parsed
from notifier.reading import Found, Reading
from notifier.refusal import Refusal
from notifier.warning import Warning

_SEEN: Final = dt.timedelta(minutes=1)
"""How exactly it is kept when a sensor was last heard of."""

MOST: Final = 5_000
"""Readings in one transaction."""


class Alerts(Warns, Protocol):
    """`bot.store.alerts.StoredAlerts`."""

    async def complete(self, feed: str, ids: Collection[str]) -> object:
        """The feed lists all that is in force: what it lists no more is over."""


class _Batch(Struct):
    """What one call has brought, and who waits for it."""

    feed: str
    known: list[tuple[int, Reading]]
    refused: list[Refusal]
    believed: int
    done: asyncio.Future[None]


class Intake:
    """`Takes` for all feeds of one process, between `start` and `stop`."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        city: AirCity,
        sensors: StoredSensors,
        air: StoredAir,
        watch: AirWatch,
        alerts: Alerts,
        *,
        demo: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._city = city
        self._sensors = sensors
        self._air = air
        self._watch = watch
        self._alerts = alerts
        self._demo = demo
        self._stations: Mapping[tuple[str, str], Station] = {}
        self._waiting: list[_Batch] = []
        self._writing: asyncio.Task[None] | None = None
        self._seen: dict[int, dt.datetime] = {}
        self._placed: set[tuple[str, str]] = set()

    async def start(self) -> None:
        """Puts the city's stations into the list, and learns what other processes know."""
        await self._sensors.sync(self._city.stations, demo=self._demo)
        await self._refresh()

    async def stop(self) -> None:
        """Finishes what has begun."""
        if self._writing is not None:
            await asyncio.gather(self._writing, return_exceptions=True)

    async def take(self, feed: str, parsed: Parsed) -> None:
        """As `notifier.feeds.feed.Takes`. Refusals, and what was believed, are counted here."""
        for warning in sorted(parsed.warnings, key=lambda one: one.order):
            await self._alerts.warn(warning)
        if parsed.complete:
            await self._alerts.complete(feed, _listed(parsed.warnings))
        if parsed.forecasts:
            await self._air.expect(parsed.forecasts)
        await self._place(parsed.found)
        batch = self._batch(feed, parsed)
        if batch.known or batch.refused or batch.believed or parsed.complete:
            await self._put(batch)

    async def tick(self) -> None:
        """What follows from the time; once a minute."""
        await self._refresh()
        await self._watch.tick()

    async def _refresh(self) -> None:
        self._stations = await self._sensors.known()
        await self._watch.refresh(self._stations.values())

    async def _place(self, found: Sequence[Found]) -> None:
        """Once for each sensor: a network that says with every message where it stands says nothing new."""
        new = [
            one for one in found if one.latitude is not None and (one.feed, one.sensor) not in self._placed
        ]
        if new:
            await self._sensors.place(new)
            self._placed |= {(one.feed, one.sensor) for one in new}

    def _batch(self, feed: str, parsed: Parsed) -> _Batch:
        known, refused = [], list(parsed.refusals)
        for reading in parsed.readings:
            station = self._stations.get((reading.feed, reading.sensor))
            if station is None:
                refused.append(Refusal(feed, "unknown_sensor", reading.sensor, reading.quantity))
            else:
                known.append((station.number, reading))
        believed = len(known) + len(parsed.warnings) + len(parsed.forecasts)
        return _Batch(feed, known, refused, believed, asyncio.get_running_loop().create_future())

    async def _put(self, batch: _Batch) -> None:
        self._waiting.append(batch)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        await batch.done

    async def _write_all(self) -> None:
        while self._waiting:
            batches = self._next()
            try:
                await self._write(batches)
            except Exception as problem:
                for batch in batches:
                    _settle(batch.done, problem)
            else:
                for batch in batches:
                    _settle(batch.done)

    def _next(self) -> list[_Batch]:
        """What goes into the next transaction: all that waits, within reason."""
        taken, count = 0, 0
        for batch in self._waiting:
            if taken and count + len(batch.known) > MOST:
                break
            taken, count = taken + 1, count + len(batch.known)
        batches, self._waiting = self._waiting[:taken], self._waiting[taken:]
        return batches

    async def _write(self, batches: Sequence[_Batch]) -> None:
        new = [one for batch in batches for one in batch.known]
        newest = self._newest(new)
        now = self._clock.now()

        def work(connection: Connection) -> tuple[Touched, ...]:
            touched = add(connection, new)
            seen(connection, newest)
            _count(connection, batches, now)
            return touched

        touched = await self._database.write(work)
        self._seen |= newest
        await self._watch.after(new, touched)

    def _newest(self, new: Sequence[tuple[int, Reading]]) -> dict[int, dt.datetime]:
        """When each sensor was last heard of, where that is to be written down again."""
        newest: dict[int, dt.datetime] = {}
        for sensor, reading in new:
            known = newest.get(sensor) or self._seen.get(sensor)
            if known is None or reading.at >= known + _SEEN:
                newest[sensor] = reading.at
        return newest


def _count(connection: Connection, batches: Sequence[_Batch], now: dt.datetime) -> None:
    """Part of a transaction: how much was believed of each feed, and what was refused."""
    believed: dict[str, int] = defaultdict(int)
    refused: dict[str, list[Refusal]] = defaultdict(list)
    for batch in batches:
        believed[batch.feed] += batch.believed
        refused[batch.feed] += batch.refused
    for feed in sorted(believed):
        if believed[feed]:
            note_heard(connection, feed, believed[feed], now)
        if refused[feed]:
            note_refused(connection, feed, refused[feed], now)


def _listed(warnings: Sequence[Warning]) -> list[str]:
    """The ids of what a complete list has, with those that they take the place of."""
    return [id for warning in warnings for id in (warning.id, *warning.replaces)]


def _settle(done: asyncio.Future[None], problem: Exception | None = None) -> None:
    if done.done():
        return
    if problem is None:
        done.set_result(None)
    else:
        done.set_exception(problem)
