"""Messages that came in: each is stored once, before it is acknowledged, and is open until its turn is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, bindparam, or_, select, update

from bot.store.conversations import LEASE
from bot.store.sealed import Keys, Sealed
from bot.store.tables import conversations, inbox
from bot.store.upsert import upsert
from channels.message import Inbound


class Unfinished(Struct, frozen=True):
    """A message whose turn died before it was done. `attempts` counts the times that it has been tried again:
    a message that kills its turn each time must not be tried for ever."""

    inbox_id: int
    conversation_id: int
    attempts: int
    inbound: Inbound


_row = inbox.c
_insert = upsert(
    inbox, lambda insert: insert.on_conflict_do_nothing(index_elements=["seen"]).returning(inbox.c.id)
)
_known = select(_row.id, _row.conversation_id, _row.done_at, _row.holder, _row.received_at).where(
    _row.seen.in_(bindparam("hashes", expanding=True))
)
_one = select(inbox).where(_row.id == bindparam("message"), _row.done_at.is_(None))
_retry = (
    update(inbox)
    .where(_row.id == bindparam("message"))
    .values(holder=bindparam("new_holder"), attempts=_row.attempts + 1, received_at=bindparam("now"))
)
# The message is blanked with its turn: from then on only the hash that recognises it is left.
_done = (
    update(inbox)
    .where(_row.id == bindparam("message"), _row.done_at.is_(None))
    .values(done_at=bindparam("now"), message=None, holder=None)
)
_dead = or_(_row.holder.is_(None), _row.received_at <= bindparam("fresh"))
_nobody = or_(conversations.c.held_until.is_(None), conversations.c.held_until <= bindparam("now"))
_unfinished = (
    select(_row.id, _row.conversation_id, _row.attempts, _row.message)
    .join(conversations, conversations.c.id == _row.conversation_id)
    .where(_row.done_at.is_(None), _dead, _nobody)
    .order_by(_row.id)
)
_orphan = (
    update(inbox).where(_row.holder == bindparam("gone"), _row.done_at.is_(None)).values(holder=None)
)
_unlock = (
    update(conversations)
    .where(conversations.c.holder == bindparam("gone"))
    .values(holder=None, held_until=None)
)


def put(
    connection: Connection,
    seen: bytes,
    conversation_id: int,
    seq: int,
    message: Sealed,
    holder: str,
    now: dt.datetime,
) -> int | None:
    """Stores a message and gives its number; None when it is there already."""
    new = {
        "seen": seen,
        "conversation_id": conversation_id,
        "seq": seq,
        "message": message,
        "holder": holder,
        "attempts": 0,
        "received_at": now,
    }
    found: int | None = connection.execute(_insert(connection), new).scalar_one_or_none()
    return found


def known(connection: Connection, hashes: Sequence[bytes]) -> Row[Any] | None:
    """The message that was stored under one of these hashes."""
    return connection.execute(_known, {"hashes": list(hashes)}).first()


def is_dead(row: Row[Any], now: dt.datetime) -> bool:
    """Whether nobody is at work on an open message any more, as far as its own row tells."""
    return row.holder is None or row.received_at <= now - LEASE


def open_message(connection: Connection, inbox_id: int) -> Row[Any] | None:
    """The message's row while it is open."""
    return connection.execute(_one, {"message": inbox_id}).one_or_none()


def retry(connection: Connection, inbox_id: int, holder: str, now: dt.datetime) -> None:
    """Counts another attempt at the message, by `holder`."""
    connection.execute(_retry, {"message": inbox_id, "new_holder": holder, "now": now})


def done(connection: Connection, inbox_id: int, now: dt.datetime) -> None:
    """The message's turn is over."""
    connection.execute(_done, {"message": inbox_id, "now": now})


def unfinished(connection: Connection, now: dt.datetime) -> Sequence[Row[Any]]:
    """The open messages that nobody is at work on, in the order in which they came."""
    return connection.execute(_unfinished, {"now": now, "fresh": now - LEASE}).all()


def as_unfinished(keys: Keys, row: Row[Any]) -> Unfinished:
    """A row of `unfinished`, opened."""
    return Unfinished(row.id, row.conversation_id, row.attempts, keys.open(row.message, Inbound))


def release(connection: Connection, holder: str) -> None:
    """Frees all that `holder` had when it died: its turns and its open messages."""
    connection.execute(_orphan, {"gone": holder})
    connection.execute(_unlock, {"gone": holder})
