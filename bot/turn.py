"""One message, five steps: receive, open, understand, decide, commit.

1. Receive: the channel has verified the sender; the inbox stores the message once.
2. Open: the conversation's row is leased, one turn at a time and in order; the message joins the transcript.
   If a person owns the conversation the turn ends here; who waits for one gets little else.
3. Understand: safety words, global words, then the model.
4. Decide: the ladder says what happens. Nothing is written but what `once` records.
5. Commit: state, transcript and counters in one transaction, which drops the reply when the conversation has
   moved on or a person has taken it since. Then the channel sends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Sequence
from time import perf_counter

import msgspec
import structlog
from msgspec import Struct

from accessibility.text import _
from bot.dialogue import state as states
from bot.dialogue.events import (
    AnyEvent,
    Counted,
    Forgotten,
    HandedOver,
    LanguageChanged,
    Returned,
    Scored,
)
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.picks import picked
from bot.dialogue.state import State
from bot.handover.alone import alone
from bot.handover.ended import ended
from bot.handover.request import CLOSED, QUEUE, NewHandover
from bot.handover.waiting import waiting
from bot.lines import Lines
from bot.metrics import Metrics
from bot.store.conversation import BOT, Conversation, Superseded
from bot.store.lines import NewEntry
from bot.store.store import Store
from bot.store.turn import Duplicate, Moved, Opened, TurnWrite
from channels.message import Entry, Inbound, Reply
from nlu.understanding import Understanding, Understands

log = structlog.get_logger(__name__)

LONGEST = 20.0
"""Seconds that one decision may take; the lease on the conversation is three times as long."""

TRIES = 5
"""How often a message is tried again after its process has died: it must not kill processes for ever."""

SURE = 0.7
"""From this confidence on the first words tell the language, whatever the client says of itself."""

LOOK_AGAIN = 1.0
"""Seconds after which a repeated message looks for its answer, should the news of it have been missed."""


class Farewell(Struct, frozen=True):
    """The outcome of "forget me": everything goes, and `lines` are said last."""

    lines: tuple[NewEntry, ...]


class Turns:
    """Takes messages through the five steps. Made once; safe to be called from many tasks at once.

    `corrected` gives what is meant when a text begins like a correction. `push` are the channels on which a
    resident sees what is said unasked.
    """

    def __init__(
        self,
        store: Store,
        hears: Understands,
        corrected: Callable[[str], str | None],
        house: House,
        lines: Lines,
        *,
        holder: str,
        languages: Sequence[str],
        sorry: Reply,
        metrics: Metrics,
        push: Collection[str] = (),
    ) -> None:
        self._store = store
        self._hears = hears
        self._corrected = corrected
        self._house = house
        self._lines = lines
        self._holder = holder
        self._languages = tuple(languages)
        self._sorry = sorry
        self._metrics = metrics
        self._push = frozenset(push)

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
        if conversation.owner not in _DECIDES:
            await self._store.leave_turn(opened)
            return ()
        started = perf_counter()
        outcome = await self._decided(opened)
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

    async def _decided(self, opened: Opened) -> TurnWrite | Farewell:
        conversation = opened.conversation
        if opened.attempts > TRIES:
            log.error("turn_given_up", conversation=conversation.id, attempts=opened.attempts)
            return self._apology(opened, self._language(conversation, opened.inbound))
        state = states.load(conversation.state)
        heard = await self._heard(opened.inbound, state, conversation.language)
        language = heard.understanding.language
        try:
            async with asyncio.timeout(LONGEST):
                events = await _DECIDES[conversation.owner](
                    state, heard, self._house, language, conversation.id
                )
        except Exception:
            log.exception("turn_failed", conversation=conversation.id)
            return self._apology(opened, language)
        return self._decision(opened, state, language, events)

    def reminder(self, conversation: Conversation) -> NewEntry | None:
        """The open question once more, where it can be seen; None when there is nothing to say."""
        asked = [reply for reply in states.load(conversation.state).last if reply.expects_answer]
        if not asked or conversation.channel not in self._push:
            return None
        again = _("You can still answer. There is no hurry.").then(asked[-1].text)
        reply = msgspec.structs.replace(asked[-1], text=again)
        return self._lines.write(conversation.channel, (reply,), conversation.language)[0]

    def _language(self, conversation: Conversation, inbound: Inbound) -> str:
        """The conversation's language so far; at first what the client says of itself."""
        return conversation.language or self._hinted(inbound) or self._languages[0]

    def _hinted(self, inbound: Inbound) -> str:
        """What the client says of its language, if we speak it, else nothing."""
        return inbound.locale_hint if inbound.locale_hint in self._languages else ""

    async def _heard(self, inbound: Inbound, state: State, language: str) -> Heard:
        understanding = await self._understood(inbound.text, language)
        if not language and understanding.language_confidence < SURE:
            language = self._hinted(inbound)
            understanding = await self._understood(inbound.text, language)
        if inbound.choice:
            understanding = _pressed(understanding, inbound, language or understanding.language)
        rest_text = None if inbound.choice else self._corrected(inbound.text)
        rest = None
        if rest_text:
            rest = Heard(rest_text, inbound.at, await self._understood(rest_text, understanding.language))
        return Heard(
            inbound.text,
            inbound.at,
            understanding,
            picked(state.shown, inbound.text, inbound.choice),
            inbound.media,
            inbound.location,
            rest,
        )

    async def _understood(self, text: str, language: str) -> Understanding:
        return await self._hears.understand(text, language)

    def _decision(
        self, opened: Opened, state: State, language: str, events: list[AnyEvent]
    ) -> TurnWrite | Farewell:
        """Events become lines of the transcript, counters and the state to be kept."""
        language = next(
            (one.language for one in reversed(events) if isinstance(one, LanguageChanged)), language
        )
        channel, before = opened.conversation.channel, opened.conversation.language
        lines = self._lines.said(channel, events, language, slow=state.slow, beside=state.beside)
        if any(isinstance(event, Forgotten) for event in events):
            return Farewell(lines)
        if lines:
            state.shown = next(
                (line.rendered.choices for line in reversed(lines) if line.rendered.choices), ()
            )
        lines += self._lines.note(channel, lines, language, before)
        counted = tuple(event.name for event in events if isinstance(event, Counted))
        kept = any(fact.kept for fact in state.memory.values())
        moved = _moved(events)
        if moved.new_owner == QUEUE:
            counted += (f"handover.{moved.handover.reason}",) if moved.handover else ()
        return self._write(
            opened, states.dump(state), language, lines, counted=counted, kept=kept, moved=moved
        )

    def _apology(self, opened: Opened, language: str) -> TurnWrite:
        """Something broke: the resident is told so, and how to reach a person; the state stays as it was."""
        lines = self._lines.write(opened.conversation.channel, (self._sorry,), language)
        return self._write(opened, opened.conversation.state, language, lines, counted=("failed",))

    def _write(
        self,
        opened: Opened,
        state: bytes,
        language: str,
        lines: tuple[NewEntry, ...],
        *,
        counted: tuple[str, ...] = (),
        kept: bool | None = None,
        moved: Moved | None = None,
    ) -> TurnWrite:
        conversation = opened.conversation
        return TurnWrite(
            conversation_id=conversation.id,
            revision=conversation.revision,
            inbox_id=opened.inbox_id,
            state=state,
            language=language,
            entries=lines,
            owner=conversation.owner,
            counted=counted,
            kept=kept,
            moved=moved or Moved(),
        )


_DECIDES = {BOT: alone, QUEUE: waiting, CLOSED: ended}
"""What answers a resident, by who owns the conversation; where an adviser does, nothing."""


def _moved(events: list[AnyEvent]) -> Moved:
    """Where the conversation goes by what has happened; the last word counts."""
    moved = Moved()
    for event in events:
        if isinstance(event, HandedOver):
            moved = Moved(QUEUE, NewHandover(event.reason, event.hazard))
        elif isinstance(event, Returned):
            moved = Moved(BOT, leaves=True)
        elif isinstance(event, Scored):
            moved = Moved(score=event.score)
    return moved


def _pressed(understanding: Understanding, inbound: Inbound, language: str) -> Understanding:
    """What the words of a button mean. Nobody typed them: no danger and no global word is heard in them.

    A bare id, which is all that some channels send, says nothing at all.
    """
    if inbound.text == inbound.choice:
        return Understanding(inbound.text, language)
    danger = (understanding.intent or "").startswith("safety.")
    intent = None if danger else understanding.intent
    return msgspec.structs.replace(understanding, language=language, intent=intent, word="", hazard="")
