"""Repairs: the open cases, those first whose time runs out next; for supervisors as a file, too."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from aiohttp import web
from msgspec import Struct

from bot.console import case_words as words
from bot.console.careful import Careful
from bot.console.case_view import CaseView
from bot.console.damp_page import harmless
from bot.console.guard import BASE, POLICY
from bot.console.pages import see
from bot.console.visit import Visit
from bot.handover.people import Role
from bot.store.case_pages import LISTED, LONGEST, WHICH, Which
from bot.store.case_shown import Listed
from bot.store.reference import read_reference

REPAIRS = f"{BASE}/repairs"
FILE: Role = "supervisor"
"""Who may have the whole list as a file."""

NOTHING = "No repair has this reference. Check it and try again: it has no 0, O, 1 or I in it."

_HEAD = (
    "reference",
    "what",
    "room",
    "where",
    "postcode",
    "priority",
    "class",
    "hazard",
    "confirmed",
    "people at risk",
    "status",
    "next step",
    "due",
    "whose rule",
    "rule confirmed",
    "language",
    "interpreter",
    "reported",
    "complete",
)


class Rule(Struct, frozen=True):
    """Whose rule a date rests on, and whether that rule was confirmed."""

    whose: str
    sure: bool


class Line(Struct, frozen=True):
    """A case as it is read in the list. `rules` are those that the next date rests on."""

    case: Listed
    what: str
    where: str
    room: str
    people: str
    step: str
    due: words.Due | None
    rules: tuple[Rule, ...]


class RepairsPage(CaseView):
    """The list in its two shapes."""

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(REPAIRS, careful.look(self._list)),
            web.get(f"{REPAIRS}.csv", careful.look(self._csv, FILE)),
        ]

    async def _list(self, visit: Visit) -> web.StreamResponse:
        asked = visit.request.query
        typed = asked.get("reference", "")
        reference = read_reference(typed)
        if reference and await self._parts.stores.cases.known(reference):
            return see(f"{REPAIRS}/{reference}")
        which, page = _which(asked.get("which", "")), _page(asked.get("page", ""))
        await self._reading.looked(visit, "repairs", f"{which} {page}")
        found = await self._parts.stores.cases.open(which, page)
        return await self._pages.page(
            visit,
            "repairs.html",
            lines=self.lines(found.cases),
            counts=found.counts,
            which=which,
            page=page,
            more=found.more,
            first=(page - 1) * LISTED,
            typed=typed[:20],
            problem=NOTHING if typed.strip() else "",
            words=words,
            WHICH=WHICH,
        )

    async def _csv(self, visit: Visit) -> web.StreamResponse:
        which = _which(visit.request.query.get("which", ""))
        await self._parts.stores.audit.record("export", visit.me, detail=f"repairs {which}")
        found = await self._parts.stores.cases.open(which, most=LONGEST)
        body = self.as_csv(self.lines(found.cases)).encode("utf-8-sig")
        name = f'attachment; filename="repairs-{self._parts.clock.today(self._parts.settings.zone)}.csv"'
        headers = POLICY | {"Content-Type": "text/csv; charset=utf-8", "Content-Disposition": name}
        return web.Response(body=body, headers=headers)

    def lines(self, cases: Sequence[Listed]) -> list[Line]:
        """The cases in words."""
        return [self._line(case) for case in cases]

    def as_csv(self, lines: Sequence[Line]) -> str:
        """One line for each case. Words that a spreadsheet would take for a formula begin with an
        apostrophe."""
        out = io.StringIO()
        writer = csv.writer(out)
        writer.writerow(_HEAD)
        writer.writerows([harmless(str(cell)) for cell in self._cells(one)] for one in lines)
        return out.getvalue()

    def _line(self, case: Listed) -> Line:
        zone, now, next_ = self._parts.settings.zone, self._parts.clock.now(), case.next
        report = case.report
        people = [words.PEOPLE[one] for one in report.people] if report else []
        return Line(
            case=case,
            what=self._names.what(case.problem, case.detail),
            where=where(case),
            room=words.ROOMS.get(case.room, case.room),
            people=", ".join(people),
            step=words.STEPS[next_[0].step] if next_ else "",
            due=words.due(next_[0], now, zone) if next_ else None,
            rules=tuple(
                Rule(words.SOURCES[one.source], self._names.rule(one, case.triage).status == "verified")
                for one in next_
            ),
        )

    def _cells(self, one: Line) -> Sequence[object]:
        case, report, zone = one.case, one.case.report, self._parts.settings.zone
        triage = case.triage
        return (
            case.reference,
            one.what,
            one.room,
            one.where,
            report.where.postcode if report and report.where else "",
            words.PRIORITIES[triage.priority],
            words.SEVERITIES[triage.severity],
            self._names.hazards.get(triage.hazard, triage.hazard),
            "yes" if case.confirmed_by else "no",
            one.people,
            words.STATUSES[case.status],
            one.step,
            words.iso(case.next[0], zone) if case.next else "",
            ", ".join(rule.whose for rule in one.rules),
            ", ".join("yes" if rule.sure else "no" for rule in one.rules),
            report.language if report else "",
            ("yes" if report.interpreter else "no") if report else "",
            (report.aware_at if report else case.filed_at).astimezone(zone).isoformat(timespec="minutes"),
            "yes" if case.complete else "no",
        )


def where(case: Listed) -> str:
    """The address, or the building; empty where nobody knows yet."""
    found = case.report.where if case.report else None
    return (found.block or found.line) if found else ""


def _which(typed: str) -> Which:
    return next((one for one in WHICH if one == typed), "all")


def _page(typed: str) -> int:
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
