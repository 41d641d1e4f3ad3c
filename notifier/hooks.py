"""Other software that is told of alerts, as a channel of the outbox.

An event goes to one receiver at a time and in order. What is sent twice has the same `webhook-id`, so that a
receiver knows it again: whenever it is not known what came of a call, it is made again.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable, Sequence

import aiohttp
from msgspec import Struct

from accessibility.text import Rendered
from channels.client_address import Network
from channels.sending import CannotTell, Later, Outgoing, Pace, Receipt, Refused
from notifier.hook_event import signature
from notifier.outward import Outward, wrong_with

CHANNEL = "webhook"
PATIENCE = 15.0
"""Seconds for one call."""

PAUSES = (5.0, 30.0, 120.0, 600.0, 1800.0, 3600.0, 7200.0)
"""Seconds after each try that failed: about four hours in all. What waits meanwhile goes right after."""

MOST_ASKED = 7200.0
"""Seconds of patience at most, whatever a receiver asks for."""

_AGAIN = frozenset({408, 425, 429})


class Receiver(Struct, frozen=True):
    """Where an event goes, and what signs it."""

    url: str
    secret: str


FindReceiver = Callable[[str], Awaitable[Receiver | None]]
"""The receiver at an address of the outbox; None when it has been removed."""


class Hooks:
    """Implements `channels.sending.Sends`. `allowed` are networks of our own that may be called."""

    name = CHANNEL
    pace = Pace(per_second=50.0, burst=50, at_once=16)

    def __init__(
        self,
        find: FindReceiver,
        now: Callable[[], dt.datetime],
        allowed: Sequence[Network] = (),
        patience: float = PATIENCE,
    ) -> None:
        self._find = find
        self._now = now
        self._allowed = allowed
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    def pack(self, lines: Sequence[Rendered]) -> Sequence[Rendered]:
        """One event a call."""
        return lines

    async def send(self, message: Outgoing) -> Receipt:
        """See `Sends.send`."""
        receiver = await self._find(message.address)
        if receiver is None:
            raise Refused("removed")
        if wrong_with(receiver.url, self._allowed):
            raise Refused("address")
        try:
            async with asyncio.timeout(self._patience):
                status, after = await self._post(receiver, message)
        except (TimeoutError, aiohttp.ClientError, OSError, ValueError) as problem:
            raise Later(_lost(problem), _pause(message)) from None
        return _meaning(message, status, after)

    async def find(self, message: Outgoing) -> Receipt | None:
        """Receivers cannot be asked."""
        raise CannotTell

    async def close(self) -> None:
        """Lets go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _post(self, receiver: Receiver, message: Outgoing) -> tuple[int, str]:
        """The status of the answer, and for how long it asks to be left alone. Its body is not read."""
        body, at = message.rendered.text, int(self._now().timestamp())
        id = webhook_id(message.key)
        headers = {
            "Content-Type": "application/json",
            "webhook-id": id,
            "webhook-timestamp": str(at),
            "webhook-signature": signature(receiver.secret, id, at, body),
        }
        async with self._open().post(
            receiver.url, data=body.encode(), headers=headers, allow_redirects=False
        ) as answer:
            return answer.status, answer.headers.get("Retry-After", "")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            connector = aiohttp.TCPConnector(resolver=Outward(self._allowed), use_dns_cache=False)
            jar = aiohttp.DummyCookieJar()
            self._session = aiohttp.ClientSession(connector=connector, cookie_jar=jar)
        return self._session


def key_of(version_id: int, receiver: int) -> str:
    """The outbox's key of an event for a receiver."""
    return f"hook:{version_id}:{receiver}"


def webhook_id(key: str) -> str:
    """The event's own id, the same at every try, on replay, and for every receiver."""
    return f"alert_{key.split(':')[1]}"


def _meaning(message: Outgoing, status: int, after: str) -> Receipt:
    """What an answer means. Redirects are not followed: the receiver is registered anew."""
    if 200 <= status < 300:
        return Receipt(CHANNEL, webhook_id(message.key), "delivered", str(status))
    if status >= 500 or status in _AGAIN:
        raise Later(str(status), max(_pause(message), _asked(after)))
    raise Refused(str(status), gone=status == 410)


def _pause(message: Outgoing) -> float:
    return PAUSES[min(message.attempt, len(PAUSES)) - 1]


def _asked(after: str) -> float:
    """Seconds in the header `Retry-After`; a date there is passed over."""
    plain = after.isascii() and after.isdecimal() and len(after) < 9
    return min(float(after), MOST_ASKED) if plain else 0.0


def _lost(problem: Exception) -> str:
    """A word for the figures, with nothing of the address in it."""
    return "timeout" if isinstance(problem, TimeoutError) else "unreachable"
