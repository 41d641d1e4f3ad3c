"""A live page's stream of events, followed as a browser follows it: it comes back by itself and says where it
left off."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any

import aiohttp
from yarl import URL

OPEN = aiohttp.ClientTimeout(total=None, connect=30, sock_read=30)
"""A stream has no end; a server that says nothing for so long, not even that it is there, is gone."""

FULL, LATER = (429, 503), 0.5
"""A service that has not noticed yet how many connections are broken may refuse another: then the page comes
again, after so many seconds."""

Hear = Callable[[str, Any], None]
"""What is done with an event: its kind, its data."""

Line = tuple[int, str, str]
"""A line of a conversation: its number, who said it, the words."""


class Stream:
    """`lines` are those that came, in the order in which they came, over all connections; `after` is the
    number of the last, and `opened` counts the connections. Leaving the block ends it, and raises what went
    wrong in it."""

    def __init__(
        self, session: aiohttp.ClientSession, url: str, after: int, cookie: str, hear: Hear | None = None
    ) -> None:
        self.lines: list[Line] = []
        self.after = after
        self.opened = 0
        self._session = session
        self._url = URL(url)
        self._cookie = cookie
        self._hear = hear or (lambda kind, data: None)
        self._cut = False
        self._response: aiohttp.ClientResponse | None = None
        self._ready = asyncio.Event()
        self._came = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Stream:
        self._task = asyncio.create_task(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._task is not None
        if not self._task.done():
            self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task

    async def ready(self) -> None:
        """Waits until it is open, the first time or again."""
        await self._wait(self._ready)

    async def has(self, seq: int) -> None:
        """Waits until the line with this number has come."""
        while self.after < seq:
            self._came.clear()
            await self._wait(self._came)

    def cut(self) -> None:
        """The connection breaks, wherever it is."""
        if self._response is not None:
            self._ready.clear()
            self._cut = True
            self._response.close()

    async def _wait(self, event: asyncio.Event) -> None:
        """Waits for it, or raises what ended the stream."""
        assert self._task is not None
        waiting = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait({waiting, self._task}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiting.cancel()
        if self._task.done():
            self._task.result()

    async def _follow(self) -> None:
        while True:
            with suppress(aiohttp.ClientError):
                await self._connected()
            # Who was cut off comes back at once, anybody else later: a service that is down is left alone.
            await asyncio.sleep(0 if self._cut else LATER)
            self._cut = False

    async def _connected(self) -> None:
        headers = {"Cookie": self._cookie, "Accept": "text/event-stream"}
        if self.after:
            headers["Last-Event-ID"] = str(self.after)
        async with self._session.get(self._url, headers=headers, timeout=OPEN) as response:
            if response.status in FULL:
                return
            assert response.status == 200, f"{response.status} for {self._url.path}"
            self._response = response
            self.opened += 1
            self._ready.set()
            await self._read(response)

    async def _read(self, response: aiohttp.ClientResponse) -> None:
        """An event counts once it is there to its end, the empty line: as in a browser."""
        event: dict[str, str] = {}
        while row := (await response.content.readline()).decode():
            name, _, value = row.rstrip("\n").partition(": ")
            if name:
                event[name] = value
                continue
            if "data" in event:
                self._event(event)
            event = {}

    def _event(self, event: dict[str, str]) -> None:
        data = json.loads(event["data"])
        if "id" in event:
            self.after = int(event["id"])
            self.lines.append((data["seq"], data["who"], data["text"]))
            self._came.set()
        self._hear(event.get("event", ""), data)
