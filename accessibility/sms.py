"""The size of a text message, exactly: GSM 03.38 septets or UCS-2 units, and the segments they fill.

The default alphabet and its extension table are those of 3GPP TS 23.038, section 6.2.1. A character of the
extension table takes two septets and is never split over two segments, nor is a surrogate pair.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from msgspec import Struct

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("^{}\\[~]|€\f")
ALPHABET = BASIC | EXTENSION

_PLAIN = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "″": '"', "«": '"', "»": '"',
        "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "−": "-", "•": "-", "·": "-",
        "…": "...", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u200b": "", "\u2060": "", "\ufeff": "",
        "\u200c": "", "\u200d": "", "\u200e": "", "\u200f": "", "\u2068": "", "\u2069": "", "\ufe0f": "",
        "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th", "ı": "i", "œ": "oe", "Œ": "OE",
        "ș": "s", "ț": "t", "×": "x", "÷": "/", "⁄": "/", "ç": "c", "\t": " ",
    }
)  # fmt: skip


PICTURE = re.compile("[\u2190-\u2bff\ufe0e\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f]")
"""Emoji, arrows and dingbats, and what changes them."""


class Size(Struct, frozen=True):
    """`units` are septets for `gsm`, 16-bit units for `ucs2`; `segments` is how many messages are charged."""

    encoding: Literal["gsm", "ucs2"]
    units: int
    segments: int


def gsm(text: str) -> bool:
    """Whether every character is in the GSM alphabet or its extension."""
    return all(char in ALPHABET for char in text)


def measure(text: str) -> Size:
    """The size of `text`; an empty message is one segment."""
    if gsm(text):
        return _size("gsm", [2 if char in EXTENSION else 1 for char in text], 160, 153)
    return _size("ucs2", [2 if ord(char) > 0xFFFF else 1 for char in text], 70, 67)


def _size(encoding: Literal["gsm", "ucs2"], widths: list[int], single: int, part: int) -> Size:
    """`single` units fit one message, `part` units each of several, which carry a header."""
    units = sum(widths)
    if units <= single:
        return Size(encoding, units, 1)
    segments, room = 1, part
    for width in widths:
        if width > room:
            segments, room = segments + 1, part
        room -= width
    return Size(encoding, units, segments)


def fold(text: str) -> str:
    """`text` in the GSM alphabet: accents and typographic marks made plain, emoji left out, `?` for a letter
    that has no plain form."""
    return "".join(_folded(char) for char in _composed(text))


def folded(text: str) -> str:
    """As `fold`, but `text` with only its typographic marks made plain when a letter would be lost: a name in
    another script costs more and is not turned into question marks."""
    if text.isascii() or gsm(text):
        return text
    plain = fold(text)
    return plain if plain.count("?") == text.count("?") else without_emoji(_composed(text))


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text).translate(_PLAIN)


def without_emoji(text: str) -> str:
    """`text` without pictures: none is sent in a text message (R15)."""
    return PICTURE.sub("", text)


def _folded(char: str) -> str:
    if char in ALPHABET:
        return char
    if PICTURE.match(char) or unicodedata.combining(char):
        return ""
    parts = unicodedata.normalize("NFKD", char).translate(_PLAIN)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    return base if base and gsm(base) else "?"
