"""The helpline on a busy day: 500 open conversations, 30 advisers with all their pages open, 5,000 who wait.

One real process of the program on SQLite, and one on PostgreSQL where there is a server. The times are those
that people see: from sending until the other side's page has it, the network and both pages included. The
floor is a bare aiohttp server that passes an event to as many open streams. No wait is without an end: the
program is killed when its time is over.
"""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack, contextmanager, suppress
from pathlib import Path
from time import perf_counter

import aiohttp
from aiohttp.test_utils import unused_port
from msgspec import Struct

from nlu.models import ensure
from tests.acceptance.people import all_ready, since
from tests.acceptance.program import ROOT, Program, data_folder
from tests.acceptance.staffed import SECRET, There, Waits, staffed
from tests.acceptance.stream import Stream
from tests.bench.busy_day import TALKING, Day
from tests.bench.copied import copied
from tests.bench.deadline import Deadline
from tests.bench.row import Row
from tests.databases import made_database, running_server
from tests.testbot import MODELS

ADVISERS, CONVERSATIONS, WAITING = 30, 500, 5_000
REQUESTS, WRITTEN, CLAIMS, LOOKS = 6, 120, 3, 60
SECONDS = 65.0
"""What all of it may take."""

AT_ONCE = 1_000.0
"""Milliseconds within which the other side is to see it."""


def rows() -> Iterator[Row]:
    """The figures of each database that is there."""
    ensure(MODELS)
    deadline = Deadline(SECONDS)
    floor, page = _floor(deadline)
    with tempfile.TemporaryDirectory() as name:
        folder = data_folder(Path(name) / "data")
        url = f"sqlite:///{folder}/snicket.db"
        there, waits = deadline.run(_prepared(url))
        with _on_postgresql(url, deadline) as server:
            played = {"SQLite": url, **({"PostgreSQL": server} if server else {})}
            for kind, address in played.items():
                yield from _measured(kind, _run(folder, address, there, waits, deadline), floor, page)


@contextmanager
def _on_postgresql(url: str, deadline: Deadline) -> Iterator[str]:
    """The URL of the same day on PostgreSQL, empty where there is no server."""
    server = running_server()
    if server is None:
        yield ""
        return
    with made_database(server) as target:
        deadline.run(copied(url, target))
        yield target


def _run(folder: Path, url: str, there: list[There], waits: list[Waits], deadline: Deadline) -> Found:
    """The day on one database, with a process of its own."""
    settings = {"SNICKET_DATABASE_URL": url, "SNICKET_SECRET": SECRET, "SNICKET_LOG_LEVEL": "warning"}
    program = Program(folder, **settings)
    with deadline.kills(lambda: program.pid), program:
        return deadline.run(_played(program.url, there, waits))


def _measured(kind: str, found: Found, floor: list[float], page: list[float]) -> Iterator[Row]:
    for name, took in found.seen.items():
        yield from _rows(f"{kind}: {name}", took, floor, AT_ONCE)
    yield from _rows(f"{kind}: thirty claim one", found.claims, floor)
    yield Row(f"{kind}: thirty claim one: not exactly one won", found.wrong, "times", target=0)
    yield from _rows(f"{kind}: queue page", found.looks, page, 100.0)


class Found(Struct, frozen=True):
    """Milliseconds, shortest first: `seen` by what was waited for, `claims` until all thirty knew, `looks` of
    the queue's page. `wrong` is how often not exactly one won."""

    seen: dict[str, list[float]]
    claims: list[float]
    wrong: int
    looks: list[float]


async def _prepared(url: str) -> tuple[list[There], list[Waits]]:
    """The day before the program starts."""
    async with staffed(url) as helpline:
        there = await helpline.advisers(ADVISERS)
        waits = await helpline.queue(TALKING * ADVISERS + WAITING)
        await helpline.given(there, waits[: TALKING * ADVISERS])
    return there, waits


async def _played(url: str, there: list[There], waits: list[Waits]) -> Found:
    async with Day(url, there, waits, CONVERSATIONS) as day:
        looks = await day.looks(LOOKS)
        told, drawn = await day.requests(REQUESTS)
        replies, messages = await day.replies(WRITTEN), await day.messages(WRITTEN)
        claims, wrong = await day.claims(CLAIMS)
    seen = {
        "request told to all pages": told,
        "request drawn on all pages": drawn,
        "adviser's reply to resident's page": replies,
        "resident's message to adviser's page": messages,
    }
    return Found(seen, claims, wrong, looks)


def _rows(
    name: str, took: Sequence[float], floor: Sequence[float], target: float | None = None
) -> Iterator[Row]:
    """p50, p95 and the longest; what is wanted is wanted of the p95."""
    yield Row(f"{name}: p50", _at(took, 0.5), "ms", _at(floor, 0.5))
    yield Row(f"{name}: p95", _at(took, 0.95), "ms", _at(floor, 0.95), target=target)
    yield Row(f"{name}: longest", took[-1], "ms", floor[-1])


def _at(took: Sequence[float], share: float) -> float:
    return took[int(len(took) * share)]


def _floor(deadline: Deadline) -> tuple[list[float], list[float]]:
    """Milliseconds until all of so many streams have what was posted; and of a page of a few bytes."""
    port = unused_port()
    command = [sys.executable, "-m", "tests.bench.relay", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT)
    assert process.stdout is not None
    try:
        with deadline.kills(lambda: process.pid):
            assert process.stdout.readline(), "the floor did not start"
            return deadline.run(_relayed(f"http://127.0.0.1:{port}"))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


async def _relayed(url: str) -> tuple[list[float], list[float]]:
    passed, pages = [], []
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector) as session, AsyncExitStack() as rooms:
        for _ in range(20):  # until the port is listened on
            with suppress(aiohttp.ClientConnectionError):
                await session.get(url)
                break
            await asyncio.sleep(0.1)
        heard: asyncio.Queue[float] = asyncio.Queue()
        streams = [
            Stream(session, f"{url}/events", 0, "", lambda kind, data: heard.put_nowait(perf_counter()))
            for _ in range(ADVISERS)
        ]
        for stream in streams:
            await rooms.enter_async_context(stream)
        await all_ready(streams)
        for number in range(LOOKS):
            began = perf_counter()
            async with session.post(url, json=number):
                for _ in streams:
                    passed.append((await heard.get() - began) * 1000)
            began = perf_counter()
            async with session.get(url) as answer:
                await answer.read()
            pages.append(since(began))
    return sorted(passed), sorted(pages)
