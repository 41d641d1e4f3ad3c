"""The air of the last days as it was told: the index of each zone, hour by hour, with the facts behind it."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from operator import attrgetter

import msgspec
from msgspec import Struct
from sqlalchemy import select

from bot.store.database import Database
from bot.store.sensor_tables import zone_hours
from notifier.alert import AirFacts

_its = zone_hours.c
_since = select(_its.zone, _its.hour, _its.index.label("daqi"), _its.facts).order_by(_its.zone, _its.hour)


class ZoneHour(Struct, frozen=True):
    """The index at the end of an hour, which is named by its start, and what made it."""

    hour: dt.datetime
    index: int
    facts: AirFacts


class Zone(Struct, frozen=True):
    """A zone with its hours, oldest first; there is at least one."""

    id: str
    hours: tuple[ZoneHour, ...]

    @property
    def now(self) -> ZoneHour:
        """The newest."""
        return self.hours[-1]

    @property
    def name(self) -> str:
        return self.now.facts.zone_name or self.id


class AirPages:
    """Reads it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, moment: dt.datetime) -> tuple[Zone, ...]:
        """Every zone of which anything is known since then, by name."""
        query = _since.where(_its.hour >= moment)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        found = (
            Zone(zone, tuple(ZoneHour(row.hour, row.daqi, _facts(row.facts)) for row in its))
            for zone, its in groupby(rows, key=attrgetter("zone"))
        )
        return tuple(sorted(found, key=lambda zone: zone.name))


def _facts(stored: bytes) -> AirFacts:
    return msgspec.json.decode(stored, type=AirFacts)
