"""What the city's IoT platform pushes: known by its token, bounded, and stored before it is answered."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from pytest_aiohttp.plugin import AiohttpClient

from bot.feeds import Door
from bot.iot import PATHS, routes
from bot.secret import Secret
from notifier.feeds import decoded
from notifier.feeds.chirpstack import ChirpStack
from notifier.feeds.feed import Parses
from notifier.feeds.fields import LARGEST, Field
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.pipe import Pipe
from notifier.feeds.sensorthings import Options, SensorThings
from notifier.feeds.tts import TheThingsStack
from tests.integration.feeds.conftest import Kept
from tests.unit.feeds.iot import event, gas, observed, uplink

ROOM = decoded.Options({"temperature": Field("temperature", "CEL")})
NESTED = decoded.Options({"sensor.temperature": Field("temperature", "CEL")})
PARSERS: dict[str, Parses] = {
    "ngsi-ld": NgsiLd("city"),
    "tts": TheThingsStack("city", ROOM),
    "chirpstack": ChirpStack("city", NESTED),
    "sensorthings": SensorThings("city", Options({"7": Field("no2", "GQ")})),
}
STREAM = {"@iot.id": 7, "unitOfMeasurement": {"symbol": "ug/m3"}}
MESSAGES: dict[str, Any] = {
    "ngsi-ld": {"id": "n", "type": "Notification", "data": [observed(no2=gas(40))]},
    "tts": uplink(),
    "chirpstack": event(),
    "sensorthings": {"result": 40, "phenomenonTime": "2026-11-20T08:00:00Z", "Datastream": STREAM},
}
KINDS = list(PATHS)
Client = TestClient[web.Request, web.Application]


@pytest.fixture
async def client(
    aiohttp_client: AiohttpClient, pipe_of: Callable[[Parses], Pipe]
) -> TestClient[web.Request, web.Application]:
    doors = [Door(f"{kind}-1", kind, Secret(f"token of {kind}"), pipe_of(PARSERS[kind])) for kind in KINDS]
    doors.append(Door("second", "tts", Secret("the second network's"), pipe_of(PARSERS["tts"])))
    app = web.Application()
    app.add_routes(routes(doors))
    return await aiohttp_client(app)


def shown(kind: str) -> dict[str, str]:
    return {"Authorization": f"Bearer token of {kind}"}


@pytest.mark.parametrize("kind", KINDS)
async def test_what_is_pushed_is_stored(client: Client, kept: Kept, kind: str) -> None:
    answer = await client.post(PATHS[kind], json=MESSAGES[kind], headers=shown(kind))
    assert answer.status == 200
    assert await answer.json() == {"taken": 1, "refused": []}
    assert len(kept.readings) == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_without_the_token_nothing_is_read(client: Client, kept: Kept, kind: str) -> None:
    for headers, status in (
        ({}, 401),
        ({"Authorization": "Basic dG9rZW4="}, 401),
        ({"Authorization": "Bearer "}, 401),
        ({"Authorization": "Bearer wrong"}, 403),
        ({"Authorization": "Bearer töken"}, 403),
        (shown("another"), 403),
    ):
        answer = await client.post(PATHS[kind], data=b"not even JSON", headers=headers)
        assert answer.status == status
        assert ("WWW-Authenticate" in answer.headers) == (status == 401)
    assert not kept.taken


async def test_the_token_of_one_kind_opens_no_other(client: Client) -> None:
    answer = await client.post(PATHS["ngsi-ld"], json=MESSAGES["ngsi-ld"], headers=shown("tts"))
    assert answer.status == 403


async def test_two_networks_of_one_kind_have_a_token_each(client: Client, kept: Kept) -> None:
    headers = {"Authorization": "bearer  the second network's "}
    assert (await client.post(PATHS["tts"], json=uplink(), headers=headers)).status == 200
    assert len(kept.readings) == 1


async def test_an_event_is_named_in_the_query(client: Client, kept: Kept) -> None:
    path = PATHS["chirpstack"]
    for name in ("join", "status"):
        answer = await client.post(f"{path}?event={name}", json=event(), headers=shown("chirpstack"))
        assert await answer.json() == {"taken": 0, "refused": ["not_a_reading"]}
    answer = await client.post(f"{path}?event=up", json=event(), headers=shown("chirpstack"))
    assert (await answer.json())["taken"] == 1
    answer = await client.post(f"{path}?event=../../x", json=event(), headers=shown("chirpstack"))
    assert answer.status == 200
    assert kept.reasons == ["not_a_reading", "not_a_reading"]


async def test_json_ld_is_taken_and_forms_are_not(client: Client) -> None:
    body, path = json.dumps(MESSAGES["ngsi-ld"]), PATHS["ngsi-ld"]
    for kind, status in (
        ("application/ld+json; charset=utf-8", 200),
        ("application/json", 200),
        ("text/plain", 415),
    ):
        headers = {**shown("ngsi-ld"), "Content-Type": kind}
        assert (await client.post(path, data=body, headers=headers)).status == status


@pytest.mark.parametrize("body", [b"", b"{", b"\xff", b"[" * 10_000])
async def test_what_cannot_be_read_at_all_is_the_senders_fault(
    client: Client, kept: Kept, body: bytes
) -> None:
    headers = {**shown("tts"), "Content-Type": "application/json"}
    answer = await client.post(PATHS["tts"], data=body, headers=headers)
    assert answer.status == 400
    problem = (await answer.json())["error"]["problem"]
    assert problem == "It is not in the format that this feed is set to."
    assert kept.reasons == ["unreadable"]


async def test_too_much_is_not_read(client: Client, kept: Kept) -> None:
    headers = {**shown("tts"), "Content-Type": "application/json"}
    answer = await client.post(PATHS["tts"], data=io.BytesIO(b" " * (LARGEST + 1)), headers=headers)
    assert answer.status == 413
    assert not kept.taken


async def test_when_it_cannot_be_stored_the_sender_is_to_try_again_and_then_it_counts(
    client: Client, kept: Kept
) -> None:
    kept.broken = True
    answer = await client.post(PATHS["tts"], json=uplink(), headers=shown("tts"))
    assert answer.status == 503
    assert await answer.json() == {"error": {"field": "", "problem": "try again later"}}
    kept.broken = False
    answer = await client.post(PATHS["tts"], json=uplink(), headers=shown("tts"))
    assert await answer.json() == {"taken": 1, "refused": []}


@pytest.mark.parametrize("kind", KINDS)
async def test_without_a_feed_of_its_kind_nobody_is_let_in(aiohttp_client: AiohttpClient, kind: str) -> None:
    app = web.Application()
    app.add_routes(routes([]))
    closed = await aiohttp_client(app)
    assert (await closed.post(PATHS[kind], json={}, headers=shown(kind))).status == 403
    assert (await closed.post(PATHS[kind], json={})).status == 401
