"""A resident's browser without a screen: the real web channel behind a real aiohttp server."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from channels.fake import Assistant, by_words, said
from channels.photos import Album
from channels.web import Web, WebSettings
from tests.unit.channels.words import DIRECTIONS, SmallCatalogue

START = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)

Client = TestClient[web.Request, web.Application]


class Ticker:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


HOMES = said("Which home?", ("home:14", "14 Oakwood Court"), ("home:15", "15 Oakwood Court"))

ANSWERS = {
    "bins": HOMES,
    "home:15": said("Thursday 26 November.", links={"Add to my calendar": "https://leeds.test/15.ics"}),
    "language:pl": said(
        "Czwartek 26 listopada.", language="pl", machine=True, english="Thursday 26 November."
    ),
    "language:ur": said("جمعرات 26 نومبر۔", language="ur", direction="rtl"),
}


class Browser:
    """What a browser does with the chat: keeps the cookie, reads the token, sends forms and fetches."""

    def __init__(self, client: Client, assistant: Assistant, channel: Web, clock: Ticker) -> None:
        self.client = client
        self.assistant = assistant
        self.channel = channel
        self.clock = clock
        self.token = ""
        self.sent = 0

    @property
    def address(self) -> str:
        """The session's secret, out of the cookie."""
        return self.client.session.cookie_jar.filter_cookies(self.client.make_url("/"))["snicket"].value

    async def open(self, path: str = "/", **headers: str) -> str:
        """The page; its token is kept for what is sent next."""
        answer = await self.client.get(path, headers=headers)
        page = await answer.text()
        found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
        self.token = found[1] if found else ""
        return page

    async def submit(
        self, path: str = "/", headers: dict[str, str] | None = None, **fields: str
    ) -> ClientResponse:
        """A form, as the page without JavaScript sends it."""
        self.sent += 1
        given = {"token": self.token, "id": f"form-number-{self.sent}", **fields}
        return await self.client.post(path, data=given, headers=headers, allow_redirects=False)

    async def fetch(self, headers: dict[str, str] | None = None, **fields: Any) -> ClientResponse:
        """What the page's script sends."""
        self.sent += 1
        body = {"id": f"fetch-number-{self.sent}", **fields}
        return await self.client.post(
            "/chat/messages", json=body, headers={"X-Chat-Token": self.token, **(headers or {})}
        )


MakeBrowser = Callable[..., Awaitable[Browser]]


@pytest.fixture
def make_browser(aiohttp_client: AiohttpClient) -> MakeBrowser:
    """Starts a service with the given settings and opens its page."""

    async def make(*, album: Album | None = None, **changes: Any) -> Browser:
        clock = Ticker()
        assistant = Assistant(by_words(ANSWERS), clock, languages=DIRECTIONS)
        settings = WebSettings(council="Leeds City Council", phone="0113 222 4406", **changes)
        words = SmallCatalogue()
        channel = Web(transcript=assistant, words=words, settings=settings, clock=clock, album=album)
        app = web.Application(middlewares=[channel.not_found])
        app.add_routes(channel.routes(assistant.receive))
        app.on_shutdown.append(channel.close)
        browser = Browser(await aiohttp_client(app), assistant, channel, clock)
        await browser.open()
        return browser

    return make


@pytest.fixture
async def browser(make_browser: MakeBrowser) -> Browser:
    return await make_browser()
