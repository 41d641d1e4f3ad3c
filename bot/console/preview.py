"""What an alert reads like, in every language and for eye and ear, as those who write and approve it see it.

The words are made by the same functions and the same renderers that make them for residents.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Final

from msgspec import Struct

from accessibility import sms
from accessibility.renderer import Manner
from accessibility.renderers import MODALITIES, renderer
from bot.console.parts import Parts
from channels.message import Capabilities
from notifier.alert import Alert
from notifier.words.said import said

CHANNELS: Final[Mapping[str, str]] = {"sms": "Text message", "web": "On a screen", "voice": "Spoken"}
"""One channel for each way of reading, and its name."""


class Preview(Struct, frozen=True):
    """One channel: the words, in which language they really are, and how many text messages that is, 0 where
    none are counted."""

    channel: str
    text: str
    language: str
    direction: str
    machine: bool
    segments: int


class Tongue(Struct, frozen=True):
    """One language: its tag, its name for staff, and whether the alert has words of its own for it."""

    tag: str
    name: str
    own: bool
    channels: tuple[Preview, ...]


class Previews:
    """Makes them."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._renderers = {one: renderer(one, parts.words) for one in MODALITIES}

    def of(self, alert: Alert) -> tuple[Tongue, ...]:
        """The alert in every language of the city, for those to whom it is what its phase says."""
        rows, own = self._parts.words.languages, getattr(alert.facts, "words", {})
        return tuple(
            Tongue(
                tag,
                rows[tag].english if tag in rows else tag,
                bool(own.get(tag)),
                tuple(self._one(alert, channel, tag) for channel in CHANNELS),
            )
            for tag, _name in self._parts.house.languages
        )

    def _one(self, alert: Alert, channel: str, language: str) -> Preview:
        settings = self._parts.settings
        spoken = self._parts.lines.sayable(channel, language)
        reply = said(alert, alert.phase, at_risk=False, near="", place=settings.place, language=spoken)
        modality = settings.can.get(channel, Capabilities()).modality
        counted = modality == "sms"
        rendered = self._renderers[modality].render(
            reply.text,
            spoken,
            links=reply.links,
            safety=reply.importance == "safety",
            manner=Manner(prefix=settings.short if counted else ""),
        )
        return Preview(
            CHANNELS[channel],
            _plain(rendered.text),
            rendered.language,
            rendered.direction,
            rendered.machine,
            sms.measure(rendered.text).segments if counted else 0,
        )


def _plain(text: str) -> str:
    """The words of what is spoken, without the marks for the voice; all else as it is."""
    if not text.startswith("<speak"):
        return text
    broken = re.sub(r"<break[^>]*>|</p>|</s>", "\n", text)
    return "\n".join(filter(None, map(str.strip, unescape(re.sub(r"<[^>]*>", "", broken)).split("\n"))))
