"""What a resident has asked to be told, in words for the adviser who talks with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from bot.console.alert_words import KINDS, level_of
from notifier.subscription import Hours, Interest, Label, Place, State, Subscription

LABELS: Final[Mapping[Label, str]] = {
    "home": "Home",
    "school": "School",
    "work": "Work",
    "route": "On the way",
    "other": "Another place",
}
STATES: Final[Mapping[State, str]] = {
    "waiting": "Agreed to; no address is known yet that they can be sent to",
    "active": "On",
    "paused": "Paused",
    "ended": "Over",
}


class Shown(Struct, frozen=True):
    """All of it in words. Of a place only what it is to them, and its district, are told."""

    kinds: tuple[str, ...]
    places: tuple[str, ...]
    channel: str
    fallback: str
    state: str
    paused_until: dt.datetime | None
    quiet: str


def wishes(found: Subscription | None) -> Shown | None:
    """What stands on the page; None for who has asked for nothing."""
    if found is None:
        return None
    its = found.wishes
    return Shown(
        kinds=tuple(map(_kind, its.interests)),
        places=tuple(map(_place, its.places)),
        channel=its.channel,
        fallback=its.fallback,
        state=STATES[found.state],
        paused_until=found.paused_until if found.state == "paused" else None,
        quiet=_hours(its.quiet) if its.quiet else "",
    )


def _kind(interest: Interest) -> str:
    """`Weather: amber and worse`; reminders have no level."""
    name = KINDS[interest.kind]
    if interest.kind in ("bins", "repairs"):
        return name
    words = level_of(interest.kind, interest.level).lower()
    return f"{name}: {words}" if interest.level == 4 else f"{name}: {words} and worse"


def _place(place: Place) -> str:
    return f"{LABELS[place.label]}, {place.code.partition(' ')[0]}"


def _hours(hours: Hours) -> str:
    return f"{_clock(hours.start)} to {_clock(hours.end)}"


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
