"""What the clock does for the helpline: closing time, and the line for operators when danger is heard."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.handover.helpline import Closed, Helpline
from bot.jobs import AtClosing, Jobs
from bot.knowledge.bins.schedule_file import database_path
from bot.store.closing import Closing
from bot.store.sealed import Keys
from channels.can import CAN
from tests.conftest import NOW
from tests.testbot import TestBot, put_together
from tests.unit.bot.test_handover_skills import hire, owner, to


@pytest.fixture
async def bot(estate: Path, tmp_path: Path) -> AsyncIterator[TestBot]:
    database_path(tmp_path, "leeds").symlink_to(database_path(estate, "leeds"))
    parts = await put_together(tmp_path, NOW)
    made = TestBot(parts, "telegram")
    await hire(made)
    yield made
    await parts.close()


@pytest.fixture
def jobs(bot: TestBot) -> Jobs:
    parts = bot.parts
    store, keys = parts.store, Keys(parts.settings.secrets)
    closing = Closing(store.database, keys, parts.clock, store.hub, store.postbox)
    push = [name for name, can in CAN.items() if can.push]
    at_closing = AtClosing(closing, Helpline.load("leeds"), parts.city.zone, parts.lines, push)
    return Jobs(parts.store, parts.turns, parts.clock, "test", at_closing)


async def lines(bot: TestBot) -> list[str]:
    return [line.text for line in await bot.parts.store.transcript.read(bot.channel, bot.address)]


async def test_after_closing_who_waits_is_told_once_and_keeps_the_place(bot: TestBot, jobs: Jobs) -> None:
    await bot.send("can i talk to someone")
    await jobs.close()
    before = await lines(bot)
    to(bot, 17)
    for _ in range(3):
        await jobs.close()
    (said,) = (await lines(bot))[len(before) :]
    assert said.splitlines() == [
        "No adviser is here now.",
        "Advisers are here again on Wednesday 25 November at 9am.",
        "You keep your place in the queue.",
    ]
    assert await owner(bot) == "queue"


async def test_the_call_that_is_offered_with_it_can_be_picked_by_its_number(bot: TestBot, jobs: Jobs) -> None:
    await bot.send("can i talk to someone")
    to(bot, 17)
    await jobs.close()
    (said,) = await bot.send("2")
    assert said.startswith("When shall we call you?")


async def test_who_left_is_told_nothing(bot: TestBot, jobs: Jobs) -> None:
    await bot.send("can i talk to someone")
    await bot.press("Leave the queue")
    before = await lines(bot)
    to(bot, 17)
    await jobs.close()
    assert await lines(bot) == before


@pytest.mark.parametrize(
    ("now", "closed"),
    [
        ("2026-11-24T12:00", None),
        ("2026-11-24T17:00", ("2026-11-24T17:00", "2026-11-25T09:00")),
        ("2026-11-25T08:59", ("2026-11-24T17:00", "2026-11-25T09:00")),
        ("2026-12-28T12:00", ("2026-12-24T17:00", "2026-12-29T09:00")),
    ],
)
def test_since_when_it_is_closed(now: str, closed: tuple[str, str] | None) -> None:
    found = Helpline.load("leeds").closed(datetime.fromisoformat(now))
    assert found == (closed and Closed(*map(datetime.fromisoformat, closed)))


async def test_danger_is_logged_once_without_what_it_is(bot: TestBot, jobs: Jobs) -> None:
    await bot.send("i smell gas")
    with capture_logs() as logged:
        await jobs.alarm()
        await jobs.alarm()
    assert [one for one in logged if one["event"] == "handover_danger"] == [
        {"event": "handover_danger", "handover": 1, "log_level": "warning"}
    ]


async def test_who_waits_without_danger_is_not_logged(bot: TestBot, jobs: Jobs) -> None:
    await bot.send("can i talk to someone")
    with capture_logs() as logged:
        await jobs.alarm()
    assert logged == []


async def test_forget_me_in_the_queue_is_offered_and_ends_it_when_pressed(bot: TestBot) -> None:
    await bot.send("can i talk to someone")
    (said,) = await bot.send("delete all my data")
    assert said.startswith("I can delete all that I hold about you. You will leave the queue then.")
    assert await owner(bot) == "queue"
    left, asked = await bot.press("Delete it now")
    assert left == "You have left the queue."
    assert "Shall I delete all that I hold about you?" in asked
    assert await bot.send("yes") == ["It is deleted. I hold nothing about you now."]
    assert await lines(bot) == []
    assert await bot.parts.store.handovers.of(1) == ()


async def test_what_is_held_names_calls_and_talks(bot: TestBot) -> None:
    for said in ("call me back", "1", "0113 496 0001", "yes", "yes"):
        await bot.send(said)
    _held, helpline = await bot.send("what do you know about me")
    assert helpline.splitlines() == ["I also hold: 1 booked call.", "[1 Delete it now]"]
