"""How fast the outbox is emptied by one worker whose provider answers at once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from sqlalchemy import insert

from bot.clock import SystemClock
from bot.store.outbox_tables import outbox
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.fake_sends import FakeSends
from channels.sending import Pace
from notifier.deliver import Deliver, Surroundings
from tests.bench.row import Row
from tests.databases import SECRET, made_database, running_server
from tests.integration.outbox.posting import new_row

MESSAGES, PEOPLE = 6_000, 3_000
BLOCKS = 3  # the fastest counts: the others had the machine less to themselves
AT_ONCE = 256


def rows() -> Iterator[Row]:
    """Messages a second from each database."""
    with TemporaryDirectory() as folder:
        rate = asyncio.run(_drained(f"sqlite:///{folder}/outbox.db"))
        yield Row("drained by one worker, SQLite", rate, "1/s", target=1000.0, sense=">=")
    server = running_server()
    if server is not None:
        with made_database(server) as url:
            rate = asyncio.run(_drained(url))
            yield Row("drained by one worker, PostgreSQL", rate, "1/s", target=2000.0, sense=">=")


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
