"""The lines of a conversation as an adviser sees them: the same for the template and the script."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence

import msgspec
from msgspec import Struct

from bot.console.parts import Parts
from bot.store.conversation import Conversation
from bot.store.talks import Told
from channels.message import Entry, Reply, Speaker
from locales.languages import SOURCE
from nlu.understanding import Understanding

SPEAKERS: dict[Speaker, str] = {
    "resident": "Resident",
    "assistant": "Assistant",
    "adviser": "Adviser",
    "system": "Notice",
}
DELIVERY = {
    "waiting": "Waiting to be sent",
    "sending": "Being sent",
    "uncertain": "Nobody knows yet whether it was sent",
    "sent": "Sent",
    "delivered": "Delivered",
    "undelivered": "Not delivered",
    "failed": "Not sent: it was refused",
    "expired": "Not sent: it was too late",
    "suppressed": "Not sent: the resident has stopped messages, or cannot be reached",
    "dropped": "Nobody knows whether it was sent",
}
"""What became of a message, in words for staff."""

_SPOKEN = "<speak"
_READS_AS = "web"  # the channel whose way of writing staff read
_MOST = 20_000  # remembered understandings


class Shown(Struct, frozen=True):
    """`english` is the English behind a line in another language; `understood` what the assistant makes of
    a resident's words; `photos` the names of those that came with it; `delivery` what became of a line that
    had to be sent."""

    seq: int
    who: Speaker
    by: str
    at: str
    time: str
    text: str
    language: str
    direction: str
    english: str
    machine: bool
    choices: tuple[str, ...]
    media: tuple[str, ...]
    photos: tuple[str, ...]
    understood: str
    urgent: bool
    delivery: str


class Shows:
    """Makes lines to be shown."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._known: OrderedDict[tuple[int, int], str] = OrderedDict()

    async def show(self, conversation: Conversation, told: Sequence[Told]) -> list[Shown]:
        """The lines in their order."""
        became = await self._parts.stores.talks.deliveries(conversation.id)
        return [
            await self._one(conversation, one, DELIVERY.get(became.get(one.entry.seq, ""), ""))
            for one in told
        ]

    async def _one(self, conversation: Conversation, told: Told, delivery: str) -> Shown:
        entry, said = told.entry, told.entry.rendered
        reply = msgspec.json.decode(told.reply, type=Reply) if told.reply else None
        text, choices = said.text, tuple(choice.label for choice in said.choices)
        if reply and text.startswith(_SPOKEN):
            text = self._written(reply, said.language)
        foreign = reply is not None and said.language != SOURCE
        return Shown(
            seq=entry.seq,
            who=entry.who,
            by=f"{SPEAKERS[entry.who]} {entry.by}".strip(),
            at=entry.at.isoformat(timespec="seconds"),
            time=f"{entry.at.astimezone(self._parts.settings.zone):%H:%M}",
            text=text,
            language=said.language,
            direction=said.direction,
            english=self._written(reply, SOURCE) if reply and foreign else "",
            machine=said.machine,
            choices=choices,
            media=tuple(f"{one.content_type}, {one.size} bytes" for one in (reply.media if reply else ())),
            photos=tuple(photo.ref for photo in entry.media),
            understood=await self._understood(conversation, entry),
            urgent=entry.importance == "safety",
            delivery=delivery,
        )

    def _written(self, reply: Reply, language: str) -> str:
        return "\n".join(one.rendered.text for one in self._parts.lines.write(_READS_AS, (reply,), language))

    async def _understood(self, conversation: Conversation, entry: Entry) -> str:
        """The model is asked when the line is first shown: what it said in the turn is not stored."""
        if entry.who != "resident" or not entry.text:
            return ""
        key = conversation.id, entry.seq
        if key not in self._known:
            language = entry.rendered.language or conversation.language
            self._known[key] = _words(await self._parts.hears.understand(entry.text, language))
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return self._known[key]


def _words(found: Understanding) -> str:
    """`bins.missed, 93 % sure; container: black`."""
    parts = []
    if found.hazard:
        parts.append(f"danger: {found.hazard}")
    if found.word:
        parts.append(f"the word “{found.word}”")
    elif found.intent:
        parts.append(f"{found.intent}, {found.confidence:.0%} sure")
    parts += [f"{one.entity}: {one.value}" for one in found.entities]
    return "; ".join(parts) or "not understood"
