"""The webhook: who is refused, what is answered without a word, and what is never a fault of ours."""

from __future__ import annotations

import datetime as dt
import json
import logging
from collections.abc import Sequence
from typing import Any

import pytest

from channels.alexa.alexa import BODY_LIMIT
from channels.message import Entry, Inbound
from tests.alexa.asking import TOKEN, ended, envelope, intent, launch
from tests.alexa.signing import NOW, chain, leaf, rsa_key, signed
from tests.unit.alexa.conftest import Speaker


async def test_a_signed_request_is_answered(speaker: Speaker) -> None:
    assert await speaker.hears(intent("Answer", query="hello there")) == "You said hello there."
    [inbound] = speaker.talk.received
    assert inbound.channel == "alexa"
    assert inbound.id.startswith("amzn1.echo-api.request.")
    assert inbound.address.startswith("amzn1.ask.account.")


async def test_a_refused_request_is_not_parsed(speaker: Speaker) -> None:
    body = json.dumps(envelope(launch())).encode()
    unsigned = {"Content-Type": "application/json"}
    for headers in (
        unsigned,
        signed(body, rsa_key(9)),
        signed(b"another"),
        signed(body, address="https://x.test/"),
    ):
        answer = await speaker.post(body, headers)
        assert answer.status == 400
        assert "Traceback" not in await answer.text()
    assert speaker.talk.received == []


async def test_what_was_no_request_is_refused_by_its_signature_before_its_shape(speaker: Speaker) -> None:
    answer = await speaker.post(b"{", {**signed(b"{"), "Signature-256": "AAAA"})
    assert "signature" in await answer.text()


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"skill": "amzn1.ask.skill.00000000-0000-0000-0000-000000000000"}, 403),
        ({"at": NOW - dt.timedelta(seconds=151)}, 400),
        ({"at": NOW + dt.timedelta(seconds=151)}, 400),
    ],
)
async def test_a_signed_request_of_another_skill_or_time(
    speaker: Speaker, changes: dict[str, Any], status: int
) -> None:
    answer = await speaker.post(envelope(launch(), **changes))
    assert answer.status == status
    assert speaker.talk.received == []


async def test_a_certificate_that_cannot_be_had(speaker: Speaker) -> None:
    speaker.amazon.file = None
    assert (await speaker.post(envelope(launch()))).status == 400
    speaker.amazon.file = chain()
    assert (await speaker.post(envelope(launch()))).status == 200


async def test_a_certificate_that_is_elsewhere_is_not_followed(speaker: Speaker) -> None:
    speaker.amazon.redirects = True
    assert (await speaker.post(envelope(launch()))).status == 400
    assert speaker.amazon.fetched == 1


async def test_a_certificate_that_is_too_large(speaker: Speaker) -> None:
    speaker.amazon.file = chain() + b"\n" * 70_000
    assert (await speaker.post(envelope(launch()))).status == 400


async def test_the_certificate_is_fetched_once(speaker: Speaker) -> None:
    for _ in range(5):
        await speaker.asks(launch())
    assert speaker.amazon.fetched == 1


async def test_bodies_that_are_too_large_or_of_another_type(speaker: Speaker) -> None:
    large = b" " * (BODY_LIMIT + 1)
    assert (await speaker.post(large)).status == 413
    form = {**signed(b"a=b"), "Content-Type": "application/x-www-form-urlencoded"}
    assert (await speaker.post(b"a=b", form)).status == 415


@pytest.mark.parametrize(
    "request_",
    [
        ended(),
        {
            "type": "SessionEndedRequest",
            "reason": "ERROR",
            "error": {"type": "INVALID_RESPONSE", "message": "x"},
        },
        {
            "type": "AlexaSkillEvent.SkillDisabled",
            "body": {"userInformationPersistenceStatus": "NOT_PERSISTED"},
        },
        {"type": "AlexaSkillEvent.SkillPermissionChanged", "body": {"acceptedPermissions": []}},
        {"type": "AudioPlayer.PlaybackStarted"},
        {"type": "System.ExceptionEncountered", "error": {"type": "INVALID_RESPONSE"}},
    ],
)
async def test_news_is_answered_without_a_word(speaker: Speaker, request_: dict[str, Any]) -> None:
    assert await speaker.asks(request_) == {"version": "1.0", "response": {}}
    assert speaker.talk.received == []


@pytest.mark.parametrize(
    "kind", ["Connections.Response", "Alexa.Presentation.APL.UserEvent", "Something.New"]
)
async def test_other_kinds_are_answered_politely(speaker: Speaker, kind: str) -> None:
    assert "Sorry, I cannot do that here." in await speaker.hears(
        {"type": kind}, attributes={"asked": "talk"}
    )
    assert speaker.talk.received == []


@pytest.mark.parametrize(
    ("request_", "answer"),
    [
        (intent("BinsNext"), "YES"),
        (intent("BinsMaterials", material="glass"), "YES"),
        (intent("Pick", number="3"), "NO"),
        (intent("Unheard"), "NO"),
    ],
)
async def test_whether_a_question_could_be_answered(
    speaker: Speaker, request_: dict[str, Any], answer: str
) -> None:
    told = (await speaker.asks({**request_, "type": "CanFulfillIntentRequest"}))["response"]
    assert told["canFulfillIntent"]["canFulfill"] == answer
    assert speaker.talk.received == []


async def test_an_unknown_intent_is_one_that_was_not_understood(speaker: Speaker) -> None:
    await speaker.asks(intent("FromANewerModel"))
    assert speaker.talk.received[0].text == ""


async def test_a_fault_behind_it_is_told_and_the_place_kept(
    speaker: Speaker, caplog: pytest.LogCaptureFixture
) -> None:
    async def breaks(inbound: Inbound) -> Sequence[Entry]:
        raise RuntimeError("the database is away")

    speaker.talk.script = breaks
    with caplog.at_level(logging.ERROR):
        shape = await speaker.asks(intent("Answer", query="my secret"), attributes={"asked": "talk"})
    assert "Sorry, something went wrong here." in shape["response"]["outputSpeech"]["ssml"]
    assert shape["sessionAttributes"] == {"asked": "talk"}
    assert "my secret" not in caplog.text
    assert TOKEN not in caplog.text


async def test_the_same_request_again_has_the_same_answer(speaker: Speaker) -> None:
    shape = envelope(intent("Answer", query="hello"))
    first, second = [await (await speaker.post(shape)).json() for _ in range(2)]
    assert first == second
    assert len(speaker.talk.received) == 1


async def test_a_request_without_a_user(speaker: Speaker) -> None:
    shape = envelope(intent("BinsNext"))
    del shape["session"]["user"], shape["context"]["System"]["user"]
    answer = await speaker.post(shape)
    assert answer.status == 200
    assert speaker.talk.received == []


def test_the_good_key_is_the_leafs() -> None:
    assert rsa_key(3).public_key() == leaf().certificate.public_key()
