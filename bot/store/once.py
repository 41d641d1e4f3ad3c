"""What must happen once, whoever asks for it how often: the first to write down its key does it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from bot.store.query import Query
from bot.store.tables import effects
from bot.store.upsert import upsert

KEY = 64
"""Characters of what names a form that is sent."""

_insert = Query(
    upsert(
        effects,
        lambda new: new.on_conflict_do_nothing(index_elements=["key"]).returning(effects.c.key),
    ),
    ["key", "conversation_id", "started_at", "finished_at"],
)


def first(connection: Connection, key: str, conversation: int, now: dt.datetime) -> bool:
    """Whether nobody has done `key` before, at most 200 characters. It counts as done when this transaction
    is committed, and is forgotten with its conversation or after the retention time."""
    new = {"key": key, "conversation_id": conversation, "started_at": now, "finished_at": now}
    return _insert.one(connection, new) is not None
