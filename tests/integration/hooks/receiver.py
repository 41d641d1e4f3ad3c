"""Somebody else's software on this machine, which is told of alerts: it checks each signature by itself."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections import deque
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


class Receiver:
    """`ids` and `events` are what was taken, in order; `calls` are the ids of all that came. `answers` are
    the next statuses, 204 when there are none left; 0 never answers."""

    def __init__(self, secret: str = "") -> None:
        self.secret = secret
        self.calls: list[str] = []
        self.ids: list[str] = []
        self.events: list[Any] = []
        self.times: list[int] = []
        self.answers: deque[int] = deque()
        self.headers: dict[str, str] = {}
        self.url = ""
        self._news = asyncio.Event()
        self._released = asyncio.Event()
        self._server: TestServer | None = None

    async def start(self) -> Receiver:
        app = web.Application()
        app.add_routes([web.post("/alerts", self._take), web.post("/elsewhere", self._take)])
        self._server = TestServer(app)
        await self._server.start_server()
        self.url = str(self._server.make_url("/alerts"))
        return self

    async def close(self) -> None:
        self._released.set()
        if self._server is not None:
            await self._server.close()

    async def told(self, number: int) -> list[Any]:
        """Waits until so many events were taken."""
        while len(self.events) < number:
            self._news.clear()
            await self._news.wait()
        return self.events

    async def _take(self, request: web.Request) -> web.Response:
        body = await request.read()
        id, at = request.headers["webhook-id"], request.headers["webhook-timestamp"]
        self.calls.append(id)
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        digest = hmac.new(key, f"{id}.{at}.".encode() + body, hashlib.sha256).digest()
        if f"v1,{base64.b64encode(digest).decode()}" not in request.headers["webhook-signature"].split():
            return web.Response(status=401)
        status = self.answers.popleft() if self.answers else 204
        if status == 0:
            await self._released.wait()
        if not 200 <= status < 300:
            return web.Response(status=status or 503, headers=self.headers)
        self.ids.append(id)
        self.times.append(int(at))
        self.events.append(json.loads(body))
        self._news.set()
        return web.Response(status=status)
