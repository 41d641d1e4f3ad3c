"""The rows of cases in the council's own system: their states, and how they are read."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from bot.knowledge.repairs.case import Priority, Report, Severity, Status
from bot.store.case_tables import case_relays, cases
from bot.store.query import AnyRow
from bot.store.sealed import Keys

State = Literal["waiting", "sending", "token", "sent", "closed", "refused", "unsure"]
"""`waiting`: it is to be sent. `sending`: it may have been. `token`: it is there, and its number is to come.
`sent`: it is there. `closed`: they are done with it. `refused`: they do not take it. `unsure`: nobody can
tell whether they have it, and it is not sent again by itself."""

THERE: tuple[State, ...] = ("token", "sent", "closed")

OFTEN, SELDOM, RARELY = dt.timedelta(minutes=15), dt.timedelta(hours=2), dt.timedelta(days=1)
"""How often a case is asked about: in its first day, in its first two weeks, and after that."""

NEW, YOUNG = dt.timedelta(days=1), dt.timedelta(days=14)

_case, _its = cases.c, case_relays.c
ASKED = func.coalesce(_its.polled_at, _its.sent_at)
"""When it was asked about last."""

both: Select[tuple[object, ...]] = select(
    *cases.c, *(column.label(f"relay_{column.name}") for column in case_relays.c)
).join_from(cases, case_relays, _its.case_id == _case.id)


class Note(Struct, frozen=True, omit_defaults=True):
    """What they last said of a case. `expected` is when they think that it is done."""

    status: str = ""
    words: str = ""
    agency: str = ""
    expected: dt.datetime | None = None


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


def due(now: dt.datetime) -> ColumnElement[bool]:
    """Which are to be asked about now."""
    soon = or_(
        and_(_its.sent_at > now - NEW, now - OFTEN >= ASKED),
        and_(_its.sent_at > now - YOUNG, now - SELDOM >= ASKED),
        now - RARELY >= ASKED,
    )
    numbered = and_(_its.state == "sent", _its.request != "")
    named = or_(numbered, and_(_its.state == "token", _its.token != ""))
    return and_(named, soon, _case.closed_at.is_(None))


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
