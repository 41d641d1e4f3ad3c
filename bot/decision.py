"""What a turn comes to: the message is understood, the ladder or the helpline's part decides, and what they
say becomes lines of the transcript. Nothing is written here but what `once` records."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Collection, Sequence

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
from bot.dialogue.picks import folded, picked
from bot.dialogue.quiet import QUIET, starts
from bot.dialogue.rungs.joining import is_code
from bot.dialogue.state import State
from bot.handover.alone import alone
from bot.handover.ended import ended
from bot.handover.request import CLOSED, QUEUE, NewHandover
from bot.handover.waiting import waiting
from bot.lines import Lines
from bot.store.conversation import BOT, Conversation
from bot.store.lines import NewEntry
from bot.store.turn import Moved, Opened, Pushes, TurnWrite
from channels.message import Inbound, Reply
from nlu.understanding import Understanding, Understands

log = structlog.get_logger(__name__)

LONGEST = 20.0
"""Seconds that one decision may take; the lease on the conversation is three times as long."""

TRIES = 5
"""How often a message is tried again after its process has died: it must not kill processes for ever."""

SURE = 0.7
"""From this confidence on the first words tell the language, whatever the client says of itself."""


class Farewell(Struct, frozen=True):
    """The outcome of "forget me": everything goes, and `lines` are said last."""

    lines: tuple[NewEntry, ...]


class Decisions:
    """Decides what is answered. `corrected` gives what is meant when a text begins like a correction. `push`
    are the channels on which a resident sees what is said unasked, `sends` those on which it is sent.
    `pushed` tells whether something was sent unasked after a moment. `public` leaves of a text only the words
    that are nobody's; it is given the language of the text."""

    def __init__(
        self,
        hears: Understands,
        corrected: Callable[[str], str | None],
        house: House,
        lines: Lines,
        *,
        languages: Sequence[str],
        sorry: Reply,
        push: Collection[str] = (),
        sends: Collection[str] = (),
        pushed: Callable[[int, dt.datetime], Awaitable[bool]] | None = None,
        public: Callable[[str, str], Awaitable[str]] | None = None,
    ) -> None:
        self._hears = hears
        self._corrected = corrected
        self._house = house
        self._lines = lines
        self._languages = tuple(languages)
        self._sorry = sorry
        self._push = frozenset(push)
        self._sends = frozenset(sends)
        self._pushed = pushed
        self._public = public

    async def of(self, opened: Opened) -> TurnWrite | Farewell:
        """What this turn comes to; an apology when something breaks."""
        conversation = opened.conversation
        if opened.attempts > TRIES:
            log.error("turn_given_up", conversation=conversation.id, attempts=opened.attempts)
            return self._apology(opened, self._language(conversation, opened.inbound))
        state = states.load(conversation.state)
        if await self._is_old(opened, state):
            state.shown = ()
        heard = await self._heard(opened.inbound, state, conversation.language)
        language = self._lines.sayable(conversation.channel, heard.understanding.language)
        try:
            async with asyncio.timeout(LONGEST):
                events = await DECIDES[conversation.owner](
                    state, heard, self._house, language, conversation.id
                )
        except Exception:
            log.exception("turn_failed", conversation=conversation.id)
            return self._apology(opened, language)
        asked = await self._nobodys(events, heard.understanding.language)
        return self._decision(opened, state, heard, language, events, asked)

    def reminder(self, conversation: Conversation) -> NewEntry | None:
        """The open question once more, where it can be seen; None when there is nothing to say."""
        asked = [reply for reply in states.load(conversation.state).last if reply.expects_answer]
        if not asked or conversation.channel not in self._push:
            return None
        again = _("You can still answer. There is no hurry.").then(asked[-1].text)
        reply = msgspec.structs.replace(asked[-1], text=again)
        return self._lines.write(conversation.channel, (reply,), conversation.language)[0]

    async def _nobodys(self, events: list[AnyEvent], language: str) -> tuple[str, ...]:
        """What of the questions that could not be answered is nobody's."""
        if self._public is None:
            return ()
        asked = {event.words for event in events if isinstance(event, Counted) and event.words}
        left = [await self._public(words, language) for words in asked]
        return tuple(filter(None, left))

    async def _is_old(self, opened: Opened, state: State) -> bool:
        """Whether a bare number is about what was sent unasked, and none of the choices of before it."""
        said = opened.inbound
        if not state.shown or said.choice or state.last_at is None or not folded(said.text).isdecimal():
            return False
        return self._pushed is not None and await self._pushed(opened.conversation.id, state.last_at)

    def _language(self, conversation: Conversation, inbound: Inbound) -> str:
        """The conversation's language so far; at first what the client says of itself."""
        return conversation.language or self._hinted(inbound) or self._languages[0]

    def _hinted(self, inbound: Inbound) -> str:
        """What the client says of its language, if we speak it, else nothing."""
        return inbound.locale_hint if inbound.locale_hint in self._languages else ""

    async def _heard(self, inbound: Inbound, state: State, language: str) -> Heard:
        if not language and is_code(inbound.text):
            language = self._hinted(inbound) or self._languages[0]
        understanding = await self._understood(inbound.text, language)
        if not language and understanding.language_confidence < SURE:
            language = self._hinted(inbound)
            understanding = await self._understood(inbound.text, language)
        if inbound.choice:
            understanding = _pressed(understanding, inbound, language or understanding.language)
        rest_text = None if inbound.choice else self._corrected(inbound.text)
        if inbound.correction:
            rest_text = rest_text or inbound.text
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
        self,
        opened: Opened,
        state: State,
        heard: Heard,
        language: str,
        events: list[AnyEvent],
        unanswered: tuple[str, ...] = (),
    ) -> TurnWrite | Farewell:
        """Events become lines of the transcript, counters and the state to be kept."""
        events = self._lines.heard(opened.conversation.channel, events)
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
        pushes = self._wish(channel, heard)
        if pushes == "stop" and not state.quiet:
            lines += self._lines.write(channel, (QUIET,), language, state.slow, state.beside)
        state.quiet = pushes == "stop" or (state.quiet and not pushes)
        counted = tuple(event.name for event in events if isinstance(event, Counted))
        kept = any(fact.kept for fact in state.memory.values())
        moved = _moved(events)
        if moved.new_owner == QUEUE:
            counted += (f"handover.{moved.handover.reason}",) if moved.handover else ()
        return self._write(
            opened,
            states.dump(state),
            language,
            lines,
            counted=counted,
            unanswered=unanswered,
            kept=kept,
            moved=moved,
            pushes=pushes,
        )

    def _wish(self, channel: str, heard: Heard) -> Pushes:
        """What is said about being written to unasked, where that can happen."""
        if channel not in self._sends:
            return ""
        return "stop" if heard.word == "stop" else "start" if starts(heard.text) else ""

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
        unanswered: tuple[str, ...] = (),
        kept: bool | None = None,
        moved: Moved | None = None,
        pushes: Pushes = "",
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
            unanswered=unanswered,
            kept=kept,
            moved=moved or Moved(),
            pushes=pushes,
        )


DECIDES = {BOT: alone, QUEUE: waiting, CLOSED: ended}
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
