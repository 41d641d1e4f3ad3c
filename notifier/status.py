"""How far a message of the outbox has come, and where it can go from there. It never goes back, but for one
case that is written down here: what was surely not delivered may be sent again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from channels.sending import Status as Reported

Status = Literal[
    "waiting",
    "sending",
    "uncertain",
    "sent",
    "delivered",
    "undelivered",
    "failed",
    "expired",
    "suppressed",
    "dropped",
]
"""`sending`: a call was begun. `uncertain`: nobody knows what came of it. `sent`: a provider has it and may
report. `expired`: too late to be of use. `suppressed`: the person wants nothing. `dropped`: what became of it
cannot be known, and a loss is better than a second copy."""

FINAL: Final[frozenset[Status]] = frozenset(
    {"delivered", "undelivered", "failed", "expired", "suppressed", "dropped"}
)

_ENDS: Final[frozenset[Status]] = frozenset({"delivered", "undelivered", "failed"})


def _to(*more: Status) -> frozenset[Status]:
    return frozenset(more)


NEXT: Final[Mapping[Status, frozenset[Status]]] = {
    "waiting": _to("sending", "failed", "expired", "suppressed"),
    "sending": _to("waiting", "uncertain", "sent", "expired", "suppressed") | _ENDS,
    "uncertain": _to("waiting", "sent", "expired", "suppressed", "dropped") | _ENDS,
    "sent": _to("waiting") | _ENDS,
    "delivered": _to(),
    "undelivered": _to(),
    "failed": _to(),
    "expired": _to(),
    "suppressed": _to(),
    "dropped": _to(),
}
"""From which status a message may go to which."""

LEAST_FIRST: Final[tuple[Status, ...]] = (
    "failed",
    "undelivered",
    "expired",
    "suppressed",
    "dropped",
    "uncertain",
    "waiting",
    "sending",
    "sent",
    "delivered",
)
"""What is worth telling first of several messages that belong together."""

OF_REPORT: Final[Mapping[Reported, Status]] = {
    "accepted": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
}
"""What a provider's word means for the row."""


def may(now: Status, then: Status) -> bool:
    """Whether a message may go from one status to the other."""
    return then in NEXT[now]
