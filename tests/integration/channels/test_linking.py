"""One conversation on two channels, with the whole product: by a code, never silently."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import assemble
from bot.clock import FixedClock
from bot.settings import read_settings
from tests.acceptance.program import data_folder
from tests.conftest import NOW
from tests.testbot import MODELS, TestBot, put_together


@pytest.fixture
async def page(tmp_path: Path, estate: Path) -> AsyncIterator[TestBot]:
    parts = await put_together(data_folder(tmp_path / "data", estate), NOW)
    yield TestBot(parts, "web")
    await parts.close()


def code(replies: list[str]) -> str:
    found = re.search(r"link ([0-9A-Z]{4}) ([0-9A-Z]{4})", replies[0])
    assert found, replies
    return f"{found[1]} {found[2]}"


async def read(bot: TestBot) -> list[str]:
    lines = await bot.parts.store.transcript.read(bot.channel, bot.address)
    return [line.text for line in lines]


@pytest.mark.parametrize("channel", ["sms", "telegram", "rest"])
async def test_a_report_begun_on_the_page_is_finished_elsewhere(page: TestBot, channel: str) -> None:
    await page.send("my bin was missed")
    carried = code(await page.send("go on somewhere else"))
    phone = TestBot(page.parts, channel)
    (told, *_) = await phone.send(f"Link {carried.lower()}")
    assert "We go on here with what you said before." in told
    replies = await phone.send("12 Hollin Mews LS8 1AD")
    assert any("Which bin" in reply for reply in replies), replies


async def test_the_first_channel_is_told(page: TestBot) -> None:
    carried = code(await page.send("link"))
    await TestBot(page.parts, "sms").send(f"link {carried}")
    last = (await read(page))[-1]
    assert "This conversation goes on somewhere else, too." in last
    assert "unlink" in last


async def test_what_is_said_there_stands_on_the_page_as_well(page: TestBot) -> None:
    carried = code(await page.send("link"))
    phone = TestBot(page.parts, "sms")
    await phone.send(f"link {carried}")
    await phone.send("which bin does a pizza box go in")
    assert "which bin does a pizza box go in" in await read(page)


async def test_unlink_parts_them_again(page: TestBot) -> None:
    carried = code(await page.send("link"))
    phone = TestBot(page.parts, "sms")
    await phone.send(f"link {carried}")
    (done, *_) = await page.send("unlink")
    assert "This conversation is only here now." in done
    await phone.send("hello")
    assert "hello" not in await read(page)


@pytest.mark.parametrize("words", ["link 2345 CDFG", "link aaaa bbbb", "/start 2345CDFG"])
async def test_a_code_that_was_never_given_out(page: TestBot, words: str) -> None:
    (told, *_) = await page.send(words)
    assert "This code is wrong, or it is too old." in told


async def test_a_link_is_about_the_council_too(page: TestBot) -> None:
    (told, *_) = await page.send("the link on your website about my bins is broken")
    assert "link " not in told[:5]
    assert "code" not in told


async def test_who_was_in_another_language_goes_on_in_it(page: TestBot) -> None:
    await page.send("kiedy wywóz śmieci?")
    carried = code(await page.send("link"))
    phone = TestBot(page.parts, "telegram")
    await phone.send(f"link {carried}")
    assert phone.entries[0].rendered.language == "pl"
    await phone.send("12 Hollin Mews LS8 1AD")
    assert phone.entries[0].rendered.language == "pl"


async def test_who_asks_for_a_code_hears_where_to_text_it(tmp_path: Path, estate: Path) -> None:
    environment = {
        "SNICKET_DATA": str(data_folder(tmp_path / "data", estate)),
        "SNICKET_SECRET": "for the tests " * 4,
        "SNICKET_SMS": "twilio",
        "SNICKET_TWILIO_ACCOUNT": "AC" + "0" * 32,
        "SNICKET_TWILIO_TOKEN": "a token",
        "SNICKET_TWILIO_NUMBER": "+447400123456",
    }
    parts = await assemble(read_settings(environment), FixedClock(NOW), models=MODELS)
    (told, *_) = await TestBot(parts, "web").send("link my phone")
    assert "You can text it to 07400 123456." in told
    await parts.close()
