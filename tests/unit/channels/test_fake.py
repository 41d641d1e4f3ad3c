"""The fake keeps the promises of `Receive` and `Transcript` that the channels rely on."""

from __future__ import annotations

import asyncio

import pytest

from channels.channel import Channel, Receive, Transcript
from channels.fake import Assistant, by_words, said
from channels.message import Inbound
from channels.rest import Rest
from channels.web import Web, WebSettings
from tests.unit.channels.conftest import ANSWERS, START, Ticker
from tests.unit.channels.words import DIRECTIONS, SmallCatalogue


def inbound(id: str, text: str = "bins", address: str = "a", choice: str = "", hint: str = "") -> Inbound:
    return Inbound(id, "web", address, text, START, choice, locale_hint=hint)


@pytest.fixture
def assistant() -> Assistant:
    return Assistant(by_words(ANSWERS), Ticker(), languages=DIRECTIONS)


def test_the_types_fit(assistant: Assistant) -> None:
    receive: Receive = assistant.receive
    transcript: Transcript = assistant
    settings = WebSettings(council="Leeds")
    channels: list[Channel] = [
        Web(transcript=transcript, words=SmallCatalogue(), settings=settings, clock=Ticker()),
        Rest(clock=Ticker(), ids=lambda: "id"),
    ]
    assert [channel.name for channel in channels] == ["web", "rest"]
    assert [channel.can.push for channel in channels] == [True, False]
    assert all(list(channel.routes(receive)) for channel in channels)


async def test_answers_are_numbered_lines(assistant: Assistant) -> None:
    answers = await assistant.receive(inbound("1"))
    assert [(entry.seq, entry.who, entry.text, entry.expects_answer) for entry in answers] == [
        (2, "assistant", "Which home?", True)
    ]
    assert [entry.seq for entry in await assistant.read("web", "a")] == [1, 2]
    assert [entry.seq for entry in await assistant.read("web", "a", 1)] == [2]
    assert await assistant.read("web", "nobody") == []


async def test_the_same_message_is_handled_once(assistant: Assistant) -> None:
    assert await assistant.receive(inbound("1")) == await assistant.receive(inbound("1"))
    assert len(assistant.received) == 1


async def test_the_language_is_the_hint_s_until_another_is_picked(assistant: Assistant) -> None:
    assert await assistant.language("web", "a") is None
    await assistant.receive(inbound("1", hint="pl"))
    assert await assistant.language("web", "a") == "pl"
    await assistant.receive(inbound("2", "اردو", choice="language:ur"))
    assert await assistant.language("web", "a") == "ur"
    assert (await assistant.read("web", "a"))[-2].rendered.direction == "rtl"


async def test_waiting_ends_with_a_line_or_with_the_time(assistant: Assistant) -> None:
    assert await assistant.wait("web", "a", 0, 0.001) == ()
    waiting = [asyncio.ensure_future(assistant.wait("web", "a", 0, 5)) for _ in range(2)]
    await asyncio.sleep(0)
    assistant.push("web", "a", said("news"))
    assert [[entry.text for entry in found] for found in await asyncio.gather(*waiting)] == [
        ["news"],
        ["news"],
    ]
    assert [entry.text for entry in await assistant.wait("web", "a", 0, 5)] == ["news"]


async def test_faults_can_be_switched_on(assistant: Assistant) -> None:
    assistant.fail(1)
    with pytest.raises(RuntimeError):
        await assistant.receive(inbound("1"))
    assert assistant.received == []
    assert await assistant.receive(inbound("1"))


async def test_answers_can_be_held_back(assistant: Assistant) -> None:
    go_on = assistant.hold()
    turn = asyncio.ensure_future(assistant.receive(inbound("1")))
    await asyncio.sleep(0)
    assert [entry.who for entry in await assistant.read("web", "a")] == ["resident"]
    go_on()
    assert [entry.text for entry in await turn] == ["Which home?"]


async def test_words_outside_the_script_are_echoed(assistant: Assistant) -> None:
    [answer] = await assistant.receive(inbound("1", "Good morning"))
    assert answer.text == "You said: Good morning"
