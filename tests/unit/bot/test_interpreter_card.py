"""The interpreter card: English words for who does not write English, with the reference that staff know."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from accessibility.rules import check
from accessibility.text import Rendered
from bot.handover.interpreter import card
from bot.knowledge.bins.schedule_file import database_path
from channels.can import CAN
from tests.conftest import NOW
from tests.testbot import TestBot, put_together
from tests.unit.bot.test_handover_skills import calls, hire, owner

CARD = "do:handover.card"
WORDS = "I speak Polish. I need an interpreter."


@pytest.fixture
async def bot(estate: Path, tmp_path: Path) -> AsyncIterator[TestBot]:
    """A resident who writes Polish, with an adviser there."""
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW)
    made = TestBot(parts, "telegram", "pl")
    await hire(made)
    yield made
    await parts.close()


async def reference(bot: TestBot) -> str:
    (found, *_rest) = await bot.parts.store.handovers.of(1)
    return found.reference


def offered(bot: TestBot) -> bool:
    return any(choice.id == CARD for entry in bot.entries for choice in entry.choices)


async def test_who_joins_the_queue_in_polish_is_offered_the_card(bot: TestBot) -> None:
    await bot.send("word:person", "word:person")
    assert offered(bot)


async def test_who_writes_english_is_not(bot: TestBot) -> None:
    english = TestBot(bot.parts, "telegram", "en")
    await english.send("can i talk to someone")
    assert not offered(english)


async def test_danger_offers_it_too(bot: TestBot) -> None:
    await bot.send("czuć gaz")
    assert await owner(bot) == "queue"
    assert offered(bot)


async def test_in_the_queue_it_has_the_reference_and_the_place_is_kept(bot: TestBot) -> None:
    await bot.send("word:person", "word:person")
    mine, english = await bot.send(CARD, CARD)
    assert "Polski" in mine
    assert english == f"{WORDS}\nMy reference is {await reference(bot)}."
    assert [entry.rendered.language for entry in bot.entries] == ["pl", "en"]
    assert await owner(bot) == "queue"


async def test_the_place_that_is_told_by_itself_does_not_offer_it_again(bot: TestBot) -> None:
    await bot.send("word:person", "word:person")
    bot.parts.clock.advance(dt.timedelta(minutes=3))  # type: ignore[attr-defined]
    await bot.send("halo")
    assert bot.entries
    assert not offered(bot)
    await bot.send("powtórz")
    assert offered(bot), "who asks for their place is told all of it again"


async def test_it_comes_with_the_call_of_who_needs_an_interpreter(bot: TestBot) -> None:
    for said in ("do:handover.callback", "1", "0113 496 0123", "tak", "tak", "tak"):
        await bot.send(said, said if said.startswith("do:") else "")
    (call,) = await calls(bot)
    assert bot.replies[-1] == f"{WORDS}\nMy reference is {call.reference}."
    await bot.send(CARD, CARD)
    assert bot.replies[-1] == f"{WORDS}\nMy reference is {call.reference}."


async def test_who_needs_none_for_the_call_gets_none(bot: TestBot) -> None:
    for said in ("do:handover.callback", "1", "0113 496 0123", "nie", "tak", "tak"):
        await bot.send(said, said if said.startswith("do:") else "")
    assert len(await calls(bot)) == 1
    assert all("I speak" not in text for text in bot.replies)


async def test_without_a_reference_it_goes_without(bot: TestBot) -> None:
    await bot.send(CARD, CARD)
    assert WORDS in bot.replies
    assert all("My reference" not in text for text in bot.replies)


def test_urdu_in_latin_letters_is_urdu() -> None:
    _mine, english = card("ur-Latn", "")
    assert english.reply.text.values["language"].words == "Urdu"  # type: ignore[union-attr]


def written(bot: TestBot, channel: str, language: str) -> tuple[Rendered, ...]:
    mine, english = card(language, "K7P4MW")
    lines = bot.parts.lines.said(channel, (mine, english), language)
    return tuple(line.rendered for line in lines)


async def test_spoken_the_reference_is_spelled_in_an_english_line(bot: TestBot) -> None:
    _mine, english = written(bot, "voice", "ur")
    assert english.language == "en"
    assert "K, seven, P, four, M, W" in english.text


@pytest.mark.parametrize("channel", ["web", "telegram", "sms", "voice"])
async def test_it_can_be_read_and_said_in_every_language(bot: TestBot, channel: str) -> None:
    modality = CAN[channel].modality
    for language in bot.parts.city.languages:
        for rendered in written(bot, channel, language) if language != "en" else ():
            faults = [one for one in check(rendered, modality) if one.rule != "R22"]
            assert not faults, f"{language} {faults} {rendered.text}"
