"""Photos, always optional: nobody is stopped by a phone without a camera."""

from __future__ import annotations

from typing import Any

import msgspec

from accessibility.text import Count, Text, _, _n
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, Outcome
from channels.message import Choice, Media, Reply

SKIP = "photo:none"
KINDS = ("image/jpeg", "image/png", "image/webp", "image/heic")


class Photo(Base[tuple[Media, ...]]):
    """The answer is the photos sent, empty when the resident has none."""

    kind = tuple[Media, ...]
    takes_photos = True

    def prompt(self) -> Reply:
        return Reply(self.asks, (Choice(SKIP, _("No photo")),), expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[tuple[Media, ...]]:
        photos = tuple(media for media in heard.media if media.content_type in KINDS)
        if photos:
            return Got(photos)
        if heard.picked == SKIP or heard.word == "deny" or heard.intent == "deny":
            return Got(())
        return NO_MATCH

    def correct(self, heard: Heard, value: tuple[Media, ...]) -> Outcome[tuple[Media, ...]]:
        return self.hear(heard, None)

    def store(self, value: tuple[Media, ...]) -> Any:
        return [msgspec.to_builtins(media) for media in value]

    def echo(self, value: tuple[Media, ...]) -> Text:
        return _n("%(count)s photo", "%(count)s photos", Count(len(value))) if value else _("No photo")


def photo(asks: Text, *, label: Text | None = None) -> Photo:
    """A question for photos that may be skipped."""
    return Photo(asks, hint=_("Send a photo, or say no."), label=label)
