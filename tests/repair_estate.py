"""Some repairs as tenants would have reported them, through the store, for the console's pages."""

from __future__ import annotations

import datetime as dt
from random import Random

from msgspec import structs
from sqlalchemy import func, select

from bot.knowledge.repairs.case import Report
from bot.knowledge.repairs.changes import Attempt, Book, Change, SetStatus, Visit
from bot.store.case_changes import CaseChanges
from bot.store.case_shown import Case
from bot.store.cases import StoredCases
from bot.store.sealed import Keys
from bot.store.tables import conversations
from tests.conftest import NOW
from tests.helpline import Helpline
from tests.pictures import encoded
from tests.repaired import BLOCK, DAY, HOME, HOUR, REPORT, CaseRows

LOOKED = NOW - HOUR
PLAIN = {
    "room": "",
    "language": "en",
    "people": (),
    "interpreter": False,
    "worse": None,
    "said": "it is broken",
}


class Estate:
    """Files repairs for residents of one installation."""

    def __init__(self, helpline: Helpline) -> None:
        parts = helpline.parts
        keys, database = Keys(parts.settings.secrets), parts.store.database
        self._helpline = helpline
        self._database = database
        self.rows = CaseRows(database, keys, NOW)
        self.cases = StoredCases(database, keys, parts.clock, Random(5), helpline.repairs)
        self._changes = CaseChanges(database, keys, parts.clock, helpline.repairs)
        self._count = 0

    async def resident(self) -> int:
        """Somebody who has written; the number of their conversation."""
        self._count += 1
        await self._helpline.says("hello", f"tenant-{self._count}")
        newest = select(func.max(conversations.c.id))
        number: int = await self._database.read(lambda connection: connection.execute(newest).scalar_one())
        return number

    async def filed(self, report: Report = REPORT, conversation: int | None = None) -> str:
        """A report; the reference of its case."""
        talk = conversation or await self.resident()
        self._count += 1
        return (await self.cases.file(report, f"case {self._count}", talk)).reference

    async def stamped(self, hazard: str = "gas") -> str:
        """An emergency of which nothing else is known yet."""
        told = structs.replace(
            REPORT, **PLAIN, aware_at=NOW, problem="", detail="", where=None, hazard=hazard
        )
        self._count += 1
        talk = await self.resident()
        return (await self.cases.stamp(told, f"case {self._count}", talk)).reference

    async def case(self, reference: str) -> Case:
        """The case as staff read it."""
        found = await self._helpline.stores.cases.one(reference)
        assert found
        return found

    async def change(self, reference: str, *changes: Change, staff: int = 1) -> None:
        """What staff do to it, one after another."""
        for change in changes:
            revision = (await self.case(reference)).revision
            await self._changes.change(reference, revision, staff, change)

    async def visited(self, *, found: bool | None = True, reference: str = "") -> str:
        """A case that was investigated an hour ago."""
        reference = reference or await self.filed()
        said = "A surveyor looked at it. There is black mould behind the bed."
        await self.change(reference, Visit(found, said, LOOKED))
        return reference

    async def full(self) -> str:
        """A list with something of everything; the case that has most in it."""
        damp = await self.filed()
        await self.rows.photo((await self.case(damp)).listed.id, "p" * 43, encoded(), encoded())
        await self.change(damp, Attempt("Nobody came to the door; we left a card."))
        await self.visited(reference=damp)
        for place, (line, problem, detail, at) in enumerate(
            (
                ("Flat 9, Oakwood Court, Leeds, LS8 1AB", "heating", "none", NOW - 16 * DAY),
                ("12 Elm Row, Leeds, LS8 2AA", "leak", "pouring", NOW - 6 * HOUR),
                ("8 Hollin Mews, Leeds, LS8 3AA", "lock", "cannot_lock", NOW - DAY),
                ("1 Mill Lane, Leeds, LS9 1AA", "light", "out", NOW - 3 * DAY),
            )
        ):
            where = structs.replace(HOME, home=f"20{place}", line=line)
            told = {"where": where, "problem": problem, "detail": detail, "aware_at": at}
            reference = await self.filed(structs.replace(REPORT, **{**PLAIN, **told}))
        tomorrow = dt.datetime.combine(NOW.date() + DAY, dt.time(10), NOW.tzinfo)
        await self.change(reference, Book(tomorrow, tomorrow + 2 * HOUR))
        lift = {"where": BLOCK, "problem": "lift", "detail": "broken"}
        hall = await self.filed(structs.replace(REPORT, **{**PLAIN, **lift}))
        await self.change(hall, SetStatus("sent"))
        await self.stamped()
        return damp
