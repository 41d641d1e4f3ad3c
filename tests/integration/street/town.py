"""Short words for the tests of streets: reports, residents who make them, and the office."""

from __future__ import annotations

import itertools
from random import Random
from typing import Any

from sqlalchemy import Table, select

from bot.clock import FixedClock
from bot.knowledge.street.report import Report, Spot, Status
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.street import StoredStreet
from bot.store.street_changes import StreetChanges
from bot.store.street_pages import StreetPages
from bot.store.street_tables import street_reports
from tests.databases import SECRET
from tests.integration.store.talking import ME, message, opened, outcome

STAFF = 7
LATITUDE, LONGITUDE = 53.8301, -1.5
METRE = 1 / 111_195
"""Degrees of latitude, on the sphere."""

SAID = "my son Adam fell in it outside our house, please ring 07700 900777"
SPOT = Spot("outside 14 Oak Road", "outside 14 Oak Road", "LS8 1AA", LATITUDE, LONGITUDE)
HOLE = Report(kind="pothole", spot=SPOT, detail="swerve", dangerous=True, said=SAID, tells=True)
_keys = itertools.count(1)


def key() -> str:
    """A new one."""
    return f"street-{next(_keys)}:file"


def north(metres: float) -> Spot:
    """A place so far from `SPOT`."""
    return Spot("north of it", latitude=LATITUDE + metres * METRE, longitude=LONGITUDE, exact=True)


class Town:
    """The reports of one store, as residents and as staff reach them."""

    def __init__(self, store: Store, clock: FixedClock, keys: Keys | None = None, seed: int = 5) -> None:
        self.store, self.clock = store, clock
        self.keys = keys or Keys([SECRET])
        self.reports = StoredStreet(store.database, self.keys, clock, Random(seed))
        self.changes = StreetChanges(store.database, self.keys, clock)
        self.pages = StreetPages(store.database, self.keys)

    async def resident(self, address: str = ME, channel: str = "sms") -> int:
        """A conversation in which everything has been answered."""
        turn = await opened(self.store, message("hello", address=address, channel=channel))
        await self.store.commit_turn(outcome(turn))
        return turn.conversation.id

    async def staff(self, reference: str, status: Status | None, words: str = "") -> int:
        """A change by staff who have just looked."""
        revision = (await self.row(reference)).revision
        return await self.changes.change(reference, revision, STAFF, status, words)

    async def row(self, reference: str) -> Any:
        """The row of a report."""
        query = select(street_reports).where(street_reports.c.reference == reference)
        return await self.store.database.read(lambda connection: connection.execute(query).one())

    async def body(self, reference: str) -> Report | None:
        """What is kept of what was reported."""
        sealed = (await self.row(reference)).body
        return None if sealed is None else self.keys.open(sealed, Report)

    async def all(self, table: Table, **which: Any) -> list[Any]:
        """The rows of a table, in order."""
        wanted = [table.c[name] == value for name, value in which.items()]
        query = select(table).where(*wanted).order_by(*table.primary_key.columns)
        return list(await self.store.database.read(lambda connection: connection.execute(query).all()))
