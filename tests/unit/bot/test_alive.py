"""A worker's sign of life is there as long as it works, and only then."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.alive import Alive


class Database:
    """Answers, or does not; `asked` says when it was."""

    def __init__(self) -> None:
        self.fails = False
        self.pings = 0
        self._asked = asyncio.Event()

    async def ping(self) -> None:
        self.pings += 1
        self._asked.set()
        if self.fails:
            raise ConnectionError

    async def asked(self, times: int) -> None:
        """Waits until it was asked so many times more."""
        for _ in range(times):
            self._asked.clear()
            await self._asked.wait()


async def test_the_file_is_there_while_the_database_answers(tmp_path: Path) -> None:
    database, file = Database(), tmp_path / "alive"
    alive = Alive(file, database.ping, every=0)
    assert not file.exists()
    await alive.start()
    await database.asked(2)
    assert file.exists()
    await alive.stop()
    assert not file.exists()


async def test_a_database_that_does_not_answer_is_no_sign_of_life(tmp_path: Path) -> None:
    database, file = Database(), tmp_path / "alive"
    database.fails = True
    alive = Alive(file, database.ping, every=0)
    await alive.start()
    await database.asked(3)
    assert not file.exists()
    database.fails = False
    await database.asked(2)
    assert file.exists(), "it comes back by itself"
    await alive.stop()


async def test_what_was_never_started_can_be_stopped(tmp_path: Path) -> None:
    await Alive(tmp_path / "alive", Database().ping).stop()
