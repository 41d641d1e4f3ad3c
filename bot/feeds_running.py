"""Feeds that we ask ourselves, running: each by one process at a time, which holds its lease."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Protocol

import structlog

from bot.store.feeds import StoredFeeds
from notifier.feeds.fetch import Unfetched
from notifier.feeds.mqtt import Mqtt, Watcher
from notifier.feeds.poll import Partly, Rhythm

log = structlog.get_logger(__name__)

LEASE = dt.timedelta(minutes=2)
"""Renewed with every tick. Two processes that ask the same feed for a moment do no harm."""

TICK = 10.0
"""Seconds between two looks at what is due."""

Outcome = Callable[[str, str], None]
"""Is told of a feed's name and what came of asking it: `answered` or `failed`."""


class Runner(Protocol):
    """One feed, running."""

    async def tick(self) -> None:
        """Does what is due."""

    async def stop(self) -> None:
        """Lets go of everything, so that another process may go on at once."""


class Holding:
    """One feed's lease and health, for one process."""

    def __init__(self, feed: str, stored: StoredFeeds, holder: str, outcome: Outcome) -> None:
        self.feed = feed
        self._stored = stored
        self._holder = holder
        self._outcome = outcome

    async def lease(self) -> bool:
        """Whether the feed is ours to ask."""
        return await self._stored.lease(self.feed, self._holder, LEASE)

    async def release(self) -> None:
        """It is not any more."""
        await self._stored.release(self.feed, self._holder)

    async def state(self) -> bytes:
        """What was kept of it."""
        return await self._stored.state(self.feed)

    async def keep(self, state: bytes) -> None:
        """Keeps that instead."""
        await self._stored.keep(self.feed, state)

    async def answered(self) -> None:
        """It has answered."""
        await self._stored.answered(self.feed)
        self._outcome(self.feed, "answered")

    async def failed(self, problem: str) -> None:
        """It has not; of several failures in a row the first is logged."""
        self._outcome(self.feed, "failed")
        if await self._stored.failed(self.feed, problem) == 1:
            log.warning("feed_failed", feed=self.feed, problem=problem)


class Asks(Protocol):
    """Asks a feed once, going by the state that it returned the last time; raises `Unfetched` or `Partly`."""

    async def __call__(self, state: bytes, /) -> bytes: ...


class Asked:
    """A feed that is asked again and again: pages, or a context broker that is to go on sending."""

    def __init__(
        self, holding: Holding, ask: Asks, close: Callable[[], Awaitable[None]], rhythm: Rhythm
    ) -> None:
        self._holding = holding
        self._ask = ask
        self._close = close
        self._rhythm = rhythm

    async def tick(self) -> None:
        """As `Runner`."""
        if not await self._holding.lease() or not self._rhythm.due:
            return
        try:
            await self._holding.keep(await self._ask(await self._holding.state()))
        except Partly as partly:
            await self._holding.keep(partly.state)
            await self._failed(partly.problem.problem, partly.problem.wait)
        except Unfetched as unfetched:
            await self._failed(unfetched.problem, unfetched.wait)
        except Exception:
            # Its fault or ours: what was asked is asked again later, and not at every tick.
            self._rhythm.failed()
            raise
        else:
            self._rhythm.went_well()
            await self._holding.answered()

    async def stop(self) -> None:
        """As `Runner`."""
        await self._close()
        await self._holding.release()

    async def _failed(self, problem: str, wait: float) -> None:
        self._rhythm.failed(wait)
        await self._holding.failed(problem)


class Subscribed:
    """A feed over MQTT. In a group every process subscribes; else the one that holds the lease."""

    def __init__(self, holding: Holding, mqtt: Callable[[Watcher], Mqtt], *, shared: bool) -> None:
        self._holding = holding
        self._mqtt = mqtt(_Told(holding))
        self._shared = shared
        self._running: asyncio.Task[None] | None = None

    async def tick(self) -> None:
        """As `Runner`."""
        ours = self._shared or await self._holding.lease()
        if ours and (self._running is None or self._running.done()):
            self._running = asyncio.create_task(self._mqtt.run())
        elif not ours:
            await self._end()

    async def stop(self) -> None:
        """As `Runner`."""
        await self._end()
        if not self._shared:
            await self._holding.release()

    async def _end(self) -> None:
        if self._running is not None:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running
            self._running = None


class _Told(Watcher):
    """Writes down how the connection is."""

    def __init__(self, holding: Holding) -> None:
        self._holding = holding

    async def connected(self) -> None:
        await self._holding.answered()

    async def lost(self, problem: str) -> None:
        await self._holding.failed(problem)
