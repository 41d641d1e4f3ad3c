"""Cases of repairs: `bot.knowledge.repairs.cases.Cases` on the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.knowledge.repairs.case import Filed, Known, Report, Where
from bot.knowledge.repairs.cases import Cases, NoCase
from bot.knowledge.repairs.repairs import Repairs
from bot.store import case_people as people
from bot.store import case_rows as rows
from bot.store.case_filing import Filing
from bot.store.case_saying import Saying, Word
from bot.store.case_tables import case_reporters, cases
from bot.store.case_tries import Counts
from bot.store.case_where import folded_postcode, places
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.reference import read_reference
from bot.store.sealed import Keys

SHOWN_FOR = dt.timedelta(days=90)
"""For so long after its end a case is told of to who asks."""

_its = cases.c


class StoredCases(Cases):
    """`random` makes references, `repairs` is the city's. `listeners` are called in the transaction with the
    case and the kind of what happened: `new`, `completed`, `renewed`, and whatever changed the status."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, random: Random, repairs: Repairs
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._repairs = repairs
        self.listeners: list[Callable[[Connection, int, str], None]] = []
        self._filing = Filing(keys, random, repairs, self.listeners)
        self._saying = Saying(keys, repairs, self.listeners)

    async def file(self, report: Report, key: str, conversation: int) -> Filed:
        now = self._clock.now()
        return await self._database.write(lambda c: self._filing.file(c, report, key, conversation, now))

    async def stamp(self, report: Report, key: str, conversation: int) -> Filed:
        now = self._clock.now()
        return await self._database.write(lambda c: self._filing.stamp(c, report, key, conversation, now))

    async def complete(self, reference: str, report: Report, key: str, conversation: int) -> Filed:
        """As `Cases.complete`. Raises `LookupError` where the case is not theirs."""
        now = self._clock.now()
        return await self._database.write(
            lambda c: self._filing.complete(c, reference, report, key, conversation, now)
        )

    async def open_at(self, where: Where, problem: str) -> Known | None:
        same = places(self._keys, where).same(problem)
        query = select(cases).where(same).order_by(_its.id).limit(1)

        def read(connection: Connection) -> Known | None:
            row = connection.execute(query).first()
            return None if row is None else self._known(connection, row)

        return await self._database.read(read)

    async def of(self, conversation: int) -> tuple[Known, ...]:
        since = self._clock.now() - SHOWN_FOR

        def read(connection: Connection) -> tuple[Known, ...]:
            who = people.theirs(connection, conversation)
            mine = select(case_reporters.c.case_id).where(case_reporters.c.conversation_id.in_(who))
            shown = (_its.id.in_(mine), _its.joined_to.is_(None))
            query = select(cases).where(*shown, _its.closed_at.is_(None) | (_its.closed_at >= since))
            found = connection.execute(query.order_by(_its.id.desc())).all()
            return tuple(self._known(connection, row) for row in found)

        return await self._database.read(read)

    async def find(self, reference: str, postcode: str, conversation: int) -> Known | NoCase:
        code = read_reference(reference)
        if code is None:  # it cannot be one: nothing is guessed by that
            return "unknown"
        now = self._clock.now()

        def work(connection: Connection) -> Known | NoCase:
            counts = Counts(connection, self._keys, conversation, code)
            if counts.locked(now):
                return "locked"
            row = rows.found(connection, code)
            if row is None or not self._is_at(row, postcode):
                counts.wrong(now)
                return "unknown"
            over = row.closed_at is not None and row.closed_at < now - SHOWN_FOR
            return "unknown" if over else self._known(connection, row)

        return await self._database.write(work)

    async def fixed(self, reference: str, fixed: bool, said: str, key: str, conversation: int) -> Known:
        word = Word(said, key, conversation, self._clock.now())
        says = self._saying.fixed if fixed else self._saying.not_fixed
        return await self._database.write(lambda connection: says(connection, reference, word))

    async def withdraw(self, reference: str, key: str, conversation: int) -> Known:
        word = Word("", key, conversation, self._clock.now())
        return await self._database.write(lambda c: self._saying.withdrawn(c, reference, word))

    def _is_at(self, row: AnyRow, postcode: str) -> bool:
        code = folded_postcode(postcode)
        return row.postcode_lookup in self._keys.find_any("case.postcode", code) if code else False

    def _known(self, connection: Connection, row: AnyRow) -> Known:
        return rows.known(row, rows.deadlines(connection, row.id), self._repairs)
