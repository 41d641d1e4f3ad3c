"""A resident's photo, for who may read the conversation; each look at one is in the audit.

The conversation shows no photo by itself: some are distressing, and screens are seen by others. An adviser
asks for each.
"""

from __future__ import annotations

from aiohttp import web

from bot.console.careful import Careful
from bot.console.guard import POLICY
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.reading import Reading
from bot.console.talk_page import TALK
from bot.console.visit import Refused, Visit
from channels.picture import KIND
from channels.web.photos import HEADERS

PHOTO = f"{TALK}/photo/{{ref}}"
GONE = "This photo is not there any more."

_HEADERS = {
    **POLICY,
    **HEADERS,
    "Content-Security-Policy": f"{HEADERS['Content-Security-Policy']}; frame-ancestors 'none'",
}


class PhotoPage:
    """Shows a photo on a page of its own, and the files behind it."""

    def __init__(self, parts: Parts, pages: Pages, reading: Reading) -> None:
        self._parts = parts
        self._pages = pages
        self._reading = reading

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(PHOTO, careful.look(self._page)),
            web.get(f"{PHOTO}/full", careful.look(self._full)),
            web.get(f"{PHOTO}/small", careful.look(self._small)),
        ]

    async def _page(self, visit: Visit) -> web.StreamResponse:
        await self._photo(visit, small=True)
        asked = visit.request.match_info
        return await self._pages.page(visit, "photo.html", reference=asked["reference"], ref=asked["ref"])

    async def _full(self, visit: Visit) -> web.StreamResponse:
        return jpeg(await self._photo(visit, small=False))

    async def _small(self, visit: Visit) -> web.StreamResponse:
        return jpeg(await self._photo(visit, small=True))

    async def _photo(self, visit: Visit, *, small: bool) -> bytes:
        """Raises `Refused` when there is no such photo in this conversation."""
        asked = visit.request.match_info
        opened = await self._reading.open(visit, asked["reference"])
        shown = await self._parts.stores.photos.of(opened.conversation.id, asked["ref"], small=small)
        if shown is None:
            raise Refused(404, GONE)
        await self._reading.looked(visit, opened, asked["ref"])
        return shown


def jpeg(shown: bytes) -> web.Response:
    """A photo as a file that runs nothing and is kept nowhere."""
    return web.Response(body=shown, content_type=KIND, headers=_HEADERS)
