"""What the clock does. APScheduler only ticks: every job looks into the store for what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from msgspec import Struct

from bot.clock import Clock
from bot.dialogue import state as states
from bot.handover.desk import Availability
from bot.handover.helpline import Closed, Helpline
from bot.handover.waiting import after_hours
from bot.lines import Lines
from bot.store.closing import Closing, Waiter
from bot.store.store import Store
from bot.ticks import Tick, safely
from bot.turn import Turns

log = structlog.get_logger(__name__)

REMIND_AFTER = 10.0
"""Minutes of silence before the one reminder of an open question."""


class AtClosing(Struct, frozen=True):
    """What is needed to tell those who wait that the helpline has closed. `zone` is the city's; `push` are
    the channels on which a resident sees what is said unasked."""

    closing: Closing
    helpline: Helpline
    zone: ZoneInfo
    lines: Lines
    push: Collection[str]


class Jobs:
    """Recovery, leases that have run out, the one reminder, danger, closing time, and retention; and what
    `more` has. Without `at_closing` nobody is told of that."""

    def __init__(
        self,
        store: Store,
        turns: Turns,
        clock: Clock,
        holder: str,
        at_closing: AtClosing | None = None,
        more: Sequence[Tick] = (),
    ) -> None:
        self._store = store
        self._turns = turns
        self._clock = clock
        self._holder = holder
        self._at_closing = at_closing
        self._more = tuple(more)
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)

    def start(self) -> None:
        """Begins to tick; `recover` at once."""
        jobs = (
            Tick(self.requeue, 5),
            Tick(self.alarm, 5),
            Tick(self.recover, 20),
            Tick(self.remind, 60),
            Tick(self.close, 60),
            Tick(self.sweep, 3600),
            *self._more,
        )
        for tick in jobs:
            self._scheduler.add_job(
                safely(tick.job), IntervalTrigger(seconds=tick.seconds), coalesce=True, max_instances=1
            )
        self._scheduler.add_job(safely(self.recover))
        self._scheduler.start()

    def stop(self) -> None:
        """Ticks no more; nothing happens when it has not begun."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    async def requeue(self) -> None:
        """Puts residents whose adviser gives no sign of life back to the front of the queue."""
        for lost in await self._store.handovers.expire():
            log.info("handover_requeued", handover=lost.id, adviser=lost.adviser)

    async def alarm(self) -> None:
        """Logs each hand-over with a danger once, whichever process finds it and however often they start.
        What the danger is is not logged: it may be somebody's health."""
        for handover in await self._store.handovers.announced():
            log.warning("handover_danger", handover=handover)

    async def recover(self) -> None:
        """Takes up the messages whose turn died with its process."""
        for message in await self._store.unfinished():
            opened = await self._store.open_again(message, self._holder)
            if opened is not None:
                log.info("turn_taken_up", inbox=message.inbox_id, attempts=message.attempts)
                await self._turns.take(opened)

    async def remind(self) -> None:
        """Puts an open question once more to those who have gone silent, where they can see it."""
        for conversation in await self._store.idle(self._clock.now(), REMIND_AFTER):
            line = self._turns.reminder(conversation)
            if line is not None:
                await self._store.remind(conversation, line)

    async def close(self) -> None:
        """Tells those who still wait that the helpline has closed, when it opens, and that they keep their
        place."""
        parts = self._at_closing
        if parts is None:
            return
        closed = parts.helpline.closed(self._clock.now().astimezone(parts.zone))
        if closed is None:
            return
        since = closed.since.replace(tzinfo=parts.zone)
        for waiter in await parts.closing.waiting(since, parts.push):
            await self._tell(parts, waiter, closed, since)

    async def _tell(self, parts: AtClosing, waiter: Waiter, closed: Closed, since: dt.datetime) -> None:
        conversation, now = waiter.conversation, self._clock.now()
        state = states.load(conversation.state)
        reply = after_hours(Availability(staffed=True, reachable=True, opens=closed.opens))
        lines = parts.lines.write(
            conversation.channel, (reply,), conversation.language, slow=state.slow, beside=state.beside
        )
        state.shown, state.last_at = lines[-1].rendered.choices, now
        await parts.closing.tell(waiter, since, states.dump(state), lines)

    async def sweep(self) -> None:
        """Deletes what is no longer to be kept."""
        swept = await self._store.sweep(self._clock.now())
        log.info("swept", **{name: getattr(swept, name) for name in swept.__struct_fields__})
