"""Short words for the tests of cases: homes, reports, tenants who report, and the office at work on them."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import lru_cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Table, func, select

from bot.clock import FixedClock
from bot.knowledge.repairs.case import Deadline, Filed, Report, Where
from bot.knowledge.repairs.changes import Change
from bot.knowledge.repairs.repairs import Repairs
from bot.store.case_changes import CaseChanges
from bot.store.case_rows import deadlines
from bot.store.case_tables import cases
from bot.store.cases import StoredCases
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET
from tests.integration.store.talking import ME, message, opened, outcome

ZONE = ZoneInfo("Europe/London")
STAFF = 7
HOME = Where("100091234567", "2 Larch Row, Leeds LS8 1AA", "LS8 1AA")
OTHER_HOME = Where("100097654321", "9 Larch Row, Leeds LS8 1AA", "LS8 1AA")
BLOCK = Where("100090000001", "Flat 3, Marsh House, Leeds LS9 8AB", "LS9 8AB", "Marsh House")
SAID = "water is coming through the kitchen ceiling onto my cooker"
_keys = itertools.count(1)


@lru_cache(maxsize=1)
def repairs() -> Repairs:
    """Those of Leeds, as they are."""
    return Repairs.load("leeds", ZONE)


def key() -> str:
    """A new one."""
    return f"run-{next(_keys)}:file"


class Office:
    """The cases of one store, as tenants and as staff reach them. Each call has a key of its own."""

    def __init__(self, store: Store, clock: FixedClock, keys: Keys | None = None, seed: int = 7) -> None:
        self.store = store
        self.clock = clock
        self.keys = keys or Keys([SECRET])
        self.cases = StoredCases(store.database, self.keys, clock, Random(seed), repairs())
        self.changes = CaseChanges(store.database, self.keys, clock, repairs(), self.cases.listeners)

    async def tenant(self, address: str = ME, channel: str = "sms") -> int:
        """A conversation in which everything has been answered."""
        turn = await opened(self.store, message("hello", address=address, channel=channel))
        await self.store.commit_turn(outcome(turn))
        return turn.conversation.id

    def report(self, **facts: Any) -> Report:
        """A leak at home, told now."""
        told: dict[str, Any] = {"aware_at": self.clock.now(), "said": SAID, "where": HOME}
        told |= {"problem": "leak", "detail": "pipe", "room": "kitchen"}
        return Report(**{**told, **facts})

    async def file(self, who: int = 0, **facts: Any) -> Filed:
        """Reports it."""
        return await self.cases.file(self.report(**facts), key(), who)

    async def staff(self, reference: str, change: Change) -> int:
        """A change by staff who have just looked."""
        return await self.changes.change(reference, await self.revision(reference), STAFF, change)

    async def revision(self, reference: str) -> int:
        return int((await self.row(reference)).revision)

    async def row(self, reference: str) -> Any:
        """The row of a case."""
        query = select(cases).where(cases.c.reference == reference)
        return await self.store.database.read(lambda connection: connection.execute(query).one())

    async def body(self, reference: str) -> Report:
        """What is kept of what was reported."""
        return self.keys.open((await self.row(reference)).body, Report)

    async def all(self, table: Table, **which: Any) -> list[Any]:
        """The rows of a table, in order."""
        wanted = [table.c[name] == value for name, value in which.items()]
        query = select(table).where(*wanted).order_by(*table.primary_key.columns)
        return list(await self.store.database.read(lambda connection: connection.execute(query).all()))

    async def count(self, table: Table = cases) -> int:
        query = select(func.count()).select_from(table)
        return int(await self.store.database.read(lambda connection: connection.execute(query).scalar_one()))

    async def deadlines(self, reference: str) -> dict[tuple[str, str], Deadline]:
        """All that are kept, also those that nobody is told of."""
        number = (await self.row(reference)).id
        kept = await self.store.database.read(lambda connection: deadlines(connection, number))
        return {one.key: one.deadline for one in kept}


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)
