"""What there is in one process of a way to the council's own system."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from bot.open311.client import Open311
from bot.open311.polling import Polling
from bot.open311.sends import RequestSends
from bot.ticks import Tick
from channels.sending import Sends


class OutwardParts(Struct, frozen=True, kw_only=True):
    """Nothing of it where the address of that system is not set."""

    client: Open311 | None = None
    sends: RequestSends | None = None
    polling: Polling[Any] | None = None

    @property
    def senders(self) -> Mapping[str, Sends]:
        """The way out, no channel of residents."""
        return {} if self.sends is None else {self.sends.name: self.sends}

    @property
    def asks(self) -> tuple[Tick, ...]:
        """What asks there from time to time."""
        return (Tick(self.polling.run, 60),) if self.polling else ()

    async def close(self) -> None:
        """Lets go of the connection."""
        if self.client is not None:
            await self.client.close()
