"""Phone calls put together."""

from __future__ import annotations

from aiohttp import web

from accessibility.text import Text
from bot import texting
from bot.knowledge.bins.bins import Bins
from bot.parts import Parts
from channels.message import Reply
from channels.voice.twiml import Spoken
from channels.voice.voice import Voice, VoiceSettings

ALWAYS = ("bin", "postcode", "missed bin", "recycling", "repeat", "slower", "a person", "yes", "no")
"""What callers say in every city."""

HINTS = 500
"""Characters that Twilio takes as hints."""


def add(app: web.Application, parts: Parts) -> None:
    """The routes of calls, where they are set up."""
    if parts.settings.voice != "twilio":
        return
    settings = VoiceSettings(parts.city.council, hints(parts.bins))
    door, clock = texting.webhook(parts.settings), parts.clock.now
    channel = Voice(door, parts.store.transcript, _Speaks(parts).spoken, settings, clock)
    app.add_routes(channel.routes(parts.turns.receive))


def hints(bins: Bins) -> str:
    """Words that callers are likely to say, for whoever listens to them."""
    names = (container.name.msgid for container in bins.containers)
    found = ""
    for word in (*ALWAYS, *names):
        longer = f"{found}, {word}" if found else word
        if len(longer) <= HINTS:
            found = longer
    return found


class _Speaks:
    """Writes what the channel says itself."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def spoken(self, text: Text, language: str) -> Spoken:
        line = self._parts.lines.write(Voice.name, (Reply(text),), language)[0]
        return Spoken(line.rendered.text, line.rendered.language)
