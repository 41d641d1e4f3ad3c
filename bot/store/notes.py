"""What advisers write for each other about a conversation. Residents never see it."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct
from sqlalchemy import Connection, insert, select

from bot.clock import Clock
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.listener import tell
from bot.store.once import KEY, first
from bot.store.sealed import Keys
from bot.store.tables import conversations, notes

MOST = 4_000
"""Characters in one note."""


class Note(Struct, frozen=True):
    """`staff` is the id of who wrote it, None when they are no longer known."""

    id: int
    at: dt.datetime
    staff: int | None
    text: str


class Notes:
    """Keeps notes, sealed, beside the transcript and never in it."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub

    async def add(self, conversation: int, staff: int, text: str, key: str = "") -> bool:
        """Keeps a note and tells the pages; False when the conversation has been erased. The same `key`
        again, of at most `KEY` characters, adds nothing."""
        body = self._keys.seal(text)

        def work(connection: Connection) -> bytes | None:
            query = select(conversations.c.lookup).where(conversations.c.id == conversation)
            lookup: bytes | None = connection.scalar(query)
            if lookup is None:
                return None
            now = self._clock.now()
            once = f"noted:{conversation}:{staff}:{key[:KEY]}"
            if key and not first(connection, once, conversation, now):
                return lookup
            values = {"conversation_id": conversation, "staff_id": staff, "at": now}
            connection.execute(insert(notes).values(body=body, **values))
            tell(connection, lookup)
            return lookup

        lookup = await self._database.write(work)
        if lookup is not None:
            self._hub.wake(lookup)
        return lookup is not None

    async def of(self, conversation: int) -> tuple[Note, ...]:
        """The notes about a conversation, oldest first. Raises `SealError` when they lie under a lost
        secret."""
        query = select(notes).where(notes.c.conversation_id == conversation).order_by(notes.c.id)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Note(one.id, one.at, one.staff_id, self._keys.open(one.body, str)) for one in rows)
