"""How soon a reading that crosses the mark is a message in the outbox: the real program with a real broker.

Measured from just before the reading is published until its alert lies in the outbox, the worst of several
starts. On the way are the broker, the hour, the index, the rule, the alert, its audience and its words.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from bot.clock import FixedClock
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.acceptance.program import Program, data_folder, run
from tests.acceptance.town import FEEDS, HOUR, SECRET, SENSORS, notification
from tests.bench.row import Row
from tests.databases import made_database, running_server
from tests.integration.fan_out.crowd import Crowd
from tests.mqtt import PLACES, Mosquitto

STARTS = 3
TWO = dt.datetime(2026, 11, 24, 14, 0, tzinfo=dt.UTC)
HIGH = 450.0
"""A mean of NO2 of an hour, µg/m³: index 7."""

PATIENCE = 30.0
PAUSE = 0.002
"""Seconds between two looks."""

_HEARD = "SELECT count(*) FROM readings"
_WRITTEN = "SELECT count(*) FROM outbox WHERE subscription_id IS NOT NULL"
Count = Callable[[str], int]


def rows() -> Iterator[Row]:
    """Seconds on each database; nothing where there is no broker."""
    binary = shutil.which("mosquitto", path=os.pathsep.join(PLACES))
    if binary is None:
        return
    worst = max(_on_sqlite(binary) for _ in range(STARTS))
    yield Row("from a reading to the outbox, SQLite", worst, "s", target=2.0)
    server = running_server()
    if server is not None:
        worst = max(_on_postgresql(binary, server) for _ in range(STARTS))
        yield Row("from a reading to the outbox, PostgreSQL", worst, "s", target=2.0)


def _on_sqlite(binary: str) -> float:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "data" / "snicket.db"
        look = f"file:{file}?mode=ro"

        def count(asked: str) -> int:
            with closing(sqlite3.connect(look, uri=True, timeout=10)) as database:
                return int(database.execute(asked).fetchone()[0])

        return asyncio.run(_crossed(binary, Path(folder), f"sqlite:///{file}", count))


def _on_postgresql(binary: str, server: str) -> float:
    with (
        TemporaryDirectory() as folder,
        made_database(server) as url,
        closing(psycopg.connect(url, autocommit=True)) as database,
    ):

        def count(asked: str) -> int:
            row = database.execute(asked).fetchone()
            return int(row[0]) if row else 0

        return asyncio.run(_crossed(binary, Path(folder), url, count))


async def _crossed(binary: str, folder: Path, url: str, count: Count) -> float:
    """Seconds from the second high hour to the first message."""
    broker = Mosquitto(binary, folder)
    await broker.start()
    data = data_folder(folder / "data")
    (data / "feeds.yaml").write_text(FEEDS.format(port=broker.port), encoding="utf-8")
    (data / "sensors.csv").write_text(SENSORS, encoding="utf-8")
    settings = {
        "SNICKET_DATABASE_URL": url,
        "SNICKET_SECRET": SECRET,
        "SNICKET_FEEDS": str(data / "feeds.yaml"),
        "SNICKET_SMS": "simulated",
        "SNICKET_LOG_LEVEL": "warning",
        "SNICKET_NOW": (TWO + dt.timedelta(seconds=30)).isoformat(),
    }
    loaded = run("bot", "load", "sensors", str(data / "sensors.csv"), folder=data, **settings)
    assert loaded.returncode == 0, loaded.stderr
    await _subscriber(url)
    try:
        with Program(data, **settings):
            await broker.publish("sensors/1", notification(HIGH, TWO - HOUR), retain=True)
            await _until(count, _HEARD)
            began = perf_counter()
            await broker.publish("sensors/1", notification(HIGH + 1, TWO))
            await _until(count, _WRITTEN)
            return perf_counter() - began
    finally:
        broker.stop()


async def _until(count: Count, asked: str) -> None:
    """Looks again and again, from outside, until there is a row."""
    last = perf_counter() + PATIENCE
    while not count(asked):
        assert perf_counter() < last, f"nothing came of it: {asked}"
        await asyncio.sleep(PAUSE)


async def _subscriber(url: str) -> None:
    """Somebody who is told of bad air near the sensor."""
    clock, keys = FixedClock(TWO), Keys([SECRET])
    store = await Store.open(url, keys, clock)
    await Crowd(store, clock, keys=keys).person("+447700900123", 3, kind="air", places=("LS9",))
    await store.close()
