"""A resident's photo, for who may read the conversation; each look at one is in the audit.

The conversation shows no photo by itself: some are distressing, and screens are seen by others. An adviser
asks for each.
"""

from __future__ import annotations

from abc import ABC, abstractmethod

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


class PhotoRoutes(ABC):
    """Shows a photo on a page of its own, made of `template`, and the files behind it, all below `path`."""

    path: str
    template: str

    def __init__(self, pages: Pages) -> None:
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(self.path, careful.look(self._page)),
            web.get(f"{self.path}/full", careful.look(self._full)),
            web.get(f"{self.path}/small", careful.look(self._small)),
        ]

    @abstractmethod
    def reference(self, visit: Visit) -> str:
        """Of what the photo is part. Raises `Refused` when it can be none."""

    @abstractmethod
    async def photo(self, visit: Visit, ref: str, *, small: bool) -> bytes:
        """The photo as a JPEG; the look at it is in the audit. Raises `Refused` when there is none."""

    async def _page(self, visit: Visit) -> web.StreamResponse:
        ref = visit.request.match_info["ref"]
        await self.photo(visit, ref, small=True)
        return await self._pages.page(visit, self.template, reference=self.reference(visit), ref=ref)

    async def _full(self, visit: Visit) -> web.StreamResponse:
        return jpeg(await self.photo(visit, visit.request.match_info["ref"], small=False))

    async def _small(self, visit: Visit) -> web.StreamResponse:
        return jpeg(await self.photo(visit, visit.request.match_info["ref"], small=True))


class PhotoPage(PhotoRoutes):
    """The photos of a conversation."""

    path = PHOTO
    template = "photo.html"

    def __init__(self, parts: Parts, pages: Pages, reading: Reading) -> None:
        super().__init__(pages)
        self._photos = parts.stores.photos
        self._reading = reading

    def reference(self, visit: Visit) -> str:
        return visit.request.match_info["reference"]

    async def photo(self, visit: Visit, ref: str, *, small: bool) -> bytes:
        opened = await self._reading.open(visit, self.reference(visit))
        shown = await self._photos.of(opened.conversation.id, ref, small=small)
        if shown is None:
            raise Refused(404, GONE)
        await self._reading.looked(visit, opened, ref)
        return shown


def jpeg(shown: bytes) -> web.Response:
    """A photo as a file that runs nothing and is kept nowhere."""
    return web.Response(body=shown, content_type=KIND, headers=_HEADERS)
