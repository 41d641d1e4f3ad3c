"""What the rules of the air remember, for all processes together, and what is still to be said because of it.

A step is one transaction on the row of its zone or sensor: two processes that come with the same hour take it
one after the other, and the second finds it done. What there is to say is written down with the step and
struck out when it has been said: a process that dies in between leaves it to the next.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, select, update

from bot.store.database import Database
from bot.store.sensor_tables import air_rules, zone_hours
from bot.store.upsert import upsert
from notifier.air.watch import Kept
from notifier.alert import AirFacts
from notifier.warning import Warning

Step = Callable[[Kept], tuple[Kept, Warning | None] | None]
"""What is remembered after something, and what there is to say; None when nothing changes."""

_its = air_rules.c
_EMPTY = msgspec.json.encode(Kept())
_make = upsert(air_rules, lambda new: new.on_conflict_do_nothing(index_elements=["name"]))
_judged = upsert(
    zone_hours,
    lambda new: new.on_conflict_do_update(
        index_elements=["zone", "hour"], set_={"index": new.excluded.index, "facts": new.excluded.facts}
    ),
)


class ToSay(Struct, frozen=True):
    """A warning that may not have been said yet, and as what it is written down."""

    name: str
    stored: bytes

    @property
    def warning(self) -> Warning:
        return msgspec.json.decode(self.stored, type=Warning)


def judged(connection: Connection, facts: AirFacts) -> None:
    """Part of a transaction: keeps the air of a zone at the end of an hour, in place of what was thought
    before something came late."""
    hour = facts.at - dt.timedelta(hours=1)
    row = {"zone": facts.zone, "hour": hour, "index": facts.index, "facts": msgspec.json.encode(facts)}
    connection.execute(_judged[connection.dialect.name], row)


class StoredAirRules:
    """Takes the steps."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def all(self) -> Mapping[str, Kept]:
        """What is remembered, by name."""
        query = select(_its.name, _its.kept)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {row.name: msgspec.json.decode(row.kept, type=Kept) for row in rows}

    async def step(self, name: str, step: Step, facts: AirFacts | None = None) -> tuple[Kept, ToSay | None]:
        """Takes a step of a zone or sensor, and keeps `facts` of a zone's hour with it. What is remembered
        now, and what this step has to say."""

        def work(connection: Connection) -> tuple[Kept, ToSay | None]:
            kept = _held(connection, name)
            if facts is not None:
                judged(connection, facts)
            result = step(kept)
            if result is None or result[0] is kept:
                return kept, None
            return result[0], _wrote(connection, name, *result)

        return await self._database.write(work)

    async def keep(self, facts: AirFacts) -> None:
        """Keeps the air of a zone at the end of an hour without anything following from it."""
        await self._database.write(lambda connection: judged(connection, facts))

    async def to_say(self) -> tuple[ToSay, ...]:
        """What a process that died may have left unsaid."""
        query = select(_its.name, _its.pending).where(_its.pending.is_not(None)).order_by(_its.name)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(ToSay(row.name, bytes(row.pending)) for row in rows)

    async def said(self, one: ToSay) -> None:
        """It has been said: nobody has to say it again."""
        its = update(air_rules).where(_its.name == one.name, _its.pending == one.stored)
        await self._database.write(lambda connection: connection.execute(its.values(pending=None)).rowcount)


def _held(connection: Connection, name: str) -> Kept:
    """What is remembered, kept from others until the end of the transaction."""
    query = select(_its.kept).where(_its.name == name).with_for_update()
    stored = connection.execute(query).scalar()
    if stored is None:
        connection.execute(_make[connection.dialect.name], {"name": name, "kept": _EMPTY})
        stored = connection.execute(query).scalar_one()
    return msgspec.json.decode(stored, type=Kept)


def _wrote(connection: Connection, name: str, kept: Kept, warning: Warning | None) -> ToSay | None:
    values: dict[str, bytes] = {"kept": msgspec.json.encode(kept)}
    said = None if warning is None else ToSay(name, msgspec.json.encode(warning))
    if said is not None:
        values["pending"] = said.stored
    connection.execute(update(air_rules).where(_its.name == name).values(values))
    return said
