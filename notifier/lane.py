"""One channel's way out: claims what may go, keeps to the pace, sends several at once, and marks."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

import structlog

from channels.sending import Sends
from notifier.batch import Batch
from notifier.outbox import Due, Mark, Outbox
from notifier.pacing import Pacing
from notifier.sending import Sending

log = structlog.get_logger(__name__)

POLL = 5.0
"""Seconds after which the outbox is looked at without any news: should those have been missed."""

SOONEST = 0.05
"""Seconds between two looks when what is due is in somebody else's hands."""

PATIENCE = 5.0
"""Seconds that a claimed row waits for its turn; for longer it is given back."""

MARK_TRIES = 5
"""How often a mark is tried while the database does not answer; then the lease runs out and others ask."""

Sleep = Callable[[float], Awaitable[None]]


class News(Protocol):
    """Says that there may be something to do."""

    def wake(self) -> None:
        """There may be."""

    async def changed(self, seconds: float) -> bool:
        """Waits up to so long; whether there was any news since the last call."""


class Lane:
    """Sends what the outbox has for one channel. `held` are the rows in hand."""

    def __init__(
        self,
        sends: Sends,
        outbox: Outbox,
        sending: Sending,
        pacing: Pacing,
        now: Callable[[], dt.datetime],
        sleep: Sleep,
    ) -> None:
        self._sends = sends
        self._outbox = outbox
        self._sending = sending
        self._pacing = pacing
        self._now = now
        self._sleep = sleep
        self._calls = asyncio.Semaphore(sends.pace.at_once)
        self._begins: Batch[int, frozenset[int]] = Batch(outbox.begin)
        self._marks: Batch[Mark, None] = Batch(outbox.mark)
        self._tasks: dict[asyncio.Task[None], int] = {}
        self._closing = False
        self._busy = False
        self.claimed = 0
        """Rows so far."""

    @property
    def held(self) -> tuple[int, ...]:
        return tuple(self._tasks.values())

    async def run(self, news: News) -> None:
        """Until it is closed."""
        while not self._closing:
            try:
                pause = await self.look(news.wake)
            except Exception:
                log.exception("outbox_not_read", channel=self._sends.name)
                pause = POLL
            if pause > 0:
                await news.changed(pause)

    async def look(self, done: Callable[[], None]) -> float:
        """Claims what there is room for and begins with it; the seconds after which to look again. `done` is
        told when a row is out of hand."""
        room = 2 * self._sends.pace.at_once - len(self._tasks)
        if (halted := self._pacing.halted()) > 0:
            return halted
        if room <= 0:
            return POLL
        rows = await self._outbox.claim(self._sends.name, room, self._sends.pace.gap)
        self.claimed += len(rows)
        for row in rows:
            task = asyncio.create_task(self._safely(row))
            self._tasks[task] = row.id
            task.add_done_callback(partial(self._ended, done=done))
        return await self._pause(bool(rows)) if len(rows) < room else 0.0

    async def idle(self) -> None:
        """Returns when nothing is in hand."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    async def close(self, seconds: float) -> None:
        """Claims no more and gives calls under way so many seconds. What is cut off is asked about later."""
        self._closing = True
        if self._tasks:
            _done, late = await asyncio.wait(set(self._tasks), timeout=seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def _pause(self, busy: bool) -> float:
        """Until the next row is due, or a message to the same address may follow the last."""
        spaced = self._sends.pace.gap if busy or self._busy else 0.0
        self._busy = busy
        due = await self._outbox.due_at(self._sends.name)
        pauses = [POLL, *([spaced] if spaced else [])]
        if due is not None:
            pauses.append((due - self._now()).total_seconds())
        return max(SOONEST, min(pauses))

    def _ended(self, task: asyncio.Task[None], done: Callable[[], None]) -> None:
        self._tasks.pop(task)
        done()

    async def _safely(self, row: Due) -> None:
        try:
            await self._handle(row)
        except Exception:
            log.exception("message_not_handled", row=row.id, channel=row.channel)

    async def _handle(self, row: Due) -> None:
        if row.begun:
            async with self._calls:
                mark: Mark | None = await self._sending.ask(row)
        else:
            mark = self._sending.unsent(row) or await self._sent(row)
        if mark is not None:
            await self._mark(mark)

    async def _sent(self, row: Due) -> Mark | None:
        """Sends it when its turn has come; None when it is not ours to send."""
        async with self._calls:
            if not await self._paced():
                await self._outbox.release([row.id])
                return None
            if row.id not in await self._begins.add(row.id):
                return None
            return await self._sending.send(row)

    async def _paced(self) -> bool:
        """Waits for a token; False when that would take too long, or it is over."""
        while (pause := self._pacing.wait()) > 0:
            if pause > PATIENCE or self._closing:
                return False
            await self._sleep(pause)
        return not self._closing

    async def _mark(self, mark: Mark) -> None:
        for tried in range(1, MARK_TRIES + 1):
            try:
                return await self._marks.add(mark)
            except Exception:
                log.exception("outbox_not_marked", row=mark.id)
                await self._sleep(float(tried))
