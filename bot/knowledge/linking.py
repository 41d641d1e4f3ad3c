"""Going on with one conversation on another channel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

Joined = Literal["linked", "busy", "wrong"]
"""`busy`: in the middle of a talk with an adviser. `wrong`: no such code, or not any more."""


class Linking(ABC):
    """Links channels by codes that residents carry from one to the other."""

    @abstractmethod
    async def code(self, conversation: int) -> str:
        """Eight characters that link another channel to this conversation, once and for some minutes."""

    @abstractmethod
    async def join(self, conversation: int, code: str) -> Joined:
        """Links the channel of this conversation to the one that the code is from."""

    @abstractmethod
    async def unlink(self, conversation: int) -> int:
        """Takes all other channels away from this conversation; how many there were."""
