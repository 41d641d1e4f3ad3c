"""Whole conversations as somebody with Telegram reads them: update, inbox, turn, outbox, message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from bot.app import assemble
from bot.application import application
from bot.clock import FixedClock
from bot.knowledge.places.load import load
from bot.knowledge.places.positions import positions_path
from bot.parts import Parts
from bot.settings import read_settings
from channels.telegram.fake import BLOCKED, Message, Phone, TelegramServer
from tests.acceptance.program import data_folder
from tests.conftest import NOW
from tests.phones import SECRET, SPEC, TOKEN
from tests.testbot import MODELS

pytestmark = pytest.mark.timeout(180)  # each test puts the whole product together


class Town:
    """The whole product, a Bot API server, and the people of a town."""

    def __init__(
        self, telegram: TelegramServer, parts: Parts, session: ClientSession, url: str, clock: FixedClock
    ) -> None:
        self.clock = clock
        self.telegram = telegram
        self.parts = parts
        self._session = session
        self._url = url

    async def deliver(self, content: dict[str, object]) -> int:
        return await self.redeliver(self.telegram.update(content))

    async def redeliver(self, update: dict[str, object]) -> int:
        return await self.telegram.deliver(self._session, self._url, SECRET, update)

    async def settled(self) -> None:
        """Until every message has had its turn and every answer is sent."""
        await self.parts.turns.idle()
        await self.parts.deliver.drain()

    async def hears(self, phone: Phone, content: dict[str, object]) -> list[Message]:
        """What the phone shows after an update."""
        before = len(phone.seen)
        self.clock.advance(seconds=2)  # Telegram's pace: one message a second to one person
        assert await self.deliver(content) == 200
        await self.settled()
        return phone.seen[before:]

    async def say(self, phone: Phone, text: str) -> list[Message]:
        return await self.hears(phone, phone.message(int(NOW.timestamp()), text=text))

    async def press(self, phone: Phone, label: str) -> list[Message]:
        return await self.hears(phone, phone.press(label, len(phone.seen)))


@pytest.fixture
async def town(tmp_path: Path, estate: Path) -> AsyncIterator[Town]:
    telegram = TelegramServer(SPEC, TOKEN, lambda: int(NOW.timestamp()))
    async with TestServer(telegram.app()) as outside, ClientSession() as session:
        settings = read_settings(
            {
                "SNICKET_DATA": str(data_folder(tmp_path / "data", estate)),
                "SNICKET_SECRET": "for the tests " * 4,
                "SNICKET_PUBLIC_URL": "https://bins.example.org",
                "SNICKET_TELEGRAM_TOKEN": TOKEN,
                "SNICKET_TELEGRAM_SECRET": SECRET,
                "SNICKET_TELEGRAM_API": str(outside.make_url("")).rstrip("/"),
            }
        )
        clock = FixedClock(NOW)
        parts = await assemble(settings, clock, models=MODELS)
        async with TestServer(await application(parts)) as inside:
            yield Town(telegram, parts, session, str(inside.make_url("/webhooks/telegram")), clock)
            await parts.turns.idle()
        await parts.close()
    assert telegram.faults == []


def labels(message: Message) -> list[str]:
    return [label for row in message.buttons for label, _data in row]


async def test_the_bin_day_in_english(town: Town) -> None:
    phone = town.telegram.phone(7)
    [hello] = await town.say(phone, "/start")
    assert hello.text.startswith("Hello, this is Leeds Council.")
    [asked] = await town.press(phone, "My bin day")
    assert asked.text == "Please send your postcode and house number."
    [which] = await town.say(phone, "LS8 1AD")
    assert which.text == "Which address is it?"
    assert labels(which)[:2] == ["1 Hollin Mews", "2 Hollin Mews"]
    [day] = await town.say(phone, "12")
    assert "This is for 12 Hollin Mews, Oakwood, LS8 1AD." in day.text
    assert day.text.endswith("\n\nAdd to my calendar")
    assert day.links == ("https://bins.example.org/bins/900041.ics",)
    [calls] = [call for method, call in town.telegram.calls if method == "answerCallbackQuery"]
    assert calls["text"] == "My bin day"


async def test_the_bin_day_in_urdu(town: Town) -> None:
    phone = town.telegram.phone(7, "ur")
    [hello] = await town.say(phone, "/start")
    assert "\u2068Leeds Council\u2069" in hello.text
    assert hello.text.endswith("یہ کمپیوٹر کا ترجمہ ہے۔ ابھی کسی شخص نے اسے نہیں جانچا۔"), (
        "and the note with it"
    )
    await town.say(phone, "میرا کوڑا کب اٹھایا جائے گا؟ LS8 1AD")
    [day] = await town.say(phone, "۲")
    assert "\u20682 Hollin Mews, Oakwood, LS8 1AD\u2069" in day.text
    assert "\u2068منگل، 1 دسمبر\u2069" in day.text


async def test_an_edited_number_corrects_the_answer(town: Town) -> None:
    phone = town.telegram.phone(7)
    await town.say(phone, "when is my bin LS8 1AD")
    sent = phone.message(int(town.clock.now().timestamp()) + 2, text="12")
    [first] = await town.hears(phone, sent)
    assert "12 Hollin Mews" in first.text
    now = int(town.clock.now().timestamp())
    [second] = await town.hears(phone, phone.edit(sent, now + 5, text="14"))
    assert "14 Hollin Mews" in second.text


async def test_one_answer_however_often_it_is_delivered(town: Town) -> None:
    phone = town.telegram.phone(7)
    update = town.telegram.update(phone.message(1, text="hello"))
    for _ in range(3):
        assert await town.redeliver(update) == 200
    await town.settled()
    assert len(phone.seen) == 1


async def test_who_blocks_us_gets_nothing_until_they_write(town: Town) -> None:
    phone, bot = town.telegram.phone(7), {"id": 4_242, "is_bot": True, "first_name": "Snicket"}
    await town.say(phone, "hello")
    await town.hears(phone, phone.moved("kicked", 1, bot))
    suppressed = town.parts.store.suppressions.is_suppressed
    assert await suppressed("telegram", "7", "all")
    await town.hears(phone, phone.moved("member", 2, bot))
    assert not await suppressed("telegram", "7", "all")
    assert len(await town.say(phone, "hello")) == 1


async def test_a_block_that_is_only_found_when_sending(town: Town) -> None:
    phone = town.telegram.phone(7)
    town.telegram.next_faults.append(BLOCKED)
    assert await town.say(phone, "hello") == []
    assert await town.parts.store.suppressions.is_suppressed("telegram", "7", "all")
    assert len(await town.say(phone, "hello")) == 1, "who writes is there again"


async def test_a_message_that_may_have_arrived_is_sent_again_and_counted(town: Town) -> None:
    phone = town.telegram.phone(7)
    town.telegram.next_faults.append("lost")
    await town.say(phone, "hello")
    town.clock.advance(seconds=120)
    await town.settled()
    assert 1 <= len(phone.seen) <= 2
    assert len({message.text for message in phone.seen}) == 1


async def test_danger_is_answered_with_english_beside_it(town: Town) -> None:
    phone = town.telegram.phone(7, "pl")
    [gas, *_] = await town.say(phone, "czuję gaz w domu")
    assert "0800 111 999" in gas.text
    assert "Call the gas emergency line" in gas.text or "gas" in gas.text.lower()


async def test_the_dots_stop_with_the_turn(town: Town) -> None:
    phone = town.telegram.phone(7)
    await town.say(phone, "hello")
    assert phone.actions == []


async def test_where_somebody_is_leads_to_their_address(town: Town, tmp_path: Path) -> None:
    phone = town.telegram.phone(7)
    [asked] = await town.say(phone, "when is my bin?")
    assert asked.shares == "", "no button where a position would be of no use"
    here = phone.message(1, location={"latitude": 53.8301, "longitude": -1.5})
    [unknown] = await town.hears(phone, here)
    assert unknown.text.startswith("I do not know an address near there.")
    (tmp_path / "ls.csv").write_text("postcode,lat,long\nLS8 1AD,53.83,-1.5\n", encoding="utf-8")
    load([tmp_path / "ls.csv"], positions_path(town.parts.settings.data))
    other = town.telegram.phone(8)
    [asked] = await town.say(other, "when is my bin?")
    assert asked.shares == "Share where I am"
    here = other.message(1, location={"latitude": 53.8301, "longitude": -1.5})
    [which] = await town.hears(other, here)
    assert which.text == "The nearest postcode is LS8 1AD.\nWhich address is it?"
    [day] = await town.press(other, "2 Hollin Mews")
    assert "This is for 2 Hollin Mews, Oakwood, LS8 1AD." in day.text


async def test_a_place_out_of_the_blue_is_asked_about(town: Town) -> None:
    phone = town.telegram.phone(7)
    here = phone.message(1, location={"latitude": 53.8301, "longitude": -1.5})
    [asked] = await town.hears(phone, here)
    assert asked.text == "What would you like to know?"
    assert labels(asked) == ["My bin day", "Talk to a person"]
