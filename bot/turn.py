"""One message, five steps: receive, open, understand, decide, commit.

1. Receive: the channel has verified the sender; the inbox stores the message once.
2. Open: the conversation's row is leased, one turn at a time and in order; the message joins the transcript.
   If a person owns the conversation the turn ends here; who waits for one gets little else.
3. Understand: safety words, global words, then the model.
4. Decide: the ladder says what happens. Nothing is written but what `once` records.
5. Commit: state, transcript and counters in one transaction, which drops the reply when the conversation has
   moved on or a person has taken it since. What is to be sent goes into the outbox with it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from time import perf_counter

import structlog

from bot.background import Background
from bot.decision import DECIDES, LONGEST, Decisions, Farewell
from bot.dialogue.quiet import starts, stops
from bot.metrics import Metrics
from bot.store.arrival import Arrived
from bot.store.conversation import Conversation, Superseded
from bot.store.lines import NewEntry
from bot.store.store import Store
from bot.store.turn import Duplicate, Opened, TurnWrite
from channels.message import Entry, Inbound

log = structlog.get_logger(__name__)

CLOSING = 5.0
"""Seconds that turns under way are given when the program stops."""

LOOK_AGAIN = 1.0
"""Seconds after which a repeated message looks for its answer, should the news of it have been missed."""


class Turns:
    """Takes messages through the five steps. Made once; safe to be called from many tasks at once."""

    def __init__(
        self,
        store: Store,
        decisions: Decisions,
        *,
        holder: str,
        metrics: Metrics,
        background: Background | None = None,
    ) -> None:
        self._store = store
        self._decisions = decisions
        self._holder = holder
        self._metrics = metrics
        self._background = background or Background()

    async def accept(self, inbound: Inbound) -> Sequence[Entry]:
        """Stores one message and returns as soon as it is on the disk, for a channel whose answers are sent:
        the turn comes after. Always empty. Raises `StoreError` when it could not be stored: the channel says
        so, and its provider delivers it again."""
        arrived = await self._store.take_in(inbound, self._holder)
        if arrived is not None and not self._background.submit(
            arrived.conversation_id, lambda: self._later(arrived, inbound)
        ):
            log.warning("turn_put_off", waiting=self._background.waiting)
            await self._store.put_down(arrived)
        return ()

    async def close(self) -> None:
        """Ends what is under way. What is not finished is stored and free for another process."""
        if not self._background.closed:
            await self._background.close(CLOSING)
            await self._store.release(self._holder)

    @property
    def waiting(self) -> int:
        """How many accepted messages have not had their turn begun."""
        return self._background.waiting

    async def idle(self) -> None:
        """Returns when every message that was accepted has had its turn."""
        await self._background.idle()

    async def _later(self, arrived: Arrived, inbound: Inbound) -> None:
        opened = await self._store.begin_turn(arrived, inbound, self._holder)
        if isinstance(opened, Opened):
            await self.take(opened)

    async def receive(self, inbound: Inbound) -> Sequence[Entry]:
        """Handles one message; what was answered in this turn, in order. A caller that gives up does not
        stop the turn."""
        return await asyncio.shield(self._received(inbound))

    async def _received(self, inbound: Inbound) -> Sequence[Entry]:
        opened = await self._store.open_turn(inbound, self._holder)
        until = perf_counter() + LONGEST
        while isinstance(opened, Duplicate) and opened.working and perf_counter() < until:
            opened = await self._once_more(inbound)
        return opened.entries if isinstance(opened, Duplicate) else await self.take(opened)

    async def _once_more(self, inbound: Inbound) -> Opened | Duplicate:
        """Its first delivery is still at work: a repeated message waits for the answer that it repeats."""
        transcript, channel, address = self._store.transcript, inbound.channel, inbound.address
        lines = await transcript.read(channel, address)
        await transcript.wait(channel, address, lines[-1].seq if lines else 0, LOOK_AGAIN)
        return await self._store.open_turn(inbound, self._holder)

    async def take(self, opened: Opened) -> Sequence[Entry]:
        """The turn of a message that is stored already: the way in after a crash, too."""
        conversation = opened.conversation
        if conversation.owner not in DECIDES:
            await self._wish(opened.inbound)
            await self._store.leave_turn(opened)
            return ()
        started = perf_counter()
        outcome = await self._decisions.of(opened)
        try:
            entries = await self._committed(opened, outcome)
        except Superseded as moved:
            log.info("reply_dropped", conversation=conversation.id, owner=moved.owner.partition(":")[0])
            self._metrics.turns.labels(conversation.channel, "dropped").inc()
            return ()
        self._metrics.seconds.observe(perf_counter() - started)
        self._metrics.turns.labels(conversation.channel, "answered").inc()
        return entries

    async def _committed(self, opened: Opened, outcome: TurnWrite | Farewell) -> Sequence[Entry]:
        if isinstance(outcome, Farewell):
            return await self._store.erase(opened.conversation.id, outcome.lines)
        for name in outcome.counted:
            self._metrics.counted.labels(name).inc()
        return await self._store.commit_turn(outcome)

    def reminder(self, conversation: Conversation) -> NewEntry | None:
        """The open question once more, where it can be seen; None when there is nothing to say."""
        return self._decisions.reminder(conversation)

    async def _wish(self, inbound: Inbound) -> None:
        """Stop and start count while a person answers, too."""
        if self._store.postbox.carries(inbound.channel):
            if stops(inbound.text):
                whose = (inbound.channel, inbound.address)
                await self._store.suppressions.suppress(*whose, "pushes", "resident")
            elif starts(inbound.text):
                await self._store.suppressions.lift(inbound.channel, inbound.address)
