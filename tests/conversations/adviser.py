"""Amira, an adviser of the helpline, as a script has her: at the pages that every adviser has."""

from __future__ import annotations

import re
from typing import Any

from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.parts import Parts
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser

LOGIN, NAME = "amira@example.org", "Amira Khan"
DEEDS: dict[str, tuple[str, dict[str, str]]] = {
    "takes": ("claim", {}),
    "hands back": ("back", {"outcome": "solved"}),
    "closes": ("close", {"outcome": "solved"}),
}
"""What a script can let her do: the page's own name of it, and what is chosen beside it."""


class Adviser:
    """Signed in and on shift until five o'clock from `begin` to `close`."""

    def __init__(self, parts: Parts) -> None:
        self._helpline = Helpline(parts)
        self._reference = ""

    async def begin(self) -> None:
        app = web.Application()
        app.add_routes(self._helpline.console.routes())
        app.on_shutdown.append(self._helpline.console.close)
        self._client: TestClient[Any, Any] = TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True))
        await self._client.start_server()
        await self._helpline.member(LOGIN, NAME)
        self._browser = Browser(self._client)
        await self._browser.sign_in(LOGIN)
        await self._browser.open("/helpline/queue")
        await self._browser.send("/helpline/shift", until="17:00")

    async def does(self, deed: str) -> None:
        """`takes` who is first in the queue, `hands back` or `closes`."""
        action, fields = DEEDS[deed]
        if deed == "takes":
            queue = await self._browser.open("/helpline/queue")
            waiting = re.search(r"/talk/(\w+)/claim", self._browser.page)
            assert waiting, f"nobody waits: {queue}"
            self._reference = waiting[1]
        await self._send(action, **fields)

    async def writes(self, words: str, language: str) -> None:
        """To the resident whom she has, in `language`."""
        await self._send("reply", words=words, language=language)

    async def _send(self, action: str, **fields: str) -> None:
        if action != "claim":
            await self._browser.open(f"/helpline/talk/{self._reference}")
        told = await self._browser.send(f"/helpline/talk/{self._reference}/{action}", **fields)
        assert self._browser.status == 200, told

    async def close(self) -> None:
        await self._client.close()
