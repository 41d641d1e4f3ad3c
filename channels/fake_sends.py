"""A way out with a provider in memory: what the tests of the outbox send by. Faults can be switched on.

The provider remembers what it has taken, so that `find` is honest. `askable=False` is one that cannot be
asked, as some are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Literal

from accessibility.text import Rendered
from channels.sending import CannotTell, Later, Outgoing, Pace, Receipt, Refused, Uncertain

Fault = Literal["refused", "gone", "later", "quiet", "lost before", "lost after", "broken"]
"""`later` is for one address, `quiet` for everyone. `lost before`: the call never got there; `lost after`: it
did, and only the answer was lost. `broken`: the channel's own code fails."""

QUICK = Pace(per_second=100_000.0, burst=100_000, at_once=64)
"""As fast as it goes."""


class FakeSends:
    """`taken` is what the provider has, in order; a key that is there twice is a double."""

    def __init__(self, name: str = "sms", pace: Pace = QUICK, *, askable: bool = True) -> None:
        self.name = name
        self.pace = pace
        self.askable = askable
        self.taken: list[Outgoing] = []
        self.asked: list[str] = []
        self.calls = 0
        self.seconds = 3.0
        """How long `later` and `quiet` ask for."""
        self.before: Callable[[Outgoing], Awaitable[None]] | None = None
        """Is awaited in each call before anything else."""
        self._faults: deque[Fault] = deque()

    @property
    def texts(self) -> list[str]:
        """What the provider has, as it is read."""
        return [message.rendered.text for message in self.taken]

    @property
    def doubles(self) -> int:
        """How many messages it has more than once."""
        return len(self.taken) - len({message.key for message in self.taken})

    def fail(self, *faults: Fault) -> None:
        """The next calls of `send` go wrong like this, one each."""
        self._faults.extend(faults)

    def pack(self, lines: Sequence[Rendered]) -> Sequence[Rendered]:
        """One message a line."""
        return lines

    async def send(self, message: Outgoing) -> Receipt:
        self.calls += 1
        if self.before is not None:
            await self.before(message)
        fault = self._faults.popleft() if self._faults else None
        if fault in ("refused", "gone"):
            raise Refused("21610", gone=fault == "gone")
        if fault in ("later", "quiet"):
            raise Later("20429", self.seconds, everyone=fault == "quiet")
        if fault == "broken":
            raise RuntimeError("a fault with a number in it")
        if fault == "lost before":
            raise Uncertain
        self.taken.append(message)
        if fault == "lost after":
            raise Uncertain
        return self._receipt(message.key)

    async def find(self, message: Outgoing) -> Receipt | None:
        self.asked.append(message.key)
        if not self.askable:
            raise CannotTell
        has = any(one.key == message.key for one in self.taken)
        return self._receipt(message.key) if has else None

    def _receipt(self, key: str) -> Receipt:
        return Receipt("fake", f"id of {key}", "sent")
