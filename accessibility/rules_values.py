"""The rules of how facts are written: R11 to R14, and R29 on the facts themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator

from accessibility import bidi
from accessibility.fault import Fault, Reading
from accessibility.parts import gather
from accessibility.text import AnyValue, Items, Reference, Text

_DIGIT_DATE = re.compile(r"\b\d{1,2}/\d{1,2}(?:/\d{2,4})?\b|\b\d{1,2}-\d{1,2}-\d{4}\b|\b\d{4}-\d\d-\d\d\b")
_RELATIVE = re.compile(r"\b(?:tomorrow|today|tonight)\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)")
_TIMES = (
    (re.compile(r"(?<![\d:.])\d{1,2}:\d\d(?!\s?[ap]m|[\d:])", re.IGNORECASE), "24-hour clock"),
    (re.compile(r"\b\d{1,2}(?::\d\d)?\s+[ap]\.?m\b", re.IGNORECASE), "a space before am or pm"),
    (re.compile(r"\b\d{1,2}:00[ap]m\b", re.IGNORECASE), ":00 is left out"),
    (re.compile(r"\b12(?::00)?[ap]m\b", re.IGNORECASE), "midday or midnight in words"),
    (re.compile(r"\d[ap]m ?[-\u2013] ?\d", re.IGNORECASE), "'to' between times, not a dash"),
)
_PRICES = re.compile(r"£(?:\s|[\d,]+\.(?:00|\d)(?!\d))")
_AMBIGUOUS = frozenset("OI01")
MOST_CHARACTERS = 6


def dates(reading: Reading) -> Iterator[str]:
    """R11: weekday, day and month, never digits only; `tomorrow` never without its date (English)."""
    for found in _DIGIT_DATE.finditer(reading.plain):
        yield f"{found.group()!r}: weekday, day and month in words"
    relative = _RELATIVE.search(reading.plain)
    if reading.english and relative and not _WEEKDAY.search(reading.plain):
        yield f"{relative.group()!r} without its date"


def times(reading: Reading) -> Iterator[str]:
    """R12: `7am`, `10am to 4pm`, `midday` (English; other languages write as their row says)."""
    if not reading.english or reading.modality == "speech":
        return
    for pattern, says in _TIMES:
        for found in pattern.finditer(reading.plain):
            yield f"{found.group()!r}: {says}"


def prices(reading: Reading) -> Iterator[str]:
    """R13: `£62` or `£62.50`."""
    for found in _PRICES.finditer(reading.plain):
        yield f"{found.group()!r}: pounds alone, or with two digits of pence"


def order(reading: Reading) -> Iterator[str]:
    """R14: in right-to-left text every fact is kept in order."""
    if reading.modality != "speech":
        for fact in bidi.exposed(reading.plain, reading.rendered.direction):
            yield f"{fact!r} will be shown out of order"


def references(text: Text) -> Iterator[Fault]:
    """R29: a reference has six characters at most, none of which looks like another."""
    for one in gather([text])[0]:
        for value in one.values.values():
            yield from _reference(value)


def _reference(value: AnyValue) -> Iterator[Fault]:
    if isinstance(value, Items):
        for item in value.items:
            yield from _reference(item)
    elif isinstance(value, Reference) and (
        len(value.code) > MOST_CHARACTERS or _AMBIGUOUS & set(value.code.upper())
    ):
        yield Fault("R29", f"{value.code!r}: six characters at most, without O, I, 0 and 1")
