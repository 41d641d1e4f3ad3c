"""A repair as HACT's `RaiseRepair`, for a system of the council that takes that."""

from __future__ import annotations

import msgspec
from aiohttp import web

from bot.console.careful import Careful
from bot.console.case_page import CASE
from bot.console.case_reading import CaseReading
from bot.console.guard import POLICY
from bot.console.parts import Parts
from bot.console.visit import Refused, Visit
from bot.knowledge.repairs.hact import raise_repair

NOT_READABLE = "What was reported cannot be read any more, so there is nothing to hand on."
NO_DATE = "No rule says by when this has to be done, and HACT wants a date. Confirm its class first."


class CaseExport:
    """Hands out one file for each repair; each is in the audit."""

    def __init__(self, parts: Parts, reading: CaseReading) -> None:
        self._parts = parts
        self._reading = reading

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(f"{CASE}.json", careful.look(self._json))]

    async def _json(self, visit: Visit) -> web.StreamResponse:
        case = await self._reading.find(visit)
        report = case.listed.report
        if report is None:
            raise Refused(404, NOT_READABLE)
        council = self._parts.repairs.council
        try:
            raised = raise_repair(case.reference, report, case.listed.triage, case.deadlines, council)
        except ValueError:
            raise Refused(409, NO_DATE) from None
        await self._parts.stores.audit.record("export", visit.me, detail=f"{case.reference} json")
        name = f'attachment; filename="repair-{case.reference}.json"'
        headers = POLICY | {"Content-Type": "application/json", "Content-Disposition": name}
        return web.Response(body=msgspec.json.encode(raised), headers=headers)
