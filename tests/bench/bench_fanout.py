"""One alert to 100,000 subscribers: how long until all of it is in the outbox, and until all of it has gone.

The floor of the first is the fastest honest way to write the same rows into the same table with the same
indexes: `COPY` on PostgreSQL, `executemany` in one transaction on SQLite. Provider and clock are in memory.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, time
from typing import Any

import psycopg
from sqlalchemy import insert, make_url

from bot.clock import FixedClock, SystemClock
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.subscription_tables import subscription_kinds, subscription_places, subscriptions
from bot.store.tables import conversations
from channels.fake_sends import FakeSends
from channels.sending import Outgoing, Pace, Receipt
from notifier.alert import Area
from notifier.deliver import Deliver, Surroundings
from tests.bench.row import Row
from tests.databases import SECRET, made_database, running_server
from tests.integration.fan_out.crowd import PACKS, Crowd, warning

PEOPLE = 100_000
LANGUAGES = ("en", "pl", "ar", "ro", "ur", "pa", "pt", "zh-Hans", "ckb", "fa", "bn", "gu")
SPOTS = 20_000
DISTRICTS = 29
BATCH = 5_000
BLOCKS = 3  # the fastest counts: the others had the machine less to themselves
AT_ONCE = 512
SILENT = 1.5
"""Seconds without a message after which there are no more."""

QUICK = Pace(per_second=1e9, burst=10_000_000, at_once=AT_ONCE)


def rows() -> Iterator[Row]:
    """Fan-out as a multiple of its floor, and messages a second."""
    server = running_server()
    if server is not None:
        with made_database(server) as url:
            yield from asyncio.run(_on_postgresql(url))
    with TemporaryDirectory() as folder:
        yield from asyncio.run(_on_sqlite(Path(folder) / "fanout.db"))


async def _on_postgresql(url: str) -> list[Row]:
    store = await _filled(url)
    plain = make_url(url).render_as_string(hide_password=False)
    best, took = 0.0, 0.0
    for block in range(BLOCKS):
        await _sql(store, "TRUNCATE outbox")
        seconds = await _fanned_out(store, block)
        floor = _copied(plain)
        if not best or seconds / floor < best:
            best, took = seconds / floor, seconds
    again = await _again(store)
    rate = await _two_workers(store, plain)
    await store.close()
    return [
        Row("100,000 subscribers: audience and fan-out, PostgreSQL", best, "x COPY", target=2.0),
        Row("the same in seconds", took, "s"),
        Row("the same again: rows added", again, "rows", target=0.0),
        Row("drained by two workers, PostgreSQL", rate, "1/s", target=8000.0, sense=">="),
    ]


async def _on_sqlite(path: Path) -> list[Row]:
    store = await _filled(f"sqlite:///{path}")
    seconds = await _fanned_out(store, 0)
    rate = await _drained(store, "one")
    await store.close()
    return [
        Row("100,000 subscribers: audience and fan-out, SQLite", seconds, "s"),
        Row("drained by one worker, SQLite, shared words", rate, "1/s", target=3000.0, sense=">="),
    ]


async def _filled(url: str) -> Store:
    """People of all languages, each with one place."""
    clock, keys = SystemClock(), Keys([SECRET])
    store = await Store.open(url, keys, clock, packs=PACKS)
    now, random = clock.now(), Random(7)
    districts = [f"LS{number + 1}" for number in range(DISTRICTS)]
    codes = [f"{random.choice(districts)} {number % 10}A{number:04}" for number in range(SPOTS)]
    spots = [(keys.find("spot", code), keys.find("spot", code.partition(" ")[0])) for code in codes]
    sealed = keys.seal("LS9 8AA")
    for first in range(0, PEOPLE, BATCH):
        people = [_person(keys, number, now) for number in range(first, first + BATCH)]
        each = range(first + 1, first + BATCH + 1)
        places = [(id, *random.choice(spots)) for id in each]

        def work(connection: Any, people: Any = people, each: Any = each, places: Any = places) -> None:
            connection.execute(insert(conversations), [talk for talk, _ in people])
            wishes = [{"conversation_id": id, **wish} for id, (_, wish) in zip(each, people, strict=True)]
            connection.execute(insert(subscriptions), wishes)
            kinds = [{"subscription_id": id, "kind": "weather", "sensor": 0, "level": 2} for id in each]
            connection.execute(insert(subscription_kinds), kinds)
            new = [
                {"subscription_id": id, "label": "home", "spot": spot, "district": district, "place": sealed}
                for id, spot, district in places
            ]
            connection.execute(insert(subscription_places), new)

        await store.database.write(work)
    return store


def _person(keys: Keys, number: int, now: dt.datetime) -> tuple[dict[str, object], dict[str, object]]:
    name = f"07700 {number:06}"
    language = LANGUAGES[number % len(LANGUAGES)]
    talk = {
        "channel": "sms",
        "lookup": keys.find("sms", name),
        "address": keys.seal(name),
        "owner": "bot",
        "revision": 0,
        "language": language,
        "kept": False,
        "waiting": False,
        "reminded": False,
        "last_seq": 1,
        "created_at": now,
        "last_at": now,
    }
    wish = {
        "channel": "sms",
        "fallback": "",
        "language": "",
        "at_risk": False,
        "quiet_start": None,
        "quiet_end": None,
        "override": 4,
        "bins_at": 1080,
        "state": "active",
        "agreed_at": now,
        "agreed_to": "",
        "ends_at": now + dt.timedelta(days=365),
    }
    return talk, wish


async def _fanned_out(store: Store, block: int) -> float:
    """Seconds from the warning to the last row, audience, estimate and words included."""
    crowd = Crowd(store, FixedClock(SystemClock().now()), limit=1_000_000_000)
    districts = tuple(f"LS{number + 1}" for number in range(DISTRICTS))
    said = warning(3, id=f"block {block}", area=Area(districts=districts))
    began = perf_counter()
    made = await crowd.warn(said)
    took = perf_counter() - began
    assert made == PEOPLE, made
    return took


async def _again(store: Store) -> float:
    """How many rows a second run adds."""
    await _sql(
        store, "UPDATE alert_versions SET status = 'new' WHERE id = (SELECT max(id) FROM alert_versions)"
    )
    return float(await Crowd(store, FixedClock(SystemClock().now()), limit=1_000_000_000).fan_out.all())


def _copied(url: str) -> float:
    """Seconds that the same rows take by COPY, into the same table, emptied before."""
    with psycopg.connect(url) as connection:
        with connection.cursor().copy("COPY outbox TO STDOUT (FORMAT BINARY)") as out:
            data = list(out)
        connection.execute("TRUNCATE outbox")
        connection.commit()
        began = perf_counter()
        with connection.cursor().copy("COPY outbox FROM STDIN (FORMAT BINARY)") as copy:
            for block in data:
                copy.write(block)
        connection.commit()
        return perf_counter() - began


async def _two_workers(store: Store, url: str) -> float:
    """Messages a second by two processes, from the word to begin to the last message."""
    command = (sys.executable, "-m", "tests.bench.bench_fanout", url)
    pipe = asyncio.subprocess.PIPE
    workers = [
        await asyncio.create_subprocess_exec(*command, str(number), stdin=pipe, stdout=pipe)
        for number in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None
        await worker.stdout.readline()
    began = time()
    told = await asyncio.gather(*(worker.communicate(b"go\n") for worker in workers))
    counts, ends = zip(*(out.split() for out, _ in told), strict=True)
    assert sum(map(int, counts)) == PEOPLE
    return PEOPLE / (max(map(float, ends)) - began)


async def _drained(store: Store, name: str) -> float:
    """Messages a second by one worker in this process."""
    began = time()
    sent, ended = await _sent(store, name)
    assert sent == PEOPLE, sent
    return PEOPLE / (ended - began)


class _Timed(FakeSends):
    """Knows when it took the last message, seconds of the machine's clock."""

    last = 0.0

    async def send(self, message: Outgoing) -> Receipt:
        self.last = time()
        return await super().send(message)


async def _sent(store: Store, name: str) -> tuple[int, float]:
    """How many messages a worker has sent once there are no more, and when it sent the last."""
    sends = _Timed(pace=QUICK)
    box = store.outbox(name)
    around = Surroundings(SystemClock().now, Random(7), lambda _channel, _outcome: None)
    deliver = Deliver(box, {"sms": sends}, lambda: store.hub.watch(box.news), around)
    sends.last = time()
    await deliver.start()
    while time() - sends.last < SILENT or deliver.lanes["sms"].held:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    await deliver.close()
    assert sends.doubles == 0
    return len(sends.taken), sends.last


async def _sql(store: Store, statement: str) -> None:
    await store.database.write(lambda connection: connection.exec_driver_sql(statement).close())


async def _work(url: str, name: str) -> None:
    """A worker of a process of its own: says when it is ready, waits for the word, and how many it sent."""
    store = await Store.open(url, Keys([SECRET]), SystemClock(), packs=PACKS)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.readline)
    print(*await _sent(store, f"worker {name}"), flush=True)
    await store.close()


if __name__ == "__main__":
    asyncio.run(_work(sys.argv[1], sys.argv[2]))
