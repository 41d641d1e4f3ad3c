"""The transcript as channels see it: read from a line on, or waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlalchemy import BindParameter, bindparam, or_, select

from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import LINE, entries
from bot.store.link_tables import aliases
from bot.store.sealed import Keys
from bot.store.tables import conversations, transcript
from channels.message import Entry

_lookups: BindParameter[list[bytes]] = bindparam("lookups", expanding=True)
_linked = select(aliases.c.conversation_id).where(aliases.c.lookup.in_(_lookups))
_theirs = or_(conversations.c.lookup.in_(_lookups), conversations.c.id.in_(_linked))
_read = (
    select(*LINE)
    .join(conversations, conversations.c.id == transcript.c.conversation_id)
    .where(_theirs)
    .where(transcript.c.seq > bindparam("after"))
    .order_by(transcript.c.seq)
)
_language = select(conversations.c.language).where(_theirs)
_home = select(conversations.c.lookup).where(_theirs)


class StoredTranscript:
    """`channels.channel.Transcript` on the store."""

    def __init__(self, database: Database, keys: Keys, hub: Hub) -> None:
        self._database = database
        self._keys = keys
        self._hub = hub

    async def read(self, channel: str, address: str, after: int = 0) -> Sequence[Entry]:
        """Lines with `seq > after`, oldest first; empty when there is no such conversation."""
        wanted = {"lookups": self._keys.find_any(channel, address), "after": after}
        rows = await self._database.read(lambda connection: connection.execute(_read, wanted).all())
        return entries(self._keys, rows)

    async def wait(self, channel: str, address: str, after: int, seconds: float) -> Sequence[Entry]:
        """As `read`, but waits up to `seconds` for the first new line; empty when none came."""
        clock = asyncio.get_running_loop().time
        until = clock() + seconds
        with self._hub.watch(await self._watched(channel, address)) as watch:
            while not (lines := await self.read(channel, address, after)):
                if not await watch.changed(max(0.0, until - clock())):
                    break
            return lines

    async def _watched(self, channel: str, address: str) -> bytes:
        """What is woken for news: the hash of the address with which the conversation began."""
        wanted = {"lookups": self._keys.find_any(channel, address)}
        home: bytes | None = await self._database.read(lambda connection: connection.scalar(_home, wanted))
        return home or wanted["lookups"][0]

    async def language(self, channel: str, address: str) -> str | None:
        """The language of the conversation, None when it has not begun or none has been settled."""
        wanted = {"lookups": self._keys.find_any(channel, address)}
        found: str | None = await self._database.read(lambda connection: connection.scalar(_language, wanted))
        return found or None
