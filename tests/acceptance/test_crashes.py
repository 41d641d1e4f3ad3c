"""`kill -9` in the middle of turns and of loads: nothing accepted is lost, nothing is done twice."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.demo import write_estate
from bot.knowledge.bins.schedule_file import database_path, loaded
from tests.acceptance.asking import ask, say
from tests.acceptance.conftest import Starts
from tests.acceptance.crowd import Crowd
from tests.acceptance.program import ROOT, run, surroundings
from tests.acceptance.stored import lines, rows, unfinished
from tests.conftest import NOW

KILLS, MOST_KILLS = 3, 10
RESIDENTS = 6
FRIDAY = "2026-11-27T10:00"
"""The day after the black bins of Larch Row: a missed one can be reported."""

REPORT = ("my black bin was missed at 2 larch row LS8 1AA", "1", "1")
"""Where and which; out in time; yes, send it."""

MESSAGES = (
    "when is my bin LS8 1AA",
    "2 larch row",
    "what goes in the green bin",
    "help",
    "when is my bin LS8 1AB 3 larch row",
    "repeat",
    "po polsku proszę",
    "person",
)


async def test_killed_again_and_again_under_load(folder: Path, start: Starts) -> None:
    """Every resident gets every answer, and the transcript has each message and each answer exactly once."""
    program = start(folder)
    crowd = Crowd(program.url)

    residents = [f"resident-{number}" for number in range(RESIDENTS)]
    total = len(residents) * len(MESSAGES)
    async with asyncio.TaskGroup() as group:
        for resident in residents:
            group.create_task(crowd.talk(resident, MESSAGES))
        kills = 0
        while kills < KILLS or (kills < MOST_KILLS and "turn_taken_up" not in program.log):
            kills += 1
            await crowd.answered(kills * total // (MOST_KILLS + 2))
            await crowd.crash(program)
    assert "turn_taken_up" in program.log, "no crash came in the middle of a turn"
    assert len(crowd.answers) == total
    assert all(crowd.answers.values()), "nobody was left without an answer"
    assert unfinished(folder) == 0
    held_once(folder, total)
    assert "Traceback" not in program.log


async def test_a_message_sent_again_after_a_crash_has_the_same_answer(folder: Path, start: Starts) -> None:
    program = start(folder)
    crowd = Crowd(program.url)
    await crowd.talk("resident", MESSAGES[:3])
    await crowd.crash(program)
    before = rows(folder)
    for number, message in enumerate(MESSAGES[:3]):
        again = await crowd.again("resident", f"message-{number}", message)
        assert again == crowd.answers["resident", f"message-{number}"]
    assert rows(folder) == before


async def test_what_is_sent_twice_at_once_is_answered_alike(folder: Path, start: Starts) -> None:
    """A client that has no patience: the second delivery waits for the answer of the first."""
    crowd = Crowd(start(folder).url)
    await crowd.talk("resident", ["hello"])
    twice = [crowd.again("resident", "impatient", "when is my bin LS8 1AA") for _ in range(5)]
    first, *others = await asyncio.gather(*twice)
    assert first[0]["text"] == "Which address is it?"
    assert others == [first] * 4
    held_once(folder, 2)


async def test_a_report_under_crashes_is_filed_once(folder: Path, start: Starts) -> None:
    """Killed at each step of the way to a report, and while the report itself is filed."""
    program = start(folder, SNICKET_NOW=FRIDAY)
    crowd = Crowd(program.url)
    for number, message in enumerate(REPORT):
        sending = asyncio.create_task(crowd.talk_one("resident", f"report-{number}", message))
        await asyncio.wait([sending], timeout=0.002 * number)
        await crowd.crash(program)
        await sending
    last = f"report-{len(REPORT) - 1}"
    [filed] = crowd.answers["resident", last]
    assert "Your missed bin is reported. Your reference is" in filed["text"]
    assert rows(folder)["reports"] == 1
    assert await crowd.again("resident", last, REPORT[-1]) == [filed]
    assert rows(folder)["reports"] == 1


async def test_stopped_under_load_it_finishes_what_it_has_begun(folder: Path, start: Starts) -> None:
    """A deploy: no message is left open, and nothing is logged as broken."""
    program = start(folder)
    crowd = Crowd(program.url)
    tasks = [asyncio.create_task(crowd.talk(f"resident-{number}", MESSAGES)) for number in range(RESIDENTS)]
    await crowd.answered(RESIDENTS)
    await crowd.stop(program)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert unfinished(folder) == 0
    assert "Traceback" not in program.log


@pytest.mark.parametrize("step", ["read", "write"])
def test_killed_during_a_load_the_last_good_data_serve_on(
    folder: Path, start: Starts, tmp_path: Path, step: str
) -> None:
    program = start(folder)
    database = database_path(folder, "leeds")
    good = database.read_bytes()
    premises, jobs = write_estate(tmp_path, read_city("leeds"), NOW.date())
    _kill_at(step, folder, premises, jobs)
    assert database.read_bytes() == good
    [which] = say(program.port, f"after {step}", "when is my bin LS8 1AA")
    assert which["text"] == "Which address is it?"
    ended = run("bot", "load", "bins", "--premises", str(premises), "--jobs", str(jobs), folder=folder)
    assert ended.returncode == 0, ended.stderr
    known = loaded(database)
    assert known is not None
    assert not known.source.demo
    assert ask(program.port, "GET", "/readyz").json["bins"]["demo"] is False, "the new data serve at once"
    assert list(folder.glob("*.loading*")) == [], "nothing of the killed load is left"


def _kill_at(step: str, folder: Path, premises: Path, jobs: Path) -> None:
    """Starts a load and kills it when it says that it has come to `step`."""
    command = (sys.executable, "-m", "bot", "load", "bins", "--premises", str(premises), "--jobs", str(jobs))
    process = subprocess.Popen(
        command, env=surroundings(folder), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, cwd=ROOT
    )
    assert process.stderr is not None
    with process.stderr as progress:
        said = b""
        while step.encode() not in said and (more := os.read(progress.fileno(), 64)):
            said += more
        process.kill()
    assert step.encode() in said
    process.wait(20)


def held_once(folder: Path, messages: int) -> None:
    """Every message has one line of its resident's, and then its answer, in one piece."""
    found = lines(folder)
    resident = Counter(message for message, _, who in found if who == "resident")
    answered = Counter(message for message, _, who in found if who == "assistant")
    assert len(resident) == messages
    assert set(resident.values()) == {1}
    assert set(answered) == set(resident)
    turns = [message for message, _, who in found if who == "assistant"]
    pieces = [message for at, message in enumerate(turns) if at == 0 or turns[at - 1] != message]
    assert len(pieces) == len(set(pieces)), "no answer is there twice"
