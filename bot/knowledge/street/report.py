"""What a resident reports of a street, and what they are told of it. Moments are aware and in UTC."""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

from msgspec import Struct

Status = Literal["received", "sent", "looked", "planned", "done", "not_found", "not_ours"]
"""`sent`: the council's own system has it. `looked`: somebody has been there. `planned`: work is to come."""

OPEN: Final[tuple[Status, ...]] = ("received", "sent", "looked", "planned")

FILED_DIGITS: Final = 4
"""Decimal places of degrees that are kept: ten metres, by which a hole is found again."""

PUBLIC_DIGITS: Final = 3
"""Decimal places that are published: a hundred metres."""


class Spot(Struct, frozen=True, omit_defaults=True):
    """A place in a street. `line` is how it is said back, and `said` what the resident wrote of it, empty for
    a position that was shared. WGS 84 degrees, None where only words are known; those of a postcode are its
    middle (`exact` is False then)."""

    line: str
    said: str = ""
    postcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    exact: bool = False

    @property
    def shared(self) -> bool:
        """Whether it is a position that the resident's device gave."""
        return self.exact


class Report(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is filed. `said` are the resident's own words, `photos` names in the album of their conversation;
    `tells`: they have agreed to be told what becomes of it."""

    kind: str
    spot: Spot
    detail: str = ""
    dangerous: bool = False
    said: str = ""
    photos: tuple[str, ...] = ()
    language: str = ""
    tells: bool = False


class Known(Struct, frozen=True):
    """A report as anybody may be told of it: nothing of who has made it, nor of their words. `metres` is how
    far it is from a place that was asked about."""

    reference: str
    kind: str
    status: Status
    at: dt.datetime
    filed_at: dt.datetime
    metres: int = 0

    @property
    def open(self) -> bool:
        return self.status in OPEN
