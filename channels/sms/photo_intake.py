"""The photos that came with a text message. None is promised in the UK, but a foreign phone may send one."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from msgspec import Struct

from channels.message import Media
from channels.photos import NoPhoto, Photos
from channels.sms.intake import NAME
from channels.twilio.media import Unfetched

log = logging.getLogger(__name__)

MOST = 10
"""Files that Twilio passes on with one message."""


class Fetches(Protocol):
    """Gets a file by its address; raises `Unfetched` or `NoPhoto`."""

    async def fetch(self, url: str) -> bytes: ...


Untaken = Callable[[str, str], Awaitable[str]]
"""The words for a resident at an address whose photo was not taken, by the reason: one of `NoPhoto`'s, or
`unfetched`. Empty for none."""


class Taken(Struct, frozen=True):
    """`media` were kept; `words` tell of those that were not."""

    media: tuple[Media, ...] = ()
    words: str = ""


class PhotoIntake:
    """Fetches each file, has it kept, and finds words for those that were refused."""

    def __init__(self, fetches: Fetches, photos: Photos, untaken: Untaken) -> None:
        self._fetches = fetches
        self._photos = photos
        self._untaken = untaken

    async def take(self, address: str, urls: Sequence[str]) -> Taken:
        """Keeps what can be kept. Raises nothing for a file that cannot."""
        media: list[Media] = []
        reasons: list[str] = []
        for url in urls[:MOST]:
            try:
                media.append(await self._photos.keep(NAME, address, await self._fetches.fetch(url)))
            except NoPhoto as refused:
                reasons.append(refused.reason)
            except Unfetched as problem:
                log.warning("a photo of a text message was not taken: %s", problem)
                reasons.append("unfetched")
        return Taken(tuple(media), await self._untaken(address, reasons[0]) if reasons else "")
