"""A sign of life for a process that nobody can ask over HTTP: a file that it touches while it works."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)

EVERY = 10.0
"""Seconds between two touches."""


class Alive:
    """Touches `file` as long as the loop turns and `ping` raises nothing: the database answers."""

    def __init__(self, file: Path, ping: Callable[[], Awaitable[None]], every: float = EVERY) -> None:
        self._file = file
        self._ping = ping
        self._every = every
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begins."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Takes the file away: who has stopped is not alive."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._file.unlink(missing_ok=True)
            self._task = None

    async def _run(self) -> None:
        while True:
            try:
                await self._ping()
                self._file.touch()
            except Exception as problem:
                log.warning("no_sign_of_life", problem=type(problem).__name__)
            await asyncio.sleep(self._every)
