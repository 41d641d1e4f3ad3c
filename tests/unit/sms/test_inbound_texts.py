"""What a resident's text message becomes, whoever brings it."""

from __future__ import annotations

import logging

import pytest

from channels.limits import Rate
from channels.message import Inbound, Media
from tests.unit.sms.conftest import RESIDENT, MakeService, Service

PHOTO = "https://api.twilio.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1"
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


async def test_a_text_message(service: Service) -> None:
    sid = "SM" + "1" * 32
    assert await service.twilio.text("bins", sid=sid) == (200, EMPTY)
    assert service.assistant.received == [Inbound(sid, "sms", RESIDENT, "bins", service.clock.now)]


async def test_the_same_again_is_handled_once(service: Service) -> None:
    for _ in range(3):
        assert (await service.twilio.text("bins", sid="SM" + "1" * 32))[0] == 200
    assert service.heard == ["bins"]


async def test_other_scripts_and_many_parts(service: Service) -> None:
    long = "میرا کوڑا کب اٹھایا جائے گا؟ 🗑️ " * 48
    await service.twilio.text(long, NumSegments="24")
    assert service.heard == [long.strip()]


async def test_sixteen_hundred_characters_and_more(service: Service) -> None:
    await service.twilio.text("x" * 1_600)
    await service.twilio.text("y" * 5_000)
    assert [len(text) for text in service.heard] == [1_600, 2_000]


async def test_control_characters_are_left_out(service: Service) -> None:
    await service.twilio.text("bins\x00\x1b \r\nnow\x7f")
    assert service.heard == ["bins \nnow"]


@pytest.mark.parametrize(
    "sender", ["HMRC", "60777", "whatsapp:+447700900123", "", "+0123", "anonymous", "266696687"]
)
async def test_nobody_can_be_answered_there(
    service: Service, sender: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        assert await service.twilio.text("bins", sender=sender) == (200, EMPTY)
    assert service.heard == []
    assert not sender or sender not in caplog.text


async def test_without_a_name_it_is_no_message(service: Service) -> None:
    status, answer = await service.twilio.text("bins", MessageSid="1; drop")
    assert status == 400
    assert answer == '{"error":{"field":"MessageSid","problem":"is missing or no message\'s"}}'


async def test_two_machines_do_not_talk_for_ever(make_service: MakeService) -> None:
    service = await make_service(rate=Rate(burst=3, per_second=0.1))
    for number in range(10):
        assert (await service.twilio.text(f"echo {number}"))[0] == 200
    assert service.heard == ["echo 0", "echo 1", "echo 2"]
    await service.twilio.text("from somebody else", sender="+447700900124")
    service.clock.advance(60)
    await service.twilio.text("later")
    assert service.heard[3:] == ["from somebody else", "later"]


async def test_a_machine_that_writes_too_often_can_still_stop(make_service: MakeService) -> None:
    service = await make_service(rate=Rate(burst=1, per_second=0.001))
    await service.twilio.text("a")
    await service.twilio.text("b")
    await service.twilio.text("STOP")
    assert service.opt_outs.asked == [("stop", "sms", RESIDENT)]


async def test_a_photo_is_kept_for_its_message(service: Service) -> None:
    service.album.files[PHOTO] = b"\xff\xd8 a bin"
    answer = await service.twilio.text("", NumMedia="1", MediaUrl0=PHOTO, MediaContentType0="image/jpeg")
    assert answer == (200, EMPTY)
    [inbound] = service.assistant.received
    assert (inbound.text, inbound.media) == ("", (Media("photo-1", "image/jpeg", 8),))


async def test_a_photo_that_is_refused_is_told(service: Service) -> None:
    service.album.files[PHOTO] = b"\xff\xd8 a bin"
    service.album.files[f"{PHOTO}x"] = b"%PDF"
    files = {"MediaUrl0": PHOTO, "MediaUrl1": f"{PHOTO}x", "MediaUrl2": f"{PHOTO}y"}
    status, answer = await service.twilio.text("look", NumMedia="3", **files)
    assert status == 200
    assert "<Response><Message>No photo &lt;not_a_picture&gt;.</Message></Response>" in answer
    [inbound] = service.assistant.received
    assert (inbound.text, len(inbound.media)) == ("look", 1)


@pytest.mark.parametrize("count", ["", "-1", "x", "1e3", "9999", "٣"])
async def test_a_number_of_files_that_is_none(service: Service, count: str) -> None:
    assert (await service.twilio.text("look", NumMedia=count, MediaUrl99=PHOTO))[0] == 200
    assert service.heard == ["look"]


async def test_numbers_and_words_stay_out_of_the_logs(
    service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    service.assistant.fail(1)
    with caplog.at_level(logging.DEBUG):
        await service.twilio.text("my secret words")
        await service.twilio.text("my secret words", NumMedia="1", MediaUrl0=PHOTO)
    assert "7700900123" not in caplog.text
    assert "secret" not in caplog.text
    assert "ME1" not in caplog.text
