"""The way out for text messages: packed, held to what may be texted to whom, and given to a provider."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility.text import Rendered
from channels.sending import Outgoing, Pace, Receipt, Refused
from channels.sms.intake import NAME
from channels.sms.numbers import refusal
from channels.sms.packing import Rest, pack, units
from channels.sms.provider import Provider

PACE = Pace(per_second=10, burst=10, gap=1.0, at_once=8)
"""A UK long number sends ten segments a second; two messages to one person a second apart arrive in order."""


class SmsSends:
    """`prefix` is the council's name at the start of each text (R21). `rest` makes the link to what was cut;
    without it nothing is cut."""

    name = NAME

    def __init__(self, provider: Provider, prefix: str, rest: Rest | None = None, pace: Pace = PACE) -> None:
        self.pace = pace
        self._provider = provider
        self._prefix = prefix
        self._rest = rest

    def pack(self, lines: Sequence[Rendered]) -> Sequence[Rendered]:
        return pack(lines, self._prefix, self._provider.longest, self._rest)

    async def send(self, message: Outgoing) -> Receipt:
        """Raises `Refused` with the code `landline`, `costly_number` or `no_number` without a call, too."""
        if code := refusal(message.address):
            raise Refused(code, gone=True)
        if units(message.rendered.text) > self._provider.longest:
            raise Refused("too_long")
        return await self._provider.send(message)

    async def find(self, message: Outgoing) -> Receipt | None:
        return None if refusal(message.address) else await self._provider.find(message)

    async def close(self) -> None:
        await self._provider.close()
