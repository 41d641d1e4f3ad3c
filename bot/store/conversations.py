"""The rows of conversations: who is spoken with, who may answer, and who has the turn."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Boolean, Connection, String, bindparam, exists, func, or_, select, update

from bot.store.conversation import BOT
from bot.store.query import AnyRow, Query
from bot.store.sealed import Sealed
from bot.store.tables import conversations, inbox
from bot.store.turn import TurnWrite
from bot.store.upsert import upsert

LEASE = dt.timedelta(seconds=60)
"""How long a turn may take. After it, another process may take the conversation over."""

_row = conversations.c
_rekey = (
    update(conversations)
    .where(_row.lookup.in_(bindparam("old_lookups", expanding=True)))
    .values(lookup=bindparam("new_lookup"))
)
_touch = Query(
    update(conversations)
    .where(_row.lookup == bindparam("wanted"))
    .values(last_seq=_row.last_seq + 1, last_at=bindparam("now"), waiting=False, reminded=False)
    .returning(_row.id, _row.last_seq, _row.language, _row.lookup, _row.reach_lookup)
)
_touch_linked = Query(
    update(conversations)
    .where(_row.id == bindparam("wanted"))
    .values(
        last_seq=_row.last_seq + 1,
        last_at=bindparam("now"),
        waiting=False,
        reminded=False,
        reach_channel=bindparam("channel"),
        reach_lookup=bindparam("lookup"),
        reach_address=bindparam("address"),
    )
    .returning(_row.id, _row.last_seq, _row.language, _row.lookup)
)
_begin = Query(
    upsert(
        conversations,
        lambda insert: insert.on_conflict_do_update(
            index_elements=["lookup"],
            set_={"last_seq": _row.last_seq + 1, "last_at": insert.excluded.last_at},
        ).returning(_row.id, _row.last_seq, _row.language, _row.lookup),
    ),
    [column.name for column in conversations.columns if not (column.nullable or column.primary_key)],
)
_return = Query(
    update(conversations)
    .where(_row.id == bindparam("wanted"))
    .values(reach_channel=None, reach_lookup=None, reach_address=None)
)
SPOKEN_ON = func.coalesce(_row.reach_channel, _row.channel)
"""The channel that the resident's last message came by."""
# Somebody's earlier message comes first, for as long as its own turn may still be alive.
_before = exists().where(
    inbox.c.conversation_id == _row.id,
    inbox.c.done_at.is_(None),
    inbox.c.id < bindparam("message"),
    inbox.c.holder.is_not(None),
    inbox.c.received_at > bindparam("fresh"),
)
_free = or_(_row.held_until.is_(None), _row.held_until <= bindparam("now"))
_take = Query(
    update(conversations)
    .where(_row.id == bindparam("conversation"), _free, ~_before)
    .values(holder=bindparam("new_holder"), held_until=bindparam("until"))
    .returning(conversations)
)
# `last_at` is the resident's last message and stays: an answer does not put off the day of deletion.
_advance = Query(
    update(conversations)
    .where(_row.id == bindparam("conversation"))
    .where(_row.revision == bindparam("known"), _row.owner == bindparam("writer"))
    .values(
        revision=_row.revision + 1,
        state=bindparam("new_state"),
        language=bindparam("new_language"),
        owner=func.coalesce(bindparam("new_owner", type_=String), _row.owner),
        kept=func.coalesce(bindparam("new_kept", type_=Boolean), _row.kept),
        waiting=bindparam("new_waiting"),
        last_seq=_row.last_seq + bindparam("lines"),
        holder=None,
        held_until=None,
    )
    .returning(_row.last_seq, _row.lookup, SPOKEN_ON.label("channel"))
)
_leave = Query(
    update(conversations)
    .where(_row.id == bindparam("conversation"), _row.holder == bindparam("leaver"))
    .values(holder=None, held_until=None)
)
_by_id = Query(select(conversations).where(_row.id == bindparam("conversation")))


def touch(connection: Connection, lookups: list[bytes], now: dt.datetime) -> AnyRow | None:
    """Counts one more line in the conversation; its `id`, that line's number `last_seq`, its `language` and
    `lookup`, None when there is no such conversation yet. An older secret's look-up hash gives way to the
    current."""
    current, *older = lookups
    if older:
        connection.execute(_rekey, {"old_lookups": older, "new_lookup": current})
    met = _touch.one(connection, {"wanted": current, "now": now})
    if met is not None and met.reach_lookup is not None:
        _return.run(connection, {"wanted": met.id})
    return met


def touch_linked(
    connection: Connection,
    conversation_id: int,
    channel: str,
    lookup: bytes,
    address: Sealed,
    now: dt.datetime,
) -> AnyRow | None:
    """As `touch`, for a message from another address of the same resident: there they are answered now."""
    values = {"wanted": conversation_id, "now": now, "channel": channel, "lookup": lookup, "address": address}
    return _touch_linked.one(connection, values)


def begin(connection: Connection, channel: str, lookup: bytes, address: Sealed, now: dt.datetime) -> AnyRow:
    """As `touch`, for a conversation that may have to be made first."""
    new = {
        "channel": channel,
        "lookup": lookup,
        "address": address,
        "owner": BOT,
        "revision": 0,
        "language": "",
        "kept": False,
        "waiting": False,
        "reminded": False,
        "last_seq": 1,
        "created_at": now,
        "last_at": now,
    }
    return _begin.one(connection, new)


def take(
    connection: Connection, conversation_id: int, inbox_id: int, holder: str, now: dt.datetime
) -> AnyRow | None:
    """Gives the turn to `holder` for the message `inbox_id`; the conversation's row, or None when another has
    the turn or an earlier message comes first."""
    values = {
        "conversation": conversation_id,
        "message": inbox_id,
        "now": now,
        "fresh": now - LEASE,
        "until": now + LEASE,
        "new_holder": holder,
    }
    return _take.one(connection, values)


def leave(connection: Connection, conversation_id: int, holder: str) -> None:
    """Gives the turn back, if `holder` has it."""
    _leave.run(connection, {"conversation": conversation_id, "leaver": holder})


def advance(connection: Connection, write: TurnWrite, state: Sealed) -> AnyRow | None:
    """Writes a turn's outcome where revision and owner are still those it was computed for, and gives the
    turn back; the last line's number `last_seq` and the `lookup` hash, None when it has moved on."""
    values = {
        "conversation": write.conversation_id,
        "known": write.revision,
        "writer": write.owner,
        "new_state": state,
        "new_language": write.language,
        "new_owner": write.moved.new_owner,
        "new_kept": write.kept,
        "new_waiting": write.waiting,
        "lines": len(write.entries),
    }
    return _advance.one(connection, values)


def reached(row: AnyRow) -> tuple[str, bytes, Sealed]:
    """Where the resident is now: channel, look-up hash and sealed address."""
    if row.reach_channel is None:
        return row.channel, row.lookup, Sealed(row.address)
    return row.reach_channel, row.reach_lookup, Sealed(row.reach_address)


def find(connection: Connection, conversation_id: int) -> AnyRow | None:
    """The conversation's row."""
    return _by_id.one(connection, {"conversation": conversation_id})
