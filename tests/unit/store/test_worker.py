"""The worker runs work in order, shares commits, and keeps one piece of work's failure from the others."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from bot.store.database import StoreError
from bot.store.worker import Worker

Add = Callable[[int], Callable[[Connection], int]]


class Count:
    """Counts the transactions of a connection."""

    def __init__(self) -> None:
        self.begun = 0

    def __call__(self, statement: str) -> None:
        self.begun += statement.startswith("BEGIN")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "numbers.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE numbers (n INTEGER UNIQUE)")
    connection.close()
    return path


@pytest.fixture
def transactions() -> Count:
    return Count()


@pytest.fixture
async def worker(file: Path, transactions: Count) -> AsyncIterator[Worker]:
    engine = create_engine(
        f"sqlite:///{file}", poolclass=NullPool, connect_args={"check_same_thread": False, "timeout": 0.1}
    )
    connection = engine.connect()
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.isolation_level = None
    driver.set_trace_callback(transactions)
    worker = Worker("test", connection, "BEGIN IMMEDIATE")
    yield worker
    await worker.close()


def add(number: int) -> Callable[[Connection], int]:
    """Work that stores a number and returns it."""

    def work(connection: Connection) -> int:
        connection.exec_driver_sql("INSERT INTO numbers VALUES (?)", (number,))
        return number

    return work


def fail(connection: Connection) -> int:
    """Work that stores a number and then fails."""
    connection.exec_driver_sql("INSERT INTO numbers VALUES (-1)")
    raise LookupError("no such thing")


def numbers(file: Path) -> list[int]:
    """What another connection sees."""
    connection = sqlite3.connect(file)
    found = [row[0] for row in connection.execute("SELECT n FROM numbers ORDER BY rowid")]
    connection.close()
    return found


async def test_the_result_comes_back_once_it_is_written(worker: Worker, file: Path) -> None:
    assert await worker.do(add(7)) == 7
    assert numbers(file) == [7]


async def test_work_is_done_in_order(worker: Worker, file: Path) -> None:
    assert await asyncio.gather(*(worker.do(add(n)) for n in range(200))) == list(range(200))
    assert numbers(file) == list(range(200))


async def test_what_comes_in_meanwhile_is_committed_together(worker: Worker, transactions: Count) -> None:
    begin = threading.Event()
    first = asyncio.create_task(worker.do(lambda connection: begin.wait(10)))
    await asyncio.sleep(0)
    rest = [asyncio.create_task(worker.do(add(n))) for n in range(50)]
    await asyncio.sleep(0)
    begin.set()
    await asyncio.gather(first, *rest)
    assert transactions.begun <= 3


async def test_work_that_fails_alone_leaves_nothing(worker: Worker, file: Path) -> None:
    with pytest.raises(LookupError, match="no such thing"):
        await worker.do(fail)
    assert numbers(file) == []
    assert await worker.do(add(1)) == 1


async def test_work_that_fails_takes_nobody_with_it(worker: Worker, file: Path) -> None:
    work = [add(1), fail, add(2), add(2), add(3)]
    outcomes = await asyncio.gather(*(worker.do(one) for one in work), return_exceptions=True)
    assert [type(one).__name__ for one in outcomes] == ["int", "LookupError", "int", "IntegrityError", "int"]
    assert numbers(file) == [1, 2, 3]


async def test_a_database_that_is_locked_for_too_long_is_told_and_gets_over_it(
    worker: Worker, file: Path
) -> None:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        await worker.do(add(1))
    other.execute("COMMIT")
    other.close()
    assert await worker.do(add(1)) == 1


async def test_a_caller_that_goes_away_disturbs_nobody(worker: Worker, file: Path) -> None:
    begin = threading.Event()
    gone = asyncio.create_task(worker.do(lambda connection: begin.wait(10) and add(1)(connection)))
    await asyncio.sleep(0)
    gone.cancel()
    begin.set()
    assert await worker.do(add(2)) == 2
    assert numbers(file) == [1, 2]


async def test_closing_finishes_what_was_handed_in(worker: Worker, file: Path) -> None:
    pending = [asyncio.create_task(worker.do(add(n))) for n in range(20)]
    await asyncio.sleep(0)
    await worker.close()
    assert await asyncio.gather(*pending) == list(range(20))
    assert numbers(file) == list(range(20))


async def test_a_closed_worker_takes_no_more(worker: Worker) -> None:
    await worker.close()
    await worker.close()
    with pytest.raises(StoreError, match="the store is closed"):
        await worker.do(add(1))
