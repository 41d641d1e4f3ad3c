"""The audit: who signed in, read or changed what. It is written and deleted by age, never changed."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct
from sqlalchemy import Connection, Row, insert, select

from bot.clock import Clock
from bot.store.database import Database
from bot.store.sealed import Keys
from bot.store.staff_tables import audit, staff

Action = Literal[
    "sign_in",
    "code_asked",
    "sign_in_refused",
    "locked",
    "sign_out",
    "shift",
    "read",
    "photo",
    "claim",
    "reply",
    "note",
    "correct",
    "answer",
    "pass",
    "hand_back",
    "close",
    "callback",
    "search",
    "export",
    "damp",
    "repairs",
    "repair",
    "repair_changed",
    "streets",
    "street",
    "street_changed",
    "complaint",
    "complaint_changed",
    "alert_written",
    "alert_submitted",
    "alert_approved",
    "alert_refused",
    "alert_ended",
    "staff_changed",
]
"""What was done. `code_asked`: the password was right and the one-time code is still missing. `damp`: the
list of damp homes was looked at; `repairs`: that of open repairs; `repair`: one of them; `complaint`: what
somebody has complained of."""

_DETAIL = 64  # characters


class Audited(Struct, frozen=True):
    """One entry. `staff` is None where nobody was signed in: a refused stranger, or the command line. `name`
    is theirs, empty for nobody."""

    id: int
    at: dt.datetime
    staff: int | None
    name: str
    action: Action
    conversation: int | None
    detail: str


def write_audit(
    connection: Connection,
    now: dt.datetime,
    action: Action,
    staff_id: int | None,
    conversation: int | None = None,
    detail: str = "",
) -> None:
    """Writes an entry inside a transaction: it is there exactly when what it tells of is. `detail` never has
    personal data in it; it is cut at 64 characters."""
    values = {"at": now, "staff_id": staff_id, "action": action, "conversation_id": conversation}
    connection.execute(insert(audit).values(**values, detail=detail[:_DETAIL]))


class Audit:
    """Writes and reads the audit."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def record(
        self, action: Action, staff: int | None, conversation: int | None = None, detail: str = ""
    ) -> None:
        """Writes an entry by itself; when this returns, it is on disk."""
        now = self._clock.now()
        await self._database.write(
            lambda connection: write_audit(connection, now, action, staff, conversation, detail)
        )

    async def recent(
        self,
        limit: int = 100,
        before: int | None = None,
        staff_id: int | None = None,
        conversation: int | None = None,
        action: Action | None = None,
    ) -> tuple[Audited, ...]:
        """The newest entries first, at most `limit`: those older than the entry `before`, of one member of
        staff, about one conversation, of one action, where these are given."""
        its = audit.c
        query = select(audit, staff.c.name).join_from(audit, staff, its.staff_id == staff.c.id, isouter=True)
        if before is not None:
            query = query.where(its.id < before)
        wanted = ((its.staff_id, staff_id), (its.conversation_id, conversation), (its.action, action))
        for column, value in wanted:
            if value is not None:
                query = query.where(column == value)
        query = query.order_by(its.id.desc()).limit(limit)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(map(self._audited, rows))

    def _audited(self, row: Row[tuple[object, ...]]) -> Audited:
        name = "" if row.name is None else self._keys.open(row.name, str)
        return Audited(row.id, row.at, row.staff_id, name, row.action, row.conversation_id, row.detail)
