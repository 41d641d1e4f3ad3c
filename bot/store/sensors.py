"""The list of the city's sensors: only what is in it is believed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select, update

from bot.knowledge.sensor_file import NewSensor
from bot.knowledge.sensors import PublicSensor
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.sensor_tables import sensors
from bot.store.upsert import upsert
from notifier.air.zones import Station
from notifier.reading import Found

DEMO = "demo"
"""The feed of made-up readings."""

_its = sensors.c
_SAME = ("kind", "label", "zone", "latitude", "longitude", "home", "home_lookup", "every", "active")
_put = upsert(
    sensors,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["feed", "name"], set_={name: insert.excluded[name] for name in _SAME}
    ),
)
_listed = select(_its.id, _its.feed, _its.name, _its.label, _its.kind, _its.zone, _its.every)


class StoredSensors:
    """The list, for all processes."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def sync(self, public: Sequence[PublicSensor], *, demo: bool = False) -> None:
        """Puts the city's own file into the list; those that are in it by another way stay. For a `demo` they
        are sensors of the feed `DEMO`, and else those are out of use: made-up readings never mix with
        others."""
        await self.put([_new(sensor, DEMO if demo else sensor.feed) for sensor in public])
        if not demo:
            unused = update(sensors).where(_its.feed == DEMO, _its.active).values(active=False)
            await self._database.write(lambda connection: connection.execute(unused).rowcount)

    async def put(self, new: Sequence[NewSensor]) -> int:
        """Adds them, or changes those of the same feed and name; all of them or, when it fails, none. How
        many."""
        rows = [self._row(one) for one in sorted(new, key=lambda one: (one.feed, one.name))]

        def work(connection: Connection) -> int:
            if rows:
                connection.execute(_put[connection.dialect.name], rows)
            return len(rows)

        return await self._database.write(work)

    async def known(self) -> Mapping[tuple[str, str], Station]:
        """All that are active, by the feed and its name for them."""
        query = _listed.where(_its.active)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {(row.feed, row.name): _station(row) for row in rows}

    async def place(self, found: Sequence[Found]) -> None:
        """What feeds say of where their sensors stand, for those outside of which nobody has said it."""
        told = [one for one in found if one.latitude is not None and one.longitude is not None]
        if told:
            await self._database.write(lambda connection: _placed(connection, told))

    def _row(self, new: NewSensor) -> dict[str, Any]:
        indoor = new.kind == "indoor"
        return {
            "feed": new.feed,
            "name": new.name,
            "kind": new.kind,
            "label": new.label,
            "zone": new.zone,
            "latitude": None if indoor else new.latitude,
            "longitude": None if indoor else new.longitude,
            "home": self._keys.seal(new.home) if indoor and new.home else None,
            "home_lookup": self._keys.find("home", new.home) if indoor and new.home else None,
            "every": new.every,
            "active": True,
        }


def _new(public: PublicSensor, feed: str) -> NewSensor:
    return NewSensor(
        feed,
        public.name,
        public.kind,
        public.label,
        public.zone,
        public.every,
        public.latitude,
        public.longitude,
    )


def _station(row: AnyRow) -> Station:
    every = dt.timedelta(seconds=row.every)
    return Station(row.feed, row.name, row.label or row.name, row.kind, row.zone, every, row.id)


def _placed(connection: Connection, found: Sequence[Found]) -> None:
    outside = (_its.kind != "indoor", _its.latitude.is_(None))
    for one in found:
        which = update(sensors).where(_its.feed == one.feed, _its.name == one.sensor, *outside)
        connection.execute(which.values(latitude=one.latitude, longitude=one.longitude))
