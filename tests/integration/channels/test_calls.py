"""A call to the whole product, over HTTP, signed as Twilio signs."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from aiohttp.test_utils import TestClient, TestServer
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.app import assemble
from bot.application import application
from bot.clock import FixedClock
from bot.settings import read_settings
from tests.acceptance.program import data_folder
from tests.conftest import NOW
from tests.testbot import MODELS

PUBLIC = "https://bins.example.org"
TOKEN = "the token of an account"


class Caller:
    """Somebody on the phone; `heard` are the words of the last answer."""

    def __init__(self, client: TestClient, clock: FixedClock) -> None:
        self.client = client
        self.clock = clock
        self.call("1")

    def call(self, number: str) -> None:
        self.sid = "CA" + number * 32
        self.at = "/webhooks/twilio/voice"

    async def say(self, words: str = "", keys: str = "", **more: str) -> str:
        form = {"CallSid": self.sid, "From": "+447700900123", "SpeechResult": words, "Digits": keys, **more}
        signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}{self.at}", MultiDict(form))
        answer = await self.client.post(self.at, data=form, headers={"X-Twilio-Signature": signature})
        assert answer.status == 200
        self.twiml = ElementTree.fromstring(await answer.text())
        actions = [verb.attrib["action"] for verb in self.twiml.iter() if "action" in verb.attrib]
        redirects = [verb.text or "" for verb in self.twiml.iter("Redirect")]
        self.at = next(iter((*actions, *redirects)), self.at)
        if redirects:
            return await self.say()
        return self.heard

    @property
    def heard(self) -> str:
        return " ".join(" ".join(" ".join(say.itertext()).split()) for say in self.twiml.iter("Say"))


@pytest.fixture
async def caller(tmp_path: Path, estate: Path) -> AsyncIterator[Caller]:
    folder, clock = data_folder(tmp_path / "data", estate), FixedClock(NOW)
    environment = {
        "SNICKET_DATA": str(folder),
        "SNICKET_SECRET": "for the tests " * 4,
        "SNICKET_PUBLIC_URL": PUBLIC,
        "SNICKET_VOICE": "twilio",
        "SNICKET_TWILIO_TOKEN": TOKEN,
    }
    parts = await assemble(read_settings(environment), clock, models=MODELS)
    async with TestClient(TestServer(await application(parts))) as client:
        yield Caller(client, clock)
    await parts.close()


async def test_a_bin_day_by_phone(caller: Caller) -> None:
    assert "How can I help you?" in await caller.say()
    assert "postcode" in await caller.say("When is my bin collected?")
    heard = await caller.say("12 Hollin Mews LS8 1AD.")
    assert "collected" in heard
    assert "Put" in heard
    assert "http" not in heard


async def test_slower_and_again(caller: Caller) -> None:
    await caller.say()
    first = await caller.say("which bin does a pizza box go in")
    assert await caller.say("Say that again.") == first
    await caller.say("Slower.")
    assert next(caller.twiml.iter("prosody")).attrib["rate"] == "80%"


async def test_zero_rings_the_council_in_its_hours(caller: Caller) -> None:
    await caller.say()
    assert "put you through" in await caller.say(keys="0")
    assert [number.text for number in caller.twiml.iter("Number")] == ["+441132224444"]


async def test_after_hours_nobody_is_rung_and_the_line_is_told(caller: Caller) -> None:
    caller.clock.advance(dt.timedelta(hours=12))
    await caller.say()
    heard = await caller.say(keys="0")
    assert not list(caller.twiml.iter("Dial"))
    assert "zero one one three" in heard.lower()


async def test_a_danger_is_told_what_to_do_before_anything_else(caller: Caller) -> None:
    await caller.say()
    heard = await caller.say("I can smell gas in my kitchen")
    assert heard.startswith("Go outside now.")


async def test_a_call_that_breaks_off_goes_on_in_the_next(caller: Caller) -> None:
    await caller.say()
    await caller.say("my bin was missed")
    caller.call("2")
    assert "We had not finished last time." in await caller.say()
    assert "postcode" in await caller.say("repeat")


async def test_another_language_is_spoken_in_its_own_voice(caller: Caller) -> None:
    await caller.say()
    await caller.say("Polish please")
    (gather,) = caller.twiml.iter("Gather")
    assert gather.attrib["language"] == "pl-PL"
    assert {say.attrib["voice"] for say in caller.twiml.iter("Say")} == {"Polly.Ola-Neural"}


async def test_a_language_that_cannot_be_spoken_gets_a_person(caller: Caller) -> None:
    await caller.say()
    heard = await caller.say("Urdu please")
    assert "I cannot speak Urdu here." in heard
    assert "interpreter" in heard


async def test_who_cannot_be_heard_is_put_through_to_a_person(caller: Caller) -> None:
    await caller.say()
    for _ in range(3):
        heard = await caller.say()
    assert "put you through" in heard
    assert [number.text for number in caller.twiml.iter("Number")] == ["+441132224444"]


async def test_when_the_line_does_not_answer_a_call_is_offered(caller: Caller) -> None:
    await caller.say()
    await caller.say(keys="0")
    heard = await caller.say(DialCallStatus="no-answer")
    assert heard.startswith("Nobody could answer your call.")
