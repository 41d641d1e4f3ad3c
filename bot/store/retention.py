"""What time deletes. Nothing is kept because nobody thought of deleting it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    ColumnElement,
    Connection,
    Delete,
    Select,
    Table,
    Update,
    case,
    delete,
    func,
    select,
    tuple_,
    update,
)

from bot.store.database import Database
from bot.store.tables import (
    audit,
    callbacks,
    conversations,
    effects,
    inbox,
    reports,
    shifts,
    staff_sessions,
    transcript,
)

KEPT = dt.timedelta(days=365)
"""How long a conversation that a resident agreed to have remembered is kept after their last message."""

AUDITED = dt.timedelta(days=400)
"""How long the audit is kept: a year, and the time to look at it."""

_BATCH = 500  # rows in one transaction: residents' messages go in between


# A call that nobody made has ended with its window.
_ended = func.coalesce(callbacks.c.done_at, callbacks.c.until_at)


class Swept(Struct, frozen=True):
    """What a sweep deleted, in rows; of `reports` only the personal parts."""

    conversations: int = 0
    lines: int = 0
    messages: int = 0
    effects: int = 0
    reports: int = 0
    callbacks: int = 0
    audit: int = 0
    sessions: int = 0
    shifts: int = 0


async def sweep(database: Database, now: dt.datetime, days: int) -> Swept:
    """Deletes what is older than `days`: lines, messages and effects by their own age, whole conversations by
    their last message, with their hand-overs and notes, calls back by their end, and the personal parts of
    reports. The audit and shifts have a time of their own; sessions of staff go when they have expired. The
    counters hold nothing personal and stay."""
    before = now - dt.timedelta(days=days)
    gone = Swept(
        conversations=await _all(database, _conversations(before, now - KEPT)),
        lines=await _all(database, _older(transcript, transcript.c.at, before)),
        messages=await _all(database, _older(inbox, inbox.c.done_at, before)),
        effects=await _all(database, _older(effects, effects.c.started_at, before)),
        reports=await _all(database, forget_reports(_reports_before(before), "closed")),
        callbacks=await _all(database, _older(callbacks, _ended, before)),
        audit=await _all(database, _older(audit, audit.c.at, now - AUDITED)),
        sessions=await _all(database, _older(staff_sessions, staff_sessions.c.expires_at, now)),
        shifts=await _all(database, _older(shifts, shifts.c.until, now - AUDITED)),
    )
    await database.tidy()
    return gone


def forget_reports(which: Select[Any], status: str) -> Update:
    """Takes the personal parts out of the reports with the ids that `which` selects; open ones become
    `status`: without a home nobody can act on them."""
    return (
        update(reports)
        .where(reports.c.id.in_(which))
        .values(
            home=None,
            home_lookup=None,
            conversation_id=None,
            status=case((reports.c.status == "open", status), else_=reports.c.status),
        )
    )


async def _all(database: Database, statement: Delete | Update) -> int:
    """Runs a statement of at most `_BATCH` rows until nothing is left for it; the rows it changed."""
    total = 0
    while count := await database.write(lambda connection: _count(connection, statement)):
        total += count
    return total


def _count(connection: Connection, statement: Delete | Update) -> int:
    return connection.execute(statement).rowcount


def _conversations(before: dt.datetime, kept_before: dt.datetime) -> Delete:
    last = conversations.c.last_at
    old = (~conversations.c.kept & (last < before)) | (last < kept_before)
    return delete(conversations).where(
        conversations.c.id.in_(select(conversations.c.id).where(old).limit(_BATCH))
    )


def _older(table: Table, age: ColumnElement[Any], before: dt.datetime) -> Delete:
    key = tuple_(*table.primary_key.columns)
    old = select(*table.primary_key.columns).where(age < before).limit(_BATCH)
    return delete(table).where(key.in_(old))


def _reports_before(before: dt.datetime) -> Select[Any]:
    personal = reports.c.home.is_not(None)
    return select(reports.c.id).where(reports.c.filed_at < before, personal).limit(_BATCH)
