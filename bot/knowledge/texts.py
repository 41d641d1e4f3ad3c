"""Sending on by text message what was said."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Literal

from channels.message import Reply

Texted = Literal["sent", "enough", "unwanted"]
"""`enough`: no more today, from this conversation or to this number. `unwanted`: the number has said STOP."""


class Texts(ABC):
    """Texts a resident what they have been told elsewhere, once, to a number that they give."""

    @property
    @abstractmethod
    def works(self) -> bool:
        """Whether text messages can be sent at all."""

    @abstractmethod
    async def number(self, conversation: int) -> str:
        """The number that the resident is calling from, E.164; empty where that is not known."""

    @abstractmethod
    async def said(self, conversation: int) -> Sequence[Reply]:
        """What the assistant said last."""

    @abstractmethod
    async def send(
        self, conversation: int, number: str, said: Sequence[Reply], language: str, key: str
    ) -> Texted:
        """Sends it; the same `key` again sends nothing more and returns the same."""
