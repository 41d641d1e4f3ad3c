"""How damp the homes with a sensor were on one day. Whose homes they are is sealed: this opens it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from msgspec import Struct, structs
from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.store.case_pages import AtHome
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sealed import Keys, SealError
from bot.store.sensor_tables import hours, sensors
from notifier.damp import Damp, Hour, damp

_HOUR = dt.timedelta(hours=1)
UNKNOWN = "Cannot be read: it was sealed with a secret that is lost"
"""Stands for a home whose address no secret opens; its figures are there all the same."""

_rooms = (
    select(sensors.c.id, sensors.c.label, sensors.c.home, sensors.c.home_lookup)
    .where(sensors.c.kind == "indoor", sensors.c.active)
    .order_by(sensors.c.id)
)
_its = hours.c
_measured = (
    select(_its.sensor_id, _its.hour, _its.quantity, _its.mean, _its.highest, _its.minutes)
    .join(sensors, sensors.c.id == _its.sensor_id)
    .where(sensors.c.kind == "indoor", sensors.c.active, _its.quantity.in_(("humidity", "temperature")))
)


class Room(Struct, frozen=True):
    """One sensor in a home: its number, what it is called, and the day there."""

    sensor: int
    label: str
    day: Damp


class Home(Struct, frozen=True):
    """A home with its rooms, the dampest first, and the open repairs there, where they were asked for."""

    address: str
    rooms: tuple[Room, ...]
    cases: tuple[AtHome, ...] = ()

    @property
    def measured(self) -> bool:
        return any(room.day.capture for room in self.rooms)

    @property
    def unreported(self) -> bool:
        """Whether it was damp for an hour or more, and there is no open case of damp."""
        return any(room.day.over for room in self.rooms) and not any(one.damp for one in self.cases)


class DampDay(Struct, frozen=True):
    """`homes` were measured, the dampest first; of `silent` ones nothing is known on that day. `hours` is how
    many hours of the day are over."""

    day: dt.date
    hours: int
    homes: tuple[Home, ...]
    silent: tuple[Home, ...]


class DampList:
    """Reads the list."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def of(self, day: dt.date, zone: ZoneInfo, threshold: float) -> DampDay:
        """The homes on `day` of the city's `zone`, which has 23 to 25 hours; an hour is damp from `threshold`
        percent on."""
        start, end = (_midnight(one, zone) for one in (day, day + dt.timedelta(days=1)))
        end = min(end, self._clock.now().replace(minute=0, second=0, microsecond=0))
        within = _measured.where(_its.hour >= start, _its.hour < end)

        def work(connection: Connection) -> tuple[Sequence[AnyRow], Sequence[AnyRow]]:
            return connection.execute(_rooms).all(), connection.execute(within).all()

        rooms, rows = await self._database.read(work)
        ended = max(int((end - start) / _HOUR), 0)
        return self._told(day, rooms, _by_sensor(rows), threshold, ended)

    def _told(
        self,
        day: dt.date,
        rooms: Sequence[AnyRow],
        measured: dict[int, Sequence[Hour]],
        threshold: float,
        ended: int,
    ) -> DampDay:
        homes: dict[bytes, list[Room]] = defaultdict(list)
        addresses: dict[bytes, str] = {}
        for row in rooms:
            key = row.home_lookup or f"{row.id}".encode()
            addresses.setdefault(key, self._address(row.home))
            homes[key].append(Room(row.id, row.label, damp(measured.get(row.id, ()), threshold, ended or 1)))
        every = [Home(addresses[key], tuple(sorted(its, key=_dampest))) for key, its in homes.items()]
        every.sort(key=lambda home: (_dampest(home.rooms[0]), home.address))
        known = tuple(home for home in every if home.measured)
        return DampDay(day, ended, known, tuple(home for home in every if not home.measured))

    def _address(self, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        try:
            return self._keys.open(sealed, str)
        except SealError:
            return UNKNOWN


def _midnight(day: dt.date, zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(day, dt.time.min, zone).astimezone(dt.UTC)


def _dampest(room: Room) -> tuple[float, ...]:
    """Sorts the worst first: hours, the longest run, the mean."""
    return -room.day.over, -room.day.longest, -(room.day.mean or 0.0), room.sensor


def _by_sensor(rows: Sequence[AnyRow]) -> dict[int, Sequence[Hour]]:
    found: dict[int, dict[dt.datetime, Hour]] = defaultdict(dict)
    for row in rows:
        hour = found[row.sensor_id].get(row.hour, Hour(row.hour))
        if row.quantity == "humidity":
            hour = structs.replace(hour, humidity=row.mean, highest=row.highest, minutes=row.minutes)
        else:
            hour = structs.replace(hour, temperature=row.mean, warmth=row.minutes)
        found[row.sensor_id][row.hour] = hour
    return {sensor: tuple(its.values()) for sensor, its in found.items()}
