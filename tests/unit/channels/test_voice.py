"""The phone: what a caller hears, silence, slow answers, being put through, and every way to get it wrong."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from aiohttp import web
from hypothesis import given
from hypothesis import strategies as st
from multidict import MultiDict
from pytest_aiohttp.plugin import AiohttpClient
from twilio.request_validator import RequestValidator

from accessibility.renderers import renderer
from accessibility.text import Rendered, RenderedLink, Text
from channels.body import BadInput
from channels.fake import Assistant, by_words, said
from channels.twilio.signature import Signatures
from channels.twilio.webhook import Webhook
from channels.voice.call import Call, Turn
from channels.voice.twiml import Spoken
from channels.voice.voice import Voice, VoiceSettings
from channels.voice.voices import SPOKEN, VOICES
from locales.catalogue import shipped
from tests.unit.channels.conftest import Client, Ticker

TOKEN = "a token of the tests"
PUBLIC = "https://bins.example.org"
CALL = "CA" + "0" * 32
PATH = "/webhooks/twilio/voice"
CALLER = "+447700900123"


def ssml(words: str) -> Rendered:
    return said(f'<speak><prosody rate="90%">{words}</prosody></speak>')


def through(words: str) -> Rendered:
    spoken = ssml(words)
    return Rendered(spoken.text, "en", links=(RenderedLink("tel:+441132224444", "Call"),))


ANSWERS: dict[str, Rendered] = {
    "when is my bin collected?": said(ssml("What is your postcode?").text, ("a", "A")),
    "1": ssml("You chose the first."),
    "word:person": ssml("Nobody is here now."),
    "0": through("I will put you through."),
    "repeat": ssml("Again."),
    "do:handover.callback": ssml("When shall we call you?"),
    "po polsku": said("<speak>Tak.</speak>", language="pl"),
}


class Phone:
    """A caller: what they hear is `heard`, the answer's tree `twiml`."""

    def __init__(self, client: Client, assistant: Assistant) -> None:
        self.client = client
        self.assistant = assistant
        self.at = PATH
        self.status = 0
        self.twiml = ElementTree.Element("Response")

    async def post(self, *, token: str = TOKEN, at: str = "", **fields: str) -> Phone:
        form = {"CallSid": CALL, "From": CALLER, "To": "+441130000000", "CallStatus": "in-progress", **fields}
        path = at or self.at
        signature = RequestValidator(token).compute_signature(f"{PUBLIC}{path}", MultiDict(form))
        answer = await self.client.post(path, data=form, headers={"X-Twilio-Signature": signature})
        self.status = answer.status
        if answer.status == 200:
            self.twiml = ElementTree.fromstring(await answer.text())
            self.at = self._next()
        return self

    async def say(self, words: str) -> Phone:
        return await self.post(SpeechResult=words, Confidence="0.9")

    async def press(self, keys: str) -> Phone:
        return await self.post(Digits=keys)

    async def silent(self) -> Phone:
        return await self.post(SpeechResult="")

    def _next(self) -> str:
        for tag, attribute in (("Gather", "action"), ("Dial", "action")):
            for found in self.twiml.iter(tag):
                return found.attrib[attribute]
        for found in self.twiml.iter("Redirect"):
            return found.text or ""
        return self.at

    @property
    def heard(self) -> str:
        return " ".join(" ".join("".join(say.itertext()).split()) for say in self.twiml.iter("Say"))

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.twiml]


@pytest.fixture
async def phone(aiohttp_client: AiohttpClient) -> Phone:
    clock = Ticker()
    assistant = Assistant(by_words(ANSWERS), clock)
    speech = renderer("speech", shipped())

    def speaks(text: Text, language: str) -> Spoken:
        done = speech.render(text, language)
        return Spoken(done.text, done.language)

    settings = VoiceSettings("Leeds City Council", "bin, postcode")
    webhook = Webhook(PUBLIC, Signatures([TOKEN]))
    voice = Voice(webhook, assistant, speaks, settings, clock, patience=0.02)
    app = web.Application()
    app.add_routes(voice.routes(assistant.receive))
    return Phone(await aiohttp_client(app), assistant)


async def test_a_call_begins_with_who_we_are_and_the_way_to_a_person(phone: Phone) -> None:
    await phone.post()
    assert phone.heard.startswith("Hello. This is the assistant of Leeds City Council.")
    assert "For a person, press zero" in phone.heard
    assert phone.heard.endswith("How can I help you?")
    (gather,) = phone.twiml
    assert gather.attrib["input"] == "dtmf speech"
    assert gather.attrib["language"] == "en-GB"
    assert gather.attrib["actionOnEmptyResult"] == "true"
    assert phone.assistant.received == []


async def test_what_is_said_is_answered_and_heard_again_when_it_was_not(phone: Phone) -> None:
    await phone.post()
    assert (await phone.say("When is my bin collected?")).heard == "What is your postcode?"
    await phone.silent()
    assert phone.heard == "I did not hear you. Take your time. What is your postcode?"
    await phone.silent()
    assert phone.heard == "I still cannot hear you. For a person, press zero."
    await phone.silent()
    assert phone.heard.startswith("Nobody is here now.")
    assert "Nothing of what you told me is lost" in phone.heard
    assert phone.verbs[-1] == "Hangup"
    assert [one.choice for one in phone.assistant.received] == ["", "word:person"]


async def test_who_cannot_be_heard_is_put_through_where_somebody_is_there(phone: Phone) -> None:
    phone.assistant.script = by_words({"word:person": through("I will put you through.")})
    await phone.post()
    for _ in range(3):
        await phone.silent()
    assert phone.verbs == ["Say", "Dial"]
    await phone.post(DialCallStatus="completed")
    assert phone.verbs[-1] == "Hangup"


async def test_a_word_after_silence_begins_the_count_anew(phone: Phone) -> None:
    await phone.post()
    await phone.silent()
    await phone.silent()
    await phone.say("When is my bin collected?")
    assert (await phone.silent()).heard.startswith("I did not hear you.")


async def test_who_calls_again_hears_that_a_question_is_open(phone: Phone) -> None:
    await phone.post()
    await phone.say("When is my bin collected?")
    phone.at = PATH
    await phone.post(CallSid="CA" + "1" * 32)
    assert "We had not finished last time. To hear my question again, say repeat." in phone.heard


async def test_keys_choose_and_the_star_repeats(phone: Phone) -> None:
    await phone.post()
    assert (await phone.press("1")).heard == "You chose the first."
    assert (await phone.press("*")).heard == "Again."
    assert [one.text for one in phone.assistant.received] == ["1", "repeat"]


async def test_a_request_that_is_repeated_does_nothing_twice(phone: Phone) -> None:
    await phone.post()
    at = phone.at
    first = (await phone.post(at=at, SpeechResult="When is my bin collected?")).heard
    assert (await phone.post(at=at, SpeechResult="When is my bin collected?")).heard == first
    assert len(phone.assistant.received) == 1


async def test_a_slow_answer_is_waited_for_on_the_line(phone: Phone) -> None:
    await phone.post()
    release = phone.assistant.hold()
    await phone.say("When is my bin collected?")
    assert phone.heard == "One moment, please. I am looking."
    assert phone.verbs == ["Say", "Pause", "Redirect"]
    release()
    assert (await phone.post()).heard == "What is your postcode?"
    assert len(phone.assistant.received) == 1


async def test_a_person_is_rung_and_a_call_offered_when_nobody_answers(phone: Phone) -> None:
    await phone.post()
    await phone.press("0")
    assert phone.heard == "I will put you through."
    (dial,) = phone.twiml.iter("Dial")
    assert [number.text for number in dial] == ["+441132224444"]
    await phone.post(DialCallStatus="no-answer")
    assert phone.heard == "Nobody could answer your call. When shall we call you?"
    assert phone.assistant.received[-1].choice == "do:handover.callback"


async def test_after_the_talk_with_a_person_the_call_ends(phone: Phone) -> None:
    await phone.post()
    await phone.press("0")
    await phone.post(DialCallStatus="completed")
    assert phone.heard == "Thank you for your call. Goodbye."
    assert phone.verbs[-1] == "Hangup"


async def test_each_language_has_its_voice_and_is_heard_in_it(phone: Phone) -> None:
    phone.assistant._languages[("voice", CALLER)] = "pl"
    await phone.post()
    await phone.say("po polsku")
    (say,) = phone.twiml.iter("Say")
    assert say.attrib["voice"] == VOICES["pl"].say
    assert next(phone.twiml.iter("Gather")).attrib["language"] == "pl-PL"


async def test_a_fault_of_ours_keeps_the_caller_on_the_line(phone: Phone) -> None:
    await phone.post()
    phone.assistant.fail(1)
    await phone.say("When is my bin collected?")
    assert phone.heard == "Sorry, something went wrong. Please say it again."
    assert phone.verbs == ["Gather"]


@pytest.mark.parametrize("token", ["another token", ""])
async def test_an_unsigned_request_is_not_read(phone: Phone, token: str) -> None:
    await phone.post(token=token, SpeechResult="When is my bin collected?")
    assert phone.status == 403
    assert phone.assistant.received == []


@pytest.mark.parametrize(
    ("at", "fields"),
    [
        (f"{PATH}?turn=501", {}),
        (f"{PATH}?turn=-1", {}),
        (f"{PATH}?turn=x", {}),
        (f"{PATH}?turn=1&silences=9", {}),
        (PATH, {"CallSid": "../../etc"}),
        (PATH, {"CallSid": ""}),
    ],
)
async def test_wrong_requests_are_refused(phone: Phone, at: str, fields: dict[str, str]) -> None:
    assert (await phone.post(at=at, **fields)).status == 400


@pytest.mark.parametrize("number", ["", "anonymous", "+266696687", "+7378742833", "client:alice", "+44 7700"])
def test_who_hides_their_number_is_known_by_the_call_only(number: str) -> None:
    assert _call({"CallSid": CALL, "From": number}).address == CALL


@given(st.dictionaries(st.sampled_from(["CallSid", "From", "Digits", "SpeechResult"]), st.text(max_size=50)))
def test_any_form_is_a_call_or_a_named_fault(form: dict[str, str]) -> None:
    try:
        said = _call(form).said
    except BadInput as fault:
        said = fault.field
    assert "\x00" not in said


def test_every_language_that_is_spoken_is_one_of_ours() -> None:
    served = shipped().languages
    assert all(served[tag].talked for tag in SPOKEN)
    assert len({row.hear for row in VOICES.values()}) == len(VOICES)


def _call(form: dict[str, str]) -> Call:
    async def nobody(_: object) -> tuple[()]:
        return ()

    return Call.of(MultiDict(form), Turn(), nobody)
