"""Calls that residents were promised: for the assistant, and as the helpline's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, case, func, insert, or_, select, update

from bot.clock import Clock
from bot.handover.callback import MOST_TRIES, Callback, Callbacks, Promised
from bot.handover.request import OffShift
from bot.store.callback_rows import ROW, STILL_OPEN, Figures, changed, on_shift, standing, theirs, those
from bot.store.database import Database, StoreError
from bot.store.handover_rows import HELPLINE, open_shift
from bot.store.hub import Hub
from bot.store.listener import tell
from bot.store.query import AnyRow
from bot.store.reference import new_reference
from bot.store.sealed import Keys
from bot.store.staff_tables import shifts
from bot.store.tables import callbacks

T = TypeVar("T")

_TRIES = 20


class StoredCallbacks(Callbacks):
    """Keeps calls; `random` makes the references. The number is sealed, and deleted when the call is over."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub, random: Random) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._random = random
        self._news = keys.find(HELPLINE)

    async def book(
        self,
        conversation: int,
        from_at: dt.datetime,
        until_at: dt.datetime,
        number: str,
        interpreter: str,
        key: str,
        most: int,
    ) -> str:
        """Books a call between two aware moments and returns its reference; the same `key` again returns the
        same. Empty when `most` calls are booked for then: nothing is written.

        An earlier promise to the same resident is cancelled by it. Raises `StoreError` when no free reference
        is found.
        """
        values = {
            "key": key,
            "conversation_id": conversation,
            "from_at": from_at,
            "until_at": until_at,
            "number": self._keys.seal(number),
            "interpreter": interpreter,
            "agreed_at": self._clock.now(),
            "status": "booked",
            "tries": 0,
        }
        return await self._change(lambda connection: self._book(connection, values, most))

    async def promised(self, conversation: int) -> Promised | None:
        """The call that this resident can still expect; None when there is none, or its time is over."""
        query = select(ROW.reference, ROW.from_at, ROW.until_at).where(
            ROW.conversation_id == conversation, STILL_OPEN, ROW.until_at > self._clock.now()
        )
        row = await self._database.read(lambda c: c.execute(query.order_by(ROW.from_at)).first())
        return None if row is None else Promised(row.reference, row.from_at, row.until_at)

    async def cancel(self, conversation: int) -> bool:
        """Takes back the calls that this resident has booked; whether there was one."""
        return await self._change(lambda connection: self._cancel(connection, conversation) > 0)

    async def booked(self, since: dt.datetime) -> dict[dt.datetime, int]:
        """How many calls are booked for each time that begins at `since` or later, by its beginning."""
        query = (
            select(ROW.from_at, func.count()).where(STILL_OPEN, ROW.from_at >= since).group_by(ROW.from_at)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {row[0]: row[1] for row in rows}

    async def due(self) -> tuple[Callback, ...]:
        """Those still to make whose time is not over, the next one first."""
        return await self._list(
            those(STILL_OPEN, ROW.until_at > self._clock.now()).order_by(ROW.from_at, ROW.id)
        )

    async def overdue(self) -> tuple[Callback, ...]:
        """Those whose time is over and who were not rung, the oldest first."""
        past = ROW.until_at <= self._clock.now()
        return await self._list(those(STILL_OPEN, past).order_by(ROW.until_at, ROW.id))

    async def done(self, since: dt.datetime) -> tuple[Callback, ...]:
        """Those that ended at `since` or later, whatever their end, the latest first."""
        return await self._list(those(~STILL_OPEN, ROW.done_at >= since).order_by(ROW.done_at.desc(), ROW.id))

    async def of(self, conversation: int) -> tuple[Callback, ...]:
        """All of one conversation, the newest first."""
        return await self._list(those(ROW.conversation_id == conversation).order_by(ROW.id.desc()))

    async def take(self, callback: int, staff: int) -> Callback:
        """The call is this adviser's to make. Raises `OffShift`; `NotTaken` when a colleague on shift has it,
        or it is over."""

        def work(connection: Connection) -> AnyRow:
            if not on_shift(connection, staff, self._clock.now()):
                raise OffShift
            there = select(shifts.c.staff_id).where(*open_shift(self._clock.now()))
            left = or_(ROW.staff_id == staff, ROW.staff_id.is_(None), ROW.staff_id.not_in(there))
            free = or_(ROW.status == "booked", (ROW.status == "taken") & left)
            return changed(connection, callback, free, status="taken", staff_id=staff)

        return self._callback(await self._change(work))

    async def reached(self, callback: int, staff: int) -> Callback:
        """The adviser has spoken to the resident: the call is done. Raises `NotTaken`."""

        def work(connection: Connection) -> AnyRow:
            values = {"status": "done", "done_at": self._clock.now(), "number": gone}
            return changed(connection, callback, theirs(staff), **values)

        gone = self._keys.seal("")
        return self._callback(await self._change(work))

    async def missed(self, callback: int, staff: int) -> Callback:
        """Nobody answered: anybody may try again, until it was the last try. Raises `NotTaken`."""

        def work(connection: Connection) -> AnyRow:
            last = ROW.tries + 1 >= MOST_TRIES
            values = {
                "tries": ROW.tries + 1,
                "status": case((last, "unreached"), else_="booked"),
                "staff_id": case((last, staff), else_=None),
                "done_at": case((last, self._clock.now()), else_=None),
                "number": case((last, gone), else_=ROW.number),
            }
            return changed(connection, callback, theirs(staff), **values)

        gone = self._keys.seal("")
        return self._callback(await self._change(work))

    async def figures(self, since: dt.datetime) -> Figures:
        """How the calls stand; ends are counted from `since` on."""
        query = select(*standing(since, self._clock.now()))
        row = await self._database.read(lambda connection: connection.execute(query).one())
        return Figures(*map(int, row))

    def _book(self, connection: Connection, values: dict[str, Any], most: int) -> str:
        if connection.dialect.name == "postgresql":  # SQLite has one writer at a time by itself
            connection.exec_driver_sql("LOCK TABLE callbacks IN SHARE ROW EXCLUSIVE MODE")
        if known := connection.scalar(select(ROW.reference).where(ROW.key == values["key"])):
            return str(known)
        others = ROW.conversation_id != values["conversation_id"]
        same = select(func.count()).where(STILL_OPEN, ROW.from_at == values["from_at"], others)
        if (connection.scalar(same) or 0) >= most:
            return ""
        self._cancel(connection, values["conversation_id"])
        for _ in range(_TRIES):
            reference = new_reference(self._random)
            if connection.scalar(select(ROW.id).where(ROW.reference == reference)) is None:
                connection.execute(insert(callbacks).values(reference=reference, **values))
                return reference
        raise StoreError("no free reference was found for a call")

    def _cancel(self, connection: Connection, conversation: int) -> int:
        values = {"status": "cancelled", "done_at": self._clock.now(), "number": self._keys.seal("")}
        its = update(callbacks).where(ROW.conversation_id == conversation, STILL_OPEN)
        return connection.execute(its.values(**values)).rowcount

    async def _list(self, query: Select[Any]) -> tuple[Callback, ...]:
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(map(self._callback, rows))

    def _callback(self, row: AnyRow) -> Callback:
        return Callback(
            id=row.id,
            reference=row.reference,
            conversation=row.conversation_id,
            from_at=row.from_at,
            until_at=row.until_at,
            number=self._keys.open(row.number, str),
            interpreter=row.interpreter,
            status=row.status,
            tries=row.tries,
            adviser=row.staff_id,
            done_at=row.done_at,
        )

    async def _change(self, work: Callable[[Connection], T]) -> T:
        """Runs `work` in one transaction and tells the helpline's pages."""

        def whole(connection: Connection) -> T:
            result = work(connection)
            tell(connection, self._news)
            return result

        result = await self._database.write(whole)
        self._hub.wake(self._news)
        return result
