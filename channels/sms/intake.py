"""What every provider's text messages have in common on their way in."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from channels.body import clean
from channels.channel import Receive
from channels.limits import Buckets, Clock, Rate
from channels.message import Inbound, Media
from channels.sms.numbers import e164
from channels.sms.opt_out import OptOuts, wish

log = logging.getLogger(__name__)

NAME = "sms"
LONGEST = 2_000
"""Characters of one message. Providers join the parts of up to 1,600."""

USUAL = Rate(burst=30, per_second=0.2)
"""What one number may write. It stops two machines that answer each other, each message at our cost."""


class Intake:
    """`receive` stores a message and returns soon; its answer goes out through the outbox."""

    def __init__(self, opt_outs: OptOuts, clock: Clock, rate: Rate = USUAL) -> None:
        self._opt_outs = opt_outs
        self._clock = clock
        self._buckets = Buckets(rate, clock)

    async def heeded(self, sender: str, text: str, opt_out_type: str = "", *, swallows: bool = False) -> str:
        """The address to take the message from, after what it wants of all messages was seen to. Empty when
        it goes no further: nobody can be answered there, or the provider has answered, or it is too much."""
        address = e164(sender)
        if not address:
            log.info("a text message from what is no phone number was left aside")
            return ""
        wanted = wish(text, opt_out_type, swallows=swallows)
        if wanted.stop:
            await self._opt_outs.stop(NAME, address)
        elif wanted.start:
            await self._opt_outs.start(NAME, address)
        if not wanted.answered and self._buckets.take(address):
            log.warning("a phone number writes too often; a text message was left aside")
            return ""
        return "" if wanted.answered else address

    async def take(
        self, receive: Receive, id: str, address: str, text: str, media: Sequence[Media] = ()
    ) -> None:
        """Hands the message on."""
        words = clean(text)[:LONGEST]
        await receive(Inbound(id, NAME, address, words, self._clock(), media=tuple(media)))
