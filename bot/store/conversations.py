"""Conversations: who is spoken with, who may answer, and who has the turn."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct
from sqlalchemy import Boolean, Connection, Row, String, bindparam, exists, func, or_, select, update

from bot.store.sealed import Keys, Sealed
from bot.store.tables import conversations, inbox
from bot.store.upsert import upsert

LEASE = dt.timedelta(seconds=60)
"""How long a turn may take. After it, another process may take the conversation over."""

BOT = "bot"


class Conversation(Struct, frozen=True):
    """A conversation as it was when it was read.

    `owner` may write: `bot`, `queue`, or `adviser:<id>`. `revision` counts the changes of state and owner.
    `language` is a BCP 47 tag, empty until one is settled. `state` is the engine's JSON, empty at first.
    `kept` says that the resident has agreed to be remembered.
    """

    id: int
    channel: str
    address: str
    owner: str
    revision: int
    language: str
    state: bytes
    created_at: dt.datetime
    last_at: dt.datetime
    last_seq: int
    kept: bool


class Superseded(Exception):
    """The reply was not written: the conversation has moved on. `owner` has it now; `erased` when it is gone."""

    def __init__(self, owner: str) -> None:
        super().__init__(f"the conversation belongs to {owner.partition(':')[0]} or has moved on")
        self.owner = owner


_all = conversations.c
_of_lookups = _all.lookup.in_(bindparam("lookups", expanding=True))
# An older secret's look-up hash is replaced by the current one whenever the resident writes.
_touch = (
    update(conversations)
    .where(_of_lookups)
    .values(
        lookup=bindparam("new_lookup"),
        last_seq=_all.last_seq + 1,
        last_at=bindparam("now"),
        waiting=False,
        reminded=False,
    )
    .returning(_all.id, _all.last_seq, _all.language)
)
_begin = upsert(
    conversations,
    lambda insert: insert.on_conflict_do_update(
        index_elements=["lookup"], set_={"last_seq": _all.last_seq + 1, "last_at": insert.excluded.last_at}
    ).returning(_all.id, _all.last_seq, _all.language),
)
# Somebody's earlier message comes first, for as long as its own turn may still be alive.
_before = exists().where(
    inbox.c.conversation_id == _all.id,
    inbox.c.done_at.is_(None),
    inbox.c.id < bindparam("message"),
    inbox.c.holder.is_not(None),
    inbox.c.received_at > bindparam("fresh"),
)
_free = or_(_all.held_until.is_(None), _all.held_until <= bindparam("now"))
_take = (
    update(conversations)
    .where(_all.id == bindparam("conversation"), _free, ~_before)
    .values(holder=bindparam("new_holder"), held_until=bindparam("until"))
    .returning(conversations)
)
_advance = (
    update(conversations)
    .where(
        _all.id == bindparam("conversation"),
        _all.revision == bindparam("known"),
        _all.owner == bindparam("writer"),
    )
    .values(
        revision=_all.revision + 1,
        state=bindparam("new_state"),
        language=bindparam("new_language"),
        owner=func.coalesce(bindparam("new_owner", type_=String), _all.owner),
        kept=func.coalesce(bindparam("new_kept", type_=Boolean), _all.kept),
        waiting=bindparam("new_waiting"),
        last_seq=_all.last_seq + bindparam("lines"),
        last_at=bindparam("now"),
        holder=None,
        held_until=None,
    )
    .returning(_all.last_seq, _all.lookup)
)
_leave = (
    update(conversations)
    .where(_all.id == bindparam("conversation"), _all.holder == bindparam("leaver"))
    .values(holder=None, held_until=None)
)
_by_id = select(conversations).where(_all.id == bindparam("conversation"))


def touch(
    connection: Connection, lookups: list[bytes], now: dt.datetime
) -> Row[tuple[int, int, str]] | None:
    """Counts one more line in the conversation; its id, that line's number and its language, or None when
    there is no such conversation yet."""
    values = {"lookups": lookups, "new_lookup": lookups[0], "now": now}
    return connection.execute(_touch, values).one_or_none()


def begin(
    connection: Connection, channel: str, lookup: bytes, address: Sealed, now: dt.datetime
) -> Row[tuple[int, int, str]]:
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
    return connection.execute(_begin(connection), new).one()


def take(
    connection: Connection, conversation_id: int, inbox_id: int, holder: str, now: dt.datetime
) -> Row[Any] | None:
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
    return connection.execute(_take, values).one_or_none()


def leave(connection: Connection, conversation_id: int, holder: str) -> None:
    """Gives the turn back, if `holder` has it."""
    connection.execute(_leave, {"conversation": conversation_id, "leaver": holder})


def advance(connection: Connection, **values: Any) -> Row[tuple[int, bytes]] | None:
    """Writes a turn's outcome where revision and owner are still the known ones, and gives the turn back; the
    last line's number and the look-up hash, or None when the conversation has moved on."""
    return connection.execute(_advance, values).one_or_none()


def find(connection: Connection, conversation_id: int) -> Row[Any] | None:
    """The conversation's row."""
    return connection.execute(_by_id, {"conversation": conversation_id}).one_or_none()


def as_conversation(keys: Keys, row: Row[Any], address: str | None = None) -> Conversation:
    """A row opened. `address` spares opening it where it is known."""
    return Conversation(
        row.id,
        row.channel,
        keys.open(row.address, str) if address is None else address,
        row.owner,
        row.revision,
        row.language,
        keys.open_bytes(row.state) if row.state else b"",
        row.created_at,
        row.last_at,
        row.last_seq,
        row.kept,
    )

