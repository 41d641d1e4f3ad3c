"""What a turn costs in the store: its two transactions with sealing, beside two bare inserts in SQLite."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from accessibility.text import Rendered
from bot.clock import SystemClock
from bot.store.lines import NewEntry
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.turn import Opened, TurnWrite
from channels.message import Inbound
from tests.bench.row import Row

BLOCKS = 5  # the fastest counts: the others had the machine less to themselves
TURNS = 400  # in a block
WARM = 200
CONVERSATIONS = 100
STATE = b'{"run":{"answers":{"home":"100091234567"}}}' * 12  # half a kilobyte, as in the middle of a report
ANSWER = "Your black bin is collected on Thursday 26 November. Put it out by 7am."


def rows() -> Iterator[Row]:
    """CPU and wall time of a turn, alone and with 16 at once, and of the bare inserts; then the size of a
    line on disk."""
    with TemporaryDirectory() as folder:
        floor_cpu, floor_wall = _bare(Path(folder) / "bare.db")
        alone = asyncio.run(_measured(Path(folder) / "alone.db", 1))
        crowd = asyncio.run(_measured(Path(folder) / "crowd.db", 16))
        size = (Path(folder) / "crowd.db").stat().st_size / (BLOCKS * TURNS + WARM)
    yield Row("turn, open and commit, CPU", alone[0], "ms", floor_cpu, 1.5)
    yield Row("turn, open and commit, wall", alone[1], "ms", floor_wall)
    yield Row("turn, 16 at once, CPU", crowd[0], "ms", floor_cpu, 1.5)
    yield Row("turns a second, 16 at once", 1000 / crowd[1], "/s", None, 250, ">=")
    yield Row("stored for a turn", size, "bytes")


def _bare(path: Path) -> tuple[float, float]:
    """Two transactions with an insert each: CPU and wall milliseconds of a pair."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE lines (id INTEGER PRIMARY KEY, body BLOB)")
    connection.commit()
    blocks = []
    for _ in range(BLOCKS):
        cpu, wall = time.process_time(), time.perf_counter()
        for _ in range(TURNS * 2):
            connection.execute("INSERT INTO lines (body) VALUES (?)", (STATE,))
            connection.commit()
        blocks.append(_spent(cpu, wall))
    connection.close()
    return _fastest(blocks)


async def _measured(path: Path, lanes: int) -> tuple[float, float]:
    """A turn's CPU and wall milliseconds, with `lanes` of them at once."""
    store = await Store.open(
        f"sqlite:///{path}", Keys(["a secret for the benchmark, 32 long"]), SystemClock()
    )
    await _lanes(lanes, lambda number: _turn(store, number), range(WARM))
    blocks = []
    for first in range(WARM, WARM + BLOCKS * TURNS, TURNS):
        cpu, wall = time.process_time(), time.perf_counter()
        await _lanes(lanes, lambda number: _turn(store, number), range(first, first + TURNS))
        blocks.append(_spent(cpu, wall))
    await store.close()
    return _fastest(blocks)


async def _lanes(lanes: int, turn: Callable[[int], Awaitable[None]], numbers: range) -> None:
    async def lane(first: int) -> None:
        for number in numbers[first::lanes]:
            await turn(number)

    await asyncio.gather(*(lane(first) for first in range(lanes)))


async def _turn(store: Store, number: int) -> None:
    address = f"07700 9{number % CONVERSATIONS:05}"
    inbound = Inbound(f"SM{number}", "sms", address, "when is my bin", dt.datetime.now(dt.UTC))
    opened = await store.open_turn(inbound, "bench")
    assert isinstance(opened, Opened)
    reply = NewEntry("assistant", Rendered(ANSWER, "en"), b'{"text":{"msgid":"%(bin)s"}}' * 10)
    await store.commit_turn(
        TurnWrite(
            conversation_id=opened.conversation.id,
            revision=opened.conversation.revision,
            inbox_id=opened.inbox_id,
            state=STATE,
            language="en",
            entries=(reply,),
        )
    )


def _spent(cpu: float, wall: float) -> tuple[float, float]:
    return (time.process_time() - cpu) / TURNS * 1000, (time.perf_counter() - wall) / TURNS * 1000


def _fastest(blocks: list[tuple[float, float]]) -> tuple[float, float]:
    return min(cpu for cpu, _ in blocks), min(wall for _, wall in blocks)
