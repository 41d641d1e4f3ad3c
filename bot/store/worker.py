"""One thread with one SQLite connection, which runs what it is given in order.

Everything that has come in while the last transaction was being written goes into the next one together, each
piece of work behind a savepoint of its own (group commit): under load the wait for the disk is shared, and
alone nobody waits for company.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.store.database import StoreError, Work

T = TypeVar("T")

_MOST = 64  # pieces of work in one transaction: bounds how long the first of them waits for the last


class _Job:
    """A piece of work, who waits for it, and what came of it."""

    __slots__ = ("durable", "future", "problem", "result", "work")

    def __init__(self, work: Work[Any], future: asyncio.Future[Any], durable: bool) -> None:
        self.work = work
        self.future = future
        self.durable = durable
        self.result: Any = None
        self.problem: BaseException | None = None

    def settle(self) -> None:
        """Tells who waits; a caller that has gone away is not told."""
        if self.future.done():
            return
        if self.problem is not None:
            self.future.set_exception(self.problem)
        else:
            self.future.set_result(self.result)


class Worker:
    """Runs work on `connection`, which is its own from now on, in a thread named `name`. Each transaction
    starts with the statement `begin`."""

    def __init__(self, name: str, connection: Connection, begin: str) -> None:
        self._begin = begin
        self._loop = asyncio.get_running_loop()
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._open = True
        self._durable = True  # as the connection comes
        # A daemon: a program that dies without closing the store must not hang. What was promised is on disk.
        self._thread = threading.Thread(target=self._run, args=(connection,), name=name, daemon=True)
        self._thread.start()

    async def do(self, work: Work[T], durable: bool = True) -> T:
        """Runs `work` in a transaction, which waits for the disk if it or its company is `durable`.

        Raises what `work` raises, `StoreError` once the worker is closed.
        """
        if not self._open:
            raise StoreError("the store is closed")
        future: asyncio.Future[T] = self._loop.create_future()
        self._jobs.put(_Job(work, future, durable))
        return await future

    async def close(self) -> None:
        """Finishes what has been handed in and ends the thread."""
        if self._open:
            self._open = False
            self._jobs.put(None)
            await asyncio.to_thread(self._thread.join)

    def _run(self, connection: Connection) -> None:
        with connection:
            last = False
            while not last:
                batch = self._next()
                last = batch[-1] is None
                if jobs := [job for job in batch if job is not None]:
                    self._transact(connection, jobs)
                    with suppress(RuntimeError):  # the loop is gone, and with it all who waited
                        self._loop.call_soon_threadsafe(_settle, jobs)

    def _next(self) -> list[_Job | None]:
        """The next piece of work, waited for, with those that are already there behind it."""
        batch = [self._jobs.get()]
        while batch[-1] is not None and len(batch) < _MOST:
            try:
                batch.append(self._jobs.get_nowait())
            except queue.Empty:
                break
        return batch

    def _transact(self, connection: Connection, jobs: list[_Job]) -> None:
        driver: Any = connection.connection.driver_connection
        durable = any(job.durable for job in jobs)
        try:
            if durable != self._durable:
                driver.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            with connection.begin():
                # Said to the driver: a hook in the engine would cost every statement time.
                driver.execute(self._begin)
                for job in jobs:
                    _attempt(connection, driver, job, alone=len(jobs) == 1)
        except BaseException as problem:
            for job in jobs:
                job.problem = job.problem or problem


def _attempt(connection: Connection, driver: Any, job: _Job, alone: bool) -> None:
    """Runs one piece of work. What it raises is its own affair; if it is alone, the transaction is undone."""
    if alone:
        job.result = job.work(connection)
        return
    driver.execute("SAVEPOINT work")
    try:
        job.result = job.work(connection)
    except BaseException as problem:
        job.problem = problem
        driver.execute("ROLLBACK TO work")
    driver.execute("RELEASE work")


def _settle(jobs: list[_Job]) -> None:
    for job in jobs:
        job.settle()
