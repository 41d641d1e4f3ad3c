"""The REST channel: Rasa's shape, our additions, and every way to get it wrong."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from accessibility.text import Rendered
from channels.fake import Assistant, by_words, said
from channels.limits import Rate
from channels.message import Entry
from channels.rest import Rest, reply
from tests.unit.channels.conftest import HOMES, Client, Ticker

PATH = "/webhooks/rest/webhook"

ANSWERS: dict[str, Rendered | Sequence[Rendered]] = {
    "bins": HOMES,
    "home:15": (
        said("Thursday 26 November.", links={"Calendar": "https://leeds.test/15.ics"}),
        said("Anything else?"),
    ),
    "kosz": said("Czwartek.", language="pl", machine=True, english="Thursday."),
    "silence": (),
}


class Service:
    def __init__(self, client: Client, assistant: Assistant, clock: Ticker) -> None:
        self.client = client
        self.assistant = assistant
        self.clock = clock

    async def say(self, message: str, sender: str = "kiosk-1", **more: Any) -> tuple[int, Any]:
        answer = await self.client.post(PATH, json={"sender": sender, "message": message, **more})
        return answer.status, await answer.json()


@pytest.fixture
async def service(aiohttp_client: AiohttpClient) -> Service:
    clock = Ticker()
    assistant = Assistant(by_words(ANSWERS), clock)
    ids = iter(range(1_000))
    channel = Rest(clock=clock, ids=lambda: f"made-{next(ids)}", per_sender=Rate(burst=5, per_second=0.5))
    app = web.Application()
    app.add_routes(channel.routes(assistant.receive))
    return Service(await aiohttp_client(app), assistant, clock)


async def test_an_answer_in_rasa_s_shape(service: Service) -> None:
    assert await service.say("bins") == (
        200,
        [
            {
                "recipient_id": "kiosk-1",
                "text": "Which home?",
                "buttons": [
                    {"title": "14 Oakwood Court", "payload": "/home:14"},
                    {"title": "15 Oakwood Court", "payload": "/home:15"},
                ],
            }
        ],
    )


async def test_a_payload_sent_back_picks_the_choice(service: Service) -> None:
    _, [question] = await service.say("bins")
    _, answers = await service.say(question["buttons"][1]["payload"])
    assert answers[0]["text"] == "Thursday 26 November.\nCalendar: https://leeds.test/15.ics"
    assert answers[1] == {"recipient_id": "kiosk-1", "text": "Anything else?"}
    assert service.assistant.received[1].choice == "home:15"


@pytest.mark.parametrize(
    "words", ["when is my bin LS8 1AA", "help", "1", "home:15", "/ 15", "/home 15", "1/2"]
)
async def test_typed_words_are_never_a_choice(service: Service, words: str) -> None:
    await service.say(words)
    [inbound] = service.assistant.received
    assert (inbound.text, inbound.choice) == (words, "")


async def test_what_the_assistant_receives(service: Service) -> None:
    await service.say("two words", sender="kiosk-7", metadata={"language": "pl", "unknown": 1}, unknown=True)
    [inbound] = service.assistant.received
    assert (inbound.id, inbound.channel, inbound.address) == ("made-0", "rest", "kiosk-7")
    assert (inbound.text, inbound.locale_hint, inbound.at) == ("two words", "pl", service.clock.now)


async def test_the_english_beside_stands_on_its_own_line(service: Service) -> None:
    _, [answer] = await service.say("kosz")
    assert answer["text"] == "Czwartek.\nThursday."


async def test_no_answer_is_an_empty_list(service: Service) -> None:
    assert await service.say("silence") == (200, [])


async def test_the_same_message_id_is_answered_alike_and_done_once(service: Service) -> None:
    first = await service.say("bins", message_id="m-1")
    assert await service.say("bins", message_id="m-1") == first
    assert len(service.assistant.received) == 1


async def test_two_senders_may_use_the_same_message_id(service: Service) -> None:
    await service.say("bins", sender="a", message_id="m-1")
    await service.say("bins", sender="b", message_id="m-1")
    assert [inbound.address for inbound in service.assistant.received] == ["a", "b"]


async def test_without_a_message_id_every_request_is_a_message(service: Service) -> None:
    await service.say("bins")
    await service.say("bins")
    assert len(service.assistant.received) == 2


@pytest.mark.parametrize(
    ("body", "status", "field", "problem"),
    [
        ("", 400, "", "the body is not JSON"),
        ("{'sender': 1}", 400, "", "the body is not JSON"),
        ("[]", 400, "", "must be an object"),
        ("null", 400, "", "must be an object"),
        ('{"message": "bins"}', 400, "sender", "is missing"),
        ('{"sender": "a"}', 400, "message", "is missing"),
        ('{"sender": 7, "message": "bins"}', 400, "sender", "must be text"),
        ('{"sender": "a", "message": null}', 400, "message", "must be text"),
        ('{"sender": "a", "message": {"text": "bins"}}', 400, "message", "must be text"),
        ('{"sender": "  ", "message": "bins"}', 400, "sender", "is empty"),
        ('{"sender": "a", "message": "\\u0000 "}', 400, "message", "is empty"),
        ('{"sender": "a", "message": "bins", "message_id": 5}', 400, "message_id", "must be text"),
        ('{"sender": "a", "message": "b", "metadata": "pl"}', 400, "metadata", "must be an object or null"),
        (
            '{"sender": "a", "message": "b", "metadata": {"language": 1}}',
            400,
            "metadata.language",
            "must be text",
        ),
        (json.dumps({"sender": "s" * 257, "message": "b"}), 400, "sender", "is longer than 256 characters"),
        (
            json.dumps({"sender": "s", "message": "b" * 2_001}),
            400,
            "message",
            "is longer than 2000 characters",
        ),
        (
            json.dumps({"sender": "s", "message": "b", "message_id": "m" * 257}),
            400,
            "message_id",
            "is longer than 256 characters",
        ),
        (
            json.dumps({"sender": "s", "message": "b" * 20_000}),
            413,
            "",
            "the body is larger than 16384 bytes",
        ),
    ],
)
async def test_bad_input_names_the_field(
    service: Service, body: str, status: int, field: str, problem: str
) -> None:
    answer = await service.client.post(PATH, data=body, headers={"Content-Type": "application/json"})
    assert answer.status == status
    assert await answer.json() == {"error": {"field": field, "problem": problem}}
    assert service.assistant.received == []


async def test_only_json_is_read(service: Service) -> None:
    answer = await service.client.post(PATH, data={"sender": "a", "message": "bins"})
    assert answer.status == 415
    assert (await answer.json())["error"]["problem"] == "the content type must be application/json"


async def test_a_sender_may_write_so_often(service: Service) -> None:
    statuses = [(await service.say("bins"))[0] for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    answer = await service.client.post(PATH, json={"sender": "kiosk-1", "message": "bins"})
    assert answer.headers["Retry-After"] == "2"
    assert (await service.say("bins", sender="kiosk-2"))[0] == 200
    service.clock.advance(2)
    assert (await service.say("bins"))[0] == 200


async def test_a_fault_of_the_assistant_says_that_it_may_be_sent_again(service: Service) -> None:
    service.assistant.fail(1)
    assert await service.say("bins", message_id="m-1") == (
        500,
        {"error": {"field": "", "problem": "the message could not be answered, send it again"}},
    )
    assert (await service.say("bins", message_id="m-1"))[0] == 200


async def test_the_status_that_rasa_s_clients_look_for(service: Service) -> None:
    answer = await service.client.get("/webhooks/rest/")
    assert await answer.json() == {"status": "ok"}
    assert (await service.client.get(PATH)).status == 405


def test_what_an_adviser_wrote_names_them() -> None:
    written = Entry(1, dt.datetime(2026, 11, 24, tzinfo=dt.UTC), "adviser", said("Hello."), by="Amira")
    assert reply(written, "kiosk-1") == {"recipient_id": "kiosk-1", "text": "Hello.", "speaker": "Amira"}
