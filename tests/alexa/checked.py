"""Holds a response to Amazon's rules, and to what Amazon's own library makes of it."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree

from ask_sdk_core.serialize import DefaultSerializer
from ask_sdk_model import ResponseEnvelope

from accessibility.rules import check
from accessibility.text import Rendered

LARGEST, LONGEST_SPEECH, LONGEST_CARD = 24 * 1024, 8_000, 8_000
TAGS = {"speak", "prosody", "break", "lang", "s", "p", "say-as", "sub", "emphasis", "phoneme"}


def checked(body: bytes) -> Any:
    """The response as JSON. Raises `AssertionError` when it breaks a rule, or holds something that Amazon's
    types do not know: those drop what is misspelt without a word, so what comes back must be what went in."""
    assert len(body) <= LARGEST
    shape = json.loads(body)
    known = DefaultSerializer().deserialize(body.decode(), ResponseEnvelope)
    back = DefaultSerializer().serialize(known)
    assert dropped(shape, back) == []
    response = shape["response"]
    for speech in spoken(response):
        speakable(speech)
    card = response.get("card", {})
    assert len(card.get("content", "")) + len(card.get("title", "")) < LONGEST_CARD
    if "outputSpeech" in response and not response["shouldEndSession"]:
        assert response["reprompt"], "an open microphone needs a reprompt"
    return shape


def spoken(response: Any) -> list[str]:
    """The SSML of a response."""
    said = [response.get("outputSpeech"), response.get("reprompt", {}).get("outputSpeech")]
    return [one["ssml"] for one in said if one]


def speakable(ssml: str) -> None:
    """Whether Alexa would take it: well-formed, short, tags that she knows, nothing to be read out wrong."""
    assert len(ssml) < LONGEST_SPEECH
    tree = ElementTree.fromstring(ssml)
    assert tree.tag == "speak"
    assert {one.tag for one in tree.iter()} <= TAGS
    assert [one.tag for one in tree.iter()].count("speak") == 1
    plain = check(Rendered(ssml, "en"), "speech")
    assert [fault for fault in plain if fault.rule in ("R27", "R28", "R29", "R30", "R31", "R32")] == []


def words(ssml: str) -> str:
    """What is heard."""
    return " ".join(re.sub(r"<[^>]*>", " ", ssml).split())


def dropped(ours: Any, theirs: Any, at: str = "$") -> list[str]:
    """Where what came back is not what went in."""
    if isinstance(ours, dict):
        theirs = theirs if isinstance(theirs, dict) else {}
        return [one for key, value in ours.items() for one in dropped(value, theirs.get(key), f"{at}.{key}")]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        pairs = enumerate(zip(ours, theirs, strict=True))
        return [one for n, (mine, other) in pairs for one in dropped(mine, other, f"{at}[{n}]")]
    empty = ours in ({}, []) and theirs in (None, {}, [])
    return [] if ours == theirs or empty else [at]
