"""The console on the whole product, and browsers without JavaScript to use it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from bot.knowledge.bins.schedule_file import database_path
from tests.conftest import NOW
from tests.helpline import PASSWORD, Helpline
from tests.repair_estate import Estate
from tests.testbot import put_together


class Browser:
    """Somebody's browser without JavaScript: it opens pages and sends the forms that stand on them."""

    def __init__(self, client: TestClient[Any, Any]) -> None:
        self.client = client
        self.status = 0
        self.page = ""
        self.path = ""

    async def open(self, path: str) -> str:
        """Opens a page, and follows where it leads."""
        return await self._read(await self.client.get(path))

    async def send(self, action: str, **fields: str) -> str:
        """Sends the form of this action, with the hidden fields that it has on the page."""
        hidden = self._hidden(action)
        return await self._read(await self.client.post(action, data={**hidden, **fields}))

    async def open_file(self, path: str) -> tuple[int, bytes]:
        """Opens what may be no page; the status and what came."""
        answer = await self.client.get(path)
        return answer.status, await answer.read()

    def _hidden(self, action: str) -> dict[str, str]:
        form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', self.page, re.S)
        form = form or re.search(
            rf'<form(?:(?!</form>).)*formaction="{re.escape(action)}".*?</form>', self.page, re.S
        )
        assert form, f"no form for {action} on {self.path}"
        found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form[0])
        return {name: unescape(value) for name, value in found}

    async def _read(self, response: Any) -> str:
        self.status, self.path = response.status, response.url.path
        self.page = await response.text()
        return self.words

    @property
    def words(self) -> str:
        """What is read on the page."""
        main = self.page.partition("<main")[2]
        plain = re.sub(r"<template.*?</template>", "", main, flags=re.S)
        return " ".join(unescape(re.sub(r"<[^>]*>", " ", plain)).split()).partition("> ")[2] or plain

    async def sign_in(self, login: str, password: str = PASSWORD, code: str = "") -> str:
        await self.open("/helpline/")
        return await self.send("/helpline/", login=login, password=password, code=code)


Opens = Callable[..., Awaitable[Browser]]


@pytest.fixture
async def helpline(estate: Path, tmp_path: Path) -> AsyncIterator[Helpline]:
    """An installation where nobody works yet."""
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW)
    yield Helpline(parts)
    await parts.close()


@pytest.fixture
async def server(helpline: Helpline) -> AsyncIterator[TestServer]:
    app = web.Application()
    app.add_routes(helpline.console.routes())
    app.on_shutdown.append(helpline.console.close)
    served = TestServer(app)
    await served.start_server()
    yield served
    await served.close()


@pytest.fixture
async def browser(server: TestServer) -> AsyncIterator[Callable[[], Browser]]:
    """Makes browsers, each with its own cookies."""
    clients: list[TestClient[Any, Any]] = []

    def make() -> Browser:
        clients.append(TestClient(server, cookie_jar=CookieJar(unsafe=True)))
        return Browser(clients[-1])

    yield make
    for client in clients:
        await client.session.close()


@pytest.fixture
async def enters(helpline: Helpline, browser: Callable[[], Browser]) -> Opens:
    """Adds a member and signs them in, on shift unless told otherwise."""

    async def enter(name: str, role: Any = "adviser", *, team: str = "", shift: bool = True) -> Browser:
        login = f"{name.split()[0].lower()}@example.org"
        await helpline.member(login, name, role, team)
        one = browser()
        await one.sign_in(login)
        if shift:
            await one.open("/helpline/queue")
            await one.send("/helpline/shift", until="17:00")
        return one

    return enter


@pytest.fixture
def repairs(helpline: Helpline) -> Estate:
    """The repairs of the installation: none yet."""
    return Estate(helpline)
