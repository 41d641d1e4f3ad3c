"""The rules of speech: R24 to R32."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from accessibility.fault import CHOICE_PAUSE, Reading
from accessibility.isolate import CONTROLS
from accessibility.render_speech import RATE, SLOWER_RATE, too_long
from accessibility.sms import PICTURE

MOST_CHOICES = 3

_PROSODY = re.compile(rf'<prosody rate="(?:{RATE}|{SLOWER_RATE})">')
_PHONE = re.compile(r"\d{3,}[ \u00a0]\d{3,}|\d{7,}")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_CODE = re.compile(r"\b(?=[A-Z\d]*[A-Z])(?=[A-Z\d]*\d)[A-Z\d]{4,6}\b")
_IDENTIFIER = re.compile(r"\b(?:999|112|111|105|101|119|116)\b|\d{5,}")
_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:uk|com|org)\b", re.IGNORECASE)


def length(reading: Reading) -> Iterator[str]:
    """R24: thirty words and twelve seconds before the question; what is spelled out does not count."""
    yield from too_long(reading.rendered.text)


def choices(reading: Reading) -> Iterator[str]:
    """R25: three choices at most."""
    if len(reading.rendered.choices) > MOST_CHOICES:
        yield f"{len(reading.rendered.choices)} choices"


def pace(reading: Reading) -> Iterator[str]:
    """R26: spoken at 90 %, or 80 % for who asked for slower; 700 ms before each choice."""
    if not _PROSODY.search(reading.rendered.text):
        yield f"not spoken at {RATE} or {SLOWER_RATE}"
    if reading.rendered.text.count(CHOICE_PAUSE) < len(reading.rendered.choices):
        yield "no pause between the choices"


def phones(reading: Reading) -> Iterator[str]:
    """R27: a phone number is said digit by digit."""
    yield from (f"{found!r} is read as numbers" for found in _PHONE.findall(reading.plain))


def postcodes(reading: Reading) -> Iterator[str]:
    """R28: a postcode is said letter by letter."""
    yield from (f"{found!r} is read as a word" for found in _POSTCODE.findall(reading.plain))


def codes(reading: Reading) -> Iterator[str]:
    """R29: a reference is said character by character."""
    yield from (f"{found!r} is read as a word" for found in _CODE.findall(reading.plain))


def cardinals(reading: Reading) -> Iterator[str]:
    """R30: 999 is `nine nine nine`."""
    yield from (f"{found!r} is read as a cardinal" for found in _IDENTIFIER.findall(reading.plain))


def links(reading: Reading) -> Iterator[str]:
    """R31: no address is spoken."""
    yield from (f"{found!r} is an address" for found in _LINK.findall(reading.plain))


def markup(reading: Reading) -> Iterator[str]:
    """R32: valid XML, without direction marks, markdown and emoji."""
    try:
        ElementTree.fromstring(reading.rendered.text)  # noqa: S314 - our own SSML
    except ElementTree.ParseError as problem:
        yield f"not well-formed: {problem}"
    for pattern, what in (
        (CONTROLS, "a direction mark"),
        (PICTURE, "an emoji"),
        (re.compile("[*_#`]"), "markdown"),
    ):
        if pattern.search(reading.plain):
            yield what
