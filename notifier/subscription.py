"""What one resident wants to be told, about where, when and how."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from notifier.alert import Kind, Level

Label = Literal["home", "school", "work", "route", "other"]
State = Literal["waiting", "active", "paused", "ended"]
"""`waiting`: agreed to, but no address is known yet that alerts can be sent to."""

MOST_PLACES = 5
NEVER = 5
"""As `override`: quiet hours hold whatever happens."""

LASTS = dt.timedelta(days=365)
"""How long a subscription runs without a word from its resident; it says so before it ends."""


class Place(Struct, frozen=True):
    """`code` is a postcode (`LS9 8AA`) or a district (`LS9`)."""

    label: Label
    code: str


class Interest(Struct, frozen=True):
    """A kind, from which level on; `sensor` is the one that is followed."""

    kind: Kind
    level: Level
    sensor: str = ""


class Hours(Struct, frozen=True):
    """From one minute of the day to another on the city's clock, over midnight where `end` is the earlier."""

    start: int
    end: int

    def holds(self, minute: int) -> bool:
        """Whether the minute of the day lies within; the end does not."""
        if self.start <= self.end:
            return self.start <= minute < self.end
        return minute >= self.start or minute < self.end


class Wishes(Struct, frozen=True, omit_defaults=True):
    """All of it. `at_risk`: health advice for people at risk is wanted. `channel` and `fallback` are names of
    channels, `fallback` empty for none; `language` is empty to follow the conversation. Nothing comes within
    `quiet` but what is of level `override` or worse. Bin reminders come at minute `bins_at` of the evening
    before."""

    interests: tuple[Interest, ...]
    places: tuple[Place, ...]
    channel: str
    fallback: str = ""
    at_risk: bool = False
    language: str = ""
    quiet: Hours | None = Hours(22 * 60, 7 * 60)
    override: int = 4
    bins_at: int = 18 * 60


class Subscription(Struct, frozen=True):
    """What is held of it. `agreed_at` and `agreed_to` are the consent: when, and the words that were agreed
    to, as their message id. `paused_until` is None for a pause without an end."""

    id: int
    conversation: int
    wishes: Wishes
    state: State
    agreed_at: dt.datetime
    agreed_to: str
    ends_at: dt.datetime
    paused_until: dt.datetime | None = None
