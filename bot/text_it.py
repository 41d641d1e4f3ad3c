"""Texts a resident what they have been told on another channel."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import msgspec

from accessibility.text import _
from bot.knowledge.texts import Texted, Texts
from bot.lines import Lines
from bot.store.store import Store
from channels.message import Reply

CHANNEL = "sms"
WHY = Reply(_("You asked us to text you this."))


class SentTexts(Texts):
    """`bot.knowledge.texts.Texts` on the store. `sends` are the channels that are set up for sending,
    `numbered` those on which a resident's address is a phone number."""

    def __init__(self, store: Store, lines: Lines, sends: Collection[str], numbered: Collection[str]) -> None:
        self._store = store
        self._lines = lines
        self._works = CHANNEL in sends
        self._numbered = frozenset(numbered)

    @property
    def works(self) -> bool:
        return self._works

    async def number(self, conversation: int) -> str:
        channel, address = await self._store.texts.whence(conversation)
        return address if channel in self._numbered and address.startswith("+") else ""

    async def said(self, conversation: int) -> Sequence[Reply]:
        replies = await self._store.last_replies(conversation)
        return tuple(msgspec.json.decode(reply, type=Reply) for reply in replies)

    async def send(
        self, conversation: int, number: str, said: Sequence[Reply], language: str, key: str
    ) -> Texted:
        lines = self._lines.write(CHANNEL, (*said, WHY), language)
        return await self._store.texts.send(conversation, CHANNEL, number, lines, key)
