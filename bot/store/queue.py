"""The helpline's queue as its pages read it: who waits, who has whom, and how much each adviser has."""

from __future__ import annotations

from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, case, func, select

from bot.handover.request import SAFEGUARDING, Handover
from bot.store.database import Database
from bot.store.handover_rows import all_rows, as_handover, row
from bot.store.together import Together

PAGE = 50
"""How many of those who wait are shown at once."""


class Queue(Struct, frozen=True):
    """One moment. `waiting` is the asked page of those who wait, first first; `held` all who have an adviser,
    longest first. `count` is how many wait in all, `danger` how many of them are in danger."""

    waiting: tuple[Handover, ...]
    held: tuple[Handover, ...]
    count: int
    danger: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.count // PAGE))

    def mine(self, staff: int) -> tuple[Handover, ...]:
        """Those whom this adviser has."""
        return tuple(one for one in self.held if one.adviser == staff)

    def loads(self) -> dict[int, int]:
        """How many each adviser has who has any."""
        found: dict[int, int] = {}
        for one in self.held:
            found[one.adviser or 0] = found.get(one.adviser or 0, 0) + 1
        return found


_counts = select(
    func.count(),
    func.coalesce(func.sum(case((row.priority == SAFEGUARDING, 1), else_=0)), 0),
).where(row.status == "queued")
_held = all_rows.where(row.status == "adviser").order_by(row.claimed_at, row.id)


class QueueView:
    """Reads the queue. Nothing here changes it: that is what `Handovers` is for. What every open page asks
    for with each news is read once for all that ask at the same time."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._first = Together(lambda: self._look(1, None))
        self._counted = Together(self._count)

    async def look(self, page: int = 1, team: str | None = None) -> Queue:
        """The queue now, its `page` counted from 1; `team` leaves out who waits for another team."""
        return await (self._first.read() if page == 1 and team is None else self._look(page, team))

    async def count(self) -> tuple[int, int]:
        """How many wait, and how many of them are in danger."""
        return await self._counted.read()

    async def _look(self, page: int, team: str | None) -> Queue:
        return await self._database.read(lambda connection: _look(connection, page, team))

    async def _count(self) -> tuple[int, int]:
        waiting, danger = await self._database.read(lambda connection: connection.execute(_counts).one())
        return waiting, danger


def _look(connection: Connection, page: int, team: str | None) -> Queue:
    waiting, counted = all_rows.where(row.status == "queued"), _counts
    if team is not None:
        meant = row.team.in_(("", team))
        waiting, counted = waiting.where(meant), counted.where(meant)
    ordered = waiting.order_by(row.priority, row.queued_at, row.id)
    count, danger = connection.execute(counted).one()
    shown = ordered.limit(PAGE).offset((page - 1) * PAGE)
    return Queue(_all(connection, shown), _all(connection, _held), count, danger)


def _all(connection: Connection, query: Any) -> tuple[Handover, ...]:
    return tuple(as_handover(one) for one in connection.execute(query).mappings())
