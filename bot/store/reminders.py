"""The one reminder: conversations that wait for an answer, and the line that asks for it again."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, bindparam, or_, select, update

from bot.clock import Clock
from bot.store.conversation import BOT, Conversation, as_conversation
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts, seal_lines, write_lines
from bot.store.listener import tell
from bot.store.query import Query
from bot.store.sealed import Keys
from bot.store.tables import conversations
from channels.message import Entry

_row = conversations.c
_owes = (_row.waiting, ~_row.reminded, _row.owner == BOT)
_idle = Query(select(conversations).where(*_owes, _row.last_at <= bindparam("before")).order_by(_row.last_at))
# `last_at` stays: a reminder must not put off the day on which the conversation is deleted.
_remind = Query(
    update(conversations)
    .where(_row.id == bindparam("conversation"), _row.revision == bindparam("known"), *_owes)
    .where(or_(_row.held_until.is_(None), _row.held_until <= bindparam("now")))
    .values(reminded=True, last_seq=_row.last_seq + 1)
    .returning(_row.last_seq, _row.lookup)
)


class Reminders:
    """Finds who owes an answer, and reminds them once."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub, posts: Posts) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._posts = posts

    async def idle(self, now: dt.datetime, minutes: float) -> tuple[Conversation, ...]:
        """Conversations that have waited for an answer for `minutes`, longest first, without a reminder."""
        before = now - dt.timedelta(minutes=minutes)
        rows = await self._database.read(lambda c: _idle.all(c, {"before": before}))
        return tuple(as_conversation(self._keys, row) for row in rows)

    async def remind(self, conversation: Conversation, line: NewEntry) -> Entry | None:
        """Writes the reminder; None, and nothing written, when the conversation has moved on meanwhile."""
        bodies = seal_lines(self._keys, (line,))
        values = {"conversation": conversation.id, "known": conversation.revision, "now": self._clock.now()}

        def work(connection: Connection) -> tuple[bytes, Entry] | None:
            moved = _remind.one(connection, values)
            if moved is None:
                return None
            where = (conversation.id, moved.last_seq, None)
            (entry,) = write_lines(
                connection, self._posts, *where, self._clock.now(), (line,), bodies, "notice"
            )
            tell(connection, moved.lookup)
            return moved.lookup, entry

        written = await self._database.write(work)
        if written is None:
            return None
        self._hub.wake(written[0])
        return written[1]
