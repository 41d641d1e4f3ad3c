"""A report about something that is a case already: its facts are added, and it may become more urgent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct, structs
from sqlalchemy import Connection

from bot.knowledge.repairs.case import Filed, Report, Triage
from bot.knowledge.repairs.repairs import Repairs
from bot.store import case_clocks as clocks
from bot.store import case_events as events
from bot.store import case_people as people
from bot.store import case_rows as rows
from bot.store.case_clocks import Kept
from bot.store.case_events import Event, Listeners
from bot.store.case_merging import merged
from bot.store.case_photos import copied
from bot.store.query import AnyRow
from bot.store.sealed import Keys


class Told(Struct, frozen=True):
    """A report as it comes in: what makes it happen once, whose it is, and now."""

    report: Report
    key: str
    who: int | None
    now: dt.datetime


class Floor(Struct, frozen=True):
    """What another case was that becomes a part of this one: all that was reported, how urgent it was, and
    what is due by when."""

    report: Report
    triage: Triage
    kept: Sequence[Kept]


class Renewing:
    """Part of the transactions of `Filing`."""

    def __init__(self, keys: Keys, repairs: Repairs, listeners: Listeners) -> None:
        self._keys = keys
        self._repairs = repairs
        self._listeners = listeners

    def more(
        self,
        connection: Connection,
        row: AnyRow,
        told: Told,
        *,
        own: bool | None = None,
        floor: Floor | None = None,
    ) -> Filed:
        """Adds a report to an open case. `own`: it is their own case; else they join it."""
        if own is None:
            own = row.place != "block" or people.has_reported(connection, row.id, told.who)
        fresh = told.report if floor is None else floor.report
        old = rows.report(self._keys, row) or fresh
        whole = merged(old, fresh, self._repairs, own=own)
        values, kept = self._clocks(connection, row, (old, whole), fresh.aware_at, floor)
        row = rows.change(connection, row.id, rows.content(self._keys, whole) | values)
        rows.keep(connection, row.id, kept)
        rows.joins(connection, row.id, told.who, "reported" if own else "joined", told.now)
        filed = rows.filed(row, "added" if own else "joined", kept, self._repairs)
        self.written(connection, row, told, "renewed" if own else "joined", filed)
        self.listened(connection, row.id, "renewed")
        return filed

    def written(self, connection: Connection, row: AnyRow, told: Told, kind: str, filed: Filed) -> None:
        """The words and the photos of a report; of photos that are too many it is said how many they were."""
        said, names = self._keys.seal(told.report.said), told.report.photos
        event = Event(kind=kind, at=told.now, key=told.key, body=said, conversation=told.who, result=filed)
        events.write(connection, row, event)
        if told.who is None or not names:
            return
        owners = people.theirs(connection, told.who)
        if left := copied(connection, row.id, told.who, owners, names, told.now):
            words = self._keys.seal(f"{left} more photos were sent than are kept with one case.")
            events.write(connection, row, Event(kind="photos", at=told.now, body=words))

    def listened(self, connection: Connection, case: int, kind: str) -> None:
        """Tells the listeners."""
        for listener in self._listeners:
            listener(connection, case, kind)

    def _clocks(
        self,
        connection: Connection,
        row: AnyRow,
        reports: tuple[Report, Report],
        at: dt.datetime,
        floor: Floor | None,
    ) -> tuple[dict[str, Any], Sequence[Kept]]:
        """The columns that change with the clocks, and the deadlines. What was said to be done and is
        reported again begins anew; what has become more urgent has new clocks beside the old."""
        current, kept, at = rows.triage(row), rows.deadlines(connection, row.id), max(at, row.clock_at)
        made, promises = self._made(current, reports, at), () if floor is None else floor.kept
        made = made if floor is None else clocks.upward(made, floor.triage)
        values = rows.triaged(made)
        if row.status == "done":
            values |= rows.nothing_yet(at) | _received(at)
            kept = clocks.raised(self._repairs, made, at, promises)
        elif not _same(current, made) or clocks.begins(self._repairs, made, at, kept):
            values |= rows.nothing_yet(at) | {"confirmed_by": None}
            kept = clocks.raised(self._repairs, made, at, (*kept, *promises))
        elif promises:
            kept = clocks.again(self._repairs, made, rows.moments(row), (*kept, *promises))
        return values | rows.next_one(kept), kept

    def _made(self, current: Triage, reports: tuple[Report, Report], at: dt.datetime) -> Triage:
        """The triage after new facts. Where the facts are no more urgent, what staff have decided stays."""
        old, whole = reports
        before, after = self._repairs.triage(old), self._repairs.triage(structs.replace(whole, aware_at=at))
        return clocks.upward(current, after) if clocks.raises(before, after) else current


def _same(one: Triage, two: Triage) -> bool:
    return structs.replace(one, reasons=()) == structs.replace(two, reasons=())


def _received(at: dt.datetime) -> dict[str, Any]:
    return {"status": "received", "status_at": at, "comes_from": None, "comes_until": None}
