"""Text messages that go nowhere: for demonstrations and try-outs, with no account."""

from __future__ import annotations

import logging
from collections import OrderedDict

from accessibility import sms
from channels.sending import Outgoing, Receipt

log = logging.getLogger(__name__)

NAME = "simulated"
MOST = 1_000
"""Messages that are remembered; the oldest go first."""


class SimulatedSms:
    """Keeps the newest in memory, by their key; what is logged of them is their length."""

    name = NAME
    longest = 1_600

    def __init__(self) -> None:
        self.sent: OrderedDict[str, Outgoing] = OrderedDict()

    async def send(self, message: Outgoing) -> Receipt:
        self.sent[message.key] = message
        while len(self.sent) > MOST:
            self.sent.popitem(last=False)
        size = sms.measure(message.rendered.text)
        log.info("a text message was simulated: %d segments of %s", size.segments, size.encoding)
        return self._receipt(message)

    async def find(self, message: Outgoing) -> Receipt | None:
        return self._receipt(message) if message.key in self.sent else None

    async def close(self) -> None:
        """There is nothing to let go of."""

    def _receipt(self, message: Outgoing) -> Receipt:
        return Receipt(NAME, message.key, "delivered")
