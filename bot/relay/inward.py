"""From Chatwoot to here: what agents write, and what they make of the conversation.

A webhook is only a hint that there is news, for it may come twice, late or in any order: what counts is what
Chatwoot says when it is asked, and each message is said once, by its id.
"""

from __future__ import annotations

import unicodedata

import structlog
from msgspec import structs

from bot.handover.request import Handover
from bot.handover.said import first_name, typed
from bot.relay.chatwoot import Chatwoot, ChatwootError
from bot.relay.outward import Outward
from bot.relay.shapes import Message
from bot.relay.voice import NO_FILES, Voice
from bot.store.lines import NewEntry
from bot.store.relays import Relay, Relays
from locales.languages import SOURCE

log = structlog.get_logger(__name__)


class Inward:
    """`staff` is the id of the member who stands for Chatwoot's agents."""

    def __init__(
        self,
        relays: Relays,
        chatwoot: Chatwoot,
        outward: Outward,
        voice: Voice,
        staff: int,
    ) -> None:
        self._relays = relays
        self._chatwoot = chatwoot
        self._outward = outward
        self._voice = voice
        self._staff = staff

    async def look(self, found: Handover, relay: Relay) -> None:
        """Takes over what is new there: messages first, by their order, then the status. Raises
        `ChatwootError`, after which a conversation that is gone there is begun again, and `NotYours` when the
        resident has left meanwhile, or somebody else has them."""
        try:
            # The status first: what was written before it changed is then among the messages.
            status = await self._chatwoot.status(relay.external)
            messages = await self._chatwoot.messages(relay.external, relay.since)
        except ChatwootError as problem:
            if problem.status == 404:
                await self._relays.detach(found.id)
            raise
        answers = [message for message in messages if message.answer]
        said = await self._relays.said(found.id, [message.id for message in answers])
        for message in answers:
            if message.id not in said:
                await self.say(found, relay, message)
        await self._turned(found, status)

    async def say(self, found: Handover, relay: Relay, message: Message) -> None:
        """One answer of an agent's. Raises `NotYours` when the resident cannot be reached any more, and
        `OffShift`."""
        if not message.answer or not 0 < relay.since < message.id:
            return
        if not message.words:
            if await self._relays.pass_over(found.id, message.id):
                await self._outward.note(relay.external, NO_FILES, f"{found.reference}-file-{message.id}")
            return
        joined = await self._voice.joined(found, message.by)
        line = structs.replace(_typed(message.words), by=first_name(message.by))
        if await self._relays.answer(found.id, self._staff, message.id, joined, (line,)):
            log.info("relay.answered", handover=found.reference)

    async def _turned(self, found: Handover, status: str) -> None:
        """What the status there means here. As long as it is open, or put off, the lease is renewed."""
        if status in ("resolved", "pending"):
            mine = await self._relays.claim(found.id, self._staff)
            await (self._voice.close if status == "resolved" else self._voice.hand_back)(mine, self._staff)
            log.info("relay.ended", handover=found.reference, status=status)
            return
        if found.claimed_at is not None:  # an agent has answered: they go on where nobody looked for a while
            await self._relays.claim(found.id, self._staff)


def _typed(words: str) -> NewEntry:
    """An agent's words. Chatwoot does not say in which language they are: English, unless their first letter
    runs from right to left."""
    strong = next((kind for kind in map(unicodedata.bidirectional, words) if kind in ("L", "R", "AL")), "L")
    rendered = typed(words, SOURCE) if strong == "L" else typed(words, "und", "rtl")
    return NewEntry("adviser", rendered)
