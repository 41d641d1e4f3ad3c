"""Complaints: the list, one to read, and how it stands. Each reading and change is in the audit."""

from __future__ import annotations

from typing import get_args

from aiohttp import web

from bot.console.careful import Careful
from bot.console.form import Once, number
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.visit import Refused, Visit
from bot.dialogue.questions.phone import national
from bot.store.complaints import Listed, Mark
from bot.store.reference import read_reference

COMPLAINTS = f"{BASE}/complaints"
ONE = f"{COMPLAINTS}/{{reference:[^/.]+}}"
GONE = "There is no complaint with this reference."
MEANWHILE = "A colleague has changed this complaint meanwhile. Read it again."
ABOUT = {"service": "A council service", "assistant": "The assistant", "praise": "Praise"}
STATUSES = {
    "received": "Nobody has answered it yet",
    "passed": "Passed on to its team",
    "answered": "Answered",
    "withdrawn": "The resident has been forgotten, or its time is over",
}


class ComplaintsPage:
    """Reads and marks."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages
        self._once = Once()

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(COMPLAINTS, careful.look(self._list)),
            web.get(ONE, careful.look(self._page)),
            web.post(f"{ONE}/mark", careful.act(self._mark)),
        ]

    async def _list(self, visit: Visit) -> web.StreamResponse:
        over = visit.request.query.get("which", "") == "over"
        complaints = self._parts.stores.complaints
        found, new = await complaints.listed(over=over), await complaints.waiting()
        return await self._pages.page(
            visit, "complaints.html", found=found, over=over, new=new, ABOUT=ABOUT, STATUSES=STATUSES
        )

    async def _page(self, visit: Visit) -> web.StreamResponse:
        found = await self._find(visit)
        await self._parts.stores.audit.record("complaint", visit.me, detail=found.reference)
        return await self._show(visit, found)

    async def _show(
        self, visit: Visit, found: Listed, problem: str = "", status: int = 200
    ) -> web.StreamResponse:
        said = found.said
        contact = "" if said is None else national(said.contact) if said.reply == "phone" else said.contact
        return await self._pages.page(
            visit,
            "complaint.html",
            status=status,
            found=found,
            contact=contact,
            problem=problem,
            marks=[mark for mark in get_args(Mark) if mark != found.status],
            ABOUT=ABOUT,
            STATUSES=STATUSES,
        )

    async def _mark(self, visit: Visit) -> web.StreamResponse:
        found, typed = await self._find(visit), visit.form.get("status", "")
        wanted: Mark | None = next((mark for mark in get_args(Mark) if mark == typed), None)
        if wanted is None or found.status == "withdrawn":
            raise Refused(400, "Please choose how it stands.")
        revision, page = number(visit, "revision"), f"{COMPLAINTS}/{found.reference}"
        if not self._once.first(visit):
            return see(page, "changed")
        if not await self._parts.stores.complaints.mark(found.reference, revision, wanted, visit.me):
            return await self._show(visit, await self._find(visit), MEANWHILE, 409)
        detail = f"{found.reference} {wanted}"
        await self._parts.stores.audit.record("complaint_changed", visit.me, detail=detail)
        return see(page, "changed")

    async def _find(self, visit: Visit) -> Listed:
        reference = read_reference(visit.request.match_info["reference"])
        found = await self._parts.stores.complaints.one(reference) if reference else None
        if found is None:
            raise Refused(404, GONE)
        return found
