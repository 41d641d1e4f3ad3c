"""Going on with one conversation on another channel."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Literal

from msgspec import Struct

Joined = Literal["linked", "busy", "wrong"]
"""`busy`: in the middle of a talk with an adviser. `wrong`: no such code, or not any more."""


class Link(Struct, frozen=True):
    """What came of a code; the `language` of the conversation that it is from, empty when none is settled."""

    joined: Joined
    language: str = ""


class Linking(ABC):
    """Links channels by codes that residents carry from one to the other."""

    @abstractmethod
    async def code(self, conversation: int) -> str:
        """Eight characters that link another channel to this conversation, once and for some minutes."""

    @abstractmethod
    async def join(self, conversation: int, code: str) -> Link:
        """Links the channel of this conversation to the one that the code is from."""

    @abstractmethod
    async def unlink(self, conversation: int) -> int:
        """Takes all other channels away from this conversation; how many there were."""
