"""What a hand-over is: a resident is picked up by a person, who may hand them back."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

Reason = Literal["asked", "misses", "safety", "reopened"]
"""Why a person is wanted: the resident said so; three misses; danger was heard; they wrote again after the
end."""

Status = Literal["queued", "adviser", "returned", "left", "closed"]
"""`returned` to the assistant by an adviser, `left` the queue, `closed` by an adviser."""

QUEUE, CLOSED = "queue", "closed"
"""Owners of a conversation, beside `bot` and `adviser:<id>`."""

SAFEGUARDING, FRONT, NORMAL = 0, 1, 2
"""Priorities: danger first; then who had an adviser and lost them; then by waiting time."""

LEASE = dt.timedelta(minutes=5)
"""How long an adviser has a conversation without a sign of life."""


class NewHandover(Struct, frozen=True):
    """A resident joins the queue. `hazard` is the danger that was heard, `team` who is meant to answer, empty
    for anybody."""

    reason: Reason
    hazard: str = ""
    team: str = ""

    @property
    def priority(self) -> int:
        return SAFEGUARDING if self.hazard else NORMAL


class Handover(Struct, frozen=True):
    """One as it was when it was read. `adviser` is the id of the member of staff who has it or had it last,
    `lease_until` when they lose it; both None before anybody has. `waiting_since` is when who lost an adviser
    began to wait again."""

    id: int
    reference: str
    conversation: int
    channel: str
    language: str
    reason: Reason
    hazard: str
    team: str
    priority: int
    status: Status
    adviser: int | None
    lease_until: dt.datetime | None
    queued_at: dt.datetime
    claimed_at: dt.datetime | None
    ended_at: dt.datetime | None
    outcome: str
    waiting_since: dt.datetime | None = None

    @property
    def waits_from(self) -> dt.datetime:
        """When the present wait began, or the last one."""
        return self.waiting_since or self.queued_at

    @property
    def live(self) -> bool:
        """Whether somebody waits or talks."""
        return self.status in ("queued", "adviser")


class Place(Struct, frozen=True):
    """Where a resident stands in the queue: 1 is next. `minutes` is what the wait is likely to be, None when
    nothing is known to tell it from."""

    position: int
    minutes: int | None = None


class NotYours(Exception):
    """Nothing was written: the conversation is not this adviser's. `holder` is the id of who has it, None
    when nobody does; `status` is what has become of it, `gone` when it is erased."""

    def __init__(self, holder: int | None, status: str) -> None:
        super().__init__(f"the hand-over is {status}" + (f", with adviser {holder}" if holder else ""))
        self.holder = holder
        self.status = status


class OffShift(Exception):
    """Nothing is given to anyone who is not on shift."""


ADVISER = "adviser:"


def owner_of(staff_id: int) -> str:
    """The conversation's owner while this adviser has it."""
    return f"{ADVISER}{staff_id}"
