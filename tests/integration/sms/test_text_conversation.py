"""Text messages from end to end: signed in over HTTP, a turn, the outbox, out through the official SDK."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from notifier.providers.fake.twilio_server import SERVICE
from tests.integration.sms.texting import PUBLIC, Phone, texting

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.xdist_group("texting")]


@pytest.fixture(scope="module")
def folder(estate: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder to write to."""
    return Path(shutil.copytree(estate, tmp_path_factory.mktemp("texting") / "data"))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def product(folder: Path) -> AsyncIterator[Phone]:
    """Put together once: that takes seconds."""
    async with texting(folder, SNICKET_SMS_SECOND="notify") as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def phone(product: Phone) -> Phone:
    await product.new()
    return product


async def test_a_conversation(phone: Phone) -> None:
    [asked] = await phone.text("When is my bin collected?")
    assert asked.startswith("Leeds Council: ")
    assert "postcode" in asked
    [message] = phone.messages
    assert message["messaging_service_sid"] == SERVICE
    key = phone.twilio.callbacks[message["sid"]]
    assert key.startswith(f"{PUBLIC}/webhooks/twilio/status?key=reply%3A")
    [which] = await phone.text("LS8 1AA")
    assert which.startswith("Leeds Council: ")
    assert await phone.statuses() == ["sent", "sent"]


async def test_one_message_a_turn(phone: Phone) -> None:
    """What a screen shows as several bubbles is one text message."""
    for words in ("hello", "what goes in which bin? pizza box", "what can you do", "talk to a person"):
        assert len(await phone.text(words)) == 1


async def test_delivered_again_it_is_answered_once(phone: Phone) -> None:
    sid = "SM" + "1" * 32
    assert len(await phone.text("hello", sid=sid)) == 1
    assert await phone.text("hello", sid=sid) == []


async def test_how_far_it_has_come(phone: Phone) -> None:
    await phone.text("hello")
    sid = phone.messages[0]["sid"]
    for status in ("sent", "delivered", "sent", "queued", "delivered"):
        assert await phone.twilio.report(sid, status) == 204
    assert await phone.statuses() == ["delivered"]
    assert await phone.twilio.tell("SM" + "9" * 32, "delivered") == 204


async def test_a_handset_that_is_off_is_tried_again(phone: Phone) -> None:
    await phone.text("hello")
    await phone.twilio.report(phone.messages[0]["sid"], "undelivered", 30003)
    await phone.quiet(600)
    await phone.quiet()
    assert len(phone.messages) == 2
    assert await phone.statuses() == ["sent"]


async def test_an_answer_that_was_lost_does_not_send_twice(phone: Phone) -> None:
    phone.twilio.fault = "500"
    assert len(await phone.text("hello")) == 1
    assert await phone.statuses() == ["uncertain"]
    phone.twilio.fault = ""
    for _ in range(3):
        await phone.quiet(120)
    assert len(phone.messages) == 1
    assert await phone.statuses() == ["sent"]


async def test_stop_is_stop(phone: Phone) -> None:
    await phone.text("hello")
    assert await phone.text("STOP") == []
    suppressed = phone.parts.store.suppressions
    assert await suppressed.is_suppressed("sms", phone.number, "all")
    assert await suppressed.is_suppressed("sms", phone.number, "pushes")
    assert await phone.text("START") == []
    assert not await suppressed.is_suppressed("sms", phone.number, "pushes")
    assert len(await phone.text("hello")) == 1


async def test_who_writes_after_stop_is_answered_where_the_provider_lets_us(phone: Phone) -> None:
    await phone.text("STOP")
    assert len(await phone.text("When is my bin collected?")) == 1
    assert await phone.parts.store.suppressions.is_suppressed("sms", phone.number, "pushes")


async def test_who_has_opted_out_at_twilio_is_left_alone(phone: Phone) -> None:
    phone.twilio.numbers[phone.number] = 21610
    assert await phone.text("hello") == []
    assert await phone.statuses() == ["failed"]
    assert await phone.parts.store.suppressions.is_suppressed("sms", phone.number, "all")


async def test_a_landline_is_not_texted(phone: Phone) -> None:
    assert await phone.text("hello", sender="+441132224444") == []
    assert await phone.statuses() == ["failed"]


async def test_another_language(phone: Phone) -> None:
    [answer] = await phone.text("Kiedy odbiór śmieci?")
    assert answer.isascii()
    [answer] = await phone.text("کوڑا کب اٹھایا جائے گا؟", sender="+447700900999")
    assert any("\u0600" <= char <= "\u06ff" for char in answer)


async def test_danger_is_answered_first_and_whole(phone: Phone) -> None:
    [answer] = await phone.text("I can smell gas in my kitchen")
    assert "0800 111 999" in answer


async def test_the_second_provider_when_the_first_is_busy(phone: Phone) -> None:
    phone.twilio.always = 20429
    assert await phone.text("hello") == []
    message = phone.notify.messages[-1]
    assert (message["phone_number"], message["body"][:15]) == (phone.number, "Leeds Council: ")
    assert await phone.notify.report(message["id"], "delivered") == 204
    assert await phone.statuses() == ["delivered"]


async def test_what_the_second_cannot_write_waits_for_the_first(phone: Phone) -> None:
    phone.twilio.always = 20429
    before = len(phone.notify.messages)
    await phone.text("کوڑا کب اٹھایا جائے گا؟")
    assert await phone.statuses() == ["waiting"]
    phone.twilio.always = 0
    await phone.quiet(60)
    await phone.quiet()
    assert len(phone.messages) == 1
    assert len(phone.notify.messages) == before


async def test_a_text_message_that_came_by_the_second(phone: Phone) -> None:
    assert await phone.notify.text("hello", sender=phone.number.removeprefix("+")) == 204
    await phone.quiet()
    assert len(phone.messages) == 1


@pytest.mark.parametrize(("way", "senders"), [("simulated", ["sms"]), ("off", [])])
async def test_without_an_account(way: str, senders: list[str], tmp_path: Path, folder: Path) -> None:
    shutil.copytree(folder, tmp_path / "data")
    async with texting(tmp_path / "data", SNICKET_SMS=way) as phone:
        assert (await phone.twilio.text("hello"))[0] == 404
        assert list(phone.parts.senders) == senders
