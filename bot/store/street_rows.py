"""The rows of reports of streets: made, read, changed, and their history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, select, update

from bot.knowledge.street.report import Known, Report
from bot.store.database import StoreError
from bot.store.query import AnyRow
from bot.store.references import unused
from bot.store.sealed import Keys, Sealed
from bot.store.street_tables import street_events, street_people, street_reports
from bot.store.upsert import upsert

Listener = Callable[[Connection, AnyRow], None]
"""Called in the transaction that makes a report, with its row."""

_TRIES = 20
_its = street_reports.c
_insert = upsert(street_reports, lambda new: new.on_conflict_do_nothing().returning(_its.id))
_joins = upsert(street_people, lambda new: new.on_conflict_do_nothing().returning(street_people.c.report_id))


def made(connection: Connection, random: Random, values: Mapping[str, Any]) -> tuple[AnyRow, bool]:
    """A new report under a reference that is free, or the one that was made with the same key; and whether it
    is new. Raises `StoreError` when no reference is found."""
    for _ in range(_TRIES):
        new = {**values, "reference": unused(connection, random)}
        number = connection.execute(_insert[connection.dialect.name], new).scalar()
        row = read(connection, _its.key == values["key"])
        if row is not None:
            return row, number is not None
    raise StoreError("no free reference was found for a report of a street")


def read(connection: Connection, which: ColumnElement[bool]) -> AnyRow | None:
    """A report, for this transaction to change."""
    return connection.execute(select(street_reports).where(which).with_for_update()).first()


def change(connection: Connection, id: int, values: Mapping[str, Any]) -> AnyRow:
    """Changes a report; its row then. Who has read it before is told that it is another."""
    new = {**values, "revision": _its.revision + 1}
    changed = update(street_reports).where(_its.id == id).values(new).returning(street_reports)
    return connection.execute(changed).one()


def happened(
    connection: Connection,
    row: AnyRow,
    kind: str,
    at: dt.datetime,
    *,
    body: Sealed | None = None,
    staff: int | None = None,
    tells: bool = False,
) -> None:
    """Adds to the history of a report, whose row is as it is after that."""
    new: dict[str, Any] = {"report_id": row.id, "at": at, "kind": kind, "status": row.status}
    new |= {"staff_id": staff, "body": body, "tells": tells, "told_at": None}
    connection.execute(insert(street_events).values(new)).close()


def joins(
    connection: Connection, id: int, conversation: int, role: str, *, tells: bool, at: dt.datetime
) -> bool:
    """The resident has reported it, or seen it too; False when that was known."""
    new = {"report_id": id, "conversation_id": conversation, "role": role, "tells": tells, "at": at}
    return connection.execute(_joins[connection.dialect.name], new).first() is not None


def report(keys: Keys, row: AnyRow) -> Report | None:
    """What was reported, None when it has been forgotten."""
    return None if row.body is None else keys.open(row.body, Report)


def known(row: AnyRow, metres: float = 0.0) -> Known:
    """As anybody may be told of it."""
    return Known(row.reference, row.kind, row.status, row.status_at, row.filed_at, round(metres))
