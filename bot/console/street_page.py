"""One report of a street: what was told, what has happened, and another status, of which those who follow it
are told in their own language."""

from __future__ import annotations

from aiohttp import web

from bot.console import street_words as words
from bot.console.careful import Careful
from bot.console.case_reading import CaseReading
from bot.console.form import LONGEST, Once, number
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.photo_page import jpeg
from bot.console.street_pages import STREET, English, what
from bot.console.visit import Refused, Visit
from bot.knowledge.repairs.changes import Stale
from bot.knowledge.street.report import Status
from bot.store.street_pages import StreetPage
from channels.body import clean

ONE = f"{STREET}/{{reference:[^/.]+}}"
GONE = "There is no report of a street with this reference."
MEANWHILE = (
    "Nothing of yours is kept yet: this report has changed while you had it open. Read what is new, and send "
    "your form again if it still fits."
)
NOTHING = "There is nothing to keep yet: choose another status, or write a note."
NOT_AGAIN = "It is not sent again: it is there already, or still on its way."


class StreetPageRoutes:
    """Shows it, and takes its forms."""

    def __init__(self, parts: Parts, pages: Pages, reading: CaseReading, english: English) -> None:
        self._parts = parts
        self._work = parts.street
        self._pages = pages
        self._reading = reading
        self._english = english
        self._once = Once()

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(ONE, careful.look(self._page)),
            web.post(f"{ONE}/change", careful.act(self._change)),
            web.post(f"{ONE}/resend", careful.act(self._resend)),
            web.get(f"{ONE}/photo/{{ref}}", careful.look(self._photo)),
        ]

    async def _page(self, visit: Visit) -> web.StreamResponse:
        found = await self._find(visit)
        await self._reading.looked(visit, "street", found.listed.reference)
        return await self._show(visit, found)

    async def _show(
        self, visit: Visit, found: StreetPage, problem: str = "", status: int = 200
    ) -> web.StreamResponse:
        return await self._pages.page(
            visit,
            "street.html",
            status=status,
            found=found,
            one=found.listed,
            what=what(self._parts, self._english, found.listed),
            resends=self._work.resend is not None,
            problem=problem,
            typed=visit.form.get("words", "") if problem else "",
            longest=LONGEST,
            words=words,
        )

    async def _change(self, visit: Visit) -> web.StreamResponse:
        found, said = await self._find(visit), clean(visit.form.get("words", ""))
        status, one = self._status(visit, found), found.listed
        if status is None and not said:
            return await self._show(visit, found, NOTHING, 400)
        if len(said) > LONGEST:
            return await self._show(visit, found, f"This is too long, of at most {LONGEST} characters.", 400)
        revision, page = number(visit, "revision"), f"{STREET}/{one.reference}"
        if not self._once.first(visit):
            return see(page, "changed")
        try:
            await self._work.changes.change(one.reference, revision, visit.me, status, said)
        except Stale:
            self._once.again(visit)
            return await self._show(visit, await self._find(visit), MEANWHILE, 409)
        detail = f"{one.reference} {status or 'note'}"
        await self._parts.stores.audit.record("street_changed", visit.me, detail=detail)
        return see(page, "changed")

    def _status(self, visit: Visit, found: StreetPage) -> Status | None:
        """Another status, None where it is to stay. Raises `Refused` for one that there is not."""
        typed = visit.form.get("status", "")
        if typed in ("", found.listed.status):
            return None
        status = next((one for one in words.STATUSES if one == typed), None)
        if status is None:
            raise Refused(400, "Choose one of the list.")
        return status

    async def _resend(self, visit: Visit) -> web.StreamResponse:
        """To the council's own system, where that has refused it or nobody knows."""
        found = await self._find(visit)
        reference = found.listed.reference
        if self._work.resend is None or not await self._work.resend(reference):
            return await self._show(visit, found, NOT_AGAIN, 409)
        await self._parts.stores.audit.record("street_changed", visit.me, detail=f"{reference} resend")
        return see(f"{STREET}/{reference}", "changed")

    async def _photo(self, visit: Visit) -> web.StreamResponse:
        """The file. Raises `Refused` when this report has no such photo."""
        reference, ref = self._reading.reference(visit), visit.request.match_info["ref"]
        shown = await self._work.pages.photo(reference, ref, small=False)
        if shown is None:
            raise Refused(404, GONE)
        await self._reading.looked(visit, "photo", f"{reference} {ref[:12]}")
        return jpeg(shown)

    async def _find(self, visit: Visit) -> StreetPage:
        found = await self._work.pages.one(self._reading.reference(visit))
        if found is None:
            raise Refused(404, GONE)
        return found
