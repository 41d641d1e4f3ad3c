"""Keeps a value in one piece inside text that runs the other way (R14, R23).

In Arabic and Urdu the bidirectional algorithm shows `0113 222 4406` as `4406 222 0113` and `£62.00` as
`62.00£`. On a screen an isolate (FSI ... PDI) around the value prevents it. Some handsets draw isolates as
boxes, so a text message uses no-break spaces inside a phone number and a left-to-right mark elsewhere.
"""

from __future__ import annotations

import re
import unicodedata

FSI, PDI, LRM, RLM, NBSP = "\u2068", "\u2069", "\u200e", "\u200f", "\u00a0"

CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Every character that steers direction; none may come in with a value."""

_ISOLATES = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]+")
_TURNING = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""The blocks of the right-to-left scripts."""

_STRONG = ("L", "R", "AL")


def clean(words: str) -> str:
    """Data as it may stand in a message: one line, without control characters and direction marks."""
    if words.isascii() and words.isprintable():
        return words.strip()
    return _BREAKS.sub(" ", CONTROLS.sub("", words)).strip()


def turns(text: str) -> bool:
    """Whether `text` has a letter or number of a right-to-left script."""
    return not text.isascii() and _TURNING.search(text) is not None


def isolated(text: str, rtl: bool) -> str:
    """`text` in an isolate when it stands in right-to-left words or runs right to left in others."""
    return f"{FSI}{text}{PDI}" if text and (rtl or turns(text)) else text


def marked(text: str, rtl: bool) -> str:
    """`text` held in order for a text message, without isolates."""
    if not rtl or not text or turns(text):
        return text
    if all(part.isdecimal() for part in text.split(" ")):
        return text.replace(" ", NBSP)
    return f"{LRM}{text}{'' if text[-1].isalnum() else LRM}"


def led(text: str, rtl: bool) -> str:
    """`text` led by a right-to-left mark when it is right-to-left but starts with a letter that is not, so
    that whoever guesses its direction from its start guesses right."""
    if not rtl:
        return text
    strong = next(
        (way for char in _ISOLATES.sub("", text) if (way := unicodedata.bidirectional(char)) in _STRONG), ""
    )
    return f"{RLM}{text}" if strong == "L" else text
