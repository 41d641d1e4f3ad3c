"""The door of Twilio's webhooks: nothing unsigned comes in, nothing signed is turned away."""

from __future__ import annotations

import aiohttp
import pytest
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from notifier.providers.fake.twilio_server import TOKEN
from tests.unit.sms.conftest import PUBLIC, MakeService, Service

INBOUND = f"{PUBLIC}/webhooks/twilio/sms"
SID = "SM" + "1" * 32
FIELDS = {"MessageSid": SID, "From": "+447700900123", "Body": "bins", "NumMedia": "0", "FromCity": ""}


async def post(service: Service, body: bytes | str, **headers: str) -> tuple[int, str]:
    given = {"Content-Type": "application/x-www-form-urlencoded", **headers}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{service.url}/webhooks/twilio/sms", data=body, headers=given) as answer,
    ):
        return answer.status, await answer.text()


async def test_a_genuine_message_comes_in(service: Service) -> None:
    status, answer = await service.signing.post(INBOUND, FIELDS)
    assert (status, answer) == (200, '<?xml version="1.0" encoding="UTF-8"?><Response/>')
    assert service.heard == ["bins"]


async def test_the_newer_scheme(make_service: MakeService) -> None:
    service = await make_service(shared=True)
    assert (await service.signing.post(INBOUND, FIELDS))[0] == 200
    service.signing.shared_key = ("webhooks_sharedkey_2", "another")
    assert (await service.signing.post(INBOUND, FIELDS))[0] == 403


async def test_unsigned_is_not_even_read(service: Service) -> None:
    status, answer = await post(service, "x" * 1_000_000)
    assert status == 403
    assert answer == '{"error":{"field":"","problem":"the request is not signed"}}'
    assert service.heard == []


@pytest.mark.parametrize(
    "changed",
    [
        {"Body": "bins now"},
        {"From": "+447700900999"},
        {"FromCity": "Leeds"},
        {"New": "field"},
    ],
)
async def test_whatever_is_changed_does_not_come_in(service: Service, changed: dict[str, str]) -> None:
    headers = service.signing.headers(INBOUND, FIELDS)
    service.signing.headers = lambda url, fields: headers  # type: ignore[method-assign]
    assert (await service.signing.post(INBOUND, {**FIELDS, **changed}))[0] == 403
    assert service.heard == []


async def test_blank_and_repeated_and_unknown_fields_are_part_of_the_signature(service: Service) -> None:
    pairs = [
        *FIELDS.items(),
        ("Tomorrow", ""),
        ("Twice", "b"),
        ("Twice", "a"),
        ("Twice", "a"),
        ("Ünï", "č ✓"),
    ]
    assert (await service.signing.post(INBOUND, pairs))[0] == 200
    assert service.heard == ["bins"]


async def test_a_blank_body_is_no_false_signature(service: Service) -> None:
    assert (await service.signing.post(INBOUND, {**FIELDS, "Body": ""}))[0] == 200
    assert service.heard == [""]


async def test_the_address_comes_from_the_settings(service: Service) -> None:
    """Whatever the proxy or the sender says of host and scheme."""
    lies = {"Host": "evil.test", "X-Forwarded-Host": "evil.test", "X-Forwarded-Proto": "http"}
    assert (await service.signing.post(INBOUND, FIELDS, **lies))[0] == 200
    elsewhere = service.url + "/webhooks/twilio/sms"
    signature = RequestValidator(TOKEN).compute_signature(elsewhere, MultiDict(FIELDS))
    assert (await service.signing.post(INBOUND, FIELDS, **{"X-Twilio-Signature": signature}))[0] == 403


async def test_the_query_is_part_of_the_address(service: Service) -> None:
    assert (await service.signing.post(f"{INBOUND}?a=1&b=%C3%BC", FIELDS))[0] == 200
    headers = service.signing.headers(INBOUND, FIELDS)
    service.signing.headers = lambda url, fields: headers  # type: ignore[method-assign]
    assert (await service.signing.post(f"{INBOUND}?a=1", FIELDS))[0] == 403


async def test_a_rotated_token(make_service: MakeService) -> None:
    service = await make_service(tokens=("the-new-one", TOKEN))
    assert (await service.signing.post(INBOUND, FIELDS))[0] == 200
    service.signing.token = "the-new-one"
    assert (await service.signing.post(INBOUND, FIELDS))[0] == 200
    service.signing.token = "neither"
    assert (await service.signing.post(INBOUND, FIELDS))[0] == 403


@pytest.mark.parametrize("body", [b"\xff\xfe", b"a=%ff", "&".join(f"a{n}=1" for n in range(201)), "é=1"])
async def test_what_is_no_form_is_not_genuine(service: Service, body: bytes | str) -> None:
    assert (await post(service, body, **{"X-Twilio-Signature": "x"}))[0] == 403


async def test_too_much_and_the_wrong_kind(service: Service) -> None:
    signature = {"X-Twilio-Signature": "x"}
    assert (await post(service, "Body=" + "x" * 70_000, **signature))[0] == 413
    assert (await post(service, "{}", **signature, **{"Content-Type": "application/json"}))[0] == 415


async def test_what_breaks_behind_the_door_is_no_stack_trace(service: Service) -> None:
    service.assistant.fail(1)
    status, answer = await service.signing.post(INBOUND, FIELDS)
    assert status == 503
    assert answer == '{"error":{"field":"","problem":"try again later"}}'
    assert (await service.signing.post(INBOUND, FIELDS))[0] == 200
    assert service.heard == ["bins"]
