"""Who wants nothing sent, or cannot be reached: the one list that every sending asks.

`pushes`: nothing unasked, but answers to what the person writes. `all`: nothing, the provider refuses it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, and_, bindparam, delete, exists, func, or_, select
from sqlalchemy.sql.elements import ColumnElement

from bot.clock import Clock
from bot.store.database import Database
from bot.store.outbox_tables import outbox, suppressions
from bot.store.query import Query
from bot.store.sealed import Keys, Sealed
from bot.store.upsert import upsert
from notifier.outbox import Scope, Source

_its = suppressions.c
_insert = Query(
    upsert(
        suppressions,
        lambda new: new.on_conflict_do_update(
            index_elements=["to_lookup", "scope"],
            set_={"source": new.excluded.source, "at": new.excluded.at},
        ),
    ),
    [column.name for column in suppressions.columns],
)
_lift = Query(
    delete(suppressions).where(_its.to_lookup == bindparam("wanted"), _its.scope == bindparam("of"))
)
_back = Query(
    delete(suppressions).where(
        _its.to_lookup == bindparam("wanted"),
        _its.scope == "all",
        _its.source == "provider",
        _its.at < bindparam("written"),
    )
)

applies: ColumnElement[bool] = exists().where(
    _its.to_lookup == outbox.c.to_lookup,
    or_(_its.scope == "all", and_(_its.scope == "pushes", outbox.c.kind != "reply")),
)
"""Whether a row of the outbox is not to be sent."""


def put(
    connection: Connection,
    channel: str,
    lookup: bytes,
    address: Sealed,
    scope: Scope,
    source: Source,
    now: dt.datetime,
) -> None:
    """Nothing of `scope` goes to the address from now on."""
    values = {"to_lookup": lookup, "scope": scope, "channel": channel, "address": address}
    _insert.run(connection, {**values, "source": source, "at": now})


def take_out(connection: Connection, lookups: Sequence[bytes], scope: Scope) -> None:
    """It goes again."""
    for lookup in lookups:
        _lift.run(connection, {"wanted": lookup, "of": scope})


def came_back(connection: Connection, lookups: Sequence[bytes], written: dt.datetime) -> None:
    """The person has written at this moment: what the provider refused before it is tried again."""
    for lookup in lookups:
        _back.run(connection, {"wanted": lookup, "written": written})


def rekey(connection: Connection, lookups: Sequence[bytes]) -> None:
    """An older secret's look-up hash gives way to the current one, which comes first."""
    current, *older = lookups
    query = select(suppressions).where(_its.to_lookup.in_(older)).order_by(_its.at)
    for row in connection.execute(query).all():
        whose = (row.channel, current, Sealed(row.address))
        put(connection, *whose, row.scope, row.source, row.at)
        take_out(connection, [row.to_lookup], row.scope)


class Suppressions:
    """The list, by channel and address."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def suppress(self, channel: str, address: str, scope: Scope, source: Source) -> None:
        """Sends the address nothing of `scope` any more. A channel whose provider has just been told STOP
        says so before it hands the message on: then its answer is not sent, which the provider has given."""
        lookup, sealed = self._keys.find(channel, address), self._keys.seal(address)
        now = self._clock.now()
        await self._database.write(lambda c: put(c, channel, lookup, sealed, scope, source, now))

    async def lift(self, channel: str, address: str, scope: Scope = "pushes") -> None:
        """Sends it to them again."""
        lookups = self._keys.find_any(channel, address)
        await self._database.write(lambda c: take_out(c, lookups, scope))

    async def is_suppressed(self, channel: str, address: str, scope: Scope = "pushes") -> bool:
        """Whether nothing of `scope` is sent to the address. What is wholly suppressed gets no pushes."""
        lookups = self._keys.find_any(channel, address)
        which = _its.scope == "all" if scope == "all" else _its.scope.in_(("all", "pushes"))
        query = select(func.count()).where(_its.to_lookup.in_(lookups), which)
        return bool(await self._database.read(lambda connection: connection.scalar(query)))
