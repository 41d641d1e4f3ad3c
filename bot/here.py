"""What the channel of a resident's last message can do, by the table of channels."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.here import Here
from bot.store.texts import StoredTexts
from channels.message import Capabilities

LEAST = Capabilities(buttons=False, max_choices=3)


class StoredHere(Here):
    """`bot.knowledge.here.Here` on the store. `can` is what each channel can do, by its name."""

    def __init__(self, texts: StoredTexts, can: Mapping[str, Capabilities]) -> None:
        self._texts = texts
        self._can = dict(can)

    async def can(self, conversation: int) -> Capabilities:
        channel, _address = await self._texts.whence(conversation)
        return self._can.get(channel, LEAST)
