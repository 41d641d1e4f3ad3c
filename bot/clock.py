"""The time, injected: nothing in the product reads the machine's clock but through here."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Protocol
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
"""The zone of every city that is served."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> dt.datetime:
        """This moment, aware, in UTC."""

    def today(self, zone: dt.tzinfo) -> dt.date:
        """The calendar day in `zone`."""


class SystemClock:
    """The machine's clock. With `start` (aware) it begins there instead and runs on at the usual speed, for
    demonstrations and for old data.

    Raises `ValueError` when `start` has no zone: which moment it means could only be guessed.
    """

    def __init__(
        self, start: dt.datetime | None = None, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        if start is not None and start.tzinfo is None:
            raise ValueError(f"the clock's start {start.isoformat()} has no time zone")
        self._start = start.astimezone(dt.UTC) if start else None
        self._monotonic = monotonic
        self._began = monotonic()

    def now(self) -> dt.datetime:
        if self._start is None:
            return dt.datetime.now(dt.UTC)
        return self._start + dt.timedelta(seconds=self._monotonic() - self._began)

    def today(self, zone: dt.tzinfo) -> dt.date:
        return self.now().astimezone(zone).date()


class FixedClock:
    """A clock that stands still until it is told to go on. `start` is aware."""

    def __init__(self, start: dt.datetime) -> None:
        if start.tzinfo is None:
            raise ValueError(f"the clock's start {start.isoformat()} has no time zone")
        self._now = start.astimezone(dt.UTC)

    def now(self) -> dt.datetime:
        return self._now

    def today(self, zone: dt.tzinfo) -> dt.date:
        return self._now.astimezone(zone).date()

    def advance(
        self, step: dt.timedelta | None = None, *, seconds: float = 0, days: float = 0
    ) -> dt.datetime:
        """Moves on by all that is given, and tells the new time."""
        self._now += (step or dt.timedelta()) + dt.timedelta(seconds=seconds, days=days)
        return self._now
