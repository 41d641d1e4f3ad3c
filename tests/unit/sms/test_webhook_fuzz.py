"""Anything at all posted to the webhooks of text messages: never a 5xx, never a stack trace, never half a
message."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from channels.sms.numbers import e164
from notifier.providers.fake.notify_server import BEARER
from tests.unit.sms.conftest import PUBLIC, MakeService, Service

ANYTHING = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)
NAMES = st.sampled_from(
    [
        "MessageSid",
        "From",
        "Body",
        "NumMedia",
        "MediaUrl0",
        "OptOutType",
        "MessageStatus",
        "ErrorCode",
        "To",
        "Extra",
    ]
)
SIDS = st.integers(0, 9).map(lambda number: f"SM{number:032x}")
VALUES = st.one_of(
    ANYTHING,
    SIDS,
    st.sampled_from(["+447700900123", "STOP", "START", "1", "delivered", "undelivered", "30003", "-1"]),
)
FORMS = st.lists(st.tuples(NAMES, VALUES), max_size=12)
TWILIO = st.sampled_from(["/webhooks/twilio/sms", "/webhooks/twilio/status"])
NOTIFY = st.sampled_from(["/webhooks/notify/sms", "/webhooks/notify/status"])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | ANYTHING,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANYTHING, inner, max_size=3),
    max_leaves=8,
)
NOTED = ("id", "source_number", "message", "status", "reference", "notification_type", "more")
NOTES = st.fixed_dictionaries(
    {},
    optional=dict.fromkeys(NOTED, JSON),
)
FUZZ = settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
async def fuzzed(make_service: MakeService) -> Service:
    return await make_service()


async def post(url: str, body: bytes, **headers: str) -> tuple[int, str]:
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status, await answer.text()


def fine(status: int, text: str) -> bool:
    """Nothing of ours broke."""
    return status < 500 and "Traceback" not in text


@FUZZ
@given(path=TWILIO, fields=FORMS)
async def test_signed_forms(fuzzed: Service, path: str, fields: list[tuple[str, str]]) -> None:
    heard = len(fuzzed.heard)
    status, text = await fuzzed.signing.post(f"{PUBLIC}{path}", fields)
    assert fine(status, text)
    assert status in (200, 204, 400)
    for inbound in fuzzed.assistant.received[heard:]:
        assert e164(inbound.address) == inbound.address
        assert "\x00" not in inbound.text


@FUZZ
@given(path=TWILIO, body=st.binary(max_size=300), signature=st.text("abcXYZ019+/= ", max_size=30))
async def test_forged_bodies(fuzzed: Service, path: str, body: bytes, signature: str) -> None:
    kinds = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signature}
    status, text = await post(fuzzed.url + path, body, **kinds)
    assert status == 403
    assert fine(status, text)


@FUZZ
@given(path=TWILIO, fields=FORMS)
async def test_unsigned_forms(fuzzed: Service, path: str, fields: list[tuple[str, str]]) -> None:
    kinds = {"Content-Type": "application/x-www-form-urlencoded"}
    assert (await post(fuzzed.url + path, urlencode(fields).encode(), **kinds))[0] == 403
    assert fuzzed.heard == []
    assert fuzzed.reports == []


@FUZZ
@given(
    path=NOTIFY, body=st.one_of(NOTES.map(lambda note: json.dumps(note).encode()), st.binary(max_size=200))
)
async def test_callbacks_of_notify(fuzzed: Service, path: str, body: bytes) -> None:
    kinds = {"Content-Type": "application/json", "Authorization": f"Bearer {BEARER}"}
    status, text = await post(fuzzed.url + path, body, **kinds)
    assert fine(status, text)
    assert status in (204, 400)


@FUZZ
@given(path=NOTIFY, note=NOTES, bearer=st.text("abc XYZ", max_size=40))
async def test_callbacks_without_the_token(fuzzed: Service, path: str, note: Any, bearer: str) -> None:
    kinds = {"Content-Type": "application/json", "Authorization": f"Bearer {bearer}"}
    assert (await post(fuzzed.url + path, json.dumps(note).encode(), **kinds))[0] == 401
    assert fuzzed.heard == []
