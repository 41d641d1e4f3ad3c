"""How a report becomes a case or a part of one: in one transaction with the key that makes it happen once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any, Literal

from msgspec import structs
from sqlalchemy import Connection, delete, select

from bot.knowledge.repairs.case import Filed, Report, Triage
from bot.knowledge.repairs.repairs import Repairs
from bot.store import case_clocks as clocks
from bot.store import case_events as events
from bot.store import case_people as people
from bot.store import case_rows as rows
from bot.store.case_clocks import Kept
from bot.store.case_events import Listeners
from bot.store.case_merging import merged
from bot.store.case_renewing import Floor, Renewing, Told
from bot.store.case_tables import case_deadlines, case_reporters, cases
from bot.store.case_where import Places, hold, places
from bot.store.query import AnyRow
from bot.store.sealed import Keys

STAMPED_FOR = dt.timedelta(days=1)
"""For so long one danger is one case of a conversation."""

DANGER = Triage("emergency", "emergency", reasons=("danger",))
"""What a danger is taken to be until somebody has looked at it."""

_its = cases.c


class Filing:
    """`random` makes references, `listeners` are told what has happened."""

    def __init__(self, keys: Keys, random: Random, repairs: Repairs, listeners: Listeners) -> None:
        self._keys = keys
        self._random = random
        self._repairs = repairs
        self._renewing = Renewing(keys, repairs, listeners)

    def file(
        self, connection: Connection, report: Report, key: str, conversation: int, now: dt.datetime
    ) -> Filed:
        """See `Cases.file`."""
        there = places(self._keys, report.where)
        there.hold(connection)
        told = Told(report, key, people.whose(connection, conversation), now)
        return events.result(connection, key) or self._file(connection, there, told)

    def stamp(
        self, connection: Connection, report: Report, key: str, conversation: int, now: dt.datetime
    ) -> Filed:
        """See `Cases.stamp`."""
        hold(connection, [self._keys.find("case.stamp", str(conversation))])
        if (before := events.result(connection, key)) is not None:
            return before
        told = Told(report, key, people.whose(connection, conversation), now)
        if (same := self._stamped(connection, told)) is not None:
            return self._renewing.more(connection, same, told)
        triage = clocks.upward(self._repairs.triage(report), DANGER)
        return self._new(connection, places(self._keys, report.where), told, "stamped", triage)

    def complete(
        self,
        connection: Connection,
        reference: str,
        report: Report,
        key: str,
        conversation: int,
        now: dt.datetime,
    ) -> Filed:
        """See `Cases.complete`. Raises `LookupError` where the case is not theirs."""
        there = places(self._keys, report.where)
        there.hold(connection)
        if (before := events.result(connection, key)) is not None:
            return before
        told = Told(report, key, people.whose(connection, conversation), now)
        row = rows.found(connection, reference)
        if row is None or not people.has_reported(connection, row.id, told.who):
            raise LookupError("no such case of this resident")
        if row.closed_at is not None:
            return self._file(connection, there, told)
        if row.complete:
            return self._renewing.more(connection, row, told)
        other = open_at(connection, there, report.problem, row.id)
        if other is None:
            return self._fill(connection, row, there, told)
        return self._become(connection, row, other, told)

    def _file(self, connection: Connection, there: Places, told: Told) -> Filed:
        row = open_at(connection, there, told.report.problem)
        if row is not None:
            return self._renewing.more(connection, row, told)
        return self._new(connection, there, told, "new", self._repairs.triage(told.report))

    def _new(
        self,
        connection: Connection,
        there: Places,
        told: Told,
        kind: Literal["new", "stamped"],
        triage: Triage,
    ) -> Filed:
        at = told.report.aware_at
        kept = clocks.first(self._repairs, triage, at)
        values = _blank(told, complete=kind == "new") | there.row | rows.content(self._keys, told.report)
        values |= rows.triaged(triage) | rows.nothing_yet(at) | rows.next_one(kept)
        row = rows.opened(connection, self._random, values)
        rows.keep(connection, row.id, kept)
        rows.joins(connection, row.id, told.who, "reported", told.now)
        filed = rows.filed(row, "new", kept, self._repairs)
        self._renewing.written(connection, row, told, kind, filed)
        if kind == "new":
            self._renewing.listened(connection, row.id, kind)
        return filed

    def _fill(self, connection: Connection, row: AnyRow, there: Places, told: Told) -> Filed:
        """A case that was stamped has all that it needs. It stays as urgent as the danger was; the law's
        dates fall away if it turns out not to be the council's tenant who reports it."""
        whole = self._with_stamped(row, told.report)
        made = clocks.upward(rows.triage(row), self._repairs.triage(whole))
        promised = _promised(rows.deadlines(connection, row.id))
        if whole.tenancy != "council":
            made, promised = structs.replace(made, hazard="", right=""), ()
        kept = clocks.again(self._repairs, made, rows.moments(row), promised)
        values: dict[str, Any] = there.row | rows.content(self._keys, whole) | rows.triaged(made)
        row = rows.change(connection, row.id, values | rows.next_one(kept) | {"complete": True})
        rows.keep(connection, row.id, kept)
        filed = rows.filed(row, "new", kept, self._repairs)
        self._renewing.written(connection, row, told, "completed", filed)
        self._renewing.listened(connection, row.id, "completed")
        return filed

    def _become(self, connection: Connection, row: AnyRow, other: AnyRow, told: Told) -> Filed:
        """A case that was stamped is a part of another from now on; nothing of it is due any later there."""
        own = other.place == "home" or people.has_reported(connection, other.id, told.who)
        both = self._with_stamped(row, told.report)
        floor = Floor(both, rows.triage(row), _promised(rows.deadlines(connection, row.id)))
        new = [name for name in told.report.photos if name not in self._names(row)]
        told = structs.replace(told, report=structs.replace(told.report, photos=tuple(new)))
        people.hand_over(connection, row.id, other.id, "reported" if own else "joined")
        connection.execute(delete(case_deadlines).where(case_deadlines.c.case_id == row.id))
        over = {"status": "closed", "status_at": told.now, "closed_at": told.now}
        gone = {"joined_to": other.id, "body": None, "conversation_id": None}
        rows.change(connection, row.id, over | gone | rows.next_one((), over=True))
        return self._renewing.more(connection, other, told, own=own, floor=floor)

    def _names(self, row: AnyRow) -> Sequence[str]:
        """The photos that a case has taken over already."""
        old = rows.report(self._keys, row)
        return old.photos if old is not None else ()

    def _with_stamped(self, row: AnyRow, report: Report) -> Report:
        """The report with what was known when the case was stamped."""
        old = rows.report(self._keys, row) or report
        return merged(structs.replace(old, where=None), report, self._repairs, own=True)

    def _stamped(self, connection: Connection, told: Told) -> AnyRow | None:
        """The open case of this conversation about the same danger."""
        mine = select(case_reporters.c.case_id).where(case_reporters.c.conversation_id == told.who)
        fresh = _its.id.in_(mine), _its.closed_at.is_(None), _its.aware_at > told.now - STAMPED_FOR
        query = select(cases).where(*fresh).order_by(_its.id.desc()).with_for_update()
        for row in connection.execute(query).all():
            known = rows.report(self._keys, row)
            if known is not None and known.hazard == told.report.hazard:
                return row
        return None


def open_at(connection: Connection, there: Places, problem: str, but: int = 0) -> AnyRow | None:
    """The open case for this problem there, for this transaction to change."""
    query = select(cases).where(there.same(problem), _its.id != but).order_by(_its.id).limit(1)
    return connection.execute(query.with_for_update()).first()


def _promised(kept: Sequence[Kept]) -> tuple[Kept, ...]:
    return tuple(structs.replace(one, promised=True) for one in kept)


def _blank(told: Told, *, complete: bool) -> dict[str, Any]:
    """The columns of a case of which nothing is known yet but that it is one."""
    empty = ("confirmed_by", "comes_from", "comes_until", "closed_at", "joined_to")
    begun = {"key": told.key, "conversation_id": told.who, "filed_at": told.now, "status_at": told.now}
    fixed = {"status": "received", "revision": 1, "complete": complete, "aware_at": told.report.aware_at}
    return dict.fromkeys(empty) | begun | fixed
