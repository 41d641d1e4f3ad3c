"""Replies joined to what one response says: one `<speak>`, pauses between ideas, inside Alexa's limits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import unescape

from accessibility.fault import CHOICE_PAUSE
from accessibility.render_speech import IDEA_PAUSE, RATE, SLOWER_RATE
from accessibility.speech_values import data, speakable
from channels.message import Entry
from locales.languages import SOURCE, language

LONGEST_SPEECH = 7_500
"""Characters, markup counted: Alexa takes fewer than 8,000."""
LONGEST_CARD = 4_000
_OUTER = re.compile(r"</?speak>")
_TAG = re.compile(r"<[^>]*>")
_SLOW = f'<prosody rate="{SLOWER_RATE}">'


def inner(entry: Entry) -> str:
    """What stands inside `<speak>`. What an adviser has typed is plain words; its numbers are spelled out."""
    if entry.text.startswith("<speak>"):
        return _OUTER.sub("", entry.text)
    return f'<prosody rate="{RATE}">{data(entry.text, language(SOURCE))}</prosody>'


def without_choices(ssml: str) -> str:
    """What is said before the first choice."""
    head, found, _rest = ssml.partition(CHOICE_PAUSE)
    return f"{head}</prosody>" if found else ssml


def slow(entries: Iterable[Entry]) -> bool:
    """Whether this person has asked for slower speech."""
    return any(_SLOW in entry.text for entry in entries)


def joined(pieces: Sequence[str]) -> str:
    """The pieces in order. What has no room is left out from behind, but never the last one: it asks."""
    kept: list[str] = []
    last = _cut(pieces[-1]) if pieces else ""
    room = LONGEST_SPEECH - len(last)
    for piece in pieces[:-1]:
        room -= len(piece) + len(IDEA_PAUSE)
        if room < 0:
            break
        kept.append(piece)
    return f"<speak>{IDEA_PAUSE.join([*kept, *([last] if last else [])])}</speak>"


def _cut(piece: str) -> str:
    """One piece that is too long alone, as the beginning of its bare words: only a person writes so much."""
    if len(piece) <= LONGEST_SPEECH:
        return piece
    return speakable(unescape(_TAG.sub(" ", piece))[: LONGEST_SPEECH // len("&quot;")])


def card_text(entries: Iterable[Entry]) -> str:
    """The same words for the Alexa app and a speaker's screen, as far as others may see them. Of a danger
    nothing stays behind on a screen: whom it comes from may look at it."""
    entries = tuple(entries)
    if any(entry.importance == "safety" for entry in entries):
        return ""
    lines = [entry.rendered.card for entry in entries if entry.rendered.card]
    return "\n\n".join(lines)[:LONGEST_CARD]
