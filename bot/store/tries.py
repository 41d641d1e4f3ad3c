"""Wrong tries to sign in that belong to no member: with a login that nobody has, and from a network address.

They are counted before anybody looks whether the try is right, as those of members are, in the store: a
restart forgets nothing, and all processes count together. What is stored is a keyed hash with an end.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, func, select, update

from bot.clock import Clock
from bot.handover.people import Locked, Try, normal_login, one_more
from bot.store.database import Database
from bot.store.sealed import Keys
from bot.store.tries_table import tries
from bot.store.upsert import upsert

Kind = Literal["login", "address"]
Rule = Callable[[int, dt.datetime, dt.datetime | None], tuple[Try, dt.datetime]]

MOST = 10_000
"""Rows of each kind; beyond that those go that would end first."""

ADDRESS_TRIES = 60
"""Wrong tries from one network address within `WINDOW`: a whole council may share one."""

WINDOW = dt.timedelta(minutes=15)
"""From the first of them; and how long the address is locked then."""

_its = tries.c
_every: Select[Any] = select(_its.lookup, _its.failures, _its.locked_until, _its.ends_at)


class Tries:
    """Counts them."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def stranger(self, login: str) -> Try:
        """One with a login that nobody has: the same rules as for a member's. Raises `Locked`."""
        return await self._count("login", normal_login(login), _as_a_member)

    async def address(self, address: str) -> Try:
        """One from a network address. Raises `Locked`."""
        return await self._count("address", address, _from_an_address)

    async def right(self, address: str) -> None:
        """The try from this address was not wrong."""
        lookups = self._keys.find_any("tries", "address", address)
        counted = update(tries).where(_its.lookup.in_(lookups), _its.failures > 0)
        fewer = counted.values(failures=_its.failures - 1, locked_until=None)
        await self._database.write(lambda connection: connection.execute(fewer).rowcount, durable=False)

    async def forget(self, login: str) -> bool:
        """Lets a login that nobody has be tried again; whether it had been."""
        lookups = self._keys.find_any("tries", "login", normal_login(login))
        return await self._gone(_its.lookup.in_(lookups)) > 0

    async def forget_addresses(self) -> int:
        """Lets every network address try again; how many had tried."""
        return await self._gone(_its.kind == "address")

    async def _count(self, kind: Kind, what: str, rule: Rule) -> Try:
        lookups, now = self._keys.find_any("tries", kind, what), self._clock.now()
        return await self._database.write(lambda connection: _counted(connection, kind, lookups, now, rule))

    async def _gone(self, which: Any) -> int:
        gone = delete(tries).where(which)
        return await self._database.write(lambda connection: connection.execute(gone).rowcount)


def _as_a_member(before: int, now: dt.datetime, _end: dt.datetime | None) -> tuple[Try, dt.datetime]:
    return one_more(before, now)


def _from_an_address(before: int, now: dt.datetime, end: dt.datetime | None) -> tuple[Try, dt.datetime]:
    """The window begins with the first try and ends whatever comes after; a lock lasts for one of its own."""
    if before + 1 < ADDRESS_TRIES:
        return Try(before + 1), end or now + WINDOW
    return Try(before + 1, now + WINDOW), now + WINDOW


def _counted(connection: Connection, kind: Kind, lookups: list[bytes], now: dt.datetime, rule: Rule) -> Try:
    found = _row(connection, kind, lookups, now)
    if found.locked_until is not None and found.locked_until > now:
        raise Locked(found.locked_until)
    goes_on = found.failures > 0 and found.ends_at > now
    tried, end = rule(found.failures if goes_on else 0, now, found.ends_at if goes_on else None)
    values = {"failures": tried.number, "locked_until": tried.locked_until, "ends_at": end}
    connection.execute(update(tries).where(_its.lookup == found.lookup).values(values))
    return tried


def _row(connection: Connection, kind: Kind, lookups: list[bytes], now: dt.datetime) -> Row[Any]:
    """The row, made where there is none, and held until the end of the transaction."""
    held = _every.where(_its.lookup.in_(lookups)).with_for_update()
    if (found := connection.execute(held).first()) is not None:
        return found
    fresh = {"lookup": lookups[0], "kind": kind, "failures": 0, "ends_at": now}
    connection.execute(_MAKE[connection.dialect.name], fresh)
    made = connection.execute(held).one()
    _bound(connection, kind, lookups)
    return made


def _bound(connection: Connection, kind: Kind, ours: list[bytes]) -> None:
    """No more rows than `MOST`, whoever makes them up."""
    count = connection.execute(select(func.count()).where(_its.kind == kind)).scalar_one()
    if count > MOST:
        others = select(_its.lookup).where(_its.kind == kind, _its.lookup.not_in(ours))
        first = others.order_by(_its.ends_at).limit(count - MOST)
        connection.execute(delete(tries).where(_its.lookup.in_(first)))


_MAKE = upsert(tries, lambda insert: insert.on_conflict_do_nothing(index_elements=[_its.lookup]))
