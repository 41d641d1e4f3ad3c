"""kill -9 in the middle of filing, and processes that file at once: the case is there once."""

from __future__ import annotations

import asyncio
import signal
import sys
from asyncio.subprocess import PIPE, Process

import msgspec
import pytest

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Filed
from bot.store.case_tables import case_deadlines, case_events
from tests.databases import OpenStore
from tests.integration.repairs.tenants import Office

PROCESSES = 4


async def start(url: str, key: str, step: str = "never") -> Process:
    """A process that is ready to file."""
    command = (sys.executable, "-m", "tests.integration.repairs.filing", url, key, step)
    process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"ready\n"
    return process


async def ended(process: Process) -> Filed | None:
    """What came of it, None if it was killed."""
    output, _ = await process.communicate(b"go\n")
    if process.returncode == -signal.SIGKILL:
        return None
    assert process.returncode == 0
    return msgspec.json.decode(output, type=Filed)


@pytest.mark.parametrize("step", ["before", "within", "after"])
async def test_killed_while_it_files_the_case_is_there_once(
    open_store: OpenStore, clock: FixedClock, database_url: str, step: str
) -> None:
    office = Office(await open_store(), clock)
    assert await ended(await start(database_url, "run-1:file", step)) is None
    assert await office.count() == (1 if step == "after" else 0), "all of it or nothing"
    deadlines = await office.count(case_deadlines)
    again = await ended(await start(database_url, "run-1:file"))
    assert again is not None
    assert again.kind == "new"
    assert again == await office.cases.file(office.report(), "run-1:file", 0)
    assert (await office.count(), await office.count(case_events)) == (1, 1)
    assert step != "after" or await office.count(case_deadlines) == deadlines


@pytest.mark.parametrize("same_key", [True, False])
async def test_processes_that_file_at_once_make_one_case(
    open_store: OpenStore, clock: FixedClock, database_url: str, same_key: bool
) -> None:
    office = Office(await open_store(), clock)
    keys = ["run-1:file" if same_key else f"run-{number}:file" for number in range(PROCESSES)]
    processes = await asyncio.gather(*(start(database_url, key) for key in keys))
    filed = [one for one in await asyncio.gather(*map(ended, processes)) if one is not None]
    assert len(filed) == PROCESSES
    assert len({one.reference for one in filed}) == 1
    assert [one.kind for one in filed].count("new") == (PROCESSES if same_key else 1)
    assert await office.count() == 1
    assert await office.count(case_events) == (1 if same_key else PROCESSES)
