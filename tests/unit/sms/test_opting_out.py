"""STOP and START: heeded whoever else has heard them, and never answered twice."""

from __future__ import annotations

import pytest

from channels.sms.opt_out import STOPS, Wish, wish
from tests.unit.sms.conftest import RESIDENT, MakeService, Service

STOPPED = [("stop", "sms", RESIDENT)]
STARTED = [("start", "sms", RESIDENT)]


@pytest.mark.parametrize("word", [*sorted(STOPS), "STOP", " Stop. ", "StopAll!"])
async def test_words_that_twilio_swallows(service: Service, word: str) -> None:
    status, answer = await service.twilio.text(word)
    assert (status, answer.endswith("<Response/>")) == (200, True)
    assert service.opt_outs.asked == STOPPED
    assert service.heard == []


@pytest.mark.parametrize("word", ["END", "QUIT", "cancel", "Revoke", "optout"])
async def test_with_advanced_opt_out_those_that_it_leaves_us_are_words(
    make_service: MakeService, word: str
) -> None:
    service = await make_service(swallows=False)
    await service.twilio.text(word)
    assert service.opt_outs.asked == []
    assert service.heard == [word]


@pytest.mark.parametrize("word", ["STOP", "unsubscribe", "StopAll"])
async def test_stop_is_stop_though_twilio_did_not_act(make_service: MakeService, word: str) -> None:
    service = await make_service(swallows=False)
    await service.twilio.text(word)
    assert service.opt_outs.asked == STOPPED
    assert service.heard == []


async def test_what_twilio_says_that_it_acted_on(make_service: MakeService) -> None:
    """A keyword in another language, say."""
    service = await make_service(swallows=False)
    await service.twilio.text("BASTA", OptOutType="STOP")
    assert service.opt_outs.asked == STOPPED
    await service.twilio.text("VOLVER", OptOutType="START")
    assert service.opt_outs.asked == STOPPED + STARTED
    assert service.heard == []


async def test_help_is_always_heard(service: Service) -> None:
    await service.twilio.text("HELP", OptOutType="HELP")
    await service.twilio.text("INFO")
    assert service.heard == ["HELP", "INFO"]
    assert service.opt_outs.asked == []


async def test_stop_within_a_sentence_is_no_keyword(service: Service) -> None:
    await service.twilio.text("stop the noise next door")
    assert service.opt_outs.asked == []
    assert service.heard == ["stop the noise next door"]


async def test_stop_again_and_again(service: Service) -> None:
    for _ in range(2):
        await service.twilio.text("STOP", OptOutType="STOP", sid="SM" + "1" * 32)
    assert service.opt_outs.asked == STOPPED * 2


async def test_start_that_twilio_answers(service: Service) -> None:
    await service.twilio.text("Start")
    assert service.opt_outs.asked == STARTED
    assert service.heard == []


async def test_start_that_nobody_else_answers(service: Service) -> None:
    assert await service.notify.text("START") == 204
    assert service.opt_outs.asked == STARTED
    assert service.heard == ["START"]


async def test_yes_is_an_answer_first(make_service: MakeService) -> None:
    default = await make_service()
    await default.twilio.text("Yes")
    assert (default.opt_outs.asked, default.heard) == (STARTED, ["Yes"])
    advanced = await make_service(swallows=False)
    await advanced.twilio.text("Yes")
    assert (advanced.opt_outs.asked, advanced.heard) == ([], ["Yes"])


@pytest.mark.parametrize(
    "text", ["", "  ", "stop stop", "please stop", "no", "restart", "توقف", "stóp", "st op"]
)
@pytest.mark.parametrize("swallows", [True, False])
def test_what_means_nothing(text: str, swallows: bool) -> None:
    assert wish(text, swallows=swallows) == Wish()
