"""What staff do to cases: each change is one entry of the history, made of the case as they saw it."""

from __future__ import annotations

import datetime as dt
from typing import Any, assert_never

from msgspec import Struct, structs
from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.knowledge.repairs.case import Triage
from bot.knowledge.repairs.changes import (
    Attempt,
    Begun,
    Book,
    Change,
    Close,
    Confirm,
    Contact,
    Done,
    MadeSafe,
    Note,
    OpenAlready,
    SetStatus,
    Stale,
    Summary,
    Visit,
)
from bot.knowledge.repairs.repairs import Repairs
from bot.store import case_clocks as clocks
from bot.store import case_events as events
from bot.store import case_rows as rows
from bot.store.case_events import Event, Listeners
from bot.store.case_filing import open_at
from bot.store.case_tables import cases
from bot.store.case_where import places
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sealed import Keys

NOWHERE: dict[str, Any] = {"comes_from": None, "comes_until": None}
"""No visit is booked."""


class Effect(Struct, frozen=True):
    """What a change does to the row, what is kept of it in words, and whether the tenants are told."""

    values: dict[str, Any]
    words: str = ""
    tells: bool = False
    triage: Triage | None = None


class CaseChanges:
    """`listeners` are those of `StoredCases`: they get the tag of a change that sets the status."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        repairs: Repairs,
        listeners: Listeners = (),
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._repairs = repairs
        self._listeners = listeners

    async def change(self, reference: str, revision: int, staff: int, change: Change) -> int:
        """Does it, and returns the case's new revision. Raises `Stale` when the case is another by now,
        `OpenAlready` when it cannot be opened again, `LookupError` when there is none."""
        now = self._clock.now()
        return await self._database.write(lambda c: self._change(c, reference, revision, staff, change, now))

    def _change(
        self,
        connection: Connection,
        reference: str,
        revision: int,
        staff: int,
        change: Change,
        now: dt.datetime,
    ) -> int:
        self._hold(connection, reference)
        row = rows.read_one(connection, reference)
        if row is None:
            raise LookupError("no such case")
        if row.revision != revision:
            raise Stale(row.revision)
        effect = effect_of(change, row, now)
        self._may_open(connection, row, effect)
        values = effect.values | ({"confirmed_by": staff} if effect.triage else {})
        row = self._written(connection, row, values, effect.triage)
        body = self._keys.seal(effect.words) if effect.words else None
        kind = str(type(change).__struct_config__.tag)
        event = Event(kind=kind, at=now, body=body, staff=staff, tells=effect.tells)
        events.write(connection, row, event)
        for listener in self._listeners if "status" in values else ():
            listener(connection, row.id, kind)
        return int(row.revision)

    def _written(
        self, connection: Connection, row: AnyRow, values: dict[str, Any], triage: Triage | None
    ) -> AnyRow:
        """The row after the change, and its deadlines. What staff decide of the class takes the place of what
        was promised before."""
        triaged = {} if triage is None else rows.triaged(triage)
        row = rows.change(connection, row.id, values | triaged)
        old = () if triage is not None else rows.deadlines(connection, row.id)
        kept = clocks.again(self._repairs, rows.triage(row), rows.moments(row), old)
        rows.keep(connection, row.id, kept)
        return rows.set_next(connection, row.id, rows.next_one(kept, over=row.closed_at is not None))

    def _hold(self, connection: Connection, reference: str) -> None:
        """Nobody files anything at the place meanwhile."""
        found = connection.execute(select(cases).where(cases.c.reference == reference.upper())).first()
        told = None if found is None else rows.report(self._keys, found)
        if told is not None:
            places(self._keys, told.where).hold(connection)

    def _may_open(self, connection: Connection, row: AnyRow, effect: Effect) -> None:
        if row.closed_at is None or "closed_at" not in effect.values or effect.values["closed_at"]:
            return
        told = rows.report(self._keys, row)
        there = places(self._keys, None if told is None else told.where)
        other = open_at(connection, there, row.problem, row.id)
        if other is not None:
            raise OpenAlready(other.reference)


def effect_of(change: Change, row: AnyRow, now: dt.datetime) -> Effect:
    """What a change does to this row."""
    match change:
        case SetStatus():
            return Effect(_status(change.status, row, now), change.words, change.tells)
        case Book():
            visit = {"comes_from": change.from_, "comes_until": change.until}
            return Effect(_status("appointment", row, now) | visit, "", change.tells)
        case Visit():
            return _visit(change, row, now)
        case Attempt():
            return Effect(_status("no_access", row, now) | NOWHERE, change.words, tells=True)
        case Contact() | Note():
            return Effect({}, change.words)
        case Summary():
            return Effect(_first(row, "summary_at", now), change.words, change.tells)
        case MadeSafe():
            return Effect(_first(row, "safe_at", change.at or now), change.words, tells=True)
        case Begun():
            return Effect(_first(row, "begun_at", change.at or now), change.words, tells=True)
        case Done():
            done = _status("done", row, now) | {"done_at": change.at or now} | NOWHERE
            return Effect(done, change.words, tells=True)
        case Confirm():
            made = Triage(change.priority, change.severity, change.hazard, change.right)
            return Effect({}, triage=structs.replace(made, reasons=rows.triage(row).reasons))
        case Close():
            return Effect(_status("closed", row, now), change.words, tells=True)
    assert_never(change)


def _visit(change: Visit, row: AnyRow, now: dt.datetime) -> Effect:
    """The first investigation counts; what a later one finds counts, too."""
    values = _status("visited", row, now) | NOWHERE | _first(row, "investigated_at", change.at or now)
    if change.found is not None:
        values["found"] = change.found
    return Effect(values, change.words)


def _first(row: AnyRow, name: str, at: dt.datetime) -> dict[str, Any]:
    """The moment of what has not happened before. What was before the present clocks began does not count."""
    return {name: at} if getattr(row, name) is None and at >= row.clock_at else {}


def _status(status: str, row: AnyRow, now: dt.datetime) -> dict[str, Any]:
    """The columns of a status: one in which a case is over ends it, any other opens it again."""
    values: dict[str, Any] = {"status": status, "status_at": now}
    if status in rows.CLOSED:
        return values | {"closed_at": row.closed_at or now} | NOWHERE
    done = row.done_at or now if status == "done" else None
    return values | {"closed_at": None, "done_at": done}
