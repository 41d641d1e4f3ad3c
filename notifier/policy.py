"""How often and how long a message is tried, and whether a second copy is better than none: as data."""

from __future__ import annotations

import datetime as dt

from notifier.outbox import REPLY, Due

TRIES = 8
"""Calls for one message after which a provider that asks for patience is asked no more."""

BEGUN = 50
"""Calls that are begun for one message, those that died with their worker among them: what kills its worker
every time must not do so for ever. Its expiry comes sooner for most."""

FIRST, LONGEST = 2.0, 300.0
"""Seconds of the first pause between two tries, and of the longest."""

ASKED_AFTER = 5.0
"""Seconds before a provider is asked about a call whose answer was lost: it may still be at it."""

DOUBLE_RATHER_THAN_LOST = frozenset({"reply", "event"})
"""Kinds that are sent again where the provider cannot be asked. A resident who waits for an answer minds a
second copy less than none; one who gets alerts has other ways of hearing. Software knows an event again by
its id. Safety, and an alert of danger to life, are sent again whatever their kind."""


def backoff(attempts: int) -> dt.timedelta:
    """The pause after so many tries, doubled each time; who waits shortens it by chance."""
    return dt.timedelta(seconds=min(LONGEST, FIRST * 2 ** max(0, attempts - 1)))


def again_unasked(row: Due) -> bool:
    """Whether a row of which nobody can tell what became of it is sent again."""
    return row.priority < REPLY or row.kind in DOUBLE_RATHER_THAN_LOST
