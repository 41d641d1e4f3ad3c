"""A council's sign-in on this machine: a real OpenID provider, and a post in front of it that can bend what
goes through."""

from __future__ import annotations

import base64
import hashlib
import json
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlsplit

import aiohttp
import authlib.deprecate
from aiohttp import web
from aiohttp.test_utils import TestServer

with warnings.catch_warnings():
    # The provider still signs with a part of authlib that is to go; the product does not use that part.
    warnings.simplefilter("ignore", authlib.deprecate.AuthlibDeprecationWarning)
    import oidc_provider_mock

_PASSED = ("Authorization", "Content-Type", "Accept")
_KEPT = ("Content-Type", "Location")


@contextmanager
def real_provider(lasts: timedelta = timedelta(hours=1)) -> Iterator[str]:
    """The address of a provider with a key of its own, whose tokens last for `lasts`."""
    with oidc_provider_mock.run_server_in_thread(access_token_max_age=lasts) as server:
        yield f"http://localhost:{server.server_port}"


async def enrol(provider: str, subject: str, **claims: object) -> None:
    """Makes somebody known to the provider."""
    async with (
        aiohttp.ClientSession() as session,
        session.put(f"{provider}/users/{quote(subject, safe='')}", json=claims) as answer,
    ):
        assert answer.status == 204


async def consent(address: str, subject: str, action: str = "authorize") -> str:
    """Signs in on the provider's page, as a person does; where it sends the browser then."""
    async with (
        aiohttp.ClientSession() as session,
        session.post(address, data={"sub": subject, "action": action}, allow_redirects=False) as answer,
    ):
        return answer.headers["Location"]


class Front:
    """Passes everything on to the provider at `upstream`, which takes it for its own address, and holds the
    browser and the service to PKCE, which the provider does not. What is set on it goes wrong."""

    def __init__(self, upstream: str, host: str = "localhost") -> None:
        self.upstream = upstream
        self.asked: Counter[str] = Counter()
        self.sent: list[dict[str, str]] = []
        self.ask: dict[str, str] = {}
        self.host = ""
        self.bend: dict[str, Callable[[Any], Any]] = {}
        self.status: dict[str, int] = {}
        self._challenges: dict[str, str] = {}
        self._server = TestServer(self._app(), host=host)

    async def __aenter__(self) -> Front:
        await self._server.start_server()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._server.close()

    @property
    def url(self) -> str:
        return f"http://{self._server.host}:{self._server.port}"

    async def close(self) -> None:
        """Nobody answers any more."""
        await self._server.close()

    def _app(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._pass)
        return app

    async def _pass(self, request: web.Request) -> web.Response:
        self.asked[request.path] += 1
        if request.path in self.status:
            return web.Response(status=self.status[request.path])
        form = dict(parse_qsl((await request.read()).decode()))
        if request.path == "/oauth2/token":
            self.sent.append(form)
            if not self._matches(form):
                return web.json_response({"error": "invalid_grant"}, status=400)
        answer = await self._upstream(request)
        if request.path == "/oauth2/authorize" and "Location" in answer.headers:
            code = parse_qs(urlsplit(answer.headers["Location"]).query).get("code", [""])[0]
            self._challenges[code] = request.query.get("code_challenge", "")
            assert request.query["code_challenge_method"] == "S256"
        if request.path in self.bend and answer.status == 200:
            bent = self.bend[request.path](json.loads(answer.body))  # type: ignore[arg-type]
            return web.json_response(bent)
        return answer

    def _matches(self, form: dict[str, str]) -> bool:
        """RFC 7636, section 4.6."""
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        return challenge == self._challenges.get(form.get("code", ""))

    async def _upstream(self, request: web.Request) -> web.Response:
        headers = {name: request.headers[name] for name in _PASSED if name in request.headers}
        headers["Host"] = self.host if self.host and request.path == "/oauth2/token" else request.host
        query = {**request.query, **(self.ask if request.path == "/oauth2/authorize" else {})}
        async with (
            aiohttp.ClientSession() as session,
            session.request(
                request.method,
                f"{self.upstream}{request.path}",
                params=query,
                data=await request.read(),
                headers=headers,
                allow_redirects=False,
            ) as answer,
        ):
            kept = {name: answer.headers[name] for name in _KEPT if name in answer.headers}
            return web.Response(status=answer.status, body=await answer.read(), headers=kept)
