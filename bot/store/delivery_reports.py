"""What providers report of messages: in any order, more than once, and sometimes too soon.

A report finds its row by the provider's own name for the message, or by our key where the provider gives it
back. One that is about an earlier try than the present one changes nothing.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, or_, select, update

from bot.store import suppressions
from bot.store.outbox_marks import CODE, PROVIDER, PROVIDER_ID
from bot.store.outbox_tables import outbox, outbox_reports
from bot.store.query import AnyRow
from bot.store.sealed import Sealed
from bot.store.upsert import upsert
from channels.sending import Report
from notifier.policy import TRIES, backoff
from notifier.status import OF_REPORT, may

KEPT = dt.timedelta(days=2)
"""How long a report waits for the row that it is about."""

_MOST = 200
_RANK = {"accepted": 0, "sent": 1, "delivered": 2, "undelivered": 2, "failed": 2}
_its, _early = outbox.c, outbox_reports.c
_keep = upsert(
    outbox_reports,
    lambda new: new.on_conflict_do_update(
        index_elements=["provider", "provider_id"],
        set_={"report": new.excluded.report, "rank": new.excluded.rank, "at": new.excluded.at},
        where=outbox_reports.c.rank < new.excluded.rank,
    ),
)
_found = (
    select(outbox_reports)
    .join(outbox, (_its.provider_id == _early.provider_id) & (_its.provider == _early.provider))
    .limit(_MOST)
)


def bounded(report: Report) -> Report:
    """A report whose words fit into their columns."""
    return msgspec.structs.replace(
        report,
        provider=report.provider[:PROVIDER],
        provider_id=report.provider_id[:PROVIDER_ID],
        code=report.code[:CODE],
    )


def take(connection: Connection, report: Report, now: dt.datetime) -> None:
    """Applies a report, or keeps it until its row can be found."""
    row = _row(connection, report)
    if row is not None:
        _apply(connection, row, report, now)
    elif report.provider_id:
        body = msgspec.json.encode(msgspec.structs.replace(report, key="")).decode()
        values = {"provider": report.provider, "provider_id": report.provider_id, "at": now}
        new = {**values, "report": body, "rank": _RANK[report.status]}
        connection.execute(_keep[connection.dialect.name], new)


def settle(connection: Connection) -> list[Report]:
    """Takes out the kept reports whose row is there by now, to be applied."""
    rows = connection.execute(_found).all()
    for row in rows:
        same = (_early.provider == row.provider, _early.provider_id == row.provider_id)
        connection.execute(delete(outbox_reports).where(*same))
    return [msgspec.json.decode(row.report, type=Report) for row in rows]


def _row(connection: Connection, report: Report) -> AnyRow | None:
    named = (_its.provider == report.provider) & (_its.provider_id == report.provider_id)
    which = or_(named, _its.key == report.key) if report.key else named
    found = select(outbox).where(which).with_for_update().limit(1)
    return connection.execute(found).first()


def _apply(connection: Connection, row: AnyRow, report: Report, now: dt.datetime) -> None:
    then = OF_REPORT[report.status]
    known = row.provider_id is not None
    same = row.provider_id == report.provider_id
    out = row.sent_at is not None or row.done_at is not None
    # Before it is out, the name it has is that of an earlier try; after it is out, any other name is.
    if row.status == "waiting" or (known and same != out):
        return
    if report.gone and row.address is not None:
        whose = (row.channel, row.to_lookup, Sealed(row.address))
        suppressions.put(connection, *whose, "all", "provider", now)
    if report.again and not report.gone and may(row.status, "waiting") and _useful(row, now):
        later = now + backoff(row.attempts)
        _set(connection, row, status="waiting", not_before=later, code=report.code, sent_at=None)
    elif may(row.status, then):
        sent = {"sent_at": row.sent_at or now} if then in ("sent", "delivered") else {}
        over = {} if then == "sent" else {"done_at": now, "body": None, "address": None}
        names = {"provider": report.provider, "provider_id": report.provider_id}
        _set(connection, row, status=then, code=report.code, **names, **sent, **over)


def _useful(row: AnyRow, now: dt.datetime) -> bool:
    return row.address is not None and row.expires_at > now and row.attempts < TRIES


def _set(connection: Connection, row: AnyRow, **values: Any) -> None:
    change = update(outbox).where(_its.id == row.id)
    connection.execute(change.values(holder=None, lease_until=None, **values))
