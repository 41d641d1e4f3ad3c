"""The photos of a repair, for who may read it; each look at one is in the audit."""

from __future__ import annotations

from aiohttp import web

from bot.console.careful import Careful
from bot.console.case_page import CASE
from bot.console.case_reading import CaseReading
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.photo_page import GONE, jpeg
from bot.console.visit import Refused, Visit

PHOTO = f"{CASE}/photo/{{ref}}"


class CasePhotos:
    """Shows a photo on a page of its own, and the files behind it. The repair's page shows none by itself."""

    def __init__(self, parts: Parts, pages: Pages, reading: CaseReading) -> None:
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
        reference, ref = self._reading.reference(visit), visit.request.match_info["ref"]
        return await self._pages.page(visit, "case_photo.html", reference=reference, ref=ref)

    async def _full(self, visit: Visit) -> web.StreamResponse:
        return jpeg(await self._photo(visit, small=False))

    async def _small(self, visit: Visit) -> web.StreamResponse:
        return jpeg(await self._photo(visit, small=True))

    async def _photo(self, visit: Visit, *, small: bool) -> bytes:
        """Raises `Refused` when this repair has no such photo."""
        reference, ref = self._reading.reference(visit), visit.request.match_info["ref"]
        shown = await self._parts.stores.cases.photo(reference, ref, small=small)
        if shown is None:
            raise Refused(404, GONE)
        await self._reading.looked(visit, "photo", f"{reference} {ref[:12]}")
        return shown
