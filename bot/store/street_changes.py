"""What staff, or the council's own system, do to a report of a street: one entry of its history each."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection

from bot.clock import Clock
from bot.knowledge.repairs.changes import Stale
from bot.knowledge.street.report import OPEN, Status
from bot.store import street_rows as rows
from bot.store.database import Database
from bot.store.sealed import Keys
from bot.store.street_tables import street_reports

_its = street_reports.c


class StreetChanges:
    """Each change is compared with what was read before it is written."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def change(
        self, reference: str, revision: int, staff: int, status: Status | None, words: str = ""
    ) -> int:
        """Another status, of which those who follow it are told, or with None a note for staff alone; the new
        revision. Raises `Stale` when the report is another by now, `LookupError` when there is none."""
        now = self._clock.now()
        return await self._database.write(
            lambda c: self._change(c, reference, revision, staff, status, words, now)
        )

    def _change(
        self,
        connection: Connection,
        reference: str,
        revision: int,
        staff: int,
        status: Status | None,
        words: str,
        now: dt.datetime,
    ) -> int:
        row = rows.read(connection, _its.reference == reference)
        if row is None:
            raise LookupError("no such report of a street")
        if row.revision != revision:
            raise Stale(row.revision)
        another = status is not None and status != row.status
        values = {"status": status, "status_at": now} if another else {}
        if another:
            values["closed_at"] = None if status in OPEN else now
        row = rows.change(connection, row.id, values)
        body = self._keys.seal(words) if words else None
        kind = "status" if another else "note"
        rows.happened(connection, row, kind, now, body=body, staff=staff, tells=another)
        return int(row.revision)
