"""Links channels, and tells the one that the code is from: nothing is linked silently."""

from __future__ import annotations

from accessibility.text import _
from bot.knowledge.linking import Link, Linking
from bot.lines import Lines
from bot.store.lines import NewEntry
from bot.store.links import Busy, Links
from channels.message import Reply

LINKED = Reply(_("This conversation goes on somewhere else, too. If that was not you, write: unlink."))


class StoredLinking(Linking):
    """`bot.knowledge.linking.Linking` on the store, and `channels.web.go.Linking` for pages."""

    def __init__(self, links: Links, lines: Lines) -> None:
        self._links = links
        self._lines = lines

    async def code(self, conversation: int) -> str:
        return await self._links.code(conversation)

    async def join(self, conversation: int, code: str) -> Link:
        try:
            found = await self._links.join("code", code, conversation, self._told)
        except Busy:
            return Link("busy")
        return Link("wrong") if found is None else Link("linked", await self._links.language(found))

    async def unlink(self, conversation: int) -> int:
        return await self._links.unlink(conversation)

    async def works(self, code: str) -> bool:
        return await self._links.works("web", code)

    async def take(self, code: str, address: str) -> bool:
        try:
            return await self._links.take("web", code, "web", address, self._told) is not None
        except Busy:
            return False

    def _told(self, channel: str, language: str) -> tuple[NewEntry, ...]:
        return self._lines.write(channel, (LINKED,), language)
