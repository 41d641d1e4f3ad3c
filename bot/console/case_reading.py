"""Opens cases for a member of staff; every reading is in the audit."""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict

from bot.console.parts import Parts
from bot.console.visit import Refused, Visit
from bot.store.audit import Action
from bot.store.case_shown import Case
from bot.store.reference import read_reference

AGAIN = dt.timedelta(minutes=5)
"""Within this time the same look of the same session is one reading."""

GONE = "There is no repair with this reference."

_REMEMBERED = 10_000


class CaseReading:
    """Reads for the pages of repairs."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._read: OrderedDict[tuple[str, Action, str], dt.datetime] = OrderedDict()

    async def open(self, visit: Visit) -> Case:
        """The case in the address. Raises `Refused` when there is none."""
        case = await self.find(visit)
        await self.looked(visit, "repair", case.reference)
        return case

    async def find(self, visit: Visit) -> Case:
        """As `open`, for who does not read it."""
        reference = self.reference(visit)
        case = await self._parts.stores.cases.one(reference)
        if case is None:
            raise Refused(404, GONE)
        return case

    def reference(self, visit: Visit) -> str:
        """The reference in the address. Raises `Refused` when it can be none."""
        reference = read_reference(visit.request.match_info["reference"])
        if reference is None:
            raise Refused(404, GONE)
        return reference

    async def looked(self, visit: Visit, action: Action, detail: str) -> None:
        """Something was looked at."""
        key, now = (str(visit.session.id), action, detail), self._parts.clock.now()
        last = self._read.get(key)
        if last is not None and now - last < AGAIN:
            return
        self._read[key] = now
        self._read.move_to_end(key)
        if len(self._read) > _REMEMBERED:
            self._read.popitem(last=False)
        await self._parts.stores.audit.record(action, visit.me, detail=detail)
