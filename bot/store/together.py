"""Readings that many want in the same moment: news reaches every open page at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Together(Generic[T]):
    """Reads once for all who ask while another reading is under way. Each gets one that began after they
    asked, so nobody sees what was true before. What the reading raises reaches all of them."""

    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        self._read = read
        self._under_way: asyncio.Task[T] | None = None
        self._next: asyncio.Task[T] | None = None

    async def read(self) -> T:
        """The reading. A caller that goes away disturbs no other."""
        if self._next is None:
            self._next = asyncio.create_task(self._after(self._under_way))
            self._next.add_done_callback(_heard)
        return await asyncio.shield(self._next)

    async def _after(self, before: asyncio.Task[T] | None) -> T:
        if before is not None:
            await asyncio.wait([before])
        self._under_way, self._next = self._next, None
        return await self._read()


def _heard(task: asyncio.Task[T]) -> None:
    """All who asked may have gone: then nobody is told of a fault, and that is none."""
    if not task.cancelled():
        task.exception()
