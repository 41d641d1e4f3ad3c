"""Reads fields of JSON that others have written: each either as what it should be, or as the reason why
not."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any, Final
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Struct

from notifier.feeds.units import convert
from notifier.reading import Quantity
from notifier.refusal import Reason, Refusal

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of one message. A notification of a thousand entities has half as many."""

EXCERPT: Final = 80
DEEPEST: Final = 60


class Field(Struct, frozen=True, forbid_unknown_fields=True):
    """What one field of a device's payload measures, by the feed's settings: `unit` as it is written there.
    `zero`: the network leaves out what is 0, so that a payload without this field says 0."""

    quantity: Quantity
    unit: str
    zero: bool = False


def decode(data: bytes, feed: str, limit: int = LARGEST) -> tuple[Any, Refusal | None]:
    """The JSON of a message, or why it has none."""
    if len(data) > limit:
        return None, Refusal(feed, "too_big", detail=f"{len(data)} bytes; at most {limit}")
    try:
        found = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as problem:
        return None, Refusal(feed, "unreadable", detail=excerpt(f"not JSON: {problem}"))
    if _deep(found):
        return None, Refusal(feed, "unreadable", detail=f"nested more than {DEEPEST} deep")
    return found, None


def number(value: object) -> float | None:
    """A finite number; `true` is none, and text is none."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def text(value: object) -> str:
    """A text; everything else is empty."""
    return value if isinstance(value, str) else ""


def inside(value: object, *names: str) -> Any:
    """What lies at the end of a path through objects, None when there is none."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def excerpt(words: object) -> str:
    """A short piece of what came, on one line, for an operator to recognise it by."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in str(words)).split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1] + "…"


def moment(value: object, zone: ZoneInfo | None = None) -> dt.datetime | Reason:
    """A moment in UTC, from ISO 8601 to any number of decimals, or why not. A time without offset is taken on
    the clock of `zone`, if there is one; the hour that this clock shows twice, or never, tells no moment."""
    written = text(value).strip()
    if not written:
        return "missing"
    try:
        found = dt.datetime.fromisoformat(written)
    except ValueError:
        return "wrong_time"
    if found.tzinfo is None:
        return _local(found, zone) if zone is not None else "no_offset"
    return _utc(found)


def measured(quantity: Quantity, value: object, unit: str, ratio_at: float | None) -> float | Reason:
    """A value in the unit of its quantity, or why not."""
    found = number(value)
    if found is None:
        return "wrong_shape"
    return convert(quantity, found, unit, ratio_at) if unit else "no_unit"


def _local(found: dt.datetime, zone: ZoneInfo) -> dt.datetime | Reason:
    first, second = (_utc(found.replace(tzinfo=zone, fold=fold)) for fold in (0, 1))
    return first if first == second else "no_offset"


def _utc(found: dt.datetime) -> dt.datetime | Reason:
    try:
        return found.astimezone(dt.UTC)
    except OverflowError:
        return "wrong_time"


def _deep(value: object) -> bool:
    """Whether it is nested too deep to be looked through; told without going deeper than that."""
    layer = [value]
    for _ in range(DEEPEST):
        layer = [
            below
            for one in layer
            if isinstance(one, dict | list)
            for below in (one.values() if isinstance(one, dict) else one)
        ]
        if not layer:
            return False
    return True
