"""What goes of reports of streets: when a resident asks to be forgotten, and when a report has been over for
its time. What is wrong in a street stays wrong: kind, place and status are about nobody, and stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from msgspec.structs import replace
from sqlalchemy import ColumnElement, Connection, delete, exists, insert, or_, select, update

from bot.store import street_rows as rows
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.street_tables import (
    street_events,
    street_people,
    street_photos,
    street_relays,
    street_reports,
)

OVER_FOR = dt.timedelta(days=90)
"""For so long after its end the words and photos of a report are kept: as long as others are told of it."""

UNCHANGED_FOR = dt.timedelta(days=365)
"""A report of which nothing was heard for so long leads to nobody any more."""

_its, _who, _said, _photo = street_reports.c, street_people.c, street_events.c, street_photos.c


def forget_person(
    connection: Connection, keys: Keys, conversations: Collection[int], now: dt.datetime
) -> None:
    """The resident with these conversations is forgotten in all that they have reported or follow."""
    theirs = _who.conversation_id.in_(conversations)
    mine = select(_who.report_id).where(theirs, _who.role == "reported")
    query = select(street_reports).where(_its.id.in_(mine)).order_by(_its.id).with_for_update()
    for row in connection.execute(query).all():
        _without_person(connection, keys, row, now)
    connection.execute(delete(street_people).where(theirs))


def forget_old(connection: Connection, now: dt.datetime, most: int) -> int:
    """Forgets some of those that have been over for their time; how many."""
    old = or_(_its.closed_at < now - OVER_FOR, _its.status_at < now - UNCHANGED_FOR)
    query = select(_its.id).where(old, _personal()).order_by(_its.id).limit(most)
    ids = connection.scalars(query).all()
    connection.execute(update(street_reports).where(_its.id.in_(ids)).values(body=None))
    connection.execute(update(street_events).where(_said.report_id.in_(ids)).values(body=None))
    connection.execute(update(street_relays).where(street_relays.c.report_id.in_(ids)).values(note=None))
    connection.execute(delete(street_photos).where(_photo.report_id.in_(ids)))
    connection.execute(delete(street_people).where(_who.report_id.in_(ids)))
    return len(ids)


def followed_by(conversation: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a conversation is to be told of a report that is open: as long it stays."""
    its = _who.report_id == _its.id, _who.conversation_id == conversation, _who.tells
    return exists().where(*its, _its.closed_at.is_(None))


def move(connection: Connection, own: int, target: int) -> None:
    """The reports of a conversation whose address has been linked to another go along."""
    there = set(connection.scalars(select(_who.report_id).where(_who.conversation_id == target)))
    found = connection.execute(select(street_people).where(_who.conversation_id == own)).all()
    new = [{**row._asdict(), "conversation_id": target} for row in found if row.report_id not in there]
    if new:
        connection.execute(insert(street_people), new)
    connection.execute(delete(street_people).where(_who.conversation_id == own))


def _without_person(connection: Connection, keys: Keys, row: AnyRow, now: dt.datetime) -> None:
    """Of an open one the place stays, so that it can be found; of one that is over nothing that was said."""
    told = rows.report(keys, row) if row.closed_at is None else None
    kept = None if told is None else keys.seal(replace(told, said="", photos=(), language="", tells=False))
    row = rows.change(connection, row.id, {"body": kept})
    connection.execute(delete(street_photos).where(_photo.report_id == row.id))
    rows.happened(connection, row, "forgotten", now)


def _personal() -> ColumnElement[bool]:
    """Whether there is anything left to forget."""
    followed = exists().where(_who.report_id == _its.id)
    said = exists().where(_said.report_id == _its.id, _said.body.is_not(None))
    return or_(_its.body.is_not(None), followed, said)
