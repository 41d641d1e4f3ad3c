"""Questions that nobody could answer: which words, on which day, in which language, how often. Nobody's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from msgspec import Struct
from sqlalchemy import Connection, bindparam, func, select

from bot.store.complaint_tables import unanswered
from bot.store.database import Database
from bot.store.query import Query
from bot.store.upsert import upsert

KEPT = dt.timedelta(days=90)
"""How long they are kept: long enough to write an answer, too short to be a history."""

LONGEST = 200
"""Characters that are kept of one."""

MOST = 1_000
"""The most that a page reads: the newest."""

_its = unanswered.c
_add = Query(
    upsert(
        unanswered,
        lambda insert: insert.on_conflict_do_update(
            index_elements=["day", "language", "words"], set_={"count": _its.count + 1}
        ),
    ),
    ["day", "language", "words", "count"],
)
_since = (
    select(
        _its.language,
        _its.words,
        func.sum(_its.count).label("times"),
        func.min(_its.day).label("first"),
        func.max(_its.day).label("last"),
    )
    .where(_its.day >= bindparam("first"))
    .group_by(_its.language, _its.words)
    .order_by(func.max(_its.day).desc(), func.sum(_its.count).desc(), _its.words)
    .limit(MOST)
)


class Asked(Struct, frozen=True):
    """The same words in one language, `count` times between two days."""

    language: str
    words: str
    count: int
    first: dt.date
    last: dt.date


def add(connection: Connection, day: dt.date, language: str, asked: Collection[str]) -> None:
    """Counts each once more. `asked` holds only words that are nobody's (`nlu/public.py`)."""
    for words in sorted(asked):  # in one order everywhere: two turns never wait for each other in a circle
        _add.run(connection, {"day": day, "language": language, "words": words[:LONGEST], "count": 1})


class Unanswered:
    """Reads them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, first: dt.date) -> tuple[Asked, ...]:
        """What could not be answered on `first` and later: the newest and then the most frequent first."""
        rows = await self._database.read(
            lambda connection: connection.execute(_since, {"first": first}).all()
        )
        return tuple(Asked(row.language, row.words, int(row.times), row.first, row.last) for row in rows)
