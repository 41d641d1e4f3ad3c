"""Complaints: `bot.knowledge.complaints.complaints.Complaints` on the store, and what staff do with them."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any, Literal, cast

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, select, update

from bot.clock import Clock
from bot.knowledge.complaints.complaints import Complaint, Complaints, Known, Status
from bot.store import case_people as people
from bot.store.complaint_tables import complaints
from bot.store.database import Database, StoreError
from bot.store.query import AnyRow, Query
from bot.store.references import unused
from bot.store.sealed import Keys
from bot.store.upsert import upsert

LISTED = 100
_TRIES = 20  # of six million references
_its = complaints.c

Mark = Literal["received", "passed", "answered"]
"""What staff say of a complaint."""

_insert = Query(
    upsert(complaints, lambda insert: insert.on_conflict_do_nothing().returning(_its.reference)),
    [column.name for column in complaints.columns if column.name != "id"],
)
_by_key = Query(select(_its.reference).where(_its.key == bindparam("wanted")))


class Listed(Struct, frozen=True):
    """One complaint for staff. `said` is None where the personal parts are gone."""

    reference: str
    about: str
    language: str
    status: Status
    filed_at: dt.datetime
    status_at: dt.datetime
    staff: int | None
    revision: int
    said: Complaint | None = None


class StoredComplaints(Complaints):
    """Keeps complaints; `random` makes the references."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, random: Random) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._random = random

    async def file(self, complaint: Complaint, key: str, conversation: int) -> str:
        """As `Complaints.file`. Raises `StoreError` when no free reference is found."""
        now = self._clock.now()
        row = {
            "key": key,
            "about": complaint.about,
            "language": complaint.language,
            "status": "received",
            "staff_id": None,
            "filed_at": now,
            "status_at": now,
            "revision": 1,
            "body": self._keys.seal(complaint),
        }
        return await self._database.write(lambda connection: self._file(connection, row, conversation))

    async def of(self, conversation: int) -> tuple[Known, ...]:
        def read(connection: Connection) -> tuple[Known, ...]:
            mine = _its.conversation_id.in_(people.theirs(connection, conversation))
            query = select(complaints).where(mine, _its.body.is_not(None)).order_by(_its.id.desc())
            rows = connection.execute(query).all()
            return tuple(Known(row.reference, cast(Status, row.status), row.filed_at) for row in rows)

        return await self._database.read(read)

    def _file(self, connection: Connection, row: dict[str, Any], conversation: int) -> str:
        row = {**row, "conversation_id": people.whose(connection, conversation)}
        for _ in range(_TRIES):
            reference = unused(connection, self._random)
            filed = _insert.one(connection, {**row, "reference": reference})
            filed = filed or _by_key.one(connection, {"wanted": row["key"]})
            if filed:
                return str(filed.reference)
        raise StoreError("no free reference was found for a complaint")


class ComplaintPages:
    """What staff read and mark."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def listed(self, *, over: bool) -> tuple[Listed, ...]:
        """Those that wait for an answer, oldest first; or the newest that are `over`. Without the words."""
        done = _its.status.in_(("answered", "withdrawn"))
        order = _its.status_at.desc() if over else _its.filed_at
        query = select(complaints).where(done if over else ~done).order_by(order, _its.id).limit(LISTED)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(_listed(row) for row in rows)

    async def waiting(self) -> int:
        """How many nobody has done anything about."""
        query = select(func.count()).where(_its.status == "received")
        return int(await self._database.read(lambda c: c.execute(query).scalar_one()))

    async def one(self, reference: str) -> Listed | None:
        """One with its words."""
        query = select(complaints).where(_its.reference == reference)
        row = await self._database.read(lambda connection: connection.execute(query).one_or_none())
        if row is None:
            return None
        return _listed(row, None if row.body is None else self._keys.open(row.body, Complaint))

    async def mark(self, reference: str, revision: int, status: Mark, staff: int) -> bool:
        """Says how it stands; whether that is done: not where somebody has changed it meanwhile."""
        change = (
            update(complaints)
            .where(_its.reference == reference, _its.revision == revision, _its.status != "withdrawn")
            .values(status=status, status_at=self._clock.now(), staff_id=staff, revision=revision + 1)
        )
        return await self._database.write(lambda connection: connection.execute(change).rowcount == 1)


def _listed(row: AnyRow, said: Complaint | None = None) -> Listed:
    return Listed(
        row.reference,
        row.about,
        row.language,
        cast(Status, row.status),
        row.filed_at,
        row.status_at,
        row.staff_id,
        row.revision,
        said,
    )
