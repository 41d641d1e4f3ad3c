"""Two providers as one. The second gets a message only when the first surely has not sent it.

`Later` and `Elsewhere` say so. `Uncertain` does not: it is handed on, the outbox asks with `find`, which asks
both, and sends again only when neither has the message. So no message goes out twice.
"""

from __future__ import annotations

import datetime as dt

from channels.limits import Clock
from channels.sending import CannotTell, Later, Outgoing, Receipt, Refused
from channels.sms.provider import Elsewhere, Provider


class Failover:
    """While the first asks for quiet, it is not asked at all. `longest` is what both take."""

    def __init__(self, first: Provider, second: Provider, clock: Clock) -> None:
        self.name = first.name
        self.longest = min(first.longest, second.longest)
        self._first = first
        self._second = second
        self._clock = clock
        self._quiet_until: dt.datetime | None = None

    async def send(self, message: Outgoing) -> Receipt:
        """See `Provider.send`."""
        if self._quiet_until and self._clock() < self._quiet_until:
            return await self._instead(message, Later("quiet", self._quiet_left(), everyone=True))
        try:
            return await self._first.send(message)
        except Elsewhere as refused:
            return await self._instead(message, refused)
        except Later as later:
            if later.everyone:
                self._quiet_until = self._clock() + dt.timedelta(seconds=later.seconds)
            return await self._instead(message, later)

    async def find(self, message: Outgoing) -> Receipt | None:
        """See `Provider.find`. What one has is found; that neither has it, both have to say."""
        problem: CannotTell | Later | None = None
        for provider in (self._first, self._second):
            try:
                if found := await provider.find(message):
                    return found
            except CannotTell as silent:
                problem = silent
            except Later as later:
                problem = problem or later
        if problem:
            raise problem
        return None

    async def close(self) -> None:
        await self._first.close()
        await self._second.close()

    async def _instead(self, message: Outgoing, why: Elsewhere | Later) -> Receipt:
        """By the second; `why` the first did not. When neither can, it is for whoever can be asked again."""
        try:
            return await self._second.send(message)
        except Elsewhere:
            # The second carries other messages: they need not wait with this one.
            raise (Later(why.code, why.seconds) if isinstance(why, Later) else why) from None
        except Refused:
            raise
        except Later as later:
            if isinstance(why, Later):
                both = why.everyone and later.everyone
                raise Later(why.code, min(why.seconds, later.seconds), everyone=both) from None
            raise

    def _quiet_left(self) -> float:
        left = self._quiet_until - self._clock() if self._quiet_until else dt.timedelta()
        return max(0.0, left.total_seconds())
