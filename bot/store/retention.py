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
    exists,
    func,
    select,
    tuple_,
    update,
)

from bot.store.case_forgetting import end_unanswered, forget_old, open_of
from bot.store.complaint_forgetting import forget_old as forget_old_complaints
from bot.store.complaint_tables import unanswered
from bot.store.database import Database, Work
from bot.store.link_tables import link_codes
from bot.store.outbox_retention import sweep_outbox
from bot.store.photo_table import photos
from bot.store.presence_table import presence
from bot.store.sensor_tables import hours, readings, zone_forecasts, zone_hours
from bot.store.staff_tables import audit, shifts, staff_sessions
from bot.store.street_forgetting import followed_by
from bot.store.street_forgetting import forget_old as forget_old_street
from bot.store.subscription_tables import subscriptions
from bot.store.tables import callbacks, conversations, effects, handovers, inbox, notes, reports, transcript
from bot.store.tries_table import tries
from bot.store.unanswered import KEPT as UNANSWERED

KEPT = dt.timedelta(days=365)
"""How long a conversation that a resident agreed to have remembered is kept after their last message."""

AUDITED = dt.timedelta(days=400)
"""How long the audit is kept: a year, and the time to look at it."""

ARRIVES = dt.timedelta(days=1)
"""How long a photo may wait for the message that carries it."""

AWAY = dt.timedelta(hours=1)
"""How long it is kept that a page was open which nobody has heard of since: its process has died."""

READINGS = dt.timedelta(days=2, hours=2)
"""How long single readings are kept: longer than any that is believed is under way, so that the mean of an
hour is never made anew of a part of it."""

MEASURED = dt.timedelta(days=60)
"""How long the means of hours and the air of zones are kept."""

_BATCH = 500  # rows in one transaction: residents' messages go in between


# A call that nobody made has ended with its window.
_ended = func.coalesce(callbacks.c.done_at, callbacks.c.until_at)


class Swept(Struct, frozen=True):
    """What a sweep deleted, in rows; of `reports`, `cases` and `complaints` only the personal parts."""

    conversations: int = 0
    lines: int = 0
    messages: int = 0
    effects: int = 0
    reports: int = 0
    callbacks: int = 0
    audit: int = 0
    sessions: int = 0
    shifts: int = 0
    photos: int = 0
    tries: int = 0
    notes: int = 0
    presence: int = 0
    codes: int = 0
    outbox: int = 0
    subscriptions: int = 0
    readings: int = 0
    hours: int = 0
    zone_hours: int = 0
    cases: int = 0
    complaints: int = 0
    street: int = 0
    unanswered: int = 0


async def sweep(database: Database, now: dt.datetime, days: int) -> Swept:
    """Deletes what is older than `days`: lines, messages and effects by their own age, whole conversations by
    their last message, with their hand-overs and notes, calls back by their end, photos like lines, and the
    personal parts of reports, and what was sent. Repairs, complaints, the audit and shifts have a time of
    their own; subscriptions, sessions of staff and wrong tries go when they are over. The counters hold
    nothing personal and stay."""
    before = now - dt.timedelta(days=days)
    await _batches(database, lambda connection: end_unanswered(connection, now, _BATCH))
    gone = Swept(
        subscriptions=await _all(database, _older(subscriptions, subscriptions.c.ends_at, now)),
        conversations=await _all(database, _conversations(before, now - KEPT)),
        lines=await _all(database, _older(transcript, transcript.c.at, before)),
        messages=await _all(database, _older(inbox, inbox.c.done_at, before)),
        effects=await _all(database, _older(effects, effects.c.started_at, before)),
        reports=await _all(database, forget_reports(_reports_before(before), "closed")),
        callbacks=await _all(database, _older(callbacks, _ended, before)),
        audit=await _all(database, _older(audit, audit.c.at, now - AUDITED)),
        sessions=await _all(database, _older(staff_sessions, staff_sessions.c.expires_at, now)),
        shifts=await _all(database, _older(shifts, shifts.c.until, now - AUDITED)),
        photos=await _all(database, _photos(before, now - ARRIVES)),
        tries=await _all(database, _older(tries, tries.c.ends_at, now)),
        notes=await _all(database, _notes(before)),
        codes=await _all(database, _older(link_codes, link_codes.c.expires_at, now)),
        outbox=await sweep_outbox(database, now, before),
        presence=await _all(database, _older(presence, presence.c.seen_at, now - AWAY)),
        readings=await _all(database, _older(readings, readings.c.at, now - READINGS)),
        hours=await _all(database, _older(hours, hours.c.hour, now - MEASURED)),
        zone_hours=await _all(database, _older(zone_hours, zone_hours.c.hour, now - MEASURED)),
        cases=await _batches(database, lambda connection: forget_old(connection, now, _BATCH)),
        street=await _batches(database, lambda c: forget_old_street(c, now, _BATCH)),
        complaints=await _batches(database, lambda c: forget_old_complaints(c, now, _BATCH)),
        unanswered=await _all(database, _older(unanswered, unanswered.c.day, (now - UNANSWERED).date())),
    )
    await _all(database, _older(zone_forecasts, zone_forecasts.c.end, now))
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
    return await _batches(database, lambda connection: _count(connection, statement))


async def _batches(database: Database, work: Work[int]) -> int:
    """Does a piece of work of at most `_BATCH` rows until nothing is left for it; the rows it changed."""
    total = 0
    while count := await database.write(work):
        total += count
    return total


def _count(connection: Connection, statement: Delete | Update) -> int:
    return connection.execute(statement).rowcount


def _conversations(before: dt.datetime, kept_before: dt.datetime) -> Delete:
    """A conversation stays as long as alerts go to it, or are to, and while a repair it
    reported is open, or a report of a street of which it is to be told."""
    last = conversations.c.last_at
    old = (~conversations.c.kept & (last < before)) | (last < kept_before)
    old &= ~exists().where(subscriptions.c.conversation_id == conversations.c.id)
    old &= ~open_of(conversations.c.id)
    old &= ~followed_by(conversations.c.id)
    return delete(conversations).where(
        conversations.c.id.in_(select(conversations.c.id).where(old).limit(_BATCH))
    )


def _notes(before: dt.datetime) -> Delete:
    """Notes about a talk go with what is left of it, also where the conversation itself is kept for longer:
    when its last hand-over has ended, and they were written, before then."""
    its = handovers.c
    later = its.ended_at.is_(None) | (its.ended_at >= before)
    goes_on = exists().where(its.conversation_id == notes.c.conversation_id, later)
    old = select(notes.c.id).where(notes.c.at < before, ~goes_on).limit(_BATCH)
    return delete(notes).where(notes.c.id.in_(old))


def _older(table: Table, age: ColumnElement[Any], before: dt.date) -> Delete:
    key = tuple_(*table.primary_key.columns)
    old = select(*table.primary_key.columns).where(age < before).limit(_BATCH)
    return delete(table).where(key.in_(old))


def _photos(before: dt.datetime, arrived_by: dt.datetime) -> Delete:
    """Photos as old as the lines that are deleted, and those whose message never came."""
    lost = photos.c.owner_lookup.is_not(None) & (photos.c.kept_at < arrived_by)
    old = select(photos.c.id).where(lost | (photos.c.kept_at < before)).limit(_BATCH)
    return delete(photos).where(photos.c.id.in_(old))


def _reports_before(before: dt.datetime) -> Select[Any]:
    personal = reports.c.home.is_not(None)
    return select(reports.c.id).where(reports.c.filed_at < before, personal).limit(_BATCH)
