"""A channel whose answers are sent: the message is stored and acknowledged, the turn comes after, and what is
said in it goes out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from accessibility.text import Rendered
from bot.knowledge.bins.schedule_file import database_path
from bot.store.lines import NewEntry
from channels.fake_sends import FakeSends
from channels.message import Inbound
from tests.conftest import NOW
from tests.integration.store.handing_over import adviser, taken
from tests.testbot import TestBot, put_together
from tests.unit.bot.whole import conversation_of, keys_of


@pytest.fixture
def sends() -> FakeSends:
    return FakeSends()


@pytest.fixture
async def bot(estate: Path, tmp_path: Path, sends: FakeSends) -> AsyncIterator[TestBot]:
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW, senders={"sms": sends})
    yield TestBot(parts, "sms")
    await parts.close()


def text(bot: TestBot, words: str, id: str = "SM1") -> Inbound:
    return Inbound(id, "sms", bot.address, words, NOW)


async def texted(bot: TestBot, sends: FakeSends, words: str, id: str) -> list[str]:
    """What the resident gets for a text message."""
    before = len(sends.taken)
    assert list(await bot.parts.turns.accept(text(bot, words, id))) == []
    await bot.parts.turns.idle()
    await bot.parts.deliver.drain()
    return sends.texts[before:]


async def test_it_is_stored_before_its_turn_begins(bot: TestBot) -> None:
    await bot.parts.turns.accept(text(bot, "hello"))
    lines = await bot.parts.store.transcript.read("sms", bot.address)
    assert lines[0].text == "hello"
    await bot.parts.turns.idle()
    lines = await bot.parts.store.transcript.read("sms", bot.address)
    assert [line.who for line in lines][:2] == ["resident", "assistant"]


async def test_what_is_answered_is_sent(bot: TestBot, sends: FakeSends) -> None:
    (answer,) = await texted(bot, sends, "when is my bin", "SM1")
    assert "Please send your postcode and house number." in answer
    assert sends.taken[0].address == bot.address


async def test_a_second_delivery_is_not_answered_again(bot: TestBot, sends: FakeSends) -> None:
    await texted(bot, sends, "when is my bin", "SM1")
    assert await texted(bot, sends, "when is my bin", "SM1") == []


async def test_one_persons_messages_are_answered_in_their_order(bot: TestBot, sends: FakeSends) -> None:
    said = ("when is my bin", "14 LS8 1AA", "hello", "thanks")
    for number, words in enumerate(said):
        await bot.parts.turns.accept(text(bot, words, f"SM{number}"))
    await bot.parts.turns.idle()
    lines = await bot.parts.store.transcript.read("sms", bot.address)
    assert [line.text for line in lines if line.who == "resident"] == list(said)
    assert await bot.parts.store.unfinished() == ()
    assert "collected" in "".join(line.text for line in lines if line.who == "assistant")


async def test_what_is_asked_on_the_web_is_not_sent(bot: TestBot, sends: FakeSends) -> None:
    web = TestBot(bot.parts, "web")
    assert await web.send("hello")
    await bot.parts.deliver.drain()
    assert sends.taken == []


async def test_what_has_not_had_its_turn_when_the_program_stops_is_taken_up(
    bot: TestBot, estate: Path, tmp_path: Path, sends: FakeSends
) -> None:
    for number in range(20):
        await bot.parts.turns.accept(Inbound(f"SM{number}", "sms", f"person-{number}", "hello", NOW))
    await bot.parts.close()
    again = await put_together(tmp_path, NOW, senders={"sms": sends})
    try:
        await again.jobs.recover()
        await again.deliver.drain()
        assert sorted({message.address for message in sends.taken}) == sorted(
            f"person-{number}" for number in range(20)
        )
        assert sends.doubles == 0
    finally:
        await again.close()


async def test_what_an_adviser_writes_is_sent(bot: TestBot, sends: FakeSends) -> None:
    await texted(bot, sends, "hello", "SM1")
    conversation = await conversation_of(bot)
    member = await adviser(bot.parts.store, 1, keys=keys_of(bot), since=NOW)
    found = await taken(bot.parts.store, conversation, member)
    line = NewEntry("adviser", Rendered("I can help you.", "en"))
    await bot.parts.store.handovers.write(found.id, member, [line])
    await bot.parts.deliver.drain()
    assert sends.texts[-1] == "I can help you."


async def test_stop_is_confirmed_once_and_start_brings_it_back(bot: TestBot, sends: FakeSends) -> None:
    stopped = bot.parts.store.suppressions.is_suppressed
    said = "\n".join(await texted(bot, sends, "STOP", "SM1"))
    assert "I will not write to you unless you write first." in said
    assert await stopped("sms", bot.address)
    again = "\n".join(await texted(bot, sends, "stop", "SM2"))
    assert "I will not write to you" not in again
    assert await texted(bot, sends, "hello", "SM3"), "answers still go"
    assert await texted(bot, sends, "START", "SM4") == ["Leeds Council: OK. I may write to you again."]
    assert not await stopped("sms", bot.address)


async def test_stop_counts_while_an_adviser_answers(bot: TestBot, sends: FakeSends) -> None:
    await texted(bot, sends, "hello", "SM1")
    member = await adviser(bot.parts.store, 1, keys=keys_of(bot), since=NOW)
    await taken(bot.parts.store, await conversation_of(bot), member)
    assert await texted(bot, sends, "Stop.", "SM2") == []
    assert await bot.parts.store.suppressions.is_suppressed("sms", bot.address)
    await texted(bot, sends, "start", "SM3")
    assert not await bot.parts.store.suppressions.is_suppressed("sms", bot.address)


async def test_the_last_words_reach_who_is_forgotten(bot: TestBot, sends: FakeSends) -> None:
    await texted(bot, sends, "forget me", "SM1")
    assert "It is deleted." in (await texted(bot, sends, "yes", "SM2"))[-1]


async def test_a_reminder_is_not_sent_to_who_has_said_stop(bot: TestBot, sends: FakeSends) -> None:
    await texted(bot, sends, "when is my bin", "SM1")
    await bot.parts.store.suppressions.suppress("sms", bot.address, "pushes", "resident")
    bot.parts.clock.advance(seconds=15 * 60)  # type: ignore[attr-defined]
    await bot.parts.jobs.remind()
    await bot.parts.deliver.drain()
    assert len(sends.taken) == 1


async def test_accepting_does_not_wait_for_turns(bot: TestBot) -> None:
    """A turn that hangs keeps nobody from being acknowledged, and nobody else from being answered."""
    began, go = asyncio.Event(), asyncio.Event()
    take = bot.parts.turns.take

    async def hangs(opened: object) -> object:
        if not began.is_set():
            began.set()
            await go.wait()
        return await take(opened)  # type: ignore[arg-type]

    bot.parts.turns.take = hangs  # type: ignore[method-assign, assignment]
    await bot.parts.turns.accept(text(bot, "hello", "SM1"))
    await began.wait()
    await bot.parts.turns.accept(text(bot, "hello", "SM2"))
    await bot.parts.turns.accept(Inbound("SM3", "sms", "another", "hello", NOW))
    assert await bot.parts.store.transcript.wait("sms", "another", 1, 20)
    assert len(await bot.parts.store.transcript.read("sms", bot.address)) == 2
    go.set()
    await bot.parts.turns.idle()
