"""Home Assistant: the recorded shapes, what is dropped, and every way to get it wrong."""

from __future__ import annotations

import base64
import json
from typing import Any

import msgspec
import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from channels.fake import Assistant, by_words, said
from channels.homeassistant import BODY_LIMIT, HomeAssistant
from channels.limits import Rate
from tests.unit.channels.conftest import Client, Ticker

PASSWORD = "hush-hush"
SPEECH = '<speak><prosody rate="90%">Thursday.<break time="400ms"/>Put it out by 7 a.m.</prosody></speak>'

# The shape of the component's request, as its own documentation shows it; the states come as text.
RECORDED = {
    "conversation_id": "abc123",
    "user_id": "user id from ha",
    "language": "en-GB",
    "agent_id": "conversation.webhook_agent",
    "device_id": "satellite_device_id",
    "device_info": {"name": "Kitchen", "manufacturer": "Raspberry Pi", "model": "Pi 4B"},
    "messages": [{"role": "user", "content": "an earlier secret"}],
    "query": "when is my bin",
    "exposed_entities": '[{"entity_id": "lock.front_door", "state": "unlocked"}]',
    "system_prompt": "optional",
    "stream": False,
}


class Service:
    def __init__(self, client: Client, assistant: Assistant) -> None:
        self.client = client
        self.assistant = assistant

    async def ask(self, *, header: str = f"Bearer {PASSWORD}", **fields: Any) -> tuple[int, str]:
        body = {**RECORDED, **fields}
        answer = await self.client.post(
            "/webhooks/homeassistant", json=body, headers={"Authorization": header}
        )
        return answer.status, await answer.text()


@pytest.fixture
async def service(aiohttp_client: AiohttpClient) -> Service:
    clock, ids = Ticker(), iter(range(1_000))
    assistant = Assistant(by_words({"when is my bin": said(SPEECH)}), clock)
    channel = HomeAssistant(
        PASSWORD, clock=clock, ids=lambda: f"made-{next(ids)}", per_home=Rate(burst=3, per_second=1)
    )
    app = web.Application()
    app.add_routes(channel.routes(assistant.receive))
    return Service(await aiohttp_client(app), assistant)


def basic(credentials: str) -> str:
    return f"Basic {base64.b64encode(credentials.encode()).decode()}"


async def test_the_recorded_request_is_answered_with_words_to_speak(service: Service) -> None:
    status, body = await service.ask()
    assert status == 200
    assert json.loads(body) == {"output": "Thursday. Put it out by 7 a.m."}


async def test_with_stream_it_is_one_object_a_line(service: Service) -> None:
    _, body = await service.ask(stream=True)
    assert [json.loads(line) for line in body.splitlines()] == [
        {"type": "item", "content": "Thursday. Put it out by 7 a.m."},
        {"type": "end"},
    ]


async def test_nothing_of_the_household_gets_past_the_door(service: Service) -> None:
    await service.ask()
    (inbound,) = service.assistant.received
    kept = msgspec.json.encode(inbound).decode()
    for secret in ("front_door", "unlocked", "earlier secret", "satellite", "Kitchen", "user id"):
        assert secret not in kept
    assert (inbound.text, inbound.address, inbound.locale_hint) == ("when is my bin", "abc123", "en")


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer wrong", "Basic", "Basic %%%", basic("snicket:wrong"), basic("none"), "Digest x"],
)
async def test_without_the_password_nothing_is_read(service: Service, header: str) -> None:
    status, body = await service.ask(header=header)
    assert status == 401
    assert PASSWORD not in body
    assert service.assistant.received == []


@pytest.mark.parametrize("user", ["", "snicket", "home assistant"])
async def test_basic_with_any_user_name_opens(service: Service, user: str) -> None:
    assert (await service.ask(header=basic(f"{user}:{PASSWORD}")))[0] == 200


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"query": ""}, 400, "query"),
        ({"query": 3}, 400, "query"),
        ({"query": "x" * 2_001}, 400, "query"),
        ({"conversation_id": "x" * 257}, 400, "conversation_id"),
        ({"stream": "yes"}, 400, "stream"),
        ({"exposed_entities": "x" * BODY_LIMIT}, 413, ""),
    ],
)
async def test_wrong_requests_are_named(
    service: Service, fields: dict[str, Any], status: int, field: str
) -> None:
    found, body = await service.ask(**fields)
    assert found == status
    assert json.loads(body)["error"]["field"] == field


async def test_a_talk_without_an_id_gets_one(service: Service) -> None:
    assert (await service.ask(conversation_id=None))[0] == 200
    assert service.assistant.received[0].address.startswith("made-")


async def test_a_flood_from_one_home_is_slowed_down(service: Service) -> None:
    for _ in range(3):
        assert (await service.ask())[0] == 200
    assert (await service.ask())[0] == 429
    assert (await service.ask(conversation_id="another home"))[0] == 200


async def test_a_fault_of_ours_is_told_without_details(service: Service) -> None:
    service.assistant.fail(1)
    status, body = await service.ask()
    assert status == 500
    assert "Traceback" not in body
    assert "told to fail" not in body
