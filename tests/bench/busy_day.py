"""A busy day of the helpline, played against a running program: every page that would be open is open, and
does what its script does."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from time import perf_counter
from typing import Any

from tests.acceptance.people import Adviser, Town, all_ready, since
from tests.acceptance.staffed import There, Waits
from tests.acceptance.stream import Stream

TALKING = 10
"""Conversations that each adviser has, with a page open for each."""

AT_ONCE = 10
"""How many write in the same moment."""

SCRIPT_WAITS = 0.15
"""Seconds that the page's script gathers news before it draws the page again."""


class Sight:
    """When words were first seen."""

    def __init__(self) -> None:
        self._awaited: dict[str, asyncio.Future[float]] = {}

    def await_(self, words: str) -> asyncio.Future[float]:
        return self._awaited.setdefault(words, asyncio.get_running_loop().create_future())

    def hear(self, kind: str, data: Any) -> None:
        if kind == "line" and (seen := self._awaited.pop(data["text"], None)):
            seen.set_result(perf_counter())


class Desk:
    """The queue's page of one adviser. `told` and `drawn` are (when, how many wait): by the stream, and on
    the page that the script has fetched for it."""

    def __init__(self, adviser: Adviser) -> None:
        self.told: list[tuple[float, int]] = []
        self.drawn: list[tuple[float, int]] = []
        self.page = adviser.queue(self._hear)
        self._adviser = adviser
        self._news = asyncio.Event()
        self._changed = asyncio.Condition()

    async def follow(self) -> None:
        """What the script does: of several news it draws the page once."""
        while True:
            await self._news.wait()
            await asyncio.sleep(SCRIPT_WAITS)
            self._news.clear()
            count = await self._adviser.waiting()
            async with self._changed:
                self.drawn.append((perf_counter(), count))
                self._changed.notify_all()

    async def shows(self, count: int) -> None:
        """Waits until so many are on the page."""
        async with self._changed:
            await self._changed.wait_for(lambda: bool(self.drawn) and self.drawn[-1][1] >= count)

    def _hear(self, kind: str, data: Any) -> None:
        if kind == "queue":
            self.told.append((perf_counter(), data["waiting"]))
            self._news.set()


class Day:
    """Open it: then all pages are. Each method does something many times and gives how long it took, in
    milliseconds, shortest first."""

    def __init__(self, url: str, there: Sequence[There], waits: Sequence[Waits], residents: int) -> None:
        """The first of `waits` are given to `there` already, `TALKING` to each; the pages of `residents` are
        open."""
        self._sight = Sight()
        self._rooms = AsyncExitStack()
        self._town = Town(url)
        self._advisers = [self._town.adviser(one.cookie, one.token) for one in there]
        self._held = list(waits[: TALKING * len(there)])
        self._free = iter(waits[residents:])
        self._residents = [self._town.resident(one.id) for one in waits[:residents]]
        self._waits = waits
        self.desks = [Desk(adviser) for adviser in self._advisers]

    async def __aenter__(self) -> Day:
        try:
            return await self._opened()
        except BaseException:
            await self._rooms.aclose()
            raise

    async def __aexit__(self, *_: object) -> None:
        await self._rooms.aclose()

    async def _opened(self) -> Day:
        await self._rooms.enter_async_context(self._town)
        hear = self._sight.hear
        pages: list[Stream] = [desk.page for desk in self.desks]
        pages += [one.page(its.seq, hear) for one, its in zip(self._residents, self._waits, strict=False)]
        pages += [self._of(at).talk(one.reference, one.seq, hear) for at, one in enumerate(self._held)]
        for page in pages:
            await self._rooms.enter_async_context(page)
        await all_ready(pages)
        group = await self._rooms.enter_async_context(_Background())
        for desk in self.desks:
            group.start(desk.follow())
        return self

    async def requests(self, count: int) -> tuple[list[float], list[float]]:
        """Residents ask for a person, one after the other: from sending it until each adviser's stream has
        told it, and until each adviser's page has drawn it."""
        told: list[float] = []
        drawn: list[float] = []
        waiting = await self._advisers[0].waiting()
        for number in range(waiting + 1, waiting + count + 1):
            began = perf_counter()
            await self._town.resident().says("talk to a person")
            for desk in self.desks:
                await desk.shows(number)
                told.append(_first(desk.told, began, number))
                drawn.append(_first(desk.drawn, began, number))
        return sorted(told), sorted(drawn)

    async def replies(self, count: int) -> list[float]:
        """From an adviser's sending until the resident's page has it."""

        async def reply(number: int, words: str) -> None:
            at = number % len(self._held)
            await self._of(at).replies(self._held[at].reference, words)

        return await self._seen("reply", count, reply)

    async def messages(self, count: int) -> list[float]:
        """From a resident's sending until the page of their adviser has it."""

        async def say(number: int, words: str) -> None:
            await self._residents[number % len(self._held)].says(words)

        return await self._seen("message", count, say)

    async def claims(self, count: int) -> tuple[list[float], int]:
        """Everybody takes the same resident at once, so many times: until all of them know, and how often
        there was not exactly one who won."""
        took, wrong = [], 0
        for one in itertools.islice(self._free, count):
            began = perf_counter()
            won = await asyncio.gather(*(adviser.claims(one.reference) for adviser in self._advisers))
            took.append(since(began))
            wrong += sum(won) != 1
        return sorted(took), wrong

    async def looks(self, count: int) -> list[float]:
        """The queue's page, opened by one adviser after the other."""
        took = []
        for number in range(count):
            began = perf_counter()
            await self._advisers[number % len(self._advisers)].waiting()
            took.append(since(began))
        return sorted(took)

    def _of(self, at: int) -> Adviser:
        """Who has the conversation at this place of those that are held."""
        return self._advisers[at % len(self._advisers)]

    async def _seen(self, kind: str, count: int, act: Callable[[int, str], Awaitable[None]]) -> list[float]:
        took: list[float] = []

        async def one(first: int) -> None:
            for number in range(first, count, AT_ONCE):
                words = f"{kind} {number}"
                seen, began = self._sight.await_(words), perf_counter()
                await act(number, words)
                took.append((await seen - began) * 1000)

        await asyncio.gather(*(one(first) for first in range(AT_ONCE)))
        return sorted(took)


class _Background:
    """Tasks that run for as long as the block lasts."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> _Background:
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def start(self, work: Any) -> None:
        self._tasks.append(asyncio.create_task(work))


def _first(news: Sequence[tuple[float, int]], began: float, count: int) -> float:
    """Milliseconds until the first of the news that has so many."""
    return (next(at for at, waiting in news if at >= began and waiting >= count) - began) * 1000
