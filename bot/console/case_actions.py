"""What staff do with a repair. Each is one POST; the store compares before it writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.console.careful import Careful
from bot.console.case_forms import FORMS, Asked
from bot.console.case_names import CaseNames
from bot.console.case_page import CASE, CasePage
from bot.console.case_reading import GONE, CaseReading
from bot.console.form import Once, number
from bot.console.pages import see
from bot.console.parts import Parts
from bot.console.repairs_page import REPAIRS
from bot.console.visit import Refused, Visit
from bot.knowledge.repairs.changes import Change, OpenAlready, Stale
from bot.store.case_shown import Case

MEANWHILE = (
    "Nothing of yours is kept yet: this repair has changed while you had it open. Read what is new, and send "
    "your form again if it still fits."
)
ELSEWHERE = (
    "It cannot be opened again: the same thing is open there as repair {reference}. Go on in that one."
)
NOT_AGAIN = "It is not sent again: it is there already, or still on its way."
PART = "This repair became a part of another. Please write there."


class CaseActions:
    """Takes the forms of a repair's page."""

    def __init__(self, parts: Parts, reading: CaseReading, page: CasePage, names: CaseNames) -> None:
        self._parts = parts
        self._reading = reading
        self._page = page
        self._names = names
        self._once = Once()

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        posts = [web.post(f"{CASE}/{name}", careful.act(self._of(name))) for name in FORMS]
        return [*posts, web.post(f"{CASE}/resend", careful.act(self._resend))]

    def _of(self, name: str) -> Callable[[Visit], Awaitable[web.StreamResponse]]:
        async def handle(visit: Visit) -> web.StreamResponse:
            case = await self._reading.find(visit)
            try:
                return await self.change(visit, case, FORMS[name](self._asked(visit, case)), "changed")
            except Refused as fault:
                return await self._page.show(
                    visit, case, opened=name, problem=fault.words, status=fault.status
                )
            except Stale:
                newest = await self._reading.find(visit)
                return await self._page.show(visit, newest, opened=name, problem=MEANWHILE, status=409)

        return handle

    async def change(self, visit: Visit, case: Case, change: Change, told: str) -> web.StreamResponse:
        """Writes it, if nobody has changed the case since the form was made, and goes back to its page. What
        is sent twice counts once. Raises `Stale` and `Refused`."""
        if case.joined_to:
            raise Refused(409, PART)
        revision, page = number(visit, "revision"), f"{REPAIRS}/{case.reference}"
        if not self._once.first(visit):
            return see(page, told)
        try:
            await self._parts.changes.change(case.reference, revision, visit.me, change)
        except LookupError:
            raise Refused(404, GONE) from None
        except OpenAlready as other:
            raise Refused(409, ELSEWHERE.format(reference=other.reference)) from None
        except BaseException:
            self._once.again(visit)
            raise
        kind = type(change).__struct_config__.tag
        await self._parts.stores.audit.record("repair_changed", visit.me, detail=f"{case.reference} {kind}")
        return see(page, told)

    async def _resend(self, visit: Visit) -> web.StreamResponse:
        """To the council's own system, where that has refused it or nobody knows."""
        case = await self._reading.find(visit)
        resend = self._parts.resend
        if resend is None or not await resend(case.reference):
            return await self._page.show(visit, case, problem=NOT_AGAIN, status=409)
        detail = f"{case.reference} resend"
        await self._parts.stores.audit.record("repair_changed", visit.me, detail=detail)
        return see(f"{REPAIRS}/{case.reference}", "changed")

    def _asked(self, visit: Visit, case: Case) -> Asked:
        return Asked(
            visit.form,
            self._parts.clock.now(),
            self._parts.settings.zone,
            case.moments.aware_at,
            self._names.hazards,
            self._names.rights,
        )
