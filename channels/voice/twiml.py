"""Twilio's markup for calls: https://www.twilio.com/docs/voice/twiml.

Built as a tree, so that nothing that is said can become markup. The speech of our renderer is SSML already;
its elements are those that `<Say>` takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from channels.voice.voices import voice

LISTEN_SECONDS = 8
"""How long a caller may think before the first word. Older people take their time."""

RING_SECONDS = 40
"""How long the helpline's phone rings before the caller is asked what else would help."""

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


class Spoken(Struct, frozen=True):
    """SSML of our own renderer, in one language."""

    ssml: str
    language: str


def listens(said: Sequence[Spoken], action: str, language: str, hints: str) -> str:
    """Says something and listens, to speech and keys alike; whoever speaks or presses interrupts. Silence
    comes to `action`, too."""
    response = Element("Response")
    gather = SubElement(
        response,
        "Gather",
        input="dtmf speech",
        action=action,
        method="POST",
        language=voice(language).hear,
        timeout=str(LISTEN_SECONDS),
        speechTimeout="auto",
        actionOnEmptyResult="true",
    )
    if hints:
        gather.set("hints", hints)
    for one in said:
        _say(gather, one)
    return _written(response)


def waits(said: Sequence[Spoken], action: str, seconds: int = 2) -> str:
    """Keeps the caller on the line, and asks `action` again."""
    response = Element("Response")
    for one in said:
        _say(response, one)
    SubElement(response, "Pause", length=str(seconds))
    SubElement(response, "Redirect", method="POST").text = action
    return _written(response)


def puts_through(said: Sequence[Spoken], number: str, action: str) -> str:
    """Rings `number` (E.164); what came of it is told to `action`."""
    response = Element("Response")
    for one in said:
        _say(response, one)
    dial = SubElement(response, "Dial", action=action, method="POST", timeout=str(RING_SECONDS))
    SubElement(dial, "Number").text = number
    return _written(response)


def ends(said: Sequence[Spoken]) -> str:
    """Says something last and hangs up."""
    response = Element("Response")
    for one in said:
        _say(response, one)
    SubElement(response, "Hangup")
    return _written(response)


def link(path: str, **query: int | str) -> str:
    """An address on this server with its query."""
    return f"{path}?{urlencode(query)}" if query else path


def _say(parent: Element, spoken: Spoken) -> None:
    speaks = voice(spoken.language)
    say = SubElement(parent, "Say", voice=speaks.say, language=speaks.hear)
    root = ElementTree.fromstring(spoken.ssml)  # noqa: S314 - written by our renderer, never by a client
    say.text = root.text
    say.extend(root)


def _written(response: Element) -> str:
    return HEAD + ElementTree.tostring(response, encoding="unicode")
