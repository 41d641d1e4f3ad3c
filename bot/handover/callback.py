"""A call that was promised: when, to whom it is told, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from typing import Literal

from msgspec import Struct

Status = Literal["booked", "taken", "done", "unreached", "cancelled"]
"""`taken` by an adviser who is about to ring; `unreached` after the last try; `cancelled` by the resident, or
put in the place of by a later promise."""

OPEN = ("booked", "taken")
"""Somebody still waits to be rung."""

MOST_TRIES = 3
"""How often a number is tried before the call is given up."""


class Callback(Struct, frozen=True):
    """One as it was when it was read.

    `number` is E.164, empty once it is not needed any more; `interpreter` a language tag, empty when none is
    needed; `adviser` the id of the member of staff who has taken it.
    """

    id: int
    reference: str
    conversation: int
    from_at: dt.datetime
    until_at: dt.datetime
    number: str
    interpreter: str
    status: Status
    tries: int
    adviser: int | None
    done_at: dt.datetime | None

    def overdue(self, now: dt.datetime) -> bool:
        """Whether the promise was not kept."""
        return self.status in OPEN and self.until_at <= now


class Promised(Struct, frozen=True):
    """What a resident is told of their call: aware moments in UTC."""

    reference: str
    from_at: dt.datetime
    until_at: dt.datetime


class NotTaken(Exception):
    """Nothing was written: the call is not this adviser's. `holder` is the id of who has it, None when nobody
    does; `status` is what has become of it, `gone` when it is erased."""

    def __init__(self, holder: int | None, status: str) -> None:
        super().__init__(f"the call is {status}" + (f", with adviser {holder}" if holder else ""))
        self.holder = holder
        self.status = status


class Callbacks(ABC):
    """What the assistant asks of the calls that are booked; `Desk.book` books them."""

    @abstractmethod
    async def promised(self, conversation: int) -> Promised | None:
        """The call that this resident can still expect; None when there is none, or its time is over."""

    @abstractmethod
    async def cancel(self, conversation: int) -> bool:
        """Takes back the calls that this resident has booked; whether there was one."""
