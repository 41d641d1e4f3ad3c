"""What becomes of a request on its way out, written down; what it says is a source's own."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from bot.open311.shapes import Accepted
from bot.store.sent_out import UNSURE, SentOut

R = TypeVar("R", bound=SentOut[Any])


class Outgoing(Generic[R]):
    """All of `bot.open311.sends.Source` but `out`. An address is the number of what is sent."""

    def __init__(self, relays: R) -> None:
        self._relays = relays

    async def begin(self, address: str) -> bool:
        """See `Source.begin`."""
        return await self._relays.begin(int(address))

    async def back(self, address: str, problem: str, words: str) -> None:
        """See `Source.back`."""
        await self._relays.back(int(address), problem, words)

    async def refused(self, address: str, problem: str, words: str, *, unsure: bool) -> None:
        """See `Source.refused`."""
        await self._relays.refused(int(address), UNSURE if unsure else problem, words, unsure=unsure)

    async def accepted(self, address: str, service: str, accepted: Accepted) -> None:
        """See `Source.accepted`."""
        await self._relays.accepted(int(address), service, accepted.id, accepted.token)
