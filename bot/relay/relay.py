"""Hands residents over to Chatwoot, and brings back what its agents say.

Nobody is lost when Chatwoot fails: the resident stays in our queue, each step is tried again, and after five
minutes they are told. One task follows one hand-over, so that its lines go out in order.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import structlog
from aiohttp import web
from msgspec import Struct

from bot.clock import Clock
from bot.handover.request import Handover, NotYours, OffShift
from bot.relay.chatwoot import Chatwoot, ChatwootError
from bot.relay.inward import Inward
from bot.relay.outward import Outward, Thread
from bot.relay.shapes import Message
from bot.relay.trouble import Trouble
from bot.relay.voice import Voice
from bot.store.handovers import Handovers
from bot.store.hub import Hub
from bot.store.relays import Relay as Passed
from bot.store.relays import Relays
from bot.store.shifts import Shifts
from bot.store.talks import Talks

log = structlog.get_logger(__name__)

EVERY = 60.0
"""Seconds after which is looked, whether there are news or not. It is well within a lease."""

TOLD_AFTER = dt.timedelta(minutes=5)
"""How long Chatwoot may fail until the resident is told."""

SHIFT = dt.timedelta(days=1)
"""For how long the member who stands for Chatwoot is put on shift, again and again."""

HURRY = 3.0
"""Seconds in which a webhook is dealt with; Chatwoot waits for five."""


class Stores(Struct, frozen=True, kw_only=True):
    """What is read and written."""

    hub: Hub
    handovers: Handovers
    talks: Talks
    shifts: Shifts
    relays: Relays


class Relay:
    """`staff` is the id of the member of staff who stands for Chatwoot's agents. `failed` is told the reason
    of each failure; `trouble` makes the back-off of one hand-over; `pause` waits for so many seconds."""

    def __init__(
        self,
        stores: Stores,
        clock: Clock,
        chatwoot: Chatwoot,
        outward: Outward,
        voice: Voice,
        staff: int,
        trouble: Callable[[], Trouble],
        failed: Callable[[str], None] = lambda reason: None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._stores = stores
        self._clock = clock
        self._chatwoot = chatwoot
        self._outward = outward
        self._inward = Inward(stores.relays, chatwoot, outward, voice, staff)
        self._voice = voice
        self._staff = staff
        self._trouble = trouble
        self._failed = failed
        self._pause = pause
        self._until = clock.now()
        self._looked: dict[int, dt.datetime] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}

    async def running(self, app: web.Application) -> AsyncIterator[None]:
        """For the application's `cleanup_ctx`: works as long as it runs."""
        task = asyncio.create_task(self.run(), name="snicket-relay")
        yield
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self.close()

    async def run(self) -> None:
        """Follows every hand-over, until it is cancelled."""
        with self._stores.hub.watch(self._stores.handovers.news) as news:
            while True:
                try:
                    await self.look_around()
                except Exception:
                    log.exception("relay.broken")
                await news.changed(EVERY)

    async def look_around(self) -> None:
        """Keeps the shift, and begins to follow what nobody follows here."""
        await self.keep_shift()
        for handover in await self._stores.relays.work():
            if handover not in self._tasks:
                task = asyncio.create_task(self.follow(handover), name=f"snicket-relay-{handover}")
                self._tasks[handover] = task
                task.add_done_callback(lambda _, handover=handover: self._tasks.pop(handover, None))  # type: ignore[misc]

    async def keep_shift(self) -> None:
        """Somebody who is not on shift is given nobody."""
        now = self._clock.now()
        if self._until - now < SHIFT / 2:
            self._until = (await self._stores.shifts.begin(self._staff, now + SHIFT)).until

    async def close(self) -> None:
        """Follows nothing any more, and lets go of the connections."""
        tasks = list(self._tasks.items())
        for _, task in tasks:
            task.cancel()
        await asyncio.gather(*(task for _, task in tasks), return_exceptions=True)
        for handover, _ in tasks:
            await self._stores.relays.let_go(handover)
        await self._chatwoot.close()

    async def follow(self, handover: int) -> None:
        """Passes one hand-over on until it has ended on both sides."""
        thread, trouble = Thread(handover), self._trouble()
        try:
            found = await self._stores.handovers.read(handover)
            talk = found and await self._stores.talks.read(found.conversation)
            lookup = talk[1] if talk else self._stores.handovers.news
            with self._stores.hub.watch(lookup) as watch:
                while await self._tried(thread, trouble):
                    if trouble.since is None:
                        await watch.changed(EVERY)
        except Exception:
            log.exception("relay.broken")
            self._failed("broken")
        finally:
            self._looked.pop(handover, None)

    async def step(self, thread: Thread) -> bool:
        """Does what there is to do for one hand-over; whether there will be more. Raises `ChatwootError`."""
        stores = self._stores
        found = await stores.handovers.read(thread.handover)
        if found is None:
            await self._outward.forget(thread)
            return False
        relay = await stores.relays.take(thread.handover)
        if relay is None:
            return found.live  # another process passes it on
        if relay.finished:
            return False
        if not found.live:
            await self._outward.end(found, relay, told=found.adviser == self._staff)
            return False
        if found.status == "queued" or found.adviser == self._staff:
            relay = await self._outward.pass_on(found, relay, thread)
            if relay.since and self._due(found.id):
                await self._inward.look(found, relay)
                self._looked[found.id] = self._clock.now()
        return True

    async def arrived(self, external: str, message: Message | None) -> bool:
        """There is news about a conversation in Chatwoot, `message` if that is the news; False when it cannot
        reach the resident any more. What goes wrong otherwise is raised: then Chatwoot tells its agent."""
        relay = await self._stores.relays.of(external)
        found = await self._stores.handovers.read(relay.handover) if relay else None
        if relay is None or found is None:
            return False
        if found.live and relay.since:
            await self._hurried(found, relay)
            if message is not None:
                with suppress(NotYours):
                    await self._inward.say(found, relay, message)
        return message is None or message.id in await self._stores.relays.said(found.id, [message.id])

    async def _hurried(self, found: Handover, relay: Passed) -> None:
        """Looks while Chatwoot waits. What could not be done is done at the next step."""
        try:
            async with asyncio.timeout(HURRY):
                await self._inward.look(found, relay)
        except (ChatwootError, NotYours, TimeoutError) as problem:
            self._looked.pop(found.id, None)
            log.info("relay.later", handover=found.reference, problem=type(problem).__name__)

    def _due(self, handover: int) -> bool:
        looked = self._looked.get(handover)
        return looked is None or (self._clock.now() - looked).total_seconds() >= EVERY

    async def _tried(self, thread: Thread, trouble: Trouble) -> bool:
        """One step. A failure is counted, logged and waited for; whether there will be more."""
        try:
            more = await self.step(thread)
        except (ChatwootError, OffShift, NotYours) as problem:
            await self._met(thread, trouble, problem)
            return True
        if trouble.over() and more:
            await self._stores.relays.reached(thread.handover)
        return more

    async def _met(self, thread: Thread, trouble: Trouble, problem: Exception) -> None:
        known = problem if isinstance(problem, ChatwootError) else None
        pause = trouble.met(self._clock.now(), known.after if known else 0.0)
        reason = known.reason if known else type(problem).__name__
        self._failed(reason)
        log.warning(
            "relay.failed", handover=thread.handover, problem=str(problem), again_in_seconds=round(pause, 1)
        )
        found = await self._stores.handovers.read(thread.handover)
        if found is not None and found.live and self._long(found, thread, trouble):
            await self._tell(found, reason)
        await self._pause(pause)

    async def _tell(self, found: Handover, reason: str) -> None:
        """Tells the resident that nobody could be reached, once; they wait on."""
        with suppress(NotYours):  # they have left, or are with somebody
            if await self._stores.relays.tell(found.id, await self._voice.unreached(found)):
                log.error("relay.unreached", handover=found.reference, reason=reason)

    def _long(self, found: Handover, thread: Thread, trouble: Trouble) -> bool:
        """Whether it has failed for too long: since they began to wait, where nothing went through."""
        since = trouble.since or self._clock.now()
        if not thread.external:
            since = min(since, found.queued_at)
        return self._clock.now() - since >= TOLD_AFTER
