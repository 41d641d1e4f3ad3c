"""The rows of cases: written, read, and as their tenants are told of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from msgspec import structs
from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.knowledge.repairs.case import Deadline, Filed, Known, Moments, Report, Triage
from bot.knowledge.repairs.repairs import Repairs
from bot.store.case_clocks import Kept, earliest
from bot.store.case_tables import case_deadlines, case_reporters, cases
from bot.store.database import StoreError
from bot.store.query import AnyRow
from bot.store.references import unused
from bot.store.sealed import Keys
from bot.store.upsert import upsert

CLOSED: tuple[str, ...] = ("closed", "not_ours", "withdrawn")
"""The statuses in which a case is over."""

_TRIES = 20  # of six million references; with a million in use, one in 10^16 cases needs more
_its, _due = cases.c, case_deadlines.c
_insert = upsert(
    cases, lambda new: new.on_conflict_do_nothing(index_elements=["reference"]).returning(_its.id)
)
_reporter = upsert(case_reporters, lambda new: new.on_conflict_do_nothing())


def opened(connection: Connection, random: Random, values: Mapping[str, Any]) -> AnyRow:
    """A new case under a reference that is free; its row. Raises `StoreError` when none is found."""
    for _ in range(_TRIES):
        new = {**values, "reference": unused(connection, random)}
        number = connection.execute(_insert[connection.dialect.name], new).scalar()
        if number is not None:
            return read(connection, _its.id == number)
    raise StoreError("no free reference was found for a case")


def read(connection: Connection, which: ColumnElement[bool]) -> AnyRow:
    """A case that is there, for this transaction to change."""
    return connection.execute(select(cases).where(which).with_for_update()).one()


def read_one(connection: Connection, reference: str) -> AnyRow | None:
    """The case with this reference itself, for this transaction to change."""
    query = select(cases).where(_its.reference == reference.upper())
    return connection.execute(query.with_for_update()).first()


def found(connection: Connection, reference: str) -> AnyRow | None:
    """The case with this reference, or the one that it became a part of, for this transaction to change."""
    row = read_one(connection, reference)
    while row is not None and row.joined_to is not None:
        row = connection.execute(select(cases).where(_its.id == row.joined_to).with_for_update()).first()
    return row


def change(connection: Connection, id: int, values: Mapping[str, Any]) -> AnyRow:
    """Changes a case; its row then. Whoever has read it before is told that it is another."""
    new = {**values, "revision": _its.revision + 1}
    changed = update(cases).where(_its.id == id).values(new).returning(cases)
    return connection.execute(changed).one()


def set_next(connection: Connection, id: int, values: Mapping[str, Any]) -> AnyRow:
    """Writes what is due next; its row then."""
    return connection.execute(update(cases).where(_its.id == id).values(values).returning(cases)).one()


def report(keys: Keys, row: AnyRow) -> Report | None:
    """What was reported, None when it has been forgotten."""
    return None if row.body is None else keys.open(row.body, Report)


def triage(row: AnyRow) -> Triage:
    """How urgent it is taken to be."""
    reasons = tuple(row.reasons.split(",")) if row.reasons else ()
    return Triage(row.priority, row.severity, row.hazard, row.right, reasons)


def triaged(made: Triage) -> dict[str, Any]:
    """The columns of a triage."""
    return {**structs.asdict(made), "reasons": ",".join(made.reasons)[:100]}


def moments(row: AnyRow) -> Moments:
    """What has happened to it since its clocks began."""
    return Moments(
        aware_at=row.clock_at,
        investigated_at=row.investigated_at,
        found=row.found,
        summary_at=row.summary_at,
        safe_at=row.safe_at,
        begun_at=row.begun_at,
        done_at=row.done_at,
    )


def nothing_yet(at: dt.datetime) -> dict[str, Any]:
    """The columns of a case whose clocks begin now."""
    names = ("investigated_at", "found", "summary_at", "safe_at", "begun_at", "done_at")
    return {"clock_at": at, **dict.fromkeys(names)}


def content(keys: Keys, told: Report) -> dict[str, Any]:
    """The columns that follow from what was reported, and the sealed whole."""
    return {
        "problem": told.problem,
        "detail": told.detail,
        "room": told.room,
        "body": keys.seal(told),
    }


def deadlines(connection: Connection, id: int) -> tuple[Kept, ...]:
    """The deadlines of a case as they were computed last, the earliest first."""
    rows = connection.execute(select(case_deadlines).where(_due.case_id == id)).all()
    return tuple(sorted(map(_kept, rows), key=lambda one: (one.deadline.due, one.key)))


def _kept(row: AnyRow) -> Kept:
    return Kept(Deadline(row.step, row.source, row.due, row.exact, row.met_at), row.promised)


def keep(connection: Connection, id: int, kept: Sequence[Kept]) -> None:
    """Writes the deadlines of a case anew."""
    connection.execute(delete(case_deadlines).where(_due.case_id == id))
    rows = [{"case_id": id, "promised": one.promised, **structs.asdict(one.deadline)} for one in kept]
    if rows:
        connection.execute(insert(case_deadlines), rows)


def next_one(kept: Iterable[Kept], *, over: bool = False) -> dict[str, Any]:
    """The columns for what is due next; nothing is when it is over."""
    one = None if over else earliest(kept)
    return {"next_due": one.due if one else None, "next_step": one.step if one else ""}


def joins(connection: Connection, id: int, conversation: int | None, role: str, at: dt.datetime) -> None:
    """The resident has reported the case, too."""
    if conversation is not None:
        new = {"case_id": id, "conversation_id": conversation, "role": role, "at": at}
        connection.execute(_reporter[connection.dialect.name], new)


def filed(row: AnyRow, kind: Any, kept: Iterable[Kept], repairs: Repairs) -> Filed:
    """What came of a report."""
    return Filed(row.reference, kind, row.aware_at, row.status, _told(row, kept, repairs))


def known(row: AnyRow, kept: Iterable[Kept], repairs: Repairs) -> Known:
    """The case as its tenants are told of it: nothing of who else has reported it."""
    return Known(
        reference=row.reference,
        problem=row.problem,
        detail=row.detail,
        status=row.status,
        at=row.status_at,
        opened_at=row.aware_at,
        communal=row.place == "block",
        complete=row.complete,
        comes_from=row.comes_from,
        comes_until=row.comes_until,
        deadlines=_told(row, kept, repairs),
    )


def _told(row: AnyRow, kept: Iterable[Kept], repairs: Repairs) -> tuple[Deadline, ...]:
    return repairs.told([one.deadline for one in kept], triage(row))
