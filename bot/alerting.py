"""Alerts, running: what watches feeds, what sends versions to those they are for, and what ticks."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.fan_out import FanOut
from bot.feeds import Feeds
from bot.store.alerts import StoredAlerts
from bot.ticks import Tick, safely
from notifier.lane import News

log = structlog.get_logger(__name__)

POLL = 10.0
"""Seconds after which versions to be sent are looked for without any news: should that have been missed."""


class Runs(Protocol):
    """Something that works by itself from `start` to `stop`."""

    async def start(self) -> None:
        """Begins."""

    async def stop(self) -> None:
        """Lets go of everything."""


class Alerting:
    """All of it for one process. `watch` opens a watch on versions that are to be sent. Any number of
    processes may run it on one database."""

    def __init__(
        self,
        alerts: StoredAlerts,
        fan_out: FanOut,
        watch: Callable[[], AbstractContextManager[News]],
        runs: Sequence[Runs] = (),
        ticks: Sequence[Tick] = (),
        feeds: Feeds | None = None,
    ) -> None:
        self.alerts = alerts
        self.fan_out = fan_out
        self.doors = tuple(feeds.doors) if feeds is not None else ()
        """Where feeds are pushed to us."""
        self._watch = watch
        self._runs = tuple(runs)
        self._ticks = (Tick(alerts.expire, 30), *ticks)
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._following: asyncio.Task[None] | None = None
        self._started: list[Runs] = []

    async def start(self) -> None:
        """Begins: what a process that died has left is sent first."""
        for tick in self._ticks:
            trigger = IntervalTrigger(seconds=tick.seconds)
            self._scheduler.add_job(safely(tick.job), trigger, coalesce=True, max_instances=1)
        self._scheduler.start()
        self._following = asyncio.create_task(self._follow())
        for run in self._runs:
            self._started.append(run)
            await run.start()

    async def stop(self) -> None:
        """Ends what `start` began; nothing happens when it has not."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        for run in self._started:
            await run.stop()
        self._started, self._following = [], None

    async def drain(self) -> None:
        """Does once what the clock does, and sends all that is to be sent: for tests."""
        for tick in self._ticks:
            await tick.job()
        await self.fan_out.all()

    async def _follow(self) -> None:
        with self._watch() as news:
            while True:
                try:
                    await self.fan_out.all()
                except Exception:
                    log.exception("fan_out_failed")
                await news.changed(POLL)
