"""The outbox as those see it who empty it: rows are claimed under a lease, begun, and marked.

`Outbox` is implemented by the store. Its clock is its own; a claim names the holder of the lease.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from accessibility.text import Rendered
from channels.sending import Report
from notifier.status import Status

Kind = Literal["reply", "alert", "notice", "event"]
"""`reply` is part of a conversation, `alert` is pushed to many, `notice` is said unasked to one person, and
`event` tells other software."""

Scope = Literal["pushes", "all"]
"""What is not sent to an address: what is said unasked, or anything."""

Source = Literal["resident", "provider", "staff"]
"""Who says that nothing is to be sent."""

SAFETY, REPLY, PUSHED = 0, 10, 20
"""Priorities, lowest first. From `PUSHED` on a row waits for all that its address still has to get."""

PRIORITY_OF: Mapping[int, int] = {4: 5, 3: 20, 2: 25, 0: 26, 1: 30}
"""Those of alerts by their level: danger goes before answers, the all-clear before mere information."""

LEASE = dt.timedelta(seconds=60)
"""How long a row is somebody's without a sign of life. A call to a provider takes less, and who still works
renews the lease."""


class Due(Struct, frozen=True):
    """A row that is ours for a while. `begun`: somebody else had begun to send it and what came of that is
    not known, so that the provider has to be asked first. `suppressed`: the person wants nothing. `attempts`
    counts the calls that were begun."""

    id: int
    key: str
    kind: Kind
    channel: str
    address: str
    rendered: Rendered
    priority: int
    created_at: dt.datetime
    expires_at: dt.datetime
    attempts: int = 0
    begun: bool = False
    suppressed: bool = False


class Mark(Struct, frozen=True):
    """What came of a row. `not_before` is when one that waits again may go. `gone`: nothing more is sent to
    this address until the person writes."""

    id: int
    status: Status
    provider: str = ""
    provider_id: str = ""
    code: str = ""
    not_before: dt.datetime | None = None
    gone: bool = False


class Backlog(Struct, frozen=True):
    """What waits on one channel: how many, and when the oldest of those that could go was written."""

    waiting: int
    oldest: dt.datetime | None


class Outbox(Protocol):
    """Keeps what is to be sent. Used by several workers at once, in this process and in others."""

    async def recover(self) -> None:
        """Frees what this worker had when it died: to be called before it begins under the same name."""

    async def claim(self, channel: str, limit: int, gap: float) -> Sequence[Due]:
        """Up to `limit` rows that may go, the most urgent first, leased to this worker. Of the rows of one
        address only the first unfinished one goes, and not within `gap` seconds of the last."""

    async def begin(self, ids: Collection[int]) -> frozenset[int]:
        """Writes down that the calls for these rows begin; those that are still ours. When this returns, a
        crash leaves a row of which it is known that it may have been sent."""

    async def mark(self, marks: Sequence[Mark]) -> None:
        """Writes down what came of rows, in one statement, where the status table allows it."""

    async def renew(self, ids: Collection[int]) -> None:
        """A sign of life for rows that are ours."""

    async def release(self, ids: Collection[int]) -> None:
        """Gives rows back that were claimed and not begun: others may have them at once."""

    async def settle(self) -> None:
        """Applies reports that came before the row they are about could be found."""

    async def due_at(self, channel: str) -> dt.datetime | None:
        """When the next row that is put off or leased may go at the earliest, None when there is none."""

    async def report(self, report: Report) -> None:
        """What a provider says of a message; the same, or an older one, again changes nothing."""

    async def backlog(self) -> Mapping[str, Backlog]:
        """What waits, by channel."""
