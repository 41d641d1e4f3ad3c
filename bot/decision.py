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
from bot.dialogue.picks import folded
from bot.dialogue.quiet import QUIET, starts
from bot.dialogue.state import State
from bot.handover.alone import alone
from bot.handover.ended import ended
from bot.handover.request import CLOSED, QUEUE, NewHandover
from bot.handover.waiting import waiting
from bot.hearing import Hearing
from bot.lines import Lines
from bot.store.conversation import BOT, Conversation
from bot.store.lines import NewEntry
from bot.store.turn import Moved, Opened, Pushes, TurnWrite
from channels.message import Reply
from nlu.understanding import Understands

log = structlog.get_logger(__name__)

LONGEST = 20.0
"""Seconds that one decision may take; the lease on the conversation is three times as long."""

TRIES = 5
"""How often a message is tried again after its process has died: it must not kill processes for ever."""


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
        self._hearing = Hearing(hears, corrected, languages)
        self._house = house
        self._lines = lines
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
            return self._apology(opened, self._hearing.language(conversation, opened.inbound))
        state = states.load(conversation.state)
        if await self._is_old(opened, state):
            state.shown = ()
        heard = await self._hearing.heard(opened.inbound, state, conversation.language)
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
