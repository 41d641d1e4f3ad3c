"""Reports of missed bins, as the skill sees them; the store keeps them."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod


class MissedReports(ABC):
    """Takes reports and finds open ones."""

    @abstractmethod
    async def file(self, home: str, container: str, day: dt.date, key: str, conversation: int) -> str:
        """Keeps a report and returns its reference. The same `key` again returns the same reference."""

    @abstractmethod
    async def open_for(self, home: str, container: str, since: dt.date) -> str | None:
        """The reference of an open report for this home and container since that day, if there is one."""
