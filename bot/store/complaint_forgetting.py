"""What goes of complaints: when a resident asks to be forgotten, and when their time is over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection, case, or_, select, update

from bot.store.complaint_tables import complaints

OVER_FOR = dt.timedelta(days=365)
"""For so long after the answer all of it is kept: within a year the Ombudsman can be asked (Local Government
Act 1974, section 26B)."""

LONGEST = dt.timedelta(days=730)
"""Nothing personal is kept for longer, also where nobody has marked it as answered."""

_its = complaints.c
_GONE = {
    "body": None,
    "conversation_id": None,
    "status": case((_its.status != "answered", "withdrawn"), else_=_its.status),
    "revision": _its.revision + 1,
}


def forget_person(connection: Connection, conversations: Collection[int]) -> None:
    """Takes the personal parts out of the complaints of these conversations; open ones are withdrawn by
    that: without the words nobody can answer them."""
    connection.execute(update(complaints).where(_its.conversation_id.in_(conversations)).values(_GONE))


def forget_old(connection: Connection, now: dt.datetime, most: int) -> int:
    """Takes the personal parts out of some of those whose time is over; how many."""
    over = _its.status.in_(("answered", "withdrawn")) & (_its.status_at < now - OVER_FOR)
    old = or_(over, _its.filed_at < now - LONGEST) & _its.body.is_not(None)
    ids = connection.scalars(select(_its.id).where(old).order_by(_its.id).limit(most)).all()
    connection.execute(update(complaints).where(_its.id.in_(ids)).values(_GONE))
    return len(ids)
