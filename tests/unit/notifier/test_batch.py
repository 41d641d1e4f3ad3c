"""What many want written in the same moment is written together, and each hears what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from notifier.batch import Batch


class Written:
    """Takes batches; holds the first until it is let go."""

    def __init__(self) -> None:
        self.batches: list[list[int]] = []
        self.go = asyncio.Event()
        self.fails = False

    async def write(self, items: Sequence[int]) -> int:
        self.batches.append(list(items))
        await self.go.wait()
        if self.fails:
            raise RuntimeError("the disk is full")
        return len(items)


async def test_what_comes_while_one_is_written_goes_together() -> None:
    written = Written()
    batch = Batch(written.write)
    first = asyncio.create_task(batch.add(1))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    others = [asyncio.create_task(batch.add(number)) for number in (2, 3, 4)]
    await asyncio.sleep(0)
    written.go.set()
    assert await first == 1
    assert await asyncio.gather(*others) == [3, 3, 3]
    assert written.batches == [[1], [2, 3, 4]]


async def test_a_failure_reaches_all_who_were_in_it_and_nobody_else() -> None:
    written = Written()
    written.fails = True
    batch = Batch(written.write)
    both = [asyncio.create_task(batch.add(number)) for number in (1, 2)]
    written.go.set()
    for one in both:
        with pytest.raises(RuntimeError, match="full"):
            await one
    written.fails = False
    assert await batch.add(3) == 1


async def test_who_is_cut_off_does_not_stop_the_others() -> None:
    written = Written()
    batch = Batch(written.write)
    one, other = (asyncio.create_task(batch.add(number)) for number in (1, 2))
    await asyncio.sleep(0)
    one.cancel()
    written.go.set()
    assert await other == 2
    assert written.batches == [[1, 2]]
