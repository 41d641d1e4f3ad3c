"""What the channel can do that a resident writes on, for skills that ask more or less by it."""

from __future__ import annotations

from abc import ABC, abstractmethod

from channels.message import Capabilities


class Here(ABC):
    """Knows where somebody writes, without saying which channel it is."""

    @abstractmethod
    async def can(self, conversation: int) -> Capabilities:
        """What the channel can do that their last message came by; the least there is of a conversation that
        is gone."""
