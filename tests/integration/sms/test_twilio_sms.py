"""The official SDK over our connections, against a Twilio on this machine: every way in which it can go."""

from __future__ import annotations

import logging
from time import perf_counter

import pytest
from msgspec.structs import replace

from channels.sending import CannotTell, Later, Receipt, Refused, Uncertain
from channels.sms.provider import Elsewhere
from notifier.providers.fake.twilio_server import NUMBER, SERVICE, Fault, TwilioServer
from notifier.providers.twilio import SETTLES, TwilioSms
from tests.integration.sms.conftest import CALLBACK, RESIDENT, account, message
from tests.unit.channels.conftest import Ticker

AFTER: list[Fault] = ["lost", "cut", "500", "garbled"]
"""Faults of the answer: the message has been made."""


async def test_a_message_goes_out(twilio: TwilioSms, server: TwilioServer) -> None:
    receipt = await twilio.send(message())
    [made] = server.messages
    assert receipt == Receipt("twilio", made["sid"], "accepted")
    assert (made["to"], made["body"]) == (RESIDENT, "Leeds: Thursday.")
    assert (made["messaging_service_sid"], made["from"]) == (SERVICE, None)
    assert server.callbacks[made["sid"]] == f"{CALLBACK}?key=k-1"


async def test_by_a_number_and_a_key_that_wants_quoting(server: TwilioServer, ticker: Ticker) -> None:
    twilio = TwilioSms(account(server.url, service="", sender=NUMBER), ticker)
    await twilio.send(message(key="a b&c=/d"))
    await twilio.close()
    [made] = server.messages
    assert made["from"] == NUMBER
    assert server.callbacks[made["sid"]] == f"{CALLBACK}?key=a%20b%26c%3D%2Fd"


@pytest.mark.parametrize("text", ["میرا کوڑا ✓", "a&b=c%20+d\n\ne", "x" * 1_600])
async def test_texts_arrive_as_they_are(twilio: TwilioSms, server: TwilioServer, text: str) -> None:
    await twilio.send(message(text))
    assert server.texts(RESIDENT) == [text]


@pytest.mark.parametrize(
    ("code", "kind", "gone"),
    [(21610, Refused, True), (21211, Refused, True), (21612, Elsewhere, False), (99999, Refused, False)],
)
async def test_what_is_refused(
    twilio: TwilioSms, server: TwilioServer, code: int, kind: type[Refused], gone: bool
) -> None:
    server.numbers[RESIDENT] = code
    with pytest.raises(Refused) as refused:
        await twilio.send(message())
    assert type(refused.value) is kind
    assert (refused.value.code, refused.value.gone) == (str(code), gone)


async def test_no_number_at_all(twilio: TwilioSms) -> None:
    with pytest.raises(Refused) as refused:
        await twilio.send(message(to="+no-number"))
    assert (refused.value.code, refused.value.gone) == ("21211", True)


async def test_a_text_that_is_too_long(twilio: TwilioSms) -> None:
    with pytest.raises(Refused) as refused:
        await twilio.send(message("x" * 1_601))
    assert (refused.value.code, refused.value.gone) == ("21617", False)


@pytest.mark.parametrize(("retry_after", "seconds"), [("", 1), ("7", 7), ("soon", 1), ("999999", 3600)])
async def test_too_many_requests(
    twilio: TwilioSms, server: TwilioServer, retry_after: str, seconds: float
) -> None:
    server.always, server.retry_after = 20429, retry_after
    with pytest.raises(Later) as later:
        await twilio.send(message())
    assert (later.value.seconds, later.value.everyone) == (seconds, True)


async def test_credentials_that_are_refused(server: TwilioServer, ticker: Ticker) -> None:
    its = account(server.url)
    twilio = TwilioSms(type(its)(its.account, "another", its.service, api=its.api), ticker)
    with pytest.raises(Later) as later:
        await twilio.send(message())
    await twilio.close()
    assert (later.value.code, later.value.everyone) == ("20003", True)
    assert later.value.seconds >= 60


async def test_nobody_listens(server: TwilioServer, twilio: TwilioSms) -> None:
    await server.close()
    with pytest.raises(Later) as later:
        await twilio.send(message())
    assert (later.value.code, later.value.everyone) == ("unreachable", False)


@pytest.mark.parametrize("fault", AFTER)
async def test_what_may_have_been_sent(
    twilio: TwilioSms, server: TwilioServer, ticker: Ticker, fault: Fault
) -> None:
    server.fault = fault
    with pytest.raises(Uncertain):
        await twilio.send(message())
    server.fault = ""
    with pytest.raises(Later) as settling:
        await twilio.find(message())
    assert settling.value.seconds == SETTLES.total_seconds()
    ticker.advance(SETTLES.total_seconds())
    assert await twilio.find(message()) == Receipt("twilio", server.messages[0]["sid"], "accepted")
    assert len(server.messages) == 1


async def test_what_may_have_been_sent_and_was_not(
    twilio: TwilioSms, server: TwilioServer, ticker: Ticker
) -> None:
    server.fault = "500-before"
    with pytest.raises(Uncertain):
        await twilio.send(message())
    server.fault = ""
    ticker.advance(SETTLES.total_seconds())
    assert await twilio.find(message()) is None


async def test_the_time_out_holds(twilio: TwilioSms, server: TwilioServer) -> None:
    server.fault = "slow"
    started = perf_counter()
    with pytest.raises(Uncertain):
        await twilio.send(message())
    assert perf_counter() - started < 3


async def test_a_message_is_never_posted_twice(twilio: TwilioSms, server: TwilioServer) -> None:
    for fault in AFTER:
        server.fault = fault
        with pytest.raises(Uncertain):
            await twilio.send(message())
    assert server.asked == len(server.messages) == len(AFTER)


async def test_it_is_found_by_its_text_its_number_and_its_time(
    twilio: TwilioSms, server: TwilioServer, ticker: Ticker
) -> None:
    ticker.advance(-3600)
    await twilio.send(message())
    ticker.advance(3600)
    await twilio.send(message("Leeds: Friday."))
    await twilio.send(message(to="+447700900124"))
    assert await twilio.find(message()) is None
    await twilio.send(message("Leeds:  Thursday. "))
    assert await twilio.find(message()) == Receipt("twilio", server.messages[-1]["sid"], "accepted")


async def test_what_became_of_it_is_found_too(twilio: TwilioSms, server: TwilioServer) -> None:
    await twilio.send(message())
    server.messages[0] |= {"status": "undelivered", "error_code": 30003}
    assert await twilio.find(message()) == Receipt(
        "twilio", server.messages[0]["sid"], "undelivered", "30003"
    )


async def test_what_failed_at_an_earlier_try_is_not_this_one(twilio: TwilioSms, server: TwilioServer) -> None:
    await twilio.send(message())
    server.messages[0] |= {"status": "undelivered", "error_code": 30003}
    again = replace(message(), attempt=2)
    assert await twilio.find(again) is None
    receipt = await twilio.send(again)
    server.messages.reverse()  # whichever Twilio lists first
    assert await twilio.find(again) == receipt


async def test_a_message_that_came_in_is_not_ours(twilio: TwilioSms, server: TwilioServer) -> None:
    await twilio.send(message())
    server.messages[0]["direction"] = "inbound"
    assert await twilio.find(message()) is None


async def test_more_than_the_newest_cannot_be_told(twilio: TwilioSms, server: TwilioServer) -> None:
    for number in range(50):
        await twilio.send(message(f"Leeds: {number}."))
    assert await twilio.find(message("Leeds: 7."))
    with pytest.raises(CannotTell):
        await twilio.find(message())


async def test_texts_that_are_not_kept_there_cannot_be_told(twilio: TwilioSms, server: TwilioServer) -> None:
    await twilio.send(message())
    server.messages[0]["body"] = ""
    with pytest.raises(CannotTell):
        await twilio.find(message())


@pytest.mark.parametrize(("always", "fault"), [(20429, ""), (20003, ""), (0, "500-before")])
async def test_when_it_cannot_be_asked_now(
    twilio: TwilioSms, server: TwilioServer, always: int, fault: Fault
) -> None:
    server.always, server.fault = always, fault
    with pytest.raises(Later):
        await twilio.find(message())


async def test_numbers_words_and_secrets_stay_out_of_logs_and_errors(
    twilio: TwilioSms, server: TwilioServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.numbers["+447700900124"] = 21610
    with caplog.at_level(logging.DEBUG):
        await twilio.send(message("secret words"))
        with pytest.raises(Refused) as refused:
            await twilio.send(message("secret words", to="+447700900124"))
        server.fault = "garbled"
        with pytest.raises(Uncertain) as uncertain:
            await twilio.send(message("secret words"))
        await twilio.find(message("other", key="k-2"))
    said = caplog.text.replace("aiohttp.access", "") + repr(refused.value) + repr(uncertain.value)
    mine = "\n".join(line for line in said.split("\n") if "web_log" not in line)
    assert "7700900" not in mine
    assert "secret" not in mine
