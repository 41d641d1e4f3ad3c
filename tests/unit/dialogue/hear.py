"""Messages as they reach the ladder, built the way the understanding would: a few fixed words and phrases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.dialogue.heard import Heard
from channels.message import Media
from nlu.understanding import Entity, Understanding

NOON = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
"""A Monday."""

WORDS = {
    "yes": "affirm",
    "no": "deny",
    **{
        word: word
        for word in ("back", "cancel", "stop", "repeat", "slower", "help", "person", "language", "more")
    },
}
INTENTS = {
    "report a repair": "repair",
    "when is my bin": "bins",
    "ring me": "callback",
    "opening hours": "hours",
    "join the queue": "queue",
    "a form": "form",
}
ROOMS = ("kitchen", "bathroom", "bedroom")
HAZARDS = {"gas": "gas", "sparks": "electric"}
CORRECTS = ("no, ", "i meant ")


def hear(
    text: str = "",
    *,
    word: str | None = None,
    intent: str | None = None,
    entities: Mapping[str, str] | None = None,
    picked: str = "",
    hazard: str | None = None,
    ranking: Sequence[tuple[str, float]] = (),
    media: tuple[Media, ...] = (),
    rest: Heard | None = None,
    at: dt.datetime = NOON,
) -> Heard:
    """One message. What is not given is understood from the words; `picked` is a pressed button's id."""
    low = text.casefold()
    room = next((room for room in ROOMS if room in low), "")
    named = entities if entities is not None else ({"room": room} if room else {})
    if rest is None:
        start = next((start for start in CORRECTS if low.startswith(start)), "")
        rest = hear(text[len(start) :], at=at) if start else None
    understanding = Understanding(
        text,
        "en",
        intent if intent is not None else next((INTENTS[said] for said in INTENTS if said in low), None),
        entities=tuple(Entity(name, 0, len(text), value, "test") for name, value in named.items()),
        word=word if word is not None else WORDS.get(low.strip(), ""),
        hazard=hazard if hazard is not None else next((HAZARDS[said] for said in HAZARDS if said in low), ""),
        ranking=tuple(ranking),
    )
    return Heard(text, at, understanding, picked, media, rest=rest)


def press(choice: str) -> Heard:
    """A pressed button."""
    return hear(picked=choice)


def send_photo() -> Heard:
    """A photo without a word."""
    return hear(media=(Media("photo-1", "image/jpeg", 2048),))
