"""Cases of repairs, as the skills see them; the store keeps them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from bot.knowledge.repairs.case import Filed, Known, Report, Where

NoCase = Literal["unknown", "locked"]
"""`unknown`: no such case, or not at that postcode. `locked`: too many wrong tries; a person can help."""


class Cases(ABC):
    """Keeps cases. Every `key` makes its effect happen once: the same key again returns the same result, also
    after a crash between the two."""

    @abstractmethod
    async def file(self, report: Report, key: str, conversation: int) -> Filed:
        """Keeps a report. An open case for the same problem at the same home, or in the same building, takes
        it up instead of a new one. `report.where` is known."""

    @abstractmethod
    async def stamp(self, report: Report, key: str, conversation: int) -> Filed:
        """Opens an emergency's case before anything is asked, with what is known so far. One that this
        conversation has stamped for the same hazard within a day and that is still open is taken instead
        (`added`)."""

    @abstractmethod
    async def complete(self, reference: str, report: Report, key: str, conversation: int) -> Filed:
        """Fills in a case that was stamped. Where its home has an open case for this problem already, the
        stamped one becomes a part of that: the reference that comes back is the one that counts."""

    @abstractmethod
    async def open_at(self, where: Where, problem: str) -> Known | None:
        """The open case for this problem at this home or, for a shared part, in this building."""

    @abstractmethod
    async def of(self, conversation: int) -> tuple[Known, ...]:
        """The cases that this resident has reported or joined, newest first; those that are over for no
        longer than 90 days."""

    @abstractmethod
    async def find(self, reference: str, postcode: str, conversation: int) -> Known | NoCase:
        """The case with this reference, if its home or building has this postcode. Wrong tries are counted,
        by who asks and by the reference."""

    @abstractmethod
    async def fixed(self, reference: str, fixed: bool, said: str, key: str, conversation: int) -> Known:
        """What the tenant says of the work: it is closed, or open again, from this moment on and with all
        that it held. The case must be one of theirs: `LookupError` if it is not."""

    @abstractmethod
    async def withdraw(self, reference: str, key: str, conversation: int) -> Known:
        """The tenant takes it back; it is kept as history. `LookupError` if it is not theirs."""
