"""Reports of streets, as the skills see them; the store keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod

from bot.knowledge.street.report import Known, Report


class StreetReports(ABC):
    """Keeps reports. The same `key` again returns the same result, also after a crash between the two."""

    @abstractmethod
    async def file(self, report: Report, key: str, conversation: int) -> str:
        """Keeps it; its reference."""

    @abstractmethod
    async def near(self, kind: str, latitude: float, longitude: float) -> tuple[Known, ...]:
        """The open reports of this kind within `bot.knowledge.street.near.NEAR` metres, the nearest first."""

    @abstractmethod
    async def follow(self, reference: str, conversation: int, *, tells: bool, dangerous: bool) -> Known:
        """The resident has seen it, too. `dangerous`: it is now, whatever was said before. The same again
        changes nothing. `LookupError` when there is no such report."""

    @abstractmethod
    async def of(self, conversation: int) -> tuple[Known, ...]:
        """Those that this resident has made or follows, the newest first."""

    @abstractmethod
    async def find(self, reference: str) -> Known | None:
        """The report with this reference, for whoever has it: what is told of it is public."""
