"""What a publisher says of a danger at one moment; `lifecycle` makes versions of an alert of it."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from notifier.alert import Area, Facts, Kind, Level, Publisher

Status = Literal["in_force", "cancelled", "expired", "over"]


class Warning(Struct, frozen=True):
    """`id` is the publisher's; `order` rises with each version that it publishes (its number, or the time in
    seconds), so that what comes late is known. `replaces` are ids that this one takes the place of."""

    feed: str
    id: str
    order: float
    status: Status
    kind: Kind
    level: Level
    area: Area
    facts: Facts
    publisher: Publisher
    at: dt.datetime
    onset: dt.datetime | None = None
    expires: dt.datetime | None = None
    replaces: tuple[str, ...] = ()
