"""An end to everything that a benchmark waits for."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Timer
from time import monotonic
from typing import TypeVar

T = TypeVar("T")


class Deadline:
    """All of it ends in so many seconds."""

    def __init__(self, seconds: float) -> None:
        self._ends = monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds, never below 0."""
        return max(0.0, self._ends - monotonic())

    def run(self, work: Awaitable[T]) -> T:
        """Runs it in an event loop of its own. Raises `TimeoutError`."""

        async def in_time() -> T:
            async with asyncio.timeout(self.left):
                return await work

        return asyncio.run(in_time())

    @contextmanager
    def kills(self, pid: Callable[[], int]) -> Iterator[None]:
        """Kills the process with this number, 0 for none, at the end, if the block still lasts: who reads
        from it or waits for it goes on then, and says what is wrong."""

        def kill() -> None:
            if number := pid():
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)

        timer = Timer(self.left, kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
