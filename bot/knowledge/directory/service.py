"""A service of the council or of others, as it is searched, told and published, wherever it was read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import NAMESPACE_URL, UUID, uuid5

from msgspec import Struct

from bot.knowledge.dated import GOOD_FOR
from bot.knowledge.directory.timetable import Timetable
from bot.knowledge.facts import Origin


class Organisation(Struct, frozen=True, omit_defaults=True):
    """Who runs it."""

    id: str
    name: str
    description: str = ""
    url: str = ""


class Spot(Struct, frozen=True, omit_defaults=True):
    """One place where a service is had. Degrees are WGS 84; `lines` are the address without its postcode;
    `access` says in words of the publisher how one gets in."""

    id: str
    name: str = ""
    latitude: float | None = None
    longitude: float | None = None
    uprn: str = ""
    lines: tuple[str, ...] = ()
    postcode: str = ""
    access: tuple[str, ...] = ()
    times: Timetable = Timetable()

    @property
    def line(self) -> str:
        """The address in one line."""
        return ", ".join(filter(None, (*self.lines, self.postcode)))


class Cost(Struct, frozen=True, omit_defaults=True):
    """`pounds` is None where no amount is given; `option` is for whom, `per` for what."""

    pounds: Decimal | None = None
    option: str = ""
    per: str = ""
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def holds(self, on: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )


class Service(Struct, frozen=True, omit_defaults=True):
    """`id` is a UUID; `original` what the publisher calls it. `kinds` are those of `kinds.yaml`, `terms` the
    publisher's own. `whole`: its publisher means to list all there are. What is not `verified` is not told to
    residents; `note` is for staff. `languages` are BCP 47 tags."""

    id: str
    name: str
    origin: Origin
    original: str = ""
    kinds: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    description: str = ""
    url: str = ""
    email: str = ""
    status: str = "active"
    alert: str = ""
    organisation: Organisation | None = None
    spots: tuple[Spot, ...] = ()
    times: Timetable = Timetable()
    phones: tuple[str, ...] = ()
    costs: tuple[Cost, ...] = ()
    fees: str = ""
    languages: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    lgsl: tuple[int, ...] = ()
    youngest: int | None = None
    oldest: int | None = None
    assured: dt.date | None = None
    modified: str = ""
    whole: bool = True
    verified: bool = True
    note: str = ""

    def told(self, on: dt.date) -> bool:
        """Whether residents are told of it."""
        return self.verified and self.status == "active" and on < self.origin.read + GOOD_FOR

    def at(self, spot: int) -> Spot | None:
        """A place of it; None for a service without one."""
        return self.spots[spot] if spot < len(self.spots) else None

    def timetable(self, spot: int) -> Timetable:
        """When it is open there: the place's own times before those of the service."""
        there = self.at(spot)
        return there.times if there is not None and there.times.known else self.times

    def free(self, on: dt.date) -> bool | None:
        """Whether it costs nothing; None where that is not known."""
        costs = [one for one in self.costs if one.holds(on)]
        if not costs:
            return True if self.fees.strip().lower().rstrip(".") in ("free", "no cost", "none") else None
        return all(one.pounds == 0 for one in costs)


def uuid_of(id: str, publisher: str) -> str:
    """The id of a service as ORUK 3 wants it: its own where it is a UUID, else one made of it, always the
    same."""
    try:
        return str(UUID(id))
    except ValueError:
        return str(uuid5(NAMESPACE_URL, f"{publisher}#{id}"))
