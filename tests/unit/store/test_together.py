"""Readings that are shared: once for all who ask at the same time, and never older than the question."""

from __future__ import annotations

import asyncio

import pytest

from bot.store.together import Together


class Source:
    """Counts how often it is read; a reading takes until it is let go on."""

    def __init__(self) -> None:
        self.begun = 0
        self.goes_on = asyncio.Event()
        self.fault: Exception | None = None

    async def read(self) -> int:
        self.begun += 1
        number = self.begun
        await self.goes_on.wait()
        if self.fault:
            raise self.fault
        return number


async def asked(together: Together[int], count: int) -> list[asyncio.Task[int]]:
    """So many ask; returns when all of them wait."""
    tasks = [asyncio.create_task(together.read()) for _ in range(count)]
    for _ in range(5):
        await asyncio.sleep(0)
    return tasks


async def test_who_asks_at_the_same_time_shares_one_reading() -> None:
    source = Source()
    tasks = await asked(Together(source.read), 50)
    source.goes_on.set()
    assert set(await asyncio.gather(*tasks)) == {1}


async def test_who_asks_while_it_is_read_gets_the_next_one() -> None:
    """What is under way may have begun before the news that they ask for."""
    source = Source()
    together = Together(source.read)
    first = await asked(together, 1)
    later = await asked(together, 50)
    assert source.begun == 1, "one reading at a time"
    source.goes_on.set()
    assert await first[0] == 1
    assert set(await asyncio.gather(*later)) == {2}


async def test_who_asks_later_reads_again() -> None:
    source = Source()
    source.goes_on.set()
    together = Together(source.read)
    assert [await together.read() for _ in range(3)] == [1, 2, 3]


async def test_who_goes_away_disturbs_no_other() -> None:
    source = Source()
    tasks = await asked(Together(source.read), 3)
    tasks[0].cancel()
    source.goes_on.set()
    assert await asyncio.gather(*tasks[1:]) == [1, 1]


async def test_a_fault_reaches_all_who_asked_and_nobody_after_them() -> None:
    source = Source()
    source.fault = OSError("no answer")
    together = Together(source.read)
    tasks = await asked(together, 3)
    later = await asked(together, 1)
    source.goes_on.set()
    for task in tasks:
        with pytest.raises(OSError, match="no answer"):
            await task
    with pytest.raises(OSError, match="no answer"):
        await later[0]
    source.fault = None
    assert await together.read() == 3


async def test_a_fault_that_nobody_waits_for_is_quiet() -> None:
    source = Source()
    source.fault = OSError("no answer")
    together = Together(source.read)
    (gone,) = await asked(together, 1)
    gone.cancel()
    source.goes_on.set()
    with pytest.raises(OSError, match="no answer"):
        await together.read()
