"""Many residents at once, who number their messages and send each again until it is answered."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from typing import Any

import aiohttp

from tests.acceptance.asking import REST
from tests.acceptance.program import Program

Replies = list[dict[str, Any]]


class Crowd:
    """`answers` are the replies by (sender, message id), as they were received."""

    def __init__(self, url: str) -> None:
        self.answers: dict[tuple[str, str], Replies] = {}
        self._url = url + REST
        self._waiting: list[tuple[int, asyncio.Event]] = []
        self._served = asyncio.Event()
        self._served.set()

    async def talk_one(self, sender: str, message_id: str, message: str) -> None:
        """One message, sent until it is answered."""
        async with aiohttp.ClientSession() as session:
            await self._until_answered(session, sender, message_id, message)

    async def talk(self, sender: str, messages: Sequence[str]) -> None:
        """One resident, who waits for each answer before the next message."""
        async with aiohttp.ClientSession() as session:
            for number, message in enumerate(messages):
                await self._until_answered(session, sender, f"message-{number}", message)

    async def again(self, sender: str, message_id: str, message: str) -> Replies:
        """A message that was answered already, sent once more."""
        async with aiohttp.ClientSession() as session:
            return await self._sent(session, sender, message_id, message)

    async def answered(self, count: int) -> None:
        """Waits until so many messages have been answered in all."""
        reached = asyncio.Event()
        self._waiting.append((count, reached))
        self._tell()
        await reached.wait()

    async def crash(self, program: Program) -> None:
        """Kills the service in the middle of what it does, and starts it again; until then nobody tries."""
        program.kill()
        self._served.clear()
        await asyncio.to_thread(program.start)
        self._served.set()

    async def stop(self, program: Program) -> None:
        """Asks the service to stop; what is on its way may arrive, but nobody sends anything new."""
        self._served.clear()
        assert await asyncio.to_thread(program.stop) == 0

    async def _until_answered(
        self, session: aiohttp.ClientSession, sender: str, message_id: str, message: str
    ) -> None:
        while True:
            await self._served.wait()
            try:
                self.answers[sender, message_id] = await self._sent(session, sender, message_id, message)
            except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
                continue
            self._tell()
            return

    async def _sent(
        self, session: aiohttp.ClientSession, sender: str, message_id: str, message: str
    ) -> Replies:
        body = json.dumps({"sender": sender, "message": message, "message_id": message_id})
        headers = {"Content-Type": "application/json"}
        async with session.post(self._url, data=body, headers=headers) as answer:
            replies: Replies = await answer.json()
            assert answer.status == 200, replies
            return replies

    def _tell(self) -> None:
        for count, reached in self._waiting:
            if len(self.answers) >= count:
                reached.set()
