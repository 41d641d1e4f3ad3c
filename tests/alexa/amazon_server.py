"""Amazon's servers on this machine: certificates, the postcode of a speaker, words while somebody waits."""

from __future__ import annotations

import asyncio
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.alexa import Amazon
from tests.alexa.signing import chain


class AmazonServer:
    """Faults: `file` is what it keeps (None: nothing), `redirects` elsewhere, `address` is (status, body) of
    the postcode, `slow` delays answers by seconds, `refuses` words. `asked` and `said` have what came."""

    def __init__(self) -> None:
        self.file: bytes | None = chain()
        self.redirects = False
        self.address: tuple[int, Any] = (200, {"countryCode": "GB", "postalCode": "LS8 1AD"})
        self.slow = 0.0
        self.fetched = 0
        self.asked: list[tuple[str, str]] = []
        self.said: list[Any] = []
        self.spoke = asyncio.Event()
        self.refuses = False
        app = web.Application()
        app.add_routes(
            [
                web.get("/echo.api/{name}", self._file),
                web.get("/v1/devices/{device}/settings/address/countryAndPostalCode", self._address),
                web.post("/v1/directives", self._directive),
            ]
        )
        self.server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self.server.make_url("")).rstrip("/")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self.fetched += 1
        await asyncio.sleep(self.slow)
        if self.redirects and "again" not in request.query:
            raise web.HTTPFound(f"{self.url}/echo.api/other.pem?again=1")
        if self.file is None:
            raise web.HTTPNotFound
        return web.Response(body=self.file)

    async def _address(self, request: web.Request) -> web.Response:
        self.asked.append((request.match_info["device"], request.headers.get("Authorization", "")))
        await asyncio.sleep(self.slow)
        status, body = self.address
        return web.json_response(body, status=status)

    async def _directive(self, request: web.Request) -> web.Response:
        self.said.append((request.headers.get("Authorization", ""), await request.json()))
        self.spoke.set()
        return web.Response(status=400 if self.refuses else 204)


class LocalAmazon(Amazon):
    """The real client; addresses of Amazon's file store lead to `server`."""

    def __init__(self, server: AmazonServer) -> None:
        super().__init__((server.url,))
        self._server = server

    async def certificate(self, address: str) -> bytes:
        return await super().certificate(address.replace("https://s3.amazonaws.com", self._server.url))
