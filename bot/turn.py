"""One message, five steps: receive, open, understand, decide, commit.

1. Receive: the channel has verified the sender; the inbox stores the message once.
2. Open: the conversation's row is leased, one turn at a time and in order; the message joins the transcript.
   If a person owns the conversation the turn ends here.
3. Understand: safety words, global words, then the model.
4. Decide: the ladder says what happens. Nothing is written but what `once` records.
5. Commit: state, transcript and counters in one transaction, which drops the reply when the conversation has
   moved on or a person has taken it since. Then the channel sends.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Protocol

import msgspec
import structlog

from accessibility.text import Rendered
from bot.clock import Clock
from bot.dialogue import state as states
from bot.dialogue.events import AnyEvent, Counted, Forgotten, LanguageChanged, replies
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.ladder import decide
from bot.dialogue.picks import picked
from bot.dialogue.state import State
from bot.store.conversations import BOT, Conversation, Superseded
from bot.store.lines import NewEntry
from bot.store.store import Store
from bot.store.turn import Duplicate, Opened, TurnWrite
from channels.message import Entry, Inbound, Reply
from nlu.understanding import Understanding, Understands

log = structlog.get_logger(__name__)

LONGEST = 20.0
"""Seconds that one decision may take; the lease on the conversation is three times as long."""


class Renders(Protocol):
    """Writes replies for one channel."""

    def __call__(self, reply: Reply, language: str, slow: bool) -> Rendered: ...


class Hears(Understands, Protocol):
    """Understanding, and the corrections in it."""

    def correction(self, text: str, language: str) -> str | None:
        """What is meant when the text begins like a correction, else None."""


class Turns:
    """Takes messages through the five steps. Made once; safe to be called from many tasks at once."""

    def __init__(
        self,
        store: Store,
        hears: Hears,
        house: House,
        renders: Mapping[str, Renders],
        clock: Clock,
        *,
        holder: str,
        languages: Sequence[str],
        sorry: Reply,
    ) -> None:
        self._store = store
        self._hears = hears
        self._house = house
        self._renders = renders
        self._clock = clock
        self._holder = holder
        self._languages = tuple(languages)
        self._sorry = sorry

    async def receive(self, inbound: Inbound) -> Sequence[Entry]:
        """Handles one message; what was answered in this turn, in order."""
        opened = await self._store.open_turn(inbound, self._holder)
        if isinstance(opened, Duplicate):
            return opened.entries
        return await self.take(opened)

    async def take(self, opened: Opened) -> Sequence[Entry]:
        """The turn of a message that is stored already: the way in after a crash, too."""
        try:
            write = await self._decided(opened)
            return await self._store.commit_turn(write)
        except Superseded as moved:
            log.info("reply_dropped", conversation=opened.conversation.id, owner=moved.owner)
            return ()
        except BaseException:
            await asyncio.shield(self._store.leave_turn(opened, self._holder))
            raise

    async def _decided(self, opened: Opened) -> TurnWrite:
        conversation = opened.conversation
        if conversation.owner != BOT:
            return self._write(opened, conversation.state, conversation.language, ())
        state = states.load(conversation.state)
        heard = await self._heard(opened.inbound, state, self._language(conversation, opened.inbound))
        language = heard.understanding.language
        try:
            async with asyncio.timeout(LONGEST):
                events = await decide(state, heard, self._house, language, conversation.id)
        except Exception:
            log.exception("turn_failed", conversation=conversation.id)
            return self._apology(opened, language)
        return self._decision(opened, state, language, events)

    def _language(self, conversation: Conversation, inbound: Inbound) -> str:
        """The conversation's language so far; at first what the client says of itself, if we speak it."""
        hint = inbound.locale_hint
        return conversation.language or (hint if hint in self._languages else self._languages[0])

    async def _heard(self, inbound: Inbound, state: State, language: str) -> Heard:
        understanding = await self._understood(inbound.text, language)
        if inbound.choice:
            understanding = msgspec.structs.replace(understanding, language=language, word="", hazard="")
        rest_text = None if inbound.choice else self._hears.correction(inbound.text, understanding.language)
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

    def _decision(self, opened: Opened, state: State, language: str, events: list[AnyEvent]) -> TurnWrite:
        """Events become lines of the transcript, counters and the state to be kept."""
        for event in events:
            if isinstance(event, LanguageChanged):
                language = event.language
        said = replies(events)
        lines = self._lines(opened.conversation.channel, said, language, state.slow)
        forgotten = any(isinstance(event, Forgotten) for event in events)
        if forgotten:
            state = State()
        state.shown = next((line.rendered.choices for line in reversed(lines) if line.rendered.choices), ())
        counted = tuple(event.name for event in events if isinstance(event, Counted))
        kept = any(fact.kept for fact in state.memory.values())
        return self._write(
            opened, states.dump(state), language, lines, counted=counted, kept=kept, erase=forgotten
        )

    def _lines(
        self, channel: str, said: Sequence[Reply], language: str, slow: bool
    ) -> tuple[NewEntry, ...]:
        render = self._renders[channel]
        return tuple(
            NewEntry(
                "assistant",
                render(reply, language, slow),
                msgspec.json.encode(reply),
                reply.expects_answer,
                reply.importance,
            )
            for reply in said
        )

    def _apology(self, opened: Opened, language: str) -> TurnWrite:
        """Something broke: the resident is told so and how to reach a person; the conversation stays as it was."""
        lines = self._lines(opened.conversation.channel, (self._sorry,), language, False)
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
        erase: bool = False,
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
            erase=erase,
        )
