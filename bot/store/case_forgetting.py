"""What goes of cases: when a resident asks to be forgotten, and when a case has been over for its time.

An open case cannot be undone by forgetting: the landlord must still make the home safe (Landlord and Tenant
Act 1985, section 10A). So it keeps where and what it is and who is at risk there, and loses what leads to the
person who reported it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, or_, select, update

from bot.store import case_events as events
from bot.store import case_rows as rows
from bot.store.case_events import Event
from bot.store.case_merging import without_person
from bot.store.case_tables import case_events, case_photos, case_relays, case_reporters, cases
from bot.store.query import AnyRow
from bot.store.sealed import Keys

OVER_FOR = dt.timedelta(days=365)
"""For so long after its end all of a case is kept: as long as a complaint about it can be brought."""

NO_WORD_FOR = dt.timedelta(days=28)
"""For so long tenants can say whether work that was done has helped; after that the case is over."""

_its, _said, _photo = cases.c, case_events.c, case_photos.c
_who = case_reporters.c
_BLANK: dict[str, Any] = {
    "body": None,
    "home_lookup": None,
    "block_lookup": None,
    "postcode_lookup": None,
    "conversation_id": None,
}


def forget_person(
    connection: Connection, keys: Keys, conversations: Collection[int], now: dt.datetime
) -> None:
    """The resident with these conversations is forgotten in all their cases."""
    mine = select(_who.case_id).where(_who.conversation_id.in_(conversations))
    theirs = or_(_its.id.in_(mine), _its.conversation_id.in_(conversations))
    for row in connection.execute(select(cases).where(theirs).order_by(_its.id).with_for_update()).all():
        if row.place == "block" and row.conversation_id not in conversations:
            _forget_words(connection, row.id, conversations)
        elif row.closed_at is not None:
            forget(connection, [row.id])
        else:
            _forget_in_open(connection, keys, row, conversations, now)
    connection.execute(delete(case_reporters).where(_who.conversation_id.in_(conversations)))


def forget(connection: Connection, ids: Collection[int]) -> None:
    """Takes all that is personal out of cases; they stay as numbers, and so does what was done when."""
    connection.execute(update(cases).where(_its.id.in_(ids)).values(_BLANK))
    nobody = {"body": None, "conversation_id": None}
    connection.execute(update(case_events).where(_said.case_id.in_(ids)).values(nobody))
    connection.execute(delete(case_photos).where(_photo.case_id.in_(ids)))
    connection.execute(update(case_relays).where(case_relays.c.case_id.in_(ids)).values(note=None))


def forget_old(connection: Connection, now: dt.datetime, most: int) -> int:
    """Forgets some of those that have been over for their time; how many."""
    old = _its.closed_at < now - OVER_FOR
    ids = connection.scalars(select(_its.id).where(old, personal()).order_by(_its.id).limit(most)).all()
    forget(connection, ids)
    connection.execute(delete(case_reporters).where(_who.case_id.in_(ids)))
    return len(ids)


def end_unanswered(connection: Connection, now: dt.datetime, most: int) -> int:
    """Ends some of those that are done and of which nobody has said that they are not; how many."""
    done = and_(_its.status == "done", _its.closed_at.is_(None), _its.status_at < now - NO_WORD_FOR)
    query = select(_its.id).where(done).order_by(_its.id).limit(most).with_for_update(skip_locked=True)
    over = {"status": "closed", "status_at": now, "closed_at": now, "next_due": None, "next_step": ""}
    ids = connection.scalars(query).all()
    for id in ids:
        row = rows.change(connection, id, over)
        events.write(connection, row, Event(kind="closed", at=now))
    return len(ids)


def personal() -> ColumnElement[bool]:
    """Whether there is anything left to forget."""
    told = exists().where(_who.case_id == _its.id)
    said = exists().where(_said.case_id == _its.id, _said.body.is_not(None))
    return or_(_its.body.is_not(None), _its.home_lookup.is_not(None), told, said)


def open_of(conversation: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether a conversation has reported a case that is open."""
    theirs = _who.case_id == _its.id, _who.conversation_id == conversation
    return exists().where(*theirs, _its.closed_at.is_(None))


def _forget_in_open(
    connection: Connection, keys: Keys, row: AnyRow, conversations: Collection[int], now: dt.datetime
) -> None:
    told = rows.report(keys, row)
    body = None if told is None else keys.seal(without_person(told))
    whose = None if row.conversation_id in conversations else row.conversation_id
    row = rows.change(connection, row.id, {"body": body, "conversation_id": whose})
    _forget_words(connection, row.id, conversations)
    events.write(connection, row, Event(kind="forgotten", at=now))


def _forget_words(connection: Connection, case: int, conversations: Collection[int]) -> None:
    said = _said.case_id == case, _said.conversation_id.in_(conversations)
    connection.execute(update(case_events).where(*said).values(body=None, conversation_id=None))
    photo = _photo.case_id == case, _photo.conversation_id.in_(conversations)
    connection.execute(delete(case_photos).where(*photo))
