"""Anything may be sent to the webhooks of the channels, genuine or not: the application never breaks, tells
no stack trace, and answers the next resident."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from aiohttp import DummyCookieJar
from aiohttp.test_utils import TestClient, TestServer
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.app import assemble
from bot.application import application
from bot.clock import FixedClock
from bot.settings import read_settings
from tests.acceptance.asking import FORM, JSON
from tests.acceptance.program import data_folder
from tests.acceptance.test_fuzz import BODIES, ENOUGH, VALUES, WORDS, Served, fine
from tests.conftest import NOW
from tests.testbot import MODELS

pytestmark = pytest.mark.xdist_group("fuzz")

PUBLIC, TOKEN, PASSWORD = "https://bins.example.org", "the token of an account", "hush-hush"
SETTINGS = {
    "SNICKET_SECRET": "for the tests " * 4,
    "SNICKET_PUBLIC_URL": PUBLIC,
    "SNICKET_SMS": "twilio",
    "SNICKET_VOICE": "twilio",
    "SNICKET_TWILIO_ACCOUNT": "AC" + "0" * 32,
    "SNICKET_TWILIO_TOKEN": TOKEN,
    "SNICKET_TWILIO_NUMBER": "+447700900001",
    "SNICKET_TWILIO_API": "http://127.0.0.1:9",
    "SNICKET_HOMEASSISTANT_PASSWORD": PASSWORD,
}
CALL = {"CallSid": "CA" + "0" * 32, "From": "+447700900123"}
TEXT = {"MessageSid": "SM" + "0" * 32, "From": "+447700900123", "To": "+447700900001"}
CALL_FIELDS = ("SpeechResult", "Digits", "From", "CallSid", "DialCallStatus", "CallStatus")
TEXT_FIELDS = ("Body", "From", "MessageSid", "OptOutType", "NumMedia", "MediaUrl0", "MediaContentType0")
STATUS_FIELDS = ("MessageSid", "MessageStatus", "ErrorCode", "To", "SmsStatus")
TWILIO = "/webhooks/twilio"


class Ticking(Served):
    """Time goes on between two requests, so that it is not the limits that are tried out."""

    def __init__(self, clock: FixedClock, runner: asyncio.Runner, client: TestClient[Any, Any]) -> None:
        super().__init__(runner, client)
        self._clock = clock

    def send(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> tuple[int, str]:
        self._clock.advance(seconds=10)
        return super().send(method, path, body, headers)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, estate: Path) -> Iterator[Served]:
    folder = data_folder(tmp_path_factory.mktemp("webhooks") / "data", estate)
    environment = {"SNICKET_DATA": str(folder), **SETTINGS}
    clock = FixedClock(NOW)
    with asyncio.Runner() as runner:
        parts = runner.run(assemble(read_settings(environment), clock, models=MODELS))
        client = runner.run(_client(parts))
        yield Ticking(clock, runner, client)
        runner.run(client.close())
        runner.run(parts.close())


async def _client(parts: Any) -> TestClient[Any, Any]:
    server = TestServer(await application(parts))
    client: TestClient[Any, Any] = TestClient(server, cookie_jar=DummyCookieJar())
    await client.start_server()
    return client


def fields(names: tuple[str, ...], always: Mapping[str, str]) -> st.SearchStrategy[dict[str, str]]:
    """A form of Twilio's with anything in its fields."""
    return st.dictionaries(st.sampled_from(names) | WORDS, WORDS, max_size=6).map(
        lambda given: {**always, **given}
    )


def signed(served: Served, path: str, form: Mapping[str, str], token: str = TOKEN) -> tuple[int, str]:
    body = urlencode(form, errors="replace")
    posted = MultiDict(parse_qsl(body, keep_blank_values=True))
    signature = RequestValidator(token).compute_signature(f"{PUBLIC}{path}", posted)
    return served.send("POST", path, body.encode(), {"Content-Type": FORM, "X-Twilio-Signature": signature})


@ENOUGH
@given(
    form=fields(CALL_FIELDS, CALL), turn=st.integers(-1, 600), where=st.sampled_from(["", "/wait", "/after"])
)
def test_calls(served: Served, form: dict[str, str], turn: int, where: str) -> None:
    fine(*signed(served, f"{TWILIO}/voice{where}?turn={turn}", form))


@ENOUGH
@given(form=fields(TEXT_FIELDS, TEXT))
def test_text_messages(served: Served, form: dict[str, str]) -> None:
    fine(*signed(served, f"{TWILIO}/sms", form))


@ENOUGH
@given(form=fields(STATUS_FIELDS, {}))
def test_reports(served: Served, form: dict[str, str]) -> None:
    fine(*signed(served, f"{TWILIO}/status", form))


@ENOUGH
@given(
    body=BODIES,
    path=st.sampled_from(["/sms", "/status", "/voice", "/voice/wait"]),
    kind=st.sampled_from([FORM, JSON]),
    signature=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
)
def test_nothing_unsigned_is_taken(served: Served, body: bytes, path: str, kind: str, signature: str) -> None:
    headers = {"Content-Type": kind, "X-Twilio-Signature": signature}
    status, answer = served.send("POST", f"{TWILIO}{path}", body, headers)
    assert status in (403, 415), (status, answer)
    fine(status, answer)


@ENOUGH
@given(
    asked=st.dictionaries(
        st.sampled_from(["query", "conversation_id", "language", "stream", "exposed_entities"]), VALUES
    )
    | VALUES,
)
def test_satellites_at_home(served: Served, asked: Any) -> None:
    headers = {"Content-Type": JSON, "Authorization": f"Bearer {PASSWORD}"}
    fine(*served.send("POST", "/webhooks/homeassistant", json.dumps(asked).encode(), headers))


@ENOUGH
@given(
    method=st.sampled_from(["initialize", "tools/list", "tools/call", "ping"]) | WORDS,
    params=st.dictionaries(
        st.sampled_from(["name", "arguments", "protocolVersion"]),
        st.sampled_from(["next_bins", "which_bin"]) | VALUES,
    )
    | VALUES,
    id=st.integers() | WORDS | st.none(),
)
def test_other_assistants(served: Served, method: str, params: Any, id: Any) -> None:
    call = {"jsonrpc": "2.0", "id": id, "method": method, "params": params}
    fine(*served.send("POST", "/mcp", json.dumps(call).encode(), {"Content-Type": JSON}))


@ENOUGH
@given(arguments=st.dictionaries(st.sampled_from(["postcode", "house", "item", "matter", "place"]), WORDS))
def test_every_tool(served: Served, arguments: dict[str, str]) -> None:
    for name in ("next_bins", "which_bin", "find_service", "air_now", "warnings_now"):
        call = {
            "jsonrpc": "2.0",
            "id": 1,
            "method": "tools/call",
            "params": {"name": name, "arguments": arguments},
        }
        fine(*served.send("POST", "/mcp", json.dumps(call).encode(), {"Content-Type": JSON}))


@ENOUGH
@given(code=st.text(st.sampled_from("23456CDFGH%/.<x "), max_size=40))
def test_links_to_a_conversation(served: Served, code: str) -> None:
    path = "".join(letter if letter.isalnum() else f"%{ord(letter):02X}" for letter in code)
    fine(*served.send("GET", f"/go/{path}"))
    fine(*served.send("POST", f"/go/{path}", b"token=x", {"Content-Type": FORM, **served.session()}))


def test_after_all_that_the_next_caller_is_answered(served: Served) -> None:
    status, answer = signed(served, f"{TWILIO}/voice", {**CALL, "CallSid": "CA" + "1" * 32})
    assert status == 200
    assert "How can I help you?" in answer
