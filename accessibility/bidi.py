"""Whether right-to-left text will show its facts in order (R14).

What is said in one order must be seen in it: phone numbers, postcodes, prices and ranges. `exposed` tells
from the text alone which of them nothing protects; `scrambled` takes a real display algorithm and compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from accessibility.isolate import LRM

_ISOLATE = re.compile("[\u2066-\u2068][^\u2069]*\u2069")
_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

PHONE = r"\+?\d{2,5}(?:[ \u00a0-]\d{2,6}){1,3}"
POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]?[ \u00a0]\d[A-Z]{2}"
PRICE = r"£\d[\d,]*(?:\.\d\d)?"
RANGE = r"\d{1,2}(?::\d\d)? ?[-\u2013] ?\d{1,2}(?::\d\d)?"
FACT = re.compile(f"{PRICE}|{POSTCODE}|{PHONE}|{RANGE}")

_SPACED_DIGITS = re.compile(r"(?<![A-Za-z\d] )(?<![A-Za-z\d])\+?\d+(?:[ -]\d+)+")
_BARE_PRICE = re.compile(rf"(?<!{LRM}){PRICE}")
_BARE_RANGE = re.compile(rf"(?<!{LRM})(?<![\d:]){RANGE}")
_BARE_CODE = re.compile(rf"(?<!{LRM})(?<![A-Za-z\d] )\b\d+[A-Z]+\d*[A-Z]*\b")


def exposed(text: str, direction: str) -> tuple[str, ...]:
    """The facts of right-to-left `text` that neither an isolate, a mark nor a no-break space keeps in order.

    Lines that hold no right-to-left letter are shown left to right and are passed over.
    """
    if direction != "rtl":
        return ()
    bare = _ISOLATE.sub("\ufffc", text)
    patterns = (_SPACED_DIGITS, _BARE_PRICE, _BARE_RANGE, _BARE_CODE)
    lines = [line for line in bare.split("\n") if re.search("[\u0590-\u08ff]", line)]
    return tuple(found.group() for line in lines for pattern in patterns for found in pattern.finditer(line))


def scrambled(text: str, display: Callable[[str], str]) -> tuple[str, ...]:
    """The facts of `text` that do not stand in source order in what `display` shows of it.

    `display` gives the characters of one line from left to right, as they would be drawn.
    """
    wrong: list[str] = []
    for line in text.split("\n"):
        seen = _plain(display(line))
        wrong += [fact for found in FACT.finditer(line) if (fact := _plain(found.group())) not in seen]
    return tuple(wrong)


def _plain(text: str) -> str:
    return _MARKS.sub("", text).replace("\u00a0", " ")
