"""The dots that say "writing": shown while a turn is at work for longer than a second."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

PAUSES = (1.0, 4.5, 4.5, 4.5)
"""Seconds before each sign; Telegram shows one for five. Behind the last a turn has been given up."""

Busy = Callable[[str], Awaitable[bool]]
"""Whether a turn of the conversation at this address is at work now, in whichever process."""


class Indicator:
    """One watch an address. Nothing is shown for a conversation that a person owns: nobody may be writing."""

    def __init__(
        self, bot: Bot, busy: Busy, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._busy = busy
        self._sleep = sleep
        self._watches: dict[str, asyncio.Task[None]] = {}

    def began(self, address: str) -> None:
        """A message from there has been taken in."""
        before = self._watches.pop(address, None)
        if before is not None:
            before.cancel()
        watch = asyncio.create_task(self._watch(address))
        self._watches[address] = watch
        watch.add_done_callback(lambda done: self._forget(address, done))

    async def close(self) -> None:
        watches = list(self._watches.values())
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)

    def __len__(self) -> int:
        return len(self._watches)

    async def _watch(self, address: str) -> None:
        for pause in PAUSES:
            await self._sleep(pause)
            if not await self._busy(address):
                return
            try:
                await self._bot.send_chat_action(int(address), ChatAction.TYPING)
            except TelegramError:
                return  # a sign of courtesy: the answer itself is sent and counted elsewhere

    def _forget(self, address: str, done: asyncio.Task[None]) -> None:
        if self._watches.get(address) is done:
            del self._watches[address]
        if not done.cancelled():
            done.exception()  # looked at, so that the loop does not complain; the store logs its own troubles
