"""The one protocol of all feeds: bytes in; what is believed, and what is refused and why, out."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from msgspec import Struct

from notifier.reading import Forecast, Found, Reading
from notifier.refusal import Refusal
from notifier.warning import Warning


class Parsed(Struct, frozen=True, omit_defaults=True):
    """What one message, page or file said. `complete` is set by feeds that always list everything in force:
    what they listed before and no longer do is over."""

    readings: tuple[Reading, ...] = ()
    warnings: tuple[Warning, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    found: tuple[Found, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    complete: bool = False


class Parses(Protocol):
    """Reads one format. It keeps nothing, asks nobody, and never raises for what it is given: whatever cannot
    be believed is a refusal."""

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        """`received` is when it came, UTC; `topic` the MQTT topic it came on, empty for HTTP and files."""


class Takes(Protocol):
    """Takes what was parsed: stores readings, makes alerts of warnings, counts refusals."""

    async def take(self, feed: str, parsed: Parsed) -> None:
        """When this returns, it is on disk."""
