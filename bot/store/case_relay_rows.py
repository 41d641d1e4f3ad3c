"""The rows of cases in the council's own system: their states, and how they are read."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from bot.knowledge.repairs.case import Priority, Report, Severity, Status
from bot.store.case_tables import case_relays, cases
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.sent_rows import THERE, Note, Rows, State

__all__ = ["THERE", "Note", "Relayed", "State", "relayed"]

ROWS = Rows(case_relays, cases, "case_id", "open311")


class Relayed(Struct, frozen=True, kw_only=True):
    """A case with what is known of it there. `request` is their number of it; of one that waits, the number
    that an earlier request for it had. `closed`: the case is over here."""

    case: int
    reference: str
    revision: int
    status: Status
    closed: bool
    priority: Priority
    severity: Severity
    filed_at: dt.datetime
    report: Report
    state: State
    service: str
    request: str = ""
    token: str = ""
    problem: str = ""
    sent_at: dt.datetime | None = None
    polled_at: dt.datetime | None = None
    note: Note = Note()

    @property
    def number(self) -> int:
        """By which the outbox knows it."""
        return self.case


def relayed(keys: Keys, row: AnyRow | None) -> Relayed | None:
    """A row of `both`; None for none, and where what was reported is not kept any more."""
    if row is None or row.body is None:
        return None
    return Relayed(
        case=row.id,
        reference=row.reference,
        revision=row.revision,
        status=row.status,
        closed=row.closed_at is not None,
        priority=row.priority,
        severity=row.severity,
        filed_at=row.filed_at,
        report=keys.open(row.body, Report),
        state=row.relay_state,
        service=row.relay_service,
        request=row.relay_request,
        token=row.relay_token,
        problem=row.relay_problem,
        sent_at=row.relay_sent_at,
        polled_at=row.relay_polled_at,
        note=Note() if row.relay_note is None else keys.open(row.relay_note, Note),
    )
