"""What is sent to the council's own system, whatever it is about: its states there, and what is due."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

from msgspec import Struct
from sqlalchemy import ColumnElement, Select, Table, and_, func, or_, select

State = Literal["waiting", "sending", "token", "sent", "closed", "refused", "unsure"]
"""`waiting`: it is to be sent. `sending`: it may have been. `token`: it is there, and its number is to come.
`sent`: it is there. `closed`: they are done with it. `refused`: they do not take it. `unsure`: nobody can
tell whether they have it, and it is not sent again by itself."""

THERE: tuple[State, ...] = ("token", "sent", "closed")

OFTEN, SELDOM, RARELY = dt.timedelta(minutes=15), dt.timedelta(hours=2), dt.timedelta(days=1)
"""How often something is asked about: in its first day, in its first two weeks, and after that."""

NEW, YOUNG = dt.timedelta(days=1), dt.timedelta(days=14)


class Note(Struct, frozen=True, omit_defaults=True):
    """What they last said of it. `expected` is when they think that it is done."""

    status: str = ""
    words: str = ""
    agency: str = ""
    expected: dt.datetime | None = None


class Rows(Struct, frozen=True):
    """A table of relays, and the one of what is sent. `key` is the name of the column that leads from the
    first to the second, `channel` the one of the outbox."""

    its: Table
    owner: Table
    key: str
    channel: str

    @property
    def id(self) -> ColumnElement[int]:
        """Whose relay it is."""
        found: ColumnElement[int] = self.its.c[self.key]
        return found

    @property
    def asked(self) -> ColumnElement[dt.datetime]:
        """When it was asked about last."""
        return func.coalesce(self.its.c.polled_at, self.its.c.sent_at)

    @property
    def both(self) -> Select[Any]:
        """What is sent, with the columns of its relay as `relay_…`."""
        relay = (column.label(f"relay_{column.name}") for column in self.its.c)
        return select(*self.owner.c, *relay).join_from(self.owner, self.its, self.id == self.owner.c.id)

    def due(self, now: dt.datetime) -> ColumnElement[bool]:
        """Which are to be asked about now."""
        its, asked = self.its.c, self.asked
        soon = or_(
            and_(its.sent_at > now - NEW, now - OFTEN >= asked),
            and_(its.sent_at > now - YOUNG, now - SELDOM >= asked),
            now - RARELY >= asked,
        )
        numbered = and_(its.state == "sent", its.request != "")
        named = or_(numbered, and_(its.state == "token", its.token != ""))
        return and_(named, soon, self.owner.c.closed_at.is_(None))
