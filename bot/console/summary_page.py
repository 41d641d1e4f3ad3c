"""The written summary of an investigation: drafted from the record, checked, sent and kept."""

from __future__ import annotations

from collections.abc import Sequence

from aiohttp import web

from bot.console import summary
from bot.console.careful import Careful
from bot.console.case_actions import MEANWHILE, CaseActions
from bot.console.case_names import CaseNames
from bot.console.case_page import CASE
from bot.console.case_reading import CaseReading
from bot.console.form import words
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.repairs_page import where
from bot.console.visit import Refused, Visit
from bot.knowledge.directory.phones import Phones
from bot.knowledge.repairs.changes import Stale, Summary
from bot.store.case_shown import Case
from locales.languages import SOURCE

SUMMARY = f"{CASE}/summary"
LONGEST = 4_000
"""Characters of a summary."""

NO_VISIT = (
    "No investigation is in the record yet. Record the visit first: then the summary is drafted from it."
)
BLANKS = "Fill in first what stands in [brackets]."
UNCHECKED = "Tick that you have checked it first."
HARD = "This is hard to read. Make it easier, or tick that it is to be sent as it is."
NO_SUMMARY = "There is no summary of this number."


class SummaryPage:
    """Writes one, and shows those that were sent."""

    def __init__(
        self, parts: Parts, pages: Pages, reading: CaseReading, actions: CaseActions, names: CaseNames
    ) -> None:
        self._parts = parts
        self._pages = pages
        self._reading = reading
        self._actions = actions
        self._names = names

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(SUMMARY, careful.look(self._draft)),
            web.post(SUMMARY, careful.act(self._send)),
            web.post(f"{SUMMARY}/check", careful.act(self._check)),
            web.get(rf"{SUMMARY}/{{entry:\d{{1,15}}}}", careful.look(self._sent)),
        ]

    async def _draft(self, visit: Visit) -> web.StreamResponse:
        case = await self._reading.open(visit)
        if case.moments.investigated_at is None:
            return await self._show(visit, case, "", problem=NO_VISIT)
        return await self._show(visit, case, summary.draft(case, self._known(case)))

    async def _check(self, visit: Visit) -> web.StreamResponse:
        """Says what is hard to read, and sends nothing."""
        case = await self._reading.find(visit)
        return await self._show(visit, case, words(visit, LONGEST), checked=True)

    async def _send(self, visit: Visit) -> web.StreamResponse:
        case = await self._reading.find(visit)
        typed = visit.form.get("words", "")
        try:
            said = self._said(visit, case)
            change = Summary(said, bool(visit.form.get("tells")))
            return await self._actions.change(visit, case, change, "changed")
        except Refused as fault:
            return await self._show(visit, case, typed, problem=fault.words, status=fault.status)
        except Stale:
            newest = await self._reading.find(visit)
            return await self._show(visit, newest, typed, problem=MEANWHILE, status=409)

    def _said(self, visit: Visit, case: Case) -> str:
        """The text, if it can be sent. Raises `Refused`."""
        if case.moments.investigated_at is None:
            raise Refused(409, NO_VISIT)
        said = words(visit, LONGEST)
        if summary.blanks(said):
            raise Refused(400, BLANKS)
        if not visit.form.get("checked"):
            raise Refused(400, UNCHECKED)
        if summary.hard(said) and not visit.form.get("anyway"):
            raise Refused(400, HARD)
        return said

    async def _sent(self, visit: Visit) -> web.StreamResponse:
        """A summary exactly as it was sent, to be printed."""
        case = await self._reading.open(visit)
        number = int(visit.request.match_info["entry"])
        found = next((one for one in case.history if one.id == number and one.kind == "summary"), None)
        if found is None:
            raise Refused(404, NO_SUMMARY)
        return await self._pages.page(visit, "summary_sent.html", case=case, sent=found)

    async def _show(
        self,
        visit: Visit,
        case: Case,
        text: str,
        *,
        problem: str = "",
        checked: bool = False,
        status: int = 200,
    ) -> web.Response:
        report = case.listed.report
        found: Sequence[str] = summary.hard(text) if text else ()
        return await self._pages.page(
            visit,
            "summary.html",
            status=status,
            case=case,
            text=text,
            problem=problem,
            hard=found,
            blanks=summary.blanks(text),
            well=checked and not found,
            longest=LONGEST,
            told_to=len(case.reporters),
            reads=report.language if report and report.language != SOURCE else "",
            interpreter=bool(report and report.interpreter),
            form=visit.form,
        )

    def _known(self, case: Case) -> summary.Known:
        settings, clock = self._parts.settings, self._parts.clock
        line = self._parts.house.need(Phones).tell(
            self._parts.repairs.council.phone, clock.today(settings.zone)
        )
        return summary.Known(
            settings.council,
            self._names.of(case.listed.problem),
            where(case.listed),
            line.number,
            settings.zone,
        )
