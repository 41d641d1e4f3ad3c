"""MCP over HTTP: the protocol, and every way to get it wrong."""

from __future__ import annotations

import json
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct
from pytest_aiohttp.plugin import AiohttpClient

from channels.limits import Rate
from channels.mcp import BODY_LIMIT, INTERNAL, INVALID, PARAMS, PARSE, UNKNOWN, Answer, Mcp, Tool, _parsed
from channels.mcp import Fault as McpFault
from tests.unit.channels.conftest import Client, Ticker

# The first request of "Alexa+ MCP Client", as its vendor's page on the life cycle shows it.
ALEXA = {
    "jsonrpc": "2.0",
    "method": "initialize",
    "id": "4e3bdaee-0",
    "params": {
        "protocolVersion": "2025-03-26",
        "capabilities": {"roots": {"listChanged": True}},
        "clientInfo": {"name": "Alexa+ MCP Client", "version": "1.0.0"},
    },
}


class Word(Struct, forbid_unknown_fields=True):
    word: str


async def echo(asked: Word) -> Answer:
    if asked.word == "fall":
        raise RuntimeError("a word of a resident")
    return Answer(f"You said {asked.word}.", {"word": asked.word})


class Service:
    def __init__(self, client: Client) -> None:
        self.client = client

    async def post(self, body: Any, **headers: str) -> tuple[int, Any]:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        sent = {"Content-Type": "application/json", **headers}
        answer = await self.client.post("/mcp", data=data, headers=sent)
        text = await answer.text()
        return answer.status, json.loads(text) if text else None

    async def ask(self, method: str, **params: Any) -> Any:
        status, answer = await self.post({"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        assert status == 200
        return answer


@pytest.fixture
async def service(aiohttp_client: AiohttpClient) -> Service:
    tool = Tool("echo", "Echo", "Says it again.", Word, echo)
    endpoint = Mcp(
        [tool],
        name="A Council",
        origins=["https://council.test"],
        clock=Ticker(),
        per_client=Rate(burst=5, per_second=1),
    )
    app = web.Application()
    app.add_routes(endpoint.routes())
    return Service(await aiohttp_client(app))


async def test_alexa_s_own_first_request(service: Service) -> None:
    status, answer = await service.post(ALEXA)
    assert status == 200
    assert answer["id"] == "4e3bdaee-0"
    assert answer["result"]["protocolVersion"] == "2025-03-26"
    assert answer["result"]["capabilities"]["tools"] == {}


async def test_a_version_that_we_do_not_know_gets_our_best(service: Service) -> None:
    answer = await service.ask("initialize", protocolVersion="2031-01-01")
    assert answer["result"]["protocolVersion"] == "2025-11-25"


async def test_a_tool_is_listed_and_called(service: Service) -> None:
    (tool,) = (await service.ask("tools/list"))["result"]["tools"]
    assert tool["inputSchema"] == {
        "type": "object",
        "properties": {"word": {"type": "string"}},
        "required": ["word"],
        "additionalProperties": False,
    }
    answer = await service.ask("tools/call", name="echo", arguments={"word": "snicket"})
    assert answer["result"] == {
        "content": [{"type": "text", "text": "You said snicket."}],
        "isError": False,
        "structuredContent": {"word": "snicket"},
    }


async def test_a_ping_is_answered_with_nothing(service: Service) -> None:
    assert (await service.ask("ping"))["result"] == {}


@pytest.mark.parametrize(
    ("method", "params", "code"),
    [
        ("server/discover", {}, UNKNOWN),
        ("tools/call", {"name": "other"}, PARAMS),
        ("tools/call", {"name": ["echo"]}, PARAMS),
        ("tools/call", {}, PARAMS),
    ],
)
async def test_what_is_not_there(service: Service, method: str, params: dict[str, Any], code: int) -> None:
    assert (await service.ask(method, **params))["error"]["code"] == code


async def test_a_tool_that_falls_tells_nobody_why(service: Service) -> None:
    answer = await service.ask("tools/call", name="echo", arguments={"word": "fall"})
    assert answer["error"]["code"] == INTERNAL
    assert "resident" not in json.dumps(answer)


@pytest.mark.parametrize("body", [{"jsonrpc": "2.0", "method": "notifications/initialized"}])
async def test_a_notification_is_taken_and_not_answered(service: Service, body: Any) -> None:
    assert await service.post(body) == (202, None)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", PARSE),
        (b"\xff", PARSE),
        (b"[]", INVALID),
        (b'"x"', INVALID),
        ({"jsonrpc": "1.0", "id": 1, "method": "ping"}, INVALID),
        ({"jsonrpc": "2.0", "id": {}, "method": "ping"}, INVALID),
        ({"jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1]}, INVALID),
    ],
)
async def test_what_is_not_a_request(service: Service, body: Any, code: int) -> None:
    status, answer = await service.post(body)
    assert status == 400
    assert answer["error"]["code"] == code


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://evil.test"}, 403),
        ({"Origin": "https://council.test"}, 200),
        ({"MCP-Protocol-Version": "1999-01-01"}, 400),
        ({"MCP-Protocol-Version": "2025-06-18"}, 200),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_who_may_ask(service: Service, headers: dict[str, str], status: int) -> None:
    found, _ = await service.post({"jsonrpc": "2.0", "id": 1, "method": "ping"}, **headers)
    assert found == status


async def test_a_body_without_end_is_refused(service: Service) -> None:
    assert (await service.post(b" " * (BODY_LIMIT + 1)))[0] == 413


async def test_a_flood_is_slowed_down(service: Service) -> None:
    for _ in range(5):
        await service.ask("ping")
    status, _ = await service.post({"jsonrpc": "2.0", "id": 1, "method": "ping"})
    assert status == 429


@pytest.mark.parametrize("method", ["GET", "DELETE"])
async def test_there_is_no_stream_and_no_session(service: Service, method: str) -> None:
    answer = await service.client.request(method, "/mcp")
    assert answer.status == 405
    assert answer.headers["Allow"] == "POST"


@given(st.binary(max_size=200) | st.from_regex(rb'\{"jsonrpc":"2.0".{0,80}', fullmatch=True))
def test_whatever_comes_is_a_request_or_a_named_fault(body: bytes) -> None:
    try:
        said = _parsed(body).jsonrpc
    except McpFault as fault:
        said = str(fault.code)
    assert said in ("2.0", str(PARSE), str(INVALID))
