"""What a channel is handed and what it offers. Channels know nothing of the conversation behind them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Protocol

from aiohttp import web

from channels.message import Capabilities, Entry, Inbound

Receive = Callable[[Inbound], Awaitable[Sequence[Entry]]]
"""Handles one message and returns what was answered in this turn, in order. The same (channel, id) again
returns the same answers and does nothing twice."""


class Transcript(Protocol):
    """The lines of one conversation, for channels whose page shows them."""

    async def read(self, channel: str, address: str, after: int = 0) -> Sequence[Entry]:
        """Lines with `seq > after`, oldest first; empty when there is no such conversation."""

    async def wait(self, channel: str, address: str, after: int, seconds: float) -> Sequence[Entry]:
        """As `read`, but waits up to `seconds` for the first new line; empty when none came."""

    async def language(self, channel: str, address: str) -> str | None:
        """The language of the conversation, None when it has not begun."""


class Channel(Protocol):
    """A way in and out. `name` is part of every stored address."""

    name: str
    can: Capabilities

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        """The HTTP routes to be served for it."""
