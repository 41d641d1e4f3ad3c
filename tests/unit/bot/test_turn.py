"""The five steps of one message, on the real parts and a real SQLite file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from accessibility.text import _
from bot.dialogue.house import House
from bot.dialogue.skill import Skills, skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.schedule_file import database_path
from bot.store.conversation import as_conversation
from bot.store.sealed import Keys
from bot.store.tables import conversations
from channels.message import Inbound
from tests.conftest import NOW
from tests.integration.store.handing_over import adviser, taken
from tests.testbot import TestBot, put_together


@pytest.fixture
async def bot(estate: Path, tmp_path: Path) -> AsyncIterator[TestBot]:
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW)
    yield TestBot(parts)
    await parts.close()


def with_skill(bot: TestBot, one: Any) -> None:
    """Puts one more skill in front of the real ones, under the intent `thanks`."""
    house = bot.parts.house
    others = [other for other in house.skills.by_name.values() if other.name != "thanks"]
    house.skills = Skills([one, *others])


async def test_the_same_message_again_gives_the_same_answer_and_does_nothing_twice(bot: TestBot) -> None:
    inbound = Inbound("one", "web", bot.address, "hello", NOW)
    first = await bot.parts.turns.receive(inbound)
    again = await bot.parts.turns.receive(inbound)
    assert again == first
    assert [entry.who for entry in await bot.parts.store.transcript.read("web", bot.address)] == [
        "resident",
        "assistant",
    ]


async def test_a_person_who_owns_the_conversation_is_not_talked_over(bot: TestBot) -> None:
    await bot.send("hello")
    await take_over(bot)
    assert await bot.send("when is my bin") == []
    lines = await bot.parts.store.transcript.read("web", bot.address)
    assert lines[-1].text == "when is my bin"


async def test_a_reply_is_dropped_when_a_person_takes_over_while_it_is_made(bot: TestBot) -> None:
    @skill("slow", intents=("thanks",), topic=_("being slow"))
    async def slow(talk: Talk) -> None:
        await take_over(bot)
        talk.say("late", _("Too late."))

    with_skill(bot, slow)
    await bot.send("hello")
    assert await bot.send("thank you") == []
    assert "Too late." not in await words(bot)


async def test_a_failure_is_told_plainly_and_the_conversation_goes_on(bot: TestBot) -> None:
    @skill("broken", intents=("thanks",), topic=_("breaking"))
    async def broken(talk: Talk) -> None:
        raise RuntimeError("a fault with a resident's name in it")

    with_skill(bot, broken)
    assert await bot.send("when is my bin") == ["Please send your postcode and house number."]
    (sorry,) = await bot.send("thank you")
    assert sorry.startswith("Sorry, something went wrong here.")
    assert "0113 222 4444" in sorry
    assert (await bot.send("14 LS8 1AA"))[0].startswith("Your black bin is collected on")


async def test_the_language_of_the_page_is_where_a_conversation_begins(bot: TestBot) -> None:
    bot.language = "pl"
    await bot.send("LS8 1AA")
    assert bot.entries[0].rendered.language == "pl"


async def test_an_unserved_language_hint_is_passed_over(bot: TestBot) -> None:
    bot.language = "tlh"
    await bot.send("LS8 1AA")
    assert bot.entries[0].rendered.language == "en"


async def test_an_open_question_is_put_once_more_where_it_can_be_seen(bot: TestBot) -> None:
    await bot.send("when is my bin")
    advance(bot, minutes=15)
    await bot.parts.jobs.remind()
    await bot.parts.jobs.remind()
    said = await words(bot)
    assert said[-1] == "You can still answer. There is no hurry.\nPlease send your postcode and house number."
    assert len(said) == 3


async def test_nobody_is_reminded_on_a_channel_that_cannot_push(bot: TestBot) -> None:
    quiet = TestBot(bot.parts, "rest")
    await quiet.send("when is my bin")
    advance(bot, minutes=15)
    await bot.parts.jobs.remind()
    lines = await bot.parts.store.transcript.read("rest", quiet.address)
    assert len(lines) == 2


async def test_a_message_whose_turn_died_is_taken_up(bot: TestBot) -> None:
    inbound = Inbound("left", "web", bot.address, "hello", NOW)
    await bot.parts.store.open_turn(inbound, "a process that dies")
    await bot.parts.store.release("a process that dies")
    await bot.parts.jobs.recover()
    assert (await words(bot))[-1].startswith("Hello, this is Leeds Council.")
    assert await bot.parts.store.unfinished() == ()


async def test_forget_me_leaves_nothing(bot: TestBot) -> None:
    await bot.send("when is my bin at 14 Larch Row LS8 1AA")
    await bot.send("forget me")
    assert await bot.send("yes") == ["It is deleted. I hold nothing about you now."]
    assert await bot.parts.store.transcript.read("web", bot.address) == ()
    assert await bot.send("when is my bin") == ["Please send your postcode and house number."]


async def test_old_conversations_are_swept_away(bot: TestBot) -> None:
    await bot.send("hello")
    advance(bot, minutes=60 * 24 * 31)
    await bot.parts.jobs.sweep()
    assert await bot.parts.store.transcript.read("web", bot.address) == ()


def test_the_house_names_the_part_that_is_missing() -> None:
    async def never() -> None: ...

    house = House(Skills(()), object(), lambda: "id")  # type: ignore[arg-type]
    with pytest.raises(LookupError, match="no TestBot was handed"):
        house.need(TestBot)


async def take_over(bot: TestBot) -> None:
    """An adviser takes the conversation of the only resident."""
    store, keys = bot.parts.store, Keys(bot.parts.settings.secrets)
    row = await store.database.read(lambda connection: connection.execute(select(conversations)).one())
    await taken(store, as_conversation(keys, row), await adviser(store, 1, keys=keys, since=NOW))


async def words(bot: TestBot) -> Sequence[str]:
    """Everything that stands in the transcript, in order."""
    return [line.text for line in await bot.parts.store.transcript.read(bot.channel, bot.address)]


def advance(bot: TestBot, minutes: float) -> None:
    bot.parts.clock.advance(seconds=minutes * 60)  # type: ignore[attr-defined]
