"""One repair: what was told, by when something must happen, what has happened, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web
from msgspec import Struct

from bot.console import case_words as words
from bot.console.careful import Careful
from bot.console.case_forms import LEFT_WORD, LONGEST, REACHED, STATUSES, TELLS, WAYS, WHO
from bot.console.case_view import CaseView
from bot.console.repairs_page import REPAIRS, where
from bot.console.visit import Visit
from bot.handover.said import first_name
from bot.knowledge.repairs.case import Deadline
from bot.store.case_shown import Case
from locales.languages import SOURCE

CASE = f"{REPAIRS}/{{reference:[^/.]+}}"


class Date(Struct, frozen=True):
    """A deadline with the rule behind it. `section` and `link` may be empty, `told` is whether residents are
    told of it."""

    step: str
    due: words.Due
    last: str
    whose: str
    section: str
    source: str
    link: str
    checked: str
    sure: bool
    note: str
    told: bool


class CasePage(CaseView):
    """Shows it."""

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(CASE, careful.look(self._page))]

    async def _page(self, visit: Visit) -> web.StreamResponse:
        return await self.show(visit, await self._reading.open(visit))

    async def show(
        self, visit: Visit, case: Case, *, opened: str = "", problem: str = "", status: int = 200
    ) -> web.Response:
        """The page. `opened` is the form that was sent and not taken, `problem` why: what was typed stands in
        it again. What has changed since the form was made is shown with it."""
        form = visit.form if opened else {}
        seen = form.get("seen", "")
        news = case.since(int(seen)) if problem and seen.isdigit() and len(seen) < 16 else ()
        return await self._pages.page(
            visit,
            "case.html",
            status=status,
            case=case,
            listed=case.listed,
            report=case.listed.report,
            what=self._names.what(case.listed.problem, case.listed.detail),
            where=where(case.listed),
            dates=self.dates(case),
            history=case.history,
            news=news,
            told_to=len(case.reporters),
            relay=words.RELAYS,
            resends=self._parts.resend is not None,
            foreign=bool(case.listed.report and case.listed.report.language != SOURCE),
            opened=opened,
            form=form,
            problem=problem,
            today=self._parts.clock.today(self._parts.settings.zone),
            **self._choices(),
        )

    def dates(self, case: Case) -> list[Date]:
        """The deadlines in words: first what is still to be done, the earliest before the others."""
        told = self._parts.repairs.told(case.deadlines, case.listed.triage)
        ordered = sorted(case.deadlines, key=lambda one: (one.met_at is not None, one.due))
        return [self._date(case, one, one in told) for one in ordered]

    def _date(self, case: Case, one: Deadline, told: bool) -> Date:
        zone, rule = self._parts.settings.zone, self._names.rule(one, case.listed.triage)
        return Date(
            step=words.STEPS[one.step],
            due=words.due(one, self._parts.clock.now(), zone),
            last=words.last_day(one, zone),
            whose=words.SOURCES[one.source],
            section=rule.section,
            source=rule.source,
            link=rule.source if rule.source.startswith("https://") else "",
            checked=words.written(rule.checked),
            sure=rule.status == "verified",
            note=rule.note,
            told=told,
        )

    def _choices(self) -> Mapping[str, object]:
        """What the forms offer, and the words of the page."""
        return {
            "words": words,
            "first_name": first_name,
            "hazards": self._names.hazards,
            "rights": self._names.rights,
            "statuses": [("", "Choose"), *((one, words.STATUSES[one]) for one in STATUSES)],
            "WHO": WHO,
            "LEFT_WORD": LEFT_WORD,
            "WAYS": WAYS,
            "REACHED": REACHED,
            "TELLS": TELLS,
            "longest": LONGEST,
        }
