"""How fast the outbox is emptied by one worker whose provider answers at once, and how soon a message is
acknowledged while turns run."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import insert

from bot.clock import SystemClock
from bot.parts import Parts
from bot.store.outbox_tables import outbox
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.fake_sends import FakeSends
from channels.message import Inbound
from channels.sending import Pace
from notifier.deliver import Deliver, Surroundings
from tests.bench.row import Row
from tests.databases import SECRET, made_database, running_server
from tests.integration.outbox.posting import new_row
from tests.testbot import put_together

MESSAGES, PEOPLE = 6_000, 3_000
BLOCKS = 3  # the fastest counts: the others had the machine less to themselves
AT_ONCE = 256
A_SECOND, SECONDS = 100, 10
SAYINGS = ("when is my bin", "14 LS8 1AA", "hello", "what goes in the green bin", "thanks", "help")


def rows() -> Iterator[Row]:
    """Messages a second from each database; milliseconds until a message is acknowledged."""
    with TemporaryDirectory() as folder:
        rate = asyncio.run(_drained(f"sqlite:///{folder}/outbox.db"))
        yield Row("drained by one worker, SQLite", rate, "1/s", target=1000.0, sense=">=")
    server = running_server()
    if server is not None:
        with made_database(server) as url:
            rate = asyncio.run(_drained(url))
            yield Row("drained by one worker, PostgreSQL", rate, "1/s", target=2000.0, sense=">=")
    with TemporaryDirectory() as folder:
        took, late = asyncio.run(_acknowledged(Path(folder)))
    yield Row(f"acknowledged at {A_SECOND} a second, p50", took[len(took) // 2], "ms")
    yield Row(f"acknowledged at {A_SECOND} a second, p99", took[int(len(took) * 0.99)], "ms", target=50.0)
    yield Row("turns still to be done when the last was acknowledged", late, "")


async def _drained(url: str) -> float:
    """Messages a second, the best block."""
    clock = SystemClock()
    store = await Store.open(url, Keys([SECRET]), clock)
    best = 0.0
    for block in range(BLOCKS):
        await _fill(store, clock, block)
        sends = FakeSends(pace=Pace(per_second=1e9, burst=1_000_000, at_once=AT_ONCE))
        box = store.outbox(f"bench {block}")
        around = Surroundings(clock.now, Random(7), lambda _channel, _outcome: None)
        deliver = Deliver(box, {"sms": sends}, lambda box=box: store.hub.watch(box.news), around)
        began = perf_counter()
        await deliver.start()
        while len(sends.taken) < MESSAGES or deliver.lanes["sms"].held:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        best = max(best, MESSAGES / (perf_counter() - began))
        await deliver.close()
        assert sends.doubles == 0
    await store.close()
    return best


async def _fill(store: Store, clock: SystemClock, block: int) -> None:
    now = clock.now() - dt.timedelta(seconds=1)
    each = range(MESSAGES // PEOPLE)
    new = [
        new_row(now, f"{block}-{number}", f"person-{person}") for number in each for person in range(PEOPLE)
    ]
    await store.database.write(lambda connection: connection.execute(insert(outbox), new))


async def _acknowledged(folder: Path) -> tuple[list[float], int]:
    """Milliseconds of each, shortest first, and how many turns were left at the end."""
    parts = await put_together(folder, dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC))
    await asyncio.to_thread(parts.bins.addresses.parse, "")
    began, tasks = perf_counter(), []
    for number in range(A_SECOND * SECONDS):
        await asyncio.sleep(max(0.0, began + number / A_SECOND - perf_counter()))
        tasks.append(asyncio.create_task(_accepted(parts, number)))
    took = sorted(await asyncio.gather(*tasks))
    late = parts.turns.waiting
    await parts.turns.idle()
    await parts.close()
    return took, late


async def _accepted(parts: Parts, number: int) -> float:
    person, step = divmod(number, len(SAYINGS))
    inbound = Inbound(f"m{number}", "sms", f"person-{person}", SAYINGS[step], parts.clock.now())
    began = perf_counter()
    await parts.turns.accept(inbound)
    return (perf_counter() - began) * 1000
