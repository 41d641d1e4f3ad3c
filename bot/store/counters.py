"""How often something happened, for staff: by day, language and kind, and nothing about anybody."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy import Connection, bindparam, select

from bot.store.database import Database
from bot.store.query import Query
from bot.store.tables import counters
from bot.store.upsert import upsert


class Counted(Struct, frozen=True):
    """On `day` (the city's), in `language`, `kind` happened `count` times."""

    day: dt.date
    language: str
    kind: str
    count: int


_add = Query(
    upsert(
        counters,
        lambda insert: insert.on_conflict_do_update(
            index_elements=["day", "language", "kind"], set_={"count": counters.c.count + 1}
        ),
    ),
    ["day", "language", "kind", "count"],
)
_since = (
    select(counters)
    .where(counters.c.day >= bindparam("first"))
    .order_by(counters.c.day, counters.c.kind, counters.c.language)
)


def add(connection: Connection, day: dt.date, language: str, kinds: Sequence[str]) -> None:
    """Counts each of `kinds` once more."""
    for kind in sorted(kinds):  # in one order everywhere: two turns never wait for each other in a circle
        row = {"day": day, "language": language, "kind": kind, "count": 1}
        _add.run(connection, row)


class Counters:
    """Reads the counters."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, first: dt.date) -> tuple[Counted, ...]:
        """What was counted on `first` and later, oldest first."""
        rows = await self._database.read(
            lambda connection: connection.execute(_since, {"first": first}).all()
        )
        return tuple(Counted(*row) for row in rows)
