"""Who is there to take conversations, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, Select, func, insert, select, update

from bot.clock import Clock
from bot.handover.people import Member
from bot.store.audit import write_audit
from bot.store.database import Database
from bot.store.handover_rows import open_shift
from bot.store.sealed import Keys
from bot.store.staff_rows import as_member, held, off_shift
from bot.store.staff_tables import shifts, staff

_its = shifts.c
_who = (staff.c.id, staff.c.name, staff.c.role, staff.c.team)
_shifts = select(_its.began_at, _its.until, *_who).join_from(shifts, staff)


class Shift(Struct, frozen=True):
    """A member is there from `began_at` to `until`, unless they end it before."""

    member: Member
    began_at: dt.datetime
    until: dt.datetime


class Shifts:
    """Keeps shifts; a member has at most one that goes on."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def begin(self, staff_id: int, until: dt.datetime) -> Shift:
        """They are there until then; a shift that goes on gets this end instead. Raises `NoSuchMember` for
        who may not sign in, and `ValueError` when `until` is over."""
        now = self._clock.now()
        if until <= now:
            raise ValueError("a shift ends after it begins")

        def work(connection: Connection) -> tuple[Row[Any], dt.datetime]:
            whose = held(connection, staff_id)
            going = update(shifts).where(_its.staff_id == staff_id, *open_shift(now)).values(until=until)
            began = connection.execute(going.returning(_its.began_at)).scalar()
            if began is None:
                off_shift(connection, staff_id, now)
                values = {"staff_id": staff_id, "began_at": now, "until": until}
                connection.execute(insert(shifts).values(**values))
                write_audit(connection, now, "shift", staff_id, detail="begun")
            return whose, began or now

        whose, began = await self._database.write(work)
        return Shift(as_member(self._keys, whose), began, until)

    async def end(self, staff_id: int) -> bool:
        """They are gone; whether they were there."""

        def work(connection: Connection) -> bool:
            ended = off_shift(connection, staff_id, now)
            if ended:
                write_audit(connection, now, "shift", staff_id, detail="ended")
            return ended

        now = self._clock.now()
        return await self._database.write(work)

    async def on_shift(self, staff_id: int) -> Shift | None:
        """A member's shift, None when they are not there."""
        found = await self._read(_shifts.where(_its.staff_id == staff_id, *open_shift(self._clock.now())))
        return found[0] if found else None

    async def open_now(self) -> tuple[Shift, ...]:
        """Who is there, in the order in which they came."""
        query = _shifts.where(*open_shift(self._clock.now()))
        return await self._read(query.order_by(_its.began_at, _its.id))

    async def per_team(self) -> Mapping[str, int]:
        """How many are there, by team; the empty one is of those without. Teams with nobody are left out."""
        there = select(staff.c.team, func.count()).join_from(shifts, staff)
        query = there.where(*open_shift(self._clock.now())).group_by(staff.c.team)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {row[0]: row[1] for row in rows}

    async def _read(self, query: Select[Any]) -> tuple[Shift, ...]:
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Shift(as_member(self._keys, one), one.began_at, one.until) for one in found)
