"""The sensors as staff see them: the newest reading of each, and how much of today it has measured."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Column, Connection, Label, func, literal, select, true, union_all

from bot.clock import Clock
from bot.store.database import Database
from bot.store.feed_tables import refusals
from bot.store.query import AnyRow
from bot.store.sensor_tables import hours, readings, sensors
from notifier.reading import UNITS

MOST = 1_000
"""Sensors on the page."""

_row = sensors.c
_every = select(
    _row.id,
    _row.feed,
    _row.name,
    _row.kind,
    _row.label,
    _row.zone,
    _row.latitude,
    _row.longitude,
    _row.active,
    _row.last_at,
)
# One step into the index for each sensor and quantity, and not through the readings of two days.
_quantities = union_all(*(select(literal(name).label("quantity")) for name in UNITS)).subquery()
_kind = _quantities.c.quantity


def _last(column: Column[Any]) -> Label[Any]:
    """What the newest reading of a sensor and a quantity has in this column."""
    of = readings.c.sensor_id == _row.id, readings.c.quantity == _kind
    newest = select(column).where(*of).order_by(readings.c.at.desc()).limit(1)
    return newest.correlate(sensors, _quantities).scalar_subquery().label(column.name)


_newest = select(_row.id, _kind, _last(readings.c.value), _last(readings.c.at)).join_from(
    sensors, _quantities, true()
)


class Newest(Struct, frozen=True):
    """The newest reading of one quantity, in its unit."""

    quantity: str
    value: float
    at: dt.datetime


class Sensor(Struct, frozen=True):
    """One sensor. Only those outside have a place. `share` is how much of today's hours that are over was
    measured, 0 to 1, of the quantity that was measured least; None when none is over. `refused` is why
    something of it was refused today at last."""

    id: int
    feed: str
    name: str
    kind: str
    label: str
    zone: str
    latitude: float | None
    longitude: float | None
    active: bool
    last_at: dt.datetime | None
    newest: tuple[Newest, ...]
    share: float | None
    refused: tuple[tuple[str, dt.datetime], ...]

    @property
    def called(self) -> str:
        return self.label or self.name

    @property
    def outside(self) -> bool:
        """Whether it may be shown on a map: never one in a home."""
        return self.kind != "indoor" and self.latitude is not None and self.longitude is not None


class SensorPages:
    """Reads them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def all(self, midnight: dt.datetime, today: dt.date) -> tuple[Sensor, ...]:
        """The sensors, at most `MOST`, by zone and name. `today` is the city's and began at `midnight`."""
        hour = self._clock.now().replace(minute=0, second=0, microsecond=0)
        listed = _every.order_by(_row.zone, _row.label, _row.name, _row.id).limit(MOST)
        its = hours.c
        sums = select(its.sensor_id, its.quantity, func.sum(its.minutes).label("minutes"))
        sums = sums.where(its.hour >= midnight, its.hour < hour).group_by(its.sensor_id, its.quantity)
        why = select(refusals.c.feed, refusals.c.what, refusals.c.reason, refusals.c.at)
        why = why.where(refusals.c.day == today).order_by(refusals.c.at.desc())

        def work(connection: Connection) -> tuple[Sequence[AnyRow], ...]:
            return tuple(connection.execute(query).all() for query in (listed, _newest, sums, why))

        rows, said, minutes, refused = await self._database.read(work)
        over = max((hour - midnight) / dt.timedelta(minutes=1), 0)
        return _sensors(rows, said, minutes, refused, over)


def _sensors(
    listed: Sequence[AnyRow],
    newest: Sequence[AnyRow],
    sums: Sequence[AnyRow],
    why: Sequence[AnyRow],
    minutes: float,
) -> tuple[Sensor, ...]:
    said: dict[int, list[Newest]] = defaultdict(list)
    for row in newest:
        if row.at is not None:
            said[row.id].append(Newest(row.quantity, row.value, row.at))
    measured: dict[int, list[int]] = defaultdict(list)
    for row in sums:
        measured[row.sensor_id].append(row.minutes)
    refused: dict[tuple[str, str], list[tuple[str, dt.datetime]]] = defaultdict(list)
    for row in why:
        refused[row.feed, row.what].append((row.reason, row.at))
    return tuple(
        Sensor(
            **row._mapping,
            newest=tuple(sorted(said[row.id], key=lambda one: one.quantity)),
            share=min(min(measured[row.id], default=0) / minutes, 1.0) if minutes else None,
            refused=tuple(refused[row.feed, row.name]),
        )
        for row in listed
    )
