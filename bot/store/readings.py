"""What sensors have said, and the means of hours made of it, in one transaction.

A reading that comes again replaces itself, by the minute, and the mean of an hour is made anew of all that is
held of it: whatever comes twice, late or corrected, through whichever process, the mean is the same.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any, cast

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy import BigInteger, Connection, Executable, Integer, bindparam, case, extract, func, select

from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sensor_tables import hours, readings, sensors
from bot.store.upsert import Insert, upsert
from notifier.air.means import DIGITS, HOUR, Hour, Sample, hour_of, minute_of
from notifier.air.zones import LONGEST, Measured
from notifier.reading import Quantity, Reading

_its = readings.c
_KEY = ("sensor_id", "quantity", "at")


class Touched(Struct, frozen=True, order=True):
    """An hour of a sensor whose mean has changed, by its start."""

    sensor: int
    quantity: Quantity
    hour: dt.datetime


def _replacing(insert: Insert) -> Executable:
    new = insert.excluded
    values = {name: new[name] for name in ("hour", "value", "covers")}
    return cast(Executable, insert.on_conflict_do_update(index_elements=_KEY, set_=values))


def _seconds() -> sa.Subquery:
    """The values of one hour, each with the seconds that it stands for: what it covers, or what lies between
    two readings, but never time that the one before it has stood for. As `notifier.air.means.mean_of`."""
    since = sa.cast(extract("epoch", _its.at), BigInteger)
    gap = since - func.lag(since).over(order_by=_its.at)
    covers = case((_its.covers > 0, _its.covers), else_=sensors.c.every)
    return (
        select(_its.value, case((gap < covers, gap), else_=covers).label("seconds"))
        .join(sensors, sensors.c.id == _its.sensor_id)
        .where(
            _its.sensor_id == bindparam("sensor"),
            _its.quantity == bindparam("what"),
            _its.hour == bindparam("start"),
            _its.covers <= int(HOUR.total_seconds()),
        )
        .subquery()
    )


def _mean(insert: Insert) -> Executable:
    of = _seconds()
    total = func.sum(of.c.seconds)
    minutes = case((total >= 3600, 60), else_=sa.cast((total - total % 60) / 60, Integer))
    made = select(
        bindparam("sensor", type_=hours.c.sensor_id.type),
        bindparam("what", type_=hours.c.quantity.type),
        bindparam("start", type_=hours.c.hour.type),
        func.sum(of.c.value * of.c.seconds) / sa.cast(total, sa.Float),
        func.min(of.c.value),
        func.max(of.c.value),
        minutes,
    ).having(total > 0)
    names = ["sensor_id", "quantity", "hour", "mean", "lowest", "highest", "minutes"]
    whole = insert.from_select(names, made)
    values = {name: whole.excluded[name] for name in names[3:]}
    return cast(Executable, whole.on_conflict_do_update(index_elements=names[:3], set_=values))


_PUT, _HOUR = upsert(readings, _replacing), upsert(hours, _mean)
_OURS = (
    select(sensors.c.id)
    .where(sensors.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(sensors.c.id)
    .with_for_update(key_share=True)
)
_SEEN = (
    sa.update(sensors)
    .where(
        sensors.c.id == bindparam("sensor"),
        sa.or_(sensors.c.last_at.is_(None), sensors.c.last_at < bindparam("newest")),
    )
    .values(last_at=bindparam("newest"))
)


def add(connection: Connection, new: Sequence[tuple[int, Reading]]) -> tuple[Touched, ...]:
    """Part of a transaction: keeps readings, each with our number of its sensor, and makes the means of their
    hours anew. Sensors are ours until its end: of two processes with readings of one hour the second sees
    what the first has kept. In one order everywhere: they never wait for each other in a circle."""
    rows = sorted((_row(sensor, reading) for sensor, reading in new), key=_order)
    if not rows:
        return ()
    if connection.dialect.name == "postgresql":  # SQLite has one writer at a time anyway
        connection.execute(_OURS, {"ids": sorted({row["sensor_id"] for row in rows})})
    connection.execute(_PUT[connection.dialect.name], rows)
    touched = sorted({Touched(row["sensor_id"], row["quantity"], row["hour"]) for row in rows})
    connection.execute(_HOUR[connection.dialect.name], [_which(one) for one in touched])
    return tuple(touched)


def seen(connection: Connection, newest: Mapping[int, dt.datetime]) -> None:
    """Part of a transaction: the sensors have said something at these times."""
    if newest:
        rows = [{"sensor": sensor, "newest": at} for sensor, at in sorted(newest.items())]
        connection.execute(_SEEN, rows)


class StoredReadings:
    """Reads and keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: Sequence[tuple[int, Reading]]) -> tuple[Touched, ...]:
        """Keeps readings; the hours whose means they have changed."""
        return await self._database.write(lambda connection: add(connection, new))

    async def measured(self, sensor_ids: Collection[int], end: dt.datetime) -> Mapping[int, Measured]:
        """What these sensors have measured in the day before `end`, by their numbers."""
        means = select(hours).where(
            hours.c.sensor_id.in_(sensor_ids), hours.c.hour >= end - LONGEST, hours.c.hour < end
        )
        so2 = select(_its.sensor_id, _its.at, _its.value, _its.covers).where(
            _its.sensor_id.in_(sensor_ids), _its.quantity == "so2", _its.hour == end - HOUR
        )

        def work(connection: Connection) -> tuple[Sequence[AnyRow], Sequence[AnyRow]]:
            return connection.execute(means).all(), connection.execute(so2).all()

        return _measured(*await self._database.read(work))

    async def hour(
        self, which: Collection[tuple[int, Quantity]], start: dt.datetime
    ) -> Mapping[tuple[int, Quantity], Hour]:
        """The means of the hour from `start`, of these quantities of these sensors or, without any, of
        all."""
        query = select(hours).where(hours.c.hour == start)
        if which:
            query = query.where(hours.c.sensor_id.in_({sensor for sensor, _ in which}))
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        found = {(row.sensor_id, row.quantity): _hour(row) for row in rows}
        return {key: hour for key, hour in found.items() if not which or key in which}


def _row(sensor: int, reading: Reading) -> dict[str, Any]:
    return {
        "sensor_id": sensor,
        "quantity": reading.quantity,
        "at": minute_of(reading.at),
        "hour": hour_of(reading.at, reading.covers),
        "value": reading.value,
        "covers": int(reading.covers.total_seconds()),
    }


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in _KEY)


def _which(touched: Touched) -> dict[str, Any]:
    return {"sensor": touched.sensor, "what": touched.quantity, "start": touched.hour}


def _measured(means: Sequence[AnyRow], so2: Sequence[AnyRow]) -> Mapping[int, Measured]:
    by_sensor: dict[int, dict[Quantity, dict[dt.datetime, Hour]]] = defaultdict(lambda: defaultdict(dict))
    for row in means:
        by_sensor[row.sensor_id][row.quantity][row.hour] = _hour(row)
    samples: dict[int, list[Sample]] = defaultdict(list)
    for row in so2:
        samples[row.sensor_id].append(Sample(row.at, row.value, dt.timedelta(seconds=row.covers)))
    return {
        sensor: Measured(by_sensor.get(sensor, {}), tuple(samples.get(sensor, ())))
        for sensor in by_sensor.keys() | samples.keys()
    }


def _hour(row: AnyRow) -> Hour:
    return Hour(round(row.mean, DIGITS), row.minutes)
