"""Reports of missed bins: `bot.knowledge.bins.reports.MissedReports` on the store."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from sqlalchemy import Connection, bindparam, select

from bot.clock import Clock
from bot.knowledge.bins.reports import MissedReports
from bot.store.database import Database, StoreError
from bot.store.query import Query
from bot.store.reference import new_reference
from bot.store.sealed import Keys
from bot.store.tables import reports
from bot.store.upsert import upsert

KIND = "bins.missed"
_TRIES = 20  # of six million references; with a million in use, one in 10^16 cases needs more

# No target: a taken reference and a key that is already there both leave the table as it is.
_insert = Query(
    upsert(reports, lambda insert: insert.on_conflict_do_nothing().returning(reports.c.reference)),
    [column.name for column in reports.columns if column.name != "id"],
)
_by_key = Query(select(reports.c.reference).where(reports.c.key == bindparam("wanted")))
_open_for = (
    select(reports.c.reference)
    .where(reports.c.home_lookup.in_(bindparam("homes", expanding=True)))
    .where(reports.c.container == bindparam("bin"), reports.c.kind == KIND)
    .where(reports.c.day >= bindparam("since"), reports.c.status == "open")
    .order_by(reports.c.id.desc())
    .limit(1)
)


class StoredReports(MissedReports):
    """Keeps reports; `random` makes the references."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, random: Random) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._random = random

    async def file(self, home: str, container: str, day: dt.date, key: str, conversation: int = 0) -> str:
        """Keeps a report and returns its reference. The same `key` again returns the same reference.

        `day` is the day of the collection that did not come. Raises `StoreError` when no free reference is
        found.
        """
        row = {
            "key": key,
            "kind": KIND,
            "container": container,
            "day": day,
            "status": "open",
            "home": self._keys.seal(home),
            "home_lookup": self._keys.find("home", home),
            "conversation_id": conversation or None,
            "filed_at": self._clock.now(),
        }
        return await self._database.write(lambda connection: self._file(connection, row))

    async def open_for(self, home: str, container: str, since: dt.date) -> str | None:
        """The newest open report for this home and container about a collection on `since` or later."""
        wanted = {"homes": self._keys.find_any("home", home), "bin": container, "since": since}
        found: str | None = await self._database.read(lambda connection: connection.scalar(_open_for, wanted))
        return found

    def _file(self, connection: Connection, row: dict[str, Any]) -> str:
        for _ in range(_TRIES):
            filed = _insert.one(connection, {**row, "reference": new_reference(self._random)})
            filed = filed or _by_key.one(connection, {"wanted": row["key"]})
            if filed:
                return str(filed.reference)
        raise StoreError("no free reference was found for a report")
