"""The whole application in this process with its helpline, and browsers of every role at its door."""

from __future__ import annotations

import asyncio
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from aiohttp import DummyCookieJar, web
from aiohttp.test_utils import TestClient, TestServer
from msgspec import Struct, structs

from bot.application import application
from bot.handover.people import ROLES, Role
from bot.knowledge.bins.schedule_file import database_path
from bot.parts import Parts
from bot.secret import Secret
from tests.acceptance.asking import FORM
from tests.conftest import NOW
from tests.helpline import PASSWORD, Helpline
from tests.testbot import put_together

BASE = "/helpline"
PUBLIC = "https://bins.example.org"
OUTSIDE = {"openid_issuer": "http://127.0.0.1:1", "openid_client_id": "snicket"}
"""A council's sign-in that never answers: its addresses are there all the same."""


class Reply(Struct, frozen=True):
    """What came back. The names of `headers` are in lower case; `cookies` are whole."""

    status: int
    headers: Mapping[str, str]
    cookies: tuple[str, ...]
    body: str


class Browser(Struct, frozen=True):
    """A browser that is signed in: what it sends along, and what stands in its forms."""

    role: Role
    cookie: str
    token: str


class Doors:
    """Asks the application on a loop of its own."""

    def __init__(self, runner: asyncio.Runner, parts: Parts, client: TestClient[Any, Any]) -> None:
        self._runner = runner
        self._client = client
        self.parts = parts
        self.helpline = Helpline(parts, PUBLIC)
        self.app: web.Application = client.server.app  # type: ignore[attr-defined]

    def ask(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str] | bytes | None = None,
        browser: Browser | None = None,
        **headers: str,
    ) -> Reply:
        """One request; `fields` is a form, or a body as it stands."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if browser:
            given["Cookie"] = browser.cookie
        body = fields if isinstance(fields, bytes) else urlencode(fields or {}, errors="replace").encode()
        if method == "POST" and "Content-Type" not in given:
            given["Content-Type"] = FORM
        return self._runner.run(self._ask(method, path, body, given))

    def run(self, work: Any) -> Any:
        """Awaits something on the application's loop."""
        return self._runner.run(work)

    def sign_in(self, role: Role) -> Browser:
        """A browser of the member with this role."""
        fields = {"login": f"{role}@example.org", "password": PASSWORD}
        came = self.ask("POST", f"{BASE}/", fields)
        assert came.status == 303, came.body
        [cookie] = came.cookies
        browser = Browser(role, cookie.partition(";")[0], "")
        token = re.search(r'data-token="(\w+)"', self.ask("GET", f"{BASE}/password", browser=browser).body)
        assert token
        return structs.replace(browser, token=token[1])

    async def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        async with self._client.request(
            method, path, data=body or None, headers=headers, allow_redirects=False
        ) as answer:
            # A live page has no end: its beginning is enough.
            live = answer.content_type == "text/event-stream"
            read = await (answer.content.readany() if live else answer.read())
            found = {name.lower(): value for name, value in answer.headers.items()}
            cookies = tuple(answer.headers.getall("Set-Cookie", []))
            return Reply(answer.status, found, cookies, read.decode())


@contextmanager
def opened(folder: Path, estate: Path, **settings: Any) -> Iterator[Doors]:
    """The application with a member of each role, whose logins are `adviser@example.org` and so on."""
    shutil.copy(database_path(estate, "leeds"), database_path(folder, "leeds"))
    with asyncio.Runner() as runner:
        parts = runner.run(put_together(folder, NOW))
        parts.settings = structs.replace(parts.settings, **{**OUTSIDE, **settings})
        client = runner.run(_client(parts))
        doors = Doors(runner, parts, client)
        if parts.settings.desk == "console":
            for role in ROLES:
                runner.run(doors.helpline.member(f"{role}@example.org", f"{role.title()} One", role))
        yield doors
        runner.run(client.close())
        runner.run(parts.close())


async def _client(parts: Parts) -> TestClient[Any, Any]:
    client: TestClient[Any, Any] = TestClient(
        TestServer(await application(parts)), cookie_jar=DummyCookieJar()
    )
    await client.start_server()
    return client


def routes(doors: Doors) -> list[tuple[str, str]]:
    """Every (method, path) of the application under `/helpline`, as it was registered."""
    every = {
        (route.method, route.resource.canonical)
        for route in doors.app.router.routes()
        if route.resource is not None and route.resource.canonical.startswith(BASE)
    }
    return sorted(every)


def secret(text: str) -> Secret:
    """A secret of a setting."""
    return Secret(text)
