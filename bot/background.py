"""Turns that nobody waits for: bounded in number, and in order within each conversation."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from functools import partial

import structlog

log = structlog.get_logger(__name__)

Work = Callable[[], Awaitable[object]]

AT_ONCE = 2
"""Turns that begin together. A turn is mostly work for this process: more of them only make each slower, and
keep what comes in meanwhile from being acknowledged. Measured: with eight, ten times as long."""

SLOW = 0.25
"""Seconds after which a turn evidently waits for somebody else, and the next may begin beside it."""

SLOW_ONES = 30
"""How many of those there may be."""

MOST = 20_000
"""Messages that wait here. They are stored: what is turned away is taken up by `Jobs.recover`."""


class Background:
    """Runs what it is given, `at_once` conversations at a time, and beside them those that are slow."""

    def __init__(self, at_once: int = AT_ONCE, most: int = MOST) -> None:
        self._at_once = at_once
        self._most = most
        self._lines: dict[int, deque[Work]] = {}
        self._ready: deque[int] = deque()
        self._running: set[asyncio.Task[None]] = set()
        self._slow: set[asyncio.Task[None]] = set()
        self._waiting = 0
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether nothing more begins."""
        return self._closed

    @property
    def waiting(self) -> int:
        """How many have not begun."""
        return self._waiting

    def submit(self, conversation: int, work: Work) -> bool:
        """Runs it after what was submitted for the same conversation; False when there is no room."""
        if self._closed or self._waiting >= self._most:
            return False
        self._waiting += 1
        line = self._lines.get(conversation)
        if line is not None:
            line.append(work)
        else:
            self._lines[conversation] = deque([work])
            self._ready.append(conversation)
            self._fill()
        return True

    async def idle(self) -> None:
        """Returns when nothing is under way and nothing waits."""
        while self._running:
            await asyncio.wait(set(self._running))

    async def close(self, seconds: float) -> None:
        """Begins nothing more and gives what is under way so many seconds; then it is cut off. What is cut
        off or has not begun is stored, and another process takes it up."""
        self._closed = True
        if self._running:
            _done, late = await asyncio.wait(set(self._running), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _fill(self) -> None:
        while self._ready and self._room() and not self._closed:
            task = asyncio.create_task(self._one(self._ready.popleft()))
            self._running.add(task)
            timer = asyncio.get_running_loop().call_later(SLOW, self._lags, task)
            task.add_done_callback(partial(self._ended, timer))

    def _room(self) -> bool:
        return len(self._running) - len(self._slow) < self._at_once and len(self._slow) <= SLOW_ONES

    def _lags(self, task: asyncio.Task[None]) -> None:
        self._slow.add(task)
        self._fill()

    async def _one(self, conversation: int) -> None:
        """The next piece of one conversation; then it queues up again, so that no other is kept waiting."""
        line = self._lines[conversation]
        work = line.popleft()
        self._waiting -= 1
        try:
            await work()
        except Exception:
            log.exception("background_failed")
        finally:
            if line:
                self._ready.append(conversation)
            else:
                del self._lines[conversation]

    def _ended(self, timer: asyncio.TimerHandle, task: asyncio.Task[None]) -> None:
        timer.cancel()
        self._running.discard(task)
        self._slow.discard(task)
        self._fill()
