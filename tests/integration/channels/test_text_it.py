""" "Text it to me", with the whole product: from a speaker or a call into the outbox, once, with consent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import assemble
from bot.clock import FixedClock
from bot.parts import Parts
from bot.settings import read_settings
from tests.acceptance.program import data_folder
from tests.conftest import NOW
from tests.testbot import MODELS, TestBot

NUMBER = "+447400123456"


@pytest.fixture
async def parts(tmp_path: Path, estate: Path) -> AsyncIterator[Parts]:
    environment = {
        "SNICKET_DATA": str(data_folder(tmp_path / "data", estate)),
        "SNICKET_SECRET": "for the tests " * 4,
        "SNICKET_SMS": "simulated",
    }
    made = await assemble(read_settings(environment), FixedClock(NOW), models=MODELS)
    yield made
    await made.close()


async def sent(parts: Parts) -> list[tuple[str, str]]:
    """What the outbox has: address and words."""
    rows = await parts.store.outbox("a test").claim("sms", 10, 0.0)
    return [(row.address, row.rendered.text) for row in rows]


async def asked(bot: TestBot) -> None:
    await bot.send("which bin does a pizza box go in")


async def test_a_speaker_texts_to_a_number_that_is_said_and_agreed_to(parts: Parts) -> None:
    bot = TestBot(parts, "alexa")
    await asked(bot)
    (which, *_) = await bot.send("text it to me")
    assert "Which number" in which
    (right, *_) = await bot.send("07400 123456")
    assert "Is that right?" in right
    (done, *_) = await bot.send("yes")
    assert "I have texted it to you." in done
    ((address, words),) = await sent(parts)
    assert address == NUMBER
    assert words.startswith("Leeds Council: ")
    assert "izza" in words
    assert words.endswith("You asked us to text you this.")


async def test_a_caller_is_texted_on_the_number_they_call_from(parts: Parts) -> None:
    bot = TestBot(parts, "voice")
    bot.address = NUMBER
    await asked(bot)
    (shall, *_) = await bot.send("text it to me")
    assert "Shall I text it to" in shall
    await bot.send("yes")
    assert [address for address, _ in await sent(parts)] == [NUMBER]


async def test_who_says_no_is_not_texted(parts: Parts) -> None:
    bot = TestBot(parts, "alexa")
    await asked(bot)
    await bot.send("text it to me")
    await bot.send("07400 123456")
    (told, *_) = await bot.send("no")
    assert "I have texted nothing." in told
    assert await sent(parts) == []


async def test_there_must_be_something_to_text(parts: Parts) -> None:
    (told, *_) = await TestBot(parts, "alexa").send("text it to me")
    assert "nothing to text yet" in told


async def test_a_number_that_has_said_stop_is_left_alone(parts: Parts) -> None:
    await parts.store.suppressions.suppress("sms", NUMBER, "pushes", "resident")
    bot = TestBot(parts, "voice")
    bot.address = NUMBER
    await asked(bot)
    await bot.send("text it to me")
    (told, *_) = await bot.send("yes")
    assert "I may not text this number" in told
    assert await sent(parts) == []


async def test_nobody_is_pestered_by_way_of_us(parts: Parts) -> None:
    bot = TestBot(parts, "voice")
    bot.address = NUMBER
    for turn in range(4):
        await asked(bot)
        await bot.send("text it to me")
        (told, *_) = await bot.send("yes")
        assert ("enough for today" in told) == (turn == 3), (turn, told)


async def test_without_text_messages_it_is_said_so(tmp_path: Path, estate: Path) -> None:
    environment = {
        "SNICKET_DATA": str(data_folder(tmp_path / "data", estate)),
        "SNICKET_SECRET": "for the tests " * 4,
    }
    parts = await assemble(read_settings(environment), FixedClock(NOW), models=MODELS)
    bot = TestBot(parts, "alexa")
    await asked(bot)
    (told, *_) = await bot.send("text it to me")
    assert "I cannot send text messages." in told
    await parts.close()
