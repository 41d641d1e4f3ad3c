"""The worker that empties the outbox. Any number of them share one outbox, in one process or in many."""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from random import Random

import structlog
from msgspec import Struct

from channels.sending import Sends
from notifier.lane import POLL, Lane, News, Sleep
from notifier.outbox import LEASE, Outbox
from notifier.pacing import Pacing
from notifier.sending import Counted, Sending

log = structlog.get_logger(__name__)

Watch = Callable[[], AbstractContextManager[News]]
"""Opens a watch on the outbox."""


class Surroundings(Struct, frozen=True):
    """What a worker takes from the world: the time, chance, and where it counts."""

    now: Callable[[], dt.datetime]
    random: Random
    counted: Counted
    monotonic: Callable[[], float] = time.monotonic
    sleep: Sleep = asyncio.sleep


class Deliver:
    """Sends what is in `outbox` by `senders`, one lane a channel. `watch` tells it of news."""

    def __init__(
        self, outbox: Outbox, senders: Mapping[str, Sends], watch: Watch, around: Surroundings
    ) -> None:
        self._outbox = outbox
        self._watch = watch
        self._around = around
        self._lanes = {name: self._lane(sends) for name, sends in senders.items()}
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def lanes(self) -> Mapping[str, Lane]:
        """By channel."""
        return self._lanes

    async def start(self) -> None:
        """Begins; nothing to do without a channel that sends."""
        if not self._lanes:
            return
        await self._outbox.recover()
        runs = [self._run(lane) for lane in self._lanes.values()]
        self._tasks = [asyncio.create_task(run) for run in (*runs, self._upkeep())]

    async def close(self, seconds: float = 5.0) -> None:
        """Claims no more, and gives calls under way so many seconds."""
        await asyncio.gather(*(lane.close(seconds) for lane in self._lanes.values()))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._tasks:
            await self._outbox.recover()
        self._tasks = []

    async def drain(self) -> None:
        """Sends all that may go now, and returns."""
        for lane in self._lanes.values():
            claimed = -1
            while lane.claimed > claimed:
                claimed = lane.claimed
                await lane.look(lambda: None)
                await lane.idle()

    def _lane(self, sends: Sends) -> Lane:
        around = self._around
        pacing = Pacing(sends.pace, around.monotonic)
        sending = Sending(sends, around.now, around.random, around.counted, pacing.halt)
        return Lane(sends, self._outbox, sending, pacing, around.now, around.sleep)

    async def _run(self, lane: Lane) -> None:
        with self._watch() as news:
            await lane.run(news)

    async def _upkeep(self) -> None:
        """Renews the leases of what is in hand, and applies reports that came too soon."""
        renewed = self._around.monotonic()
        while True:
            await self._around.sleep(POLL)
            try:
                await self._outbox.settle()
                held = [id for lane in self._lanes.values() for id in lane.held]
                if held and self._around.monotonic() - renewed > LEASE.total_seconds() / 3:
                    await self._outbox.renew(held)
                    renewed = self._around.monotonic()
            except Exception:
                log.exception("outbox_upkeep_failed")
