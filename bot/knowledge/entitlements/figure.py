"""Figures of the law: rates and limits, each with the time it holds, its source and when that was read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

GOOD_FOR = dt.timedelta(days=365)
"""How long a figure is told after it was checked, even where the law has set it no end."""


class Dated(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """In force `from` a day `until` another, both included; no `until` is for ever. What is `unverified` is
    computed with by nobody and told to no resident."""

    from_: dt.date = field(name="from")
    until: dt.date | None = None
    source: str
    link: str
    checked: dt.date
    status: Literal["verified", "unverified"]

    def holds(self, on: dt.date) -> bool:
        """Whether it is the law on that day, as far as is known."""
        return self.from_ <= on and (self.until is None or on <= self.until)

    def certain(self, on: dt.date) -> bool:
        """Whether it may be told and computed with on that day."""
        return self.status == "verified" and self.holds(on) and on - self.checked <= GOOD_FOR


class Figure(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One figure for a time; the same id may come again for another time. `unit` is what `value` is in."""

    id: str
    value: Decimal
    unit: Literal["pounds a year", "pounds a month", "pounds a week", "pounds", "years", "per cent", "count"]
