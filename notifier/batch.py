"""Gathers what many tasks want written, so that one statement does it for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batch(Generic[T, R]):
    """Hands what has come together in the meantime to `write`, one call at a time."""

    def __init__(self, write: Callable[[Sequence[T]], Awaitable[R]]) -> None:
        self._write = write
        self._items: list[T] = []
        self._next: asyncio.Future[R] | None = None
        self._task: asyncio.Task[None] | None = None

    async def add(self, item: T) -> R:
        """Waits until it is written; what `write` gave or raised for the batch that it was in."""
        self._items.append(item)
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        mine = self._next
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())
        return await asyncio.shield(mine)

    async def _run(self) -> None:
        while self._next is not None:
            items, waiting = self._items, self._next
            self._items, self._next = [], None
            try:
                result = await self._write(items)
            except Exception as problem:
                waiting.set_exception(problem)
                waiting.exception()  # a task that was cut off meanwhile does not fetch it
            else:
                waiting.set_result(result)
