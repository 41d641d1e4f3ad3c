"""The law of repairs as dated data: `bot/cities/uk/repairs_law.yaml`, and a council's own times."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.repairs.case import Priority, Severity, Step

Status = Literal["verified", "unverified"]

GOOD_FOR = dt.timedelta(days=365)
"""How long a rule counts as looked at."""


class Limit(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long something may take: exactly one of the four is set. Working days are counted from the day
    after (SI 2025/1042, regulation 6)."""

    hours: int = 0
    working_days: int = 0
    weeks: int = 0
    months: int = 0


class Dated(Struct, frozen=True, kw_only=True):
    """A rule with its time and its source, `section` being where in it. `until` is its last day, None for no
    end. `checked` is when it was read there; one that is `unverified` is never told to residents."""

    since: dt.date
    source: str
    checked: dt.date
    until: dt.date | None = None
    status: Status = "verified"
    section: str = ""
    note: str = ""

    def holds(self, on: dt.date) -> bool:
        """Whether it is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def stale(self, on: dt.date) -> bool:
        """Whether somebody must look at its source again."""
        return on - self.checked > GOOD_FOR


class HazardLimit(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Awaab's Law: how long a step may take for a class of hazard. `after` is the moment that it counts from:
    when the landlord became aware, or when the investigation was over."""

    severity: Severity
    step: Step
    after: Literal["aware", "investigated"]
    limit: Limit


class Scope(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A hazard that is covered as a significant one. One that will be, without a day yet, has none."""

    since: dt.date | None = None  # type: ignore[assignment]
    hazard: str
    name: str

    def holds(self, on: dt.date) -> bool:
        return self.since is not None and self.since <= on and (self.until is None or on <= self.until)


class Right(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A category of the Right to Repair (SI 1994/133, schedule): so many working days. Where it depends on
    the season, `winter_days` holds in that."""

    id: str
    name: str
    working_days: int
    winter_days: int | None = None


class Season(Struct, frozen=True, forbid_unknown_fields=True):
    """From a day of the year to another, both `MM-DD`, over the turn of the year."""

    first: str
    last: str

    def holds(self, on: dt.date) -> bool:
        """Whether that day is in it."""
        return on.strftime("%m-%d") >= self.first or on.strftime("%m-%d") <= self.last


class Law(Struct, frozen=True, forbid_unknown_fields=True):
    """All of it. `winter` is the season of the Right to Repair."""

    limits: tuple[HazardLimit, ...]
    emergencies: Scope
    scope: tuple[Scope, ...]
    rights: tuple[Right, ...]
    winter: Season


class Target(Dated, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A council's own time for a priority, from the day when it became aware. One that is `unverified` is
    shown to staff and told to nobody. `finish`: it is repaired; `investigate`: somebody has looked at it."""

    priority: Priority
    limit: Limit
    step: Literal["investigate", "finish"] = "finish"


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where a council does otherwise than the country's tree: `leaf` is `problem.detail`. One that is
    `unverified` changes nothing yet."""

    leaf: str
    source: str
    checked: dt.date
    status: Status = "verified"
    does: Literal["case", "call", "yours"] | None = None
    priority: Priority | None = None
    shared: Priority | None = None
    phone: str = ""
    because: Text | None = None
    unless: Text | None = None


class Council(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A council as a landlord: the number for repairs, its own times, where it does otherwise, and the codes
    of its schedule of rates by `problem.detail`, whose wording is licensed and not kept here."""

    phone: str
    region: str
    targets: tuple[Target, ...]
    changes: tuple[Change, ...] = ()
    codes: dict[str, str] = {}
    services: dict[str, str] = {}

    @property
    def confirmed(self) -> tuple[Change, ...]:
        """The changes that hold."""
        return tuple(change for change in self.changes if change.status == "verified")
