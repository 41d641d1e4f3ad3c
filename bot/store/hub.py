"""Tells those who wait for a conversation that something has happened in it.

A conversation is known here by its look-up hash: a page may wait before its first message has made a row, and
the hash may be told to other processes without telling them who it is.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Watch:
    """One who waits. What happens between two waits is remembered, so that no wake-up is lost between looking
    at the database and waiting."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def wake(self) -> None:
        self._event.set()

    async def changed(self, seconds: float) -> bool:
        """Waits up to `seconds`; whether anything happened since the last call."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True


class Hub:
    """The watches of one process. Use it from one event loop."""

    def __init__(self) -> None:
        self._watches: dict[bytes, set[Watch]] = {}

    @property
    def watching(self) -> int:
        """How many conversations are watched."""
        return len(self._watches)

    @contextmanager
    def watch(self, lookup: bytes) -> Iterator[Watch]:
        """Watches a conversation for as long as the block lasts. Look at the database inside it."""
        watch = Watch()
        watches = self._watches.setdefault(lookup, set())
        watches.add(watch)
        try:
            yield watch
        finally:
            watches.discard(watch)
            if not watches:
                self._watches.pop(lookup, None)

    def wake(self, lookup: bytes) -> None:
        """Something happened in this conversation."""
        for watch in self._watches.get(lookup, ()):
            watch.wake()

    def wake_all(self) -> None:
        """Something may have happened anywhere: news from other processes was missed."""
        for watches in self._watches.values():
            for watch in watches:
                watch.wake()
