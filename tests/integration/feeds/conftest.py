"""Feeds with real servers around them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.clock import FixedClock
from notifier.feeds.feed import Parsed, Parses
from notifier.feeds.pipe import Pipe
from notifier.feeds.sanity import Sanity
from notifier.reading import Reading
from tests.databases import START
from tests.mqtt import mosquitto, mosquitto_binary
from tests.ngsi_broker import ContextBroker

__all__ = ["mosquitto", "mosquitto_binary"]

Answer = Callable[[web.Request], Awaitable[web.Response]]


class Kept:
    """Takes what was parsed, as the store does; while it is `broken` it fails."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, Parsed]] = []
        self.broken = False
        self._more = asyncio.Event()

    async def take(self, feed: str, parsed: Parsed) -> None:
        if self.broken:
            raise ConnectionError("the database is away")
        self.taken.append((feed, parsed))
        self._more.set()

    @property
    def readings(self) -> list[Reading]:
        return [one for _feed, parsed in self.taken for one in parsed.readings]

    @property
    def reasons(self) -> list[str]:
        return [one.reason for _feed, parsed in self.taken for one in parsed.refusals]

    async def until(self, count: int) -> None:
        """Returns once so many readings are there."""
        async with asyncio.timeout(15):
            while len(self.readings) < count:
                self._more.clear()
                await self._more.wait()


class Pages:
    """A web server whose pages are set by the test. `asked` are the requests, in order."""

    def __init__(self) -> None:
        self.pages: dict[str, Answer | web.Response | bytes] = {}
        self.asked: list[web.BaseRequest] = []
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._page)
        self._server = TestServer(app)

    def url(self, path: str) -> str:
        return str(self._server.make_url(path))

    async def start(self) -> None:
        await self._server.start_server()

    async def close(self) -> None:
        await self._server.close()

    async def _page(self, request: web.Request) -> web.Response:
        self.asked.append(request)
        page = self.pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        if isinstance(page, bytes):
            return web.Response(body=page)
        if isinstance(page, web.Response):
            return web.Response(body=page.body, status=page.status, headers=page.headers)
        return await page(request)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(START)


@pytest.fixture
def kept() -> Kept:
    return Kept()


@pytest.fixture
def pipe_of(kept: Kept, clock: FixedClock) -> Callable[[Parses], Pipe]:
    def pipe(parser: Parses) -> Pipe:
        return Pipe("city", parser, Sanity(clock.now, relists=True), kept, clock.now)

    return pipe


@pytest.fixture
async def pages() -> AsyncIterator[Pages]:
    made = Pages()
    await made.start()
    yield made
    await made.close()


@pytest.fixture
async def context_broker(clock: FixedClock) -> AsyncIterator[ContextBroker]:
    made = ContextBroker(clock.now)
    await made.start()
    yield made
    await made.close()
