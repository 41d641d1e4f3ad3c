"""Messages whose process has died: taken up in order, but not for ever."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.decision import TRIES
from bot.knowledge.bins.schedule_file import database_path
from bot.parts import Parts
from bot.store.turn import Opened
from channels.message import Inbound
from tests.conftest import NOW
from tests.testbot import put_together

DEAD = "a process that died"


@pytest.fixture
async def parts(tmp_path: Path, estate: Path) -> AsyncIterator[Parts]:
    shutil.copy(database_path(estate, "leeds"), database_path(tmp_path, "leeds"))
    parts = await put_together(tmp_path, NOW)
    yield parts
    await parts.close()


async def left(parts: Parts, number: int, words: str) -> None:
    """A message that is stored; then its process dies."""
    message = Inbound(f"message-{number}", "web", "resident", words, NOW)
    await parts.store.open_turn(message, DEAD)
    await parts.store.release(DEAD)


async def said(parts: Parts) -> list[str]:
    return [line.text for line in await parts.store.transcript.read("web", "resident")]


async def test_what_was_left_is_answered_in_order(parts: Parts) -> None:
    await left(parts, 1, "when is my bin LS8 1AA")
    await left(parts, 2, "2 larch row")
    await parts.jobs.recover()
    *_, which, days = await said(parts)
    assert which == "Which address is it?"
    assert days.startswith("Your black bin is collected on Thursday 26 November.")
    assert await parts.store.unfinished() == ()


async def test_a_message_that_kills_its_process_is_given_up(parts: Parts) -> None:
    """The resident is told that something went wrong, and how to reach a person."""
    await left(parts, 1, "when is my bin LS8 1AA")
    for _ in range(TRIES):
        [message] = await parts.store.unfinished()
        assert await parts.store.open_again(message, DEAD) is not None
        await parts.store.release(DEAD)
    await parts.jobs.recover()
    asked, sorry = await said(parts)
    assert asked == "when is my bin LS8 1AA"
    assert sorry.startswith("Sorry, something went wrong here. Nothing of what you told me is lost.")
    assert "0113 222 4444" in sorry
    assert await parts.store.unfinished() == ()


async def test_a_repeated_message_waits_for_the_answer(parts: Parts) -> None:
    """A client without patience sends it again while the first delivery is still at work."""
    message = Inbound("message-1", "web", "resident", "when is my bin LS8 1AA", NOW)
    opened = await parts.store.open_turn(message, parts.holder)
    assert isinstance(opened, Opened)
    repeated = asyncio.create_task(parts.turns.receive(message))
    await asyncio.wait([repeated], timeout=0.05)
    assert not repeated.done()
    answer = await parts.turns.take(opened)
    assert await repeated == answer
    assert [line.text for line in answer] == ["Which address is it?"]


async def test_there_is_nothing_to_stop_before_the_clock_ticks(parts: Parts) -> None:
    parts.jobs.stop()
    parts.jobs.start()
    parts.jobs.stop()


async def test_a_pressed_button_is_not_taken_for_words(parts: Parts) -> None:
    """Its id may read like a danger: `home:900001` is not somebody without a home."""
    asked = Inbound("1", "rest", "presses", "when is my bin LS8 1AA", NOW)
    [which] = await parts.turns.receive(asked)
    for number, choice in enumerate(which.choices[:-2]):
        again = Inbound(f"again-{number}", "rest", f"presses-{number}", asked.text, NOW)
        await parts.turns.receive(again)
        pressed = Inbound(f"press-{number}", "rest", f"presses-{number}", choice.id, NOW, choice.id)
        [days] = await parts.turns.receive(pressed)
        assert days.importance == "normal"
        assert f"This is for {choice.label}" in days.text
