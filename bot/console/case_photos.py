"""The photos of a repair, for who may read it; each look at one is in the audit. The repair's page shows none
by itself."""

from __future__ import annotations

from bot.console.case_page import CASE
from bot.console.case_reading import CaseReading
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.photo_page import GONE, PhotoRoutes
from bot.console.visit import Refused, Visit

PHOTO = f"{CASE}/photo/{{ref}}"


class CasePhotos(PhotoRoutes):
    """The photos of a repair."""

    path = PHOTO
    template = "case_photo.html"

    def __init__(self, parts: Parts, pages: Pages, reading: CaseReading) -> None:
        super().__init__(pages)
        self._cases = parts.stores.cases
        self._reading = reading

    def reference(self, visit: Visit) -> str:
        return self._reading.reference(visit)

    async def photo(self, visit: Visit, ref: str, *, small: bool) -> bytes:
        reference = self.reference(visit)
        shown = await self._cases.photo(reference, ref, small=small)
        if shown is None:
            raise Refused(404, GONE)
        await self._reading.looked(visit, "photo", f"{reference} {ref[:12]}")
        return shown
