"""A crowd at the helpline of one process: every page loses its connection again and again while words go both
ways, and each has every line, once, in order."""

from __future__ import annotations

import asyncio
import itertools
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random

import pytest

from tests.acceptance.conftest import Starts
from tests.acceptance.people import Adviser, Resident, Town, all_ready
from tests.acceptance.staffed import SECRET, There, Waits, staffed
from tests.acceptance.stream import Stream

ADVISERS, TALKING, WAITING = 30, 10, 200
"""Each adviser talks with so many; so many more wait: 500 open conversations."""

ROUNDS = 2
RECONNECTS = 200
SECONDS = 90.0


class Conversation:
    """A resident, their page, and the page of their adviser, None for who waits. `sent` is what was said from
    both sides, as (who, words)."""

    def __init__(self, town: Town, waits: Waits, adviser: Adviser | None) -> None:
        self.resident: Resident = town.resident(waits.id)
        self.page = self.resident.page(waits.seq)
        self.talk = adviser and adviser.talk(waits.reference, waits.seq)
        self.sent: list[tuple[str, str]] = []
        self._adviser = adviser
        self._waits = waits

    @property
    def pages(self) -> list[Stream]:
        return [self.page, *([self.talk] if self.talk else [])]

    async def replied(self, words: str) -> None:
        assert self._adviser is not None
        await self._adviser.replies(self._waits.reference, words)
        self.sent.append(("adviser", words))

    async def said(self, words: str) -> None:
        await self.resident.says(words)
        self.sent.append(("resident", words))

    async def check(self) -> None:
        """Both pages have what is stored, and that is what was said."""
        stored = await self.resident.lines(self._waits.seq)
        for page in self.pages:
            await page.has(stored[-1][0])
            assert page.lines == stored
        numbers = [seq for seq, _, _ in stored]
        assert numbers == list(range(self._waits.seq + 1, self._waits.seq + 1 + len(stored)))
        for side in ("adviser", "resident"):
            said = [words for _, who, words in stored if who == side]
            assert said == [words for who, words in self.sent if who == side]


async def _before(url: str) -> tuple[list[There], list[Waits]]:
    async with staffed(url) as helpline:
        there = await helpline.advisers(ADVISERS)
        waits = await helpline.queue(ADVISERS * TALKING + WAITING)
        await helpline.given(there, waits[: ADVISERS * TALKING])
    return there, waits


@pytest.mark.timeout(150)
async def test_nothing_is_missing_and_nothing_comes_twice(folder: Path, start: Starts) -> None:
    """Before every message that is sent, the page that is to show it may lose its connection, and another
    page anywhere does."""
    there, waits = await _before(f"sqlite:///{folder}/snicket.db")
    program = start(folder, SNICKET_SECRET=SECRET)
    async with asyncio.timeout(SECONDS), Town(program.url) as town, AsyncExitStack() as open_pages:
        advisers = [town.adviser(one.cookie, one.token) for one in there]
        whose = [*advisers * TALKING, *[None] * WAITING]
        talks = [Conversation(town, one, adviser) for one, adviser in zip(waits, whose, strict=True)]
        pages = [page for one in talks for page in one.pages]
        queues = [adviser.queue() for adviser in advisers]
        for page in (*pages, *queues):
            await open_pages.enter_async_context(page)
        await all_ready((*pages, *queues))
        await _everybody_writes(talks, pages)
        assert sum(page.opened - 1 for page in pages) >= RECONNECTS
        await asyncio.gather(*(one.check() for one in talks))
    assert "Traceback" not in program.log


async def _everybody_writes(talks: list[Conversation], pages: list[Stream]) -> None:
    """One lane for each adviser and those they talk with, one for every ten of those who wait."""
    random = Random(5)

    async def lane(mine: list[Conversation]) -> None:
        for number, one in itertools.product(range(ROUNDS), mine):
            random.choice(one.pages).cut()
            if one.talk:
                await one.replied(f"reply {number}")
                random.choice(pages).cut()
                await one.said(f"message {number}")
            elif not number:
                await one.said("are you still there?")

    held, waiting = talks[: ADVISERS * TALKING], talks[ADVISERS * TALKING :]
    lanes = [held[at::ADVISERS] for at in range(ADVISERS)]
    lanes += [waiting[at::TALKING] for at in range(TALKING)]
    async with asyncio.TaskGroup() as group:
        for mine in lanes:
            group.create_task(lane(mine))
