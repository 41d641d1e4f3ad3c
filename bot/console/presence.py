"""Who has which conversation open, so that two advisers know of each other, in whichever processes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections import Counter
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

import structlog

from bot.clock import Clock
from bot.store.presence import BEAT, StoredPresence

log = structlog.get_logger(__name__)


class Presence:
    """Counts open pages of this process by conversation and member of staff. The first to open and the last
    to close are written down; while one is open it gives a sign of life now and then."""

    def __init__(self, stored: StoredPresence, clock: Clock) -> None:
        self._stored = stored
        self._clock = clock
        self._open: Counter[tuple[int, int]] = Counter()
        self._seen: dict[tuple[int, int], dt.datetime] = {}
        self._order = asyncio.Lock()  # a page that opens while another closes is not to be deleted with it

    @asynccontextmanager
    async def here(self, conversation: int, staff: int, lookup: bytes) -> AsyncIterator[None]:
        """The page is open for as long as the block lasts; the others hear of both ends."""
        key = conversation, staff
        self._open[key] += 1
        try:
            if self._open[key] == 1:
                self._seen[key] = self._clock.now()
                await self._kept(self._stored.enter(conversation, staff, lookup))
            yield
        finally:
            self._open[key] -= 1
            if not self._open[key]:
                del self._open[key]
                self._seen.pop(key, None)
                # Whoever closes the page does not wait, and is not to interrupt it either.
                await asyncio.shield(self._kept(self._stored.leave(conversation, staff, lookup)))

    async def others(self, conversation: int, staff: int) -> tuple[int, ...]:
        """Who else has it open, by their ids. Asking is a sign of life of who has it open here."""
        key, now = (conversation, staff), self._clock.now()
        if key in self._seen and now - self._seen[key] >= BEAT:
            self._seen[key] = now
            await self._kept(self._stored.stay(conversation, staff))
        return tuple(one for one in await self._stored.of(conversation) if one != staff)

    async def _kept(self, writing: Awaitable[None]) -> None:
        """One after the other. Nobody loses the page because it could not be written down who has it open."""
        async with self._order:
            try:
                await writing
            except Exception:
                log.exception("presence_not_kept")
