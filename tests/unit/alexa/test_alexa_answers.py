"""What is said back: joined, bounded, ended or open; slow answers; the speaker's postcode."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest

from channels.alexa import Patience
from channels.alexa.amazon import ENDPOINTS
from channels.alexa.response import LARGEST, Answer, encoded
from channels.alexa.session import Session, session_of
from channels.alexa.speech import LONGEST_SPEECH, joined
from channels.message import Entry, Inbound
from tests.alexa.asking import DEVICE, TOKEN, envelope, intent, launch
from tests.alexa.checked import checked, words
from tests.unit.alexa.conftest import Speaker, entry, replaced

ASK = intent("Answer", query="when is my bin")
QUESTION = entry("Please send your postcode.", asks=True, wants="home")


def answers(speaker: Speaker, *lines: Entry) -> None:
    async def script(inbound: Inbound) -> Sequence[Entry]:
        return lines

    speaker.talk.script = script


async def test_a_question_opens_the_microphone_for_free_words(speaker: Speaker) -> None:
    answers(speaker, entry("One thing."), entry("Is it this?", asks=True))
    response = (await speaker.asks(ASK))["response"]
    assert words(response["outputSpeech"]["ssml"]) == "One thing. Is it this?"
    assert words(response["reprompt"]["outputSpeech"]["ssml"]).startswith("Is it this?")
    [directive] = response["directives"]
    assert (directive["type"], directive["slotToElicit"]) == ("Dialog.ElicitSlot", "query")
    assert directive["updatedIntent"]["name"] == "Answer"


async def test_an_answer_ends_what_was_asked_in_one_breath(speaker: Speaker) -> None:
    answers(speaker, entry("On Thursday."))
    shape = await speaker.asks(intent("BinsNext"), new=True)
    assert shape["response"]["shouldEndSession"] is True
    assert "directives" not in shape["response"]
    assert "sessionAttributes" not in shape


async def test_danger_never_ends_the_session(speaker: Speaker) -> None:
    answers(speaker, replaced(entry("Go outside now."), importance="safety"))
    response = (await speaker.asks(intent("DangerGas"), new=True))["response"]
    assert response["shouldEndSession"] is False
    assert "card" not in response


async def test_what_an_adviser_typed_is_words_and_not_markup(speaker: Speaker) -> None:
    line = replaced(entry(""), who="adviser")
    line = replaced(
        line, rendered=replaced(line.rendered, text="Fish & <b>chips</b> at 0113 222 4444", card="")
    )
    answers(speaker, line)
    assert "Fish &amp; &lt;b&gt;" in (await speaker.asks(ASK))["response"]["outputSpeech"]["ssml"]


async def test_no_answer_at_all(speaker: Speaker) -> None:
    answers(speaker)
    assert "nothing new" in await speaker.hears(ASK)


def test_too_much_to_say_keeps_the_question() -> None:
    pieces = [f"<prosody>{'word ' * 500}</prosody>" for _ in range(5)] + ["<prosody>And now?</prosody>"]
    said = joined(pieces)
    assert len(said) <= LONGEST_SPEECH + len("<speak></speak>") + 100
    assert said.endswith("And now?</prosody></speak>")
    ElementTree.fromstring(said)


@pytest.mark.parametrize("sign", ["&amp;", "x", "&quot;"])
def test_one_line_that_is_too_much_is_cut_and_stays_well_formed(sign: str) -> None:
    said = joined([f"<prosody>{sign * 9_000}</prosody>"])
    assert len(said) < 8_000
    ElementTree.fromstring(said)


@pytest.mark.parametrize("sign", ["x", "ñ", "漢"])
def test_a_response_always_fits(sign: str) -> None:
    ssml = f"<speak>{sign * 7_000}</speak>"
    body = encoded(Answer(ssml, ssml, sign * 4_000, session=Session("talk")), "Leeds")
    assert len(body) <= LARGEST
    assert json.loads(body)["response"]["outputSpeech"]["ssml"] == ssml


@pytest.mark.parametrize(
    "attributes", [{}, {"asked": "x"}, {"asked": 3}, {"late": "x" * 2_000}, {"late": None}, {"other": 1}]
)
def test_attributes_that_are_not_ours(attributes: dict[str, object]) -> None:
    assert session_of(attributes) == Session()


class TestAnAnswerThatTakesAMoment:
    @pytest.fixture
    def patience(self) -> Patience:
        return Patience(word=0.02, most=20.0)

    async def test_says_a_word_while_somebody_waits(self, speaker: Speaker) -> None:
        async def slowly(inbound: Inbound) -> Sequence[Entry]:
            await speaker.amazon.spoke.wait()
            return [entry("On Thursday.", asks=True)]

        speaker.talk.script = slowly
        assert await speaker.hears(ASK) == "On Thursday."
        [(bearer, said)] = speaker.amazon.said
        assert bearer == f"Bearer {TOKEN}"
        assert said["directive"]["type"] == "VoicePlayer.Speak"
        assert said["header"]["requestId"] == speaker.talk.received[0].id
        assert "One moment" in said["directive"]["speech"]

    async def test_comes_though_amazon_will_not_take_the_word(self, speaker: Speaker) -> None:
        speaker.amazon.refuses = True

        async def slowly(inbound: Inbound) -> Sequence[Entry]:
            await speaker.amazon.spoke.wait()
            return [entry("On Thursday.", asks=True)]

        speaker.talk.script = slowly
        assert await speaker.hears(ASK) == "On Thursday."


class TestASlowAnswer:
    @pytest.fixture
    def patience(self) -> Patience:
        return Patience(word=0.02, most=0.1)

    async def test_is_kept_for_the_next_request(self, speaker: Speaker) -> None:
        ready = asyncio.Event()

        async def slowly(inbound: Inbound) -> Sequence[Entry]:
            await ready.wait()
            return [entry("On Thursday.", asks=True)]

        speaker.talk.script = slowly
        first = await speaker.asks(ASK)
        assert words(first["response"]["outputSpeech"]["ssml"]) == "I am still looking. Say: go on."
        late = first["sessionAttributes"]
        assert late["late"] == speaker.talk.received[0].id
        ready.set()
        then = await speaker.asks(intent("CarryOn"), attributes=late)
        assert words(then["response"]["outputSpeech"]["ssml"]) == "On Thursday."
        assert "late" not in then["sessionAttributes"]
        assert len(speaker.talk.received) == 1

    async def test_something_else_said_meanwhile_is_a_message_of_its_own(self, speaker: Speaker) -> None:
        assert await speaker.hears(ASK, attributes={"late": "an-older-id"}) == "You said when is my bin."

    async def test_that_fails_later_is_no_fault_of_the_next(
        self, speaker: Speaker, caplog: pytest.LogCaptureFixture
    ) -> None:
        ready = asyncio.Event()

        async def breaks(inbound: Inbound) -> Sequence[Entry]:
            await ready.wait()
            raise RuntimeError

        speaker.talk.script = breaks
        assert "still looking" in await speaker.hears(ASK)
        ready.set()
        await asyncio.sleep(0)
        answers(speaker, entry("Fine.", asks=True))
        assert await speaker.hears(ASK) == "Fine."


class TestThePostcodeOfTheSpeaker:
    async def test_is_asked_about_before_it_is_used_and_read_again_when_it_is(self, speaker: Speaker) -> None:
        answers(speaker, QUESTION)
        first = await speaker.asks(ASK)
        assert words(first["response"]["outputSpeech"]["ssml"]) == "Is this for L, S, eight one, A, D?"
        assert speaker.amazon.asked == [(DEVICE, f"Bearer {TOKEN}")]
        assert "LS8" not in json.dumps(first)
        answers(speaker, entry("Which number?", asks=True))
        yes = intent("AMAZON.YesIntent")
        assert await speaker.hears(yes, attributes=first["sessionAttributes"]) == "Which number?"
        assert speaker.talk.received[-1].text == "LS8 1AD"
        assert len(speaker.amazon.asked) == 2

    async def test_that_is_not_right_leads_back_to_the_question(self, speaker: Speaker) -> None:
        answers(speaker, QUESTION)
        first = await speaker.asks(ASK)
        again = await speaker.asks(intent("AMAZON.NoIntent"), attributes=first["sessionAttributes"])
        assert words(again["response"]["outputSpeech"]["ssml"]) == "Please send your postcode."
        assert speaker.talk.received[-1].text == "say that again"

    async def test_another_answer_is_an_answer(self, speaker: Speaker) -> None:
        answers(speaker, QUESTION)
        first = await speaker.asks(ASK)
        other = intent("Answer", query="l s seventeen six p q")
        await speaker.asks(other, attributes=first["sessionAttributes"])
        assert speaker.talk.received[-1].text == "l s seventeen six p q"

    async def test_is_asked_about_once_in_a_session(self, speaker: Speaker) -> None:
        answers(speaker, QUESTION)
        told = await speaker.hears(ASK, attributes={"device": True})
        assert told == "Please send your postcode."
        assert speaker.amazon.asked == []

    async def test_that_may_not_be_seen_is_asked_for_by_a_card(self, speaker: Speaker) -> None:
        speaker.amazon.address = (403, {"type": "FORBIDDEN"})
        answers(speaker, QUESTION)
        shape = await speaker.asks(ASK)
        assert shape["response"]["card"] == {
            "type": "AskForPermissionsConsent",
            "permissions": ["read::alexa:device:all:address:country_and_postal_code"],
        }
        told = words(shape["response"]["outputSpeech"]["ssml"])
        assert "Look in the Alexa app." in told
        assert told.endswith("Please send your postcode.")
        assert shape["sessionAttributes"]["device"] is True

    @pytest.mark.parametrize(
        "address",
        [
            (200, {"countryCode": "US", "postalCode": "98109"}),
            (200, {"countryCode": "GB", "postalCode": None}),
            (200, {"countryCode": "GB", "postalCode": "LS8"}),
            (200, {"countryCode": "GB", "postalCode": "<script>"}),
            (200, ["LS8 1AD"]),
            (200, {}),
            (204, {}),
            (404, {}),
            (429, {}),
            (500, {}),
            (301, {}),
        ],
    )
    async def test_that_is_not_known_is_not_spoken_of(
        self, speaker: Speaker, address: tuple[int, object]
    ) -> None:
        speaker.amazon.address = address
        answers(speaker, QUESTION)
        assert await speaker.hears(ASK) == "Please send your postcode."

    async def test_is_asked_of_no_server_but_amazons(self, speaker: Speaker) -> None:
        answers(speaker, QUESTION)
        ours = speaker.amazon.url
        for endpoint in ("https://evil.test", f"{ours}.evil.test", f"{ours}@evil.test", f"{ours}/v1", ""):
            answer = await speaker.post(envelope(ASK, endpoint=endpoint))
            response = checked(await answer.read())["response"]
            assert words(response["outputSpeech"]["ssml"]) == "Please send your postcode."
        assert speaker.amazon.asked == []

    async def test_that_takes_too_long_is_not_waited_for(self, speaker: Speaker) -> None:
        speaker.amazon.slow = 0.0
        await speaker.asks(launch())
        speaker.amazon.slow = 1.8
        answers(speaker, QUESTION)
        assert await speaker.hears(ASK) == "Please send your postcode."


def test_nothing_is_asked_of_other_servers_by_default() -> None:
    assert all(one.startswith("https://api.") and one.endswith("amazonalexa.com") for one in ENDPOINTS)
