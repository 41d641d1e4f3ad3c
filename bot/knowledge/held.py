"""What is held about one resident, for "what do you know about me"."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod

from msgspec import Struct


class Held(Struct, frozen=True):
    """Counts of what one conversation keeps; `since` is the day of its first message, `until` the day on
    which it is deleted by itself if nothing more is said. `calls` are those that were booked, whatever became
    of them; `talks` those with an adviser, `sending` messages that are still to be sent. `places` are those
    of a subscription to alerts, which runs until `alerts_until`. `cases` are repairs that they reported,
    `open_cases` those of them that are not over."""

    messages: int
    reports: int
    since: dt.date
    until: dt.date
    calls: int = 0
    talks: int = 0
    photos: int = 0
    sending: int = 0
    places: int = 0
    alerts_until: dt.date | None = None
    cases: int = 0
    open_cases: int = 0
    complaints: int = 0
    street: int = 0


class Holdings(ABC):
    """Knows what is held."""

    @abstractmethod
    async def held(self, conversation: int) -> Held:
        """What is held of the conversation."""
