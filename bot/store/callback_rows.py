"""The calls that residents were promised, as rows: which of them, and how they change."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, Select, case, func, select, update

from bot.handover.callback import OPEN, NotTaken
from bot.store.handover_rows import open_shift
from bot.store.query import AnyRow
from bot.store.staff_tables import shifts
from bot.store.tables import callbacks

ROW = callbacks.c
STILL_OPEN = ROW.status.in_(OPEN)


class Figures(Struct, frozen=True):
    """How the calls stand: still to make, those of them whose time is over, and what became of the ones that
    ended since a moment."""

    open: int
    overdue: int
    done: int
    unreached: int
    cancelled: int


def standing(since: dt.datetime, now: dt.datetime) -> list[ColumnElement[int]]:
    """Counts how the calls stand now, in the order of `Figures`; ends are counted from `since` on."""
    ended = ROW.done_at >= since
    ends = [func.count(case((ended & (ROW.status == end), 1))) for end in ("done", "unreached", "cancelled")]
    late = func.count(case((STILL_OPEN & (ROW.until_at <= now), 1)))
    return [func.count(case((STILL_OPEN, 1))), late, *ends]


def those(*which: Any) -> Select[Any]:
    """Asks for the calls to which all of it applies."""
    return select(callbacks).where(*which)


def theirs(staff: int) -> Any:
    """That this adviser has taken it."""
    return (ROW.status == "taken") & (ROW.staff_id == staff)


def on_shift(connection: Connection, staff: int, now: dt.datetime) -> bool:
    """Whether they work now."""
    query = select(shifts.c.id).where(shifts.c.staff_id == staff, *open_shift(now))
    return connection.execute(query).first() is not None


def changed(connection: Connection, callback: int, which: Any, **values: Any) -> AnyRow:
    """The call as it is after the change. Raises `NotTaken` when it is none of `which`."""
    change = update(callbacks).where(ROW.id == callback, which).values(**values).returning(callbacks)
    row = connection.execute(change).first()
    if row is not None:
        return row
    there = connection.execute(those(ROW.id == callback)).first()
    if there is None:
        raise NotTaken(None, "gone")
    raise NotTaken(there.staff_id if there.status == "taken" else None, there.status)
