"""The history of a case: what happened, once for each key, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, insert, select

from bot.knowledge.repairs.case import Filed
from bot.store.case_tables import case_events, cases
from bot.store.query import AnyRow
from bot.store.sealed import Sealed

Listener = Callable[[Connection, int, str], None]
"""Called in the transaction with the case and the kind of what happened: `new`, `completed`, `renewed`, and
whatever changed the status."""

Listeners = Sequence[Listener]

_its = case_events.c


class Event(Struct, frozen=True, kw_only=True):
    """What happened. `body` is sealed; `conversation` is the resident whose words they are, `staff` the
    member of staff."""

    kind: str
    at: dt.datetime
    key: str | None = None
    body: Sealed | None = None
    staff: int | None = None
    conversation: int | None = None
    tells: bool = False
    result: Filed | None = None


def write(connection: Connection, row: AnyRow, event: Event) -> None:
    """Adds to the history of a case, whose row is as it is after that."""
    result = None if event.result is None else msgspec.json.encode(event.result).decode()
    new: dict[str, Any] = {
        "case_id": row.id,
        "at": event.at,
        "kind": event.kind,
        "status": row.status,
        "key": event.key,
        "staff_id": event.staff,
        "conversation_id": event.conversation,
        "body": event.body,
        "result": result,
        "tells": event.tells,
        "told_at": None,
    }
    connection.execute(insert(case_events).values(new)).close()


def result(connection: Connection, key: str) -> Filed | None:
    """What came of this key when it was done, None when it was not."""
    raw = connection.scalar(select(_its.result).where(_its.key == key))
    return None if raw is None else msgspec.json.decode(raw, type=Filed)


def done(connection: Connection, key: str) -> AnyRow | None:
    """The case that this key has changed already, None for none."""
    query = select(cases).join(case_events, _its.case_id == cases.c.id).where(_its.key == key)
    return connection.execute(query).first()
