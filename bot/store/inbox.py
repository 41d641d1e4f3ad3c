"""Messages that came in: each is stored once, before it is acknowledged, and open until its turn is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, Integer, bindparam, or_, select, update

from bot.store.conversations import LEASE
from bot.store.query import AnyRow, Query
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
_insert = Query(
    upsert(inbox, lambda new: new.on_conflict_do_nothing(index_elements=["seen"]).returning(_row.id)),
    ["seen", "conversation_id", "seq", "message", "holder", "attempts", "received_at"],
)
_known = select(_row.id, _row.conversation_id, _row.done_at, _row.holder, _row.received_at).where(
    _row.seen.in_(bindparam("hashes", expanding=True))
)
_pick_up = Query(
    update(inbox)
    .where(_row.id == bindparam("wanted"), _row.done_at.is_(None))
    .values(
        holder=bindparam("new_holder"),
        attempts=_row.attempts + bindparam("more", type_=Integer),
        received_at=bindparam("now"),
    )
    .returning(_row.seq, _row.attempts)
)
# The message is blanked with its turn: from then on only the hash that recognises it is left.
_done = Query(
    update(inbox)
    .where(_row.id == bindparam("wanted"), _row.done_at.is_(None))
    .values(done_at=bindparam("now"), message=None, holder=None)
)
_dead = or_(_row.holder.is_(None), _row.received_at <= bindparam("fresh"))
_nobody = or_(conversations.c.held_until.is_(None), conversations.c.held_until <= bindparam("now"))
_unfinished = Query(
    select(_row.id, _row.conversation_id, _row.attempts, _row.message)
    .join(conversations, conversations.c.id == _row.conversation_id)
    .where(_row.done_at.is_(None), _dead, _nobody)
    .order_by(_row.id)
)
_put_down = Query(
    update(inbox).where(_row.id == bindparam("wanted"), _row.done_at.is_(None)).values(holder=None)
)
_orphan = Query(
    update(inbox).where(_row.holder == bindparam("gone"), _row.done_at.is_(None)).values(holder=None)
)
_unlock = Query(
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
    row = _insert.one(connection, new)
    return None if row is None else int(row.id)


def known(connection: Connection, hashes: Sequence[bytes]) -> AnyRow | None:
    """The message that was stored under one of these hashes."""
    return connection.execute(_known, {"hashes": list(hashes)}).first()


def is_dead(row: AnyRow, now: dt.datetime) -> bool:
    """Whether nobody is at work on an open message any more, as far as its own row tells."""
    return bool(row.holder is None or row.received_at <= now - LEASE)


def pick_up(
    connection: Connection, inbox_id: int, holder: str, now: dt.datetime, again: bool
) -> AnyRow | None:
    """Puts the open message into the hands of `holder`, counting another attempt if it is tried `again`; its
    `seq` and `attempts`, None when its turn is over."""
    values = {"wanted": inbox_id, "new_holder": holder, "now": now, "more": int(again)}
    return _pick_up.one(connection, values)


def done(connection: Connection, inbox_id: int, now: dt.datetime) -> None:
    """The message's turn is over."""
    _done.run(connection, {"wanted": inbox_id, "now": now})


def put_down(connection: Connection, inbox_id: int) -> None:
    """Nobody is at work on the message: it is found by `unfinished`."""
    _put_down.run(connection, {"wanted": inbox_id})


def unfinished(connection: Connection, now: dt.datetime) -> list[AnyRow]:
    """The open messages that nobody is at work on, in the order in which they came."""
    return _unfinished.all(connection, {"now": now, "fresh": now - LEASE})


def as_unfinished(keys: Keys, row: AnyRow) -> Unfinished:
    """A row of `unfinished`, opened."""
    return Unfinished(row.id, row.conversation_id, row.attempts, keys.open(row.message, Inbound))


def release(connection: Connection, holder: str) -> None:
    """Frees all that `holder` had when it died: its turns and its open messages."""
    _orphan.run(connection, {"gone": holder})
    _unlock.run(connection, {"gone": holder})
