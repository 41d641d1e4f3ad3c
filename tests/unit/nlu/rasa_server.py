"""A stand-in for Rasa's server that answers what the real one, 3.6.21, was recorded to answer.

Each file in `rasa/` is one request and its answer. Faults are switched on by name.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

RECORDED = Path(__file__).parent / "rasa"
TOKEN = "hush"
FAULTS = ("slow", "error", "closed", "not_json", "huge", "no_model", "redirected", "not_rasa", "half")


def recorded(name: str) -> dict[str, Any]:
    """One request and its answer."""
    found: dict[str, Any] = json.loads((RECORDED / f"{name}.json").read_text(encoding="utf-8"))
    return found


class RecordedRasa:
    """`fault` is what goes wrong now; `asked` are the bodies that came; `answers`, by text, are given before
    the recorded ones."""

    def __init__(self) -> None:
        self.fault = ""
        self.asked: list[Any] = []
        self.looked = 0
        self.answers: dict[str, Any] = {}
        every = [recorded(path.stem) for path in sorted(RECORDED.glob("*.json"))]
        self._parses = {
            one["request"]["json"]["text"]: one["response"]
            for one in every
            if one["request"].get("json") and one["response"]["status"] == 200
        }
        self.url = ""

    @asynccontextmanager
    async def serving(self, tls: ssl.SSLContext | None = None) -> AsyncIterator[RecordedRasa]:
        """Serves on a free port of this machine while the block runs."""
        app = web.Application()
        app.add_routes([web.get("/status", self._status), web.post("/model/parse", self._parse)])
        server = TestServer(app, scheme="https" if tls else "http")
        await server.start_server(ssl=tls)
        try:
            self.url = str(server.make_url(""))
            yield self
        finally:
            await server.close()

    async def _status(self, request: web.Request) -> web.StreamResponse:
        self.looked += 1
        return self._refused(request) or self._as_recorded("status")

    async def _parse(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        if refused := self._refused(request):
            return refused
        if self.fault:
            return await self._broken(request, body)
        if "text" not in body:
            return self._as_recorded("no_text")
        text = body["text"]
        answer = self.answers.get(text) or self._parses.get(text, recorded("gibberish")["response"])["json"]
        return web.json_response(answer)

    def _refused(self, request: web.Request) -> web.Response | None:
        if request.query.get("token") != TOKEN:
            return self._as_recorded("no_token")
        return self._as_recorded("no_model") if self.fault == "no_model" else None

    async def _broken(self, request: web.Request, body: Any) -> web.StreamResponse:
        if self.fault == "slow":
            await asyncio.sleep(30)
        if self.fault == "error":  # the real one repeats what went wrong, and may repeat what was said
            return web.json_response({"message": f"cannot parse {body}"}, status=500)
        if self.fault == "huge":
            return web.json_response({"text": "x" * 1_000_000})
        if self.fault == "redirected":
            raise web.HTTPFound("/status?token=hush")
        if self.fault == "not_rasa":
            return web.json_response({"hello": body})
        if self.fault == "not_json":
            return web.Response(text=f"<p>{body}", content_type="text/html")
        return await self._torn(request)

    async def _torn(self, request: web.Request) -> web.StreamResponse:
        """The connection ends before the answer does."""
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        if self.fault == "half":
            await response.prepare(request)
            await response.write(b'{"intent_ranking": [')
        assert request.transport is not None
        request.transport.close()
        return response

    def _as_recorded(self, name: str) -> web.Response:
        answer = recorded(name)["response"]
        return web.json_response(answer["json"], status=answer["status"])
