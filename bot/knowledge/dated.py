"""What is told as a fact, where it is from and when somebody last looked: for the list of what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal

from msgspec import Struct

GOOD_FOR = dt.timedelta(days=365)
"""How long a fact counts as certain after it was checked."""

SOON = dt.timedelta(days=60)
"""So long before it is due a fact is worth a look."""

Status = Literal["verified", "unverified"]
Standing = Literal["unconfirmed", "over", "soon", "fine"]


class Dated(Struct, frozen=True):
    """One fact or a small group of them: `what` it says in a few words for staff, in which `file`, from which
    `source`, `checked` when. From `review` on it is not told any more; None where it does not go stale."""

    what: str
    file: str
    source: str
    checked: dt.date
    status: Status
    review: dt.date | None = None
    note: str = ""
    link: str = ""

    def standing(self, on: dt.date) -> Standing:
        """How it stands on that day."""
        if self.status == "unverified":
            return "unconfirmed"
        if self.review is None or on < self.review - SOON:
            return "fine"
        return "over" if on >= self.review else "soon"


Lists = Callable[[], Iterable[Dated]]
"""A part of the program that knows what it tells."""


def due(lists: Iterable[Lists], on: dt.date) -> tuple[Dated, ...]:
    """All that is told or waits to be confirmed: what is over or unconfirmed first, then by its day."""
    order: tuple[Standing, ...] = ("over", "unconfirmed", "soon", "fine")
    found = [one for known in lists for one in known()]
    return tuple(
        sorted(
            found,
            key=lambda one: (order.index(one.standing(on)), one.review or dt.date.max, one.file, one.what),
        )
    )
