"""Anything may be sent to the routes: the application in this process never breaks."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from aiohttp import ClientResponse, DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.application import application
from bot.knowledge.bins.schedule_file import database_path
from tests.acceptance.asking import FORM, JSON, REST
from tests.conftest import NOW
from tests.testbot import put_together

pytestmark = pytest.mark.xdist_group("fuzz")

WORDS = st.text(st.characters(), max_size=60)
"""Any code points, also those that are half of a pair."""

VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=8,
)
NAMES = ("sender", "message", "message_id", "metadata", "id", "text", "choice", "after", "language")
FIELDS = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, VALUES))
BODIES = st.one_of(st.binary(max_size=200), FIELDS.map(json.dumps).map(str.encode))
NUMBER = st.one_of(st.sampled_from(["900001", "1", "", "9" * 400]), WORDS)
ENOUGH = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


class Served:
    """The whole application on a loop of its own. `send` gives the status and the body."""

    def __init__(self, runner: asyncio.Runner, client: TestClient[Any, Any]) -> None:
        self._runner = runner
        self._client = client

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        return self._runner.run(self._send(method, path, body, headers or {}))

    def session(self) -> dict[str, str]:
        """The headers of a browser that has opened the page."""
        answer = self._runner.run(self._open())
        return {"Cookie": answer.headers["Set-Cookie"].partition(";")[0]}

    async def _open(self) -> ClientResponse:
        answer = await self._client.get("/")
        await answer.read()
        return answer

    async def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, str]:
        async with self._client.request(method, path, data=body or None, headers=headers) as answer:
            return answer.status, (await answer.read()).decode()


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, estate: Path) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("fuzz")
    shutil.copy(database_path(estate, "leeds"), database_path(folder, "leeds"))
    with asyncio.Runner() as runner:
        parts = runner.run(put_together(folder, NOW))
        client = runner.run(_client(parts))
        yield Served(runner, client)
        runner.run(client.close())
        runner.run(parts.close())


async def _client(parts: Any) -> TestClient[Any, Any]:
    client: TestClient[Any, Any] = TestClient(
        TestServer(await application(parts)), cookie_jar=DummyCookieJar()
    )
    await client.start_server()
    return client


@ENOUGH
@given(body=BODIES, kind=st.sampled_from([JSON, JSON, JSON, FORM, "text/plain"]))
def test_the_rest_channel(served: Served, body: bytes, kind: str) -> None:
    fine(*served.send("POST", REST, body, {"Content-Type": kind}))


@ENOUGH
@given(sender=WORDS, message=WORDS, again=st.booleans())
def test_any_words_are_answered(served: Served, sender: str, message: str, again: bool) -> None:
    """What is well formed is answered, twice alike when it comes twice."""
    body = json.dumps({"sender": "s" + sender, "message": "m " + message, "message_id": "1"}).encode()
    first = served.send("POST", REST, body, {"Content-Type": JSON})
    fine(*first)
    assert not again or served.send("POST", REST, body, {"Content-Type": JSON}) == first


@ENOUGH
@given(fields=st.dictionaries(st.sampled_from(["token", "id", "text", "choice", "language"]), WORDS))
def test_the_form_of_the_page(served: Served, fields: dict[str, str]) -> None:
    body = urlencode(fields, errors="replace").encode()
    fine(*served.send("POST", "/", body, {"Content-Type": FORM, **served.session()}))


@ENOUGH
@given(body=BODIES, token=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=70))
def test_the_script_of_the_page(served: Served, body: bytes, token: str) -> None:
    headers = {"Content-Type": JSON, "X-Chat-Token": token}
    fine(*served.send("POST", "/chat/messages", body, {**headers, **served.session()}))


@ENOUGH
@given(premises=NUMBER, start=WORDS, end=WORDS, after=WORDS)
def test_what_is_read(served: Served, premises: str, start: str, end: str, after: str) -> None:
    fine(*served.send("GET", f"/bins/{quoted(premises)}.ics"))
    asked = {"premises": premises, "start_date": start, "end_date": end}
    fine(*served.send("GET", f"/waste/v1/services?{urlencode(asked, errors='replace')}"))
    fine(*served.send("GET", f"/chat/messages?after={quoted(after)}", headers=served.session()))
    fine(*served.send("GET", f"/?lang={quoted(after)}"))
    fine(*served.send("GET", f"/{quoted(after)}"))


def quoted(words: str) -> str:
    return quote(words, safe="", errors="replace")


def fine(status: int, body: str) -> None:
    """Taken or refused, but not broken."""
    assert status < 500, (status, body)
    assert "Traceback" not in body
