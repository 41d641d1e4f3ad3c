"""Calls that residents were promised: for the assistant, and as the helpline's list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random
from typing import Any, TypeVar

from msgspec import Struct
from sqlalchemy import Connection, Select, case, func, insert, or_, select, update

from bot.clock import Clock
from bot.handover.callback import MOST_TRIES, OPEN, Callback, Callbacks, NotTaken, Promised
from bot.handover.request import OffShift
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
_row = callbacks.c
_open = _row.status.in_(OPEN)


class Figures(Struct, frozen=True):
    """How the calls stand: still to make, those of them whose time is over, and what became of the ones that
    ended since a moment."""

    open: int
    overdue: int
    done: int
    unreached: int
    cancelled: int


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
        query = select(_row.reference, _row.from_at, _row.until_at).where(
            _row.conversation_id == conversation, _open, _row.until_at > self._clock.now()
        )
        row = await self._database.read(lambda c: c.execute(query.order_by(_row.from_at)).first())
        return None if row is None else Promised(row.reference, row.from_at, row.until_at)

    async def cancel(self, conversation: int) -> bool:
        """Takes back the calls that this resident has booked; whether there was one."""
        return await self._change(lambda connection: self._cancel(connection, conversation) > 0)

    async def booked(self, since: dt.datetime) -> dict[dt.datetime, int]:
        """How many calls are booked for each time that begins at `since` or later, by its beginning."""
        query = select(_row.from_at, func.count()).where(_open, _row.from_at >= since).group_by(_row.from_at)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return {row[0]: row[1] for row in rows}

    async def due(self) -> tuple[Callback, ...]:
        """Those still to make whose time is not over, the next one first."""
        return await self._list(
            _those(_open, _row.until_at > self._clock.now()).order_by(_row.from_at, _row.id)
        )

    async def overdue(self) -> tuple[Callback, ...]:
        """Those whose time is over and who were not rung, the oldest first."""
        past = _row.until_at <= self._clock.now()
        return await self._list(_those(_open, past).order_by(_row.until_at, _row.id))

    async def done(self, since: dt.datetime) -> tuple[Callback, ...]:
        """Those that ended at `since` or later, whatever their end, the latest first."""
        return await self._list(_those(~_open, _row.done_at >= since).order_by(_row.done_at.desc(), _row.id))

    async def of(self, conversation: int) -> tuple[Callback, ...]:
        """All of one conversation, the newest first."""
        return await self._list(_those(_row.conversation_id == conversation).order_by(_row.id.desc()))

    async def take(self, callback: int, staff: int) -> Callback:
        """The call is this adviser's to make. Raises `OffShift`; `NotTaken` when a colleague on shift has it,
        or it is over."""

        def work(connection: Connection) -> AnyRow:
            if not _on_shift(connection, staff, self._clock.now()):
                raise OffShift
            there = select(shifts.c.staff_id).where(*open_shift(self._clock.now()))
            left = or_(_row.staff_id == staff, _row.staff_id.is_(None), _row.staff_id.not_in(there))
            free = or_(_row.status == "booked", (_row.status == "taken") & left)
            return _changed(connection, callback, free, status="taken", staff_id=staff)

        return self._callback(await self._change(work))

    async def reached(self, callback: int, staff: int) -> Callback:
        """The adviser has spoken to the resident: the call is done. Raises `NotTaken`."""

        def work(connection: Connection) -> AnyRow:
            values = {"status": "done", "done_at": self._clock.now(), "number": gone}
            return _changed(connection, callback, _theirs(staff), **values)

        gone = self._keys.seal("")
        return self._callback(await self._change(work))

    async def missed(self, callback: int, staff: int) -> Callback:
        """Nobody answered: anybody may try again, until it was the last try. Raises `NotTaken`."""

        def work(connection: Connection) -> AnyRow:
            last = _row.tries + 1 >= MOST_TRIES
            values = {
                "tries": _row.tries + 1,
                "status": case((last, "unreached"), else_="booked"),
                "staff_id": case((last, staff), else_=None),
                "done_at": case((last, self._clock.now()), else_=None),
                "number": case((last, gone), else_=_row.number),
            }
            return _changed(connection, callback, _theirs(staff), **values)

        gone = self._keys.seal("")
        return self._callback(await self._change(work))

    async def figures(self, since: dt.datetime) -> Figures:
        """How the calls stand; ends are counted from `since` on."""
        ended = _row.done_at >= since
        counts = (
            func.count(case((_open, 1))),
            func.count(case((_open & (_row.until_at <= self._clock.now()), 1))),
            *(
                func.count(case((ended & (_row.status == end), 1)))
                for end in ("done", "unreached", "cancelled")
            ),
        )
        row = await self._database.read(lambda connection: connection.execute(select(*counts)).one())
        return Figures(*map(int, row))

    def _book(self, connection: Connection, values: dict[str, Any], most: int) -> str:
        if connection.dialect.name == "postgresql":  # SQLite has one writer at a time by itself
            connection.exec_driver_sql("LOCK TABLE callbacks IN SHARE ROW EXCLUSIVE MODE")
        if known := connection.scalar(select(_row.reference).where(_row.key == values["key"])):
            return str(known)
        others = _row.conversation_id != values["conversation_id"]
        same = select(func.count()).where(_open, _row.from_at == values["from_at"], others)
        if (connection.scalar(same) or 0) >= most:
            return ""
        self._cancel(connection, values["conversation_id"])
        for _ in range(_TRIES):
            reference = new_reference(self._random)
            if connection.scalar(select(_row.id).where(_row.reference == reference)) is None:
                connection.execute(insert(callbacks).values(reference=reference, **values))
                return reference
        raise StoreError("no free reference was found for a call")

    def _cancel(self, connection: Connection, conversation: int) -> int:
        values = {"status": "cancelled", "done_at": self._clock.now(), "number": self._keys.seal("")}
        its = update(callbacks).where(_row.conversation_id == conversation, _open)
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


def _those(*which: Any) -> Select[Any]:
    return select(callbacks).where(*which)


def _theirs(staff: int) -> Any:
    return (_row.status == "taken") & (_row.staff_id == staff)


def _on_shift(connection: Connection, staff: int, now: dt.datetime) -> bool:
    query = select(shifts.c.id).where(shifts.c.staff_id == staff, *open_shift(now))
    return connection.execute(query).first() is not None


def _changed(connection: Connection, callback: int, which: Any, **values: Any) -> AnyRow:
    """The call as it is after the change. Raises `NotTaken` when it is none of `which`."""
    change = update(callbacks).where(_row.id == callback, which).values(**values).returning(callbacks)
    row = connection.execute(change).first()
    if row is not None:
        return row
    there = connection.execute(_those(_row.id == callback)).first()
    if there is None:
        raise NotTaken(None, "gone")
    raise NotTaken(there.staff_id if there.status == "taken" else None, there.status)
