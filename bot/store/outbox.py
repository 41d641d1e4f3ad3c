"""The outbox in the database, for one worker (`notifier/outbox.py` has the protocol)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import cast

from sqlalchemy import Connection, select

from accessibility.text import Rendered
from bot.clock import Clock
from bot.store import delivery_reports, outbox_marks, outbox_rows, suppressions
from bot.store.backlog import backlog
from bot.store.bodies import OpenedBodies
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.outbox_tables import outbox
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys, Sealed
from channels.sending import Report
from notifier.outbox import LEASE, Backlog, Due, Kind, Mark
from notifier.policy import ASKED_AFTER


class StoredOutbox:
    """What is to be sent. `holder` names one worker and nobody else: a lease is in its name."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, hub: Hub, postbox: Postbox, holder: str
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._postbox = postbox
        self._holder = holder
        self._bodies = OpenedBodies(keys)
        self.news = postbox.news
        """What is told in the hub when there is something to be sent."""

    async def recover(self) -> None:
        soon = self._clock.now() + dt.timedelta(seconds=ASKED_AFTER)
        await self._database.write(lambda c: outbox_rows.recover(c, self._holder, soon))

    async def claim(self, channel: str, limit: int, gap: float) -> Sequence[Due]:
        def work(connection: Connection) -> tuple[list[AnyRow], frozenset[int], Mapping[int, Rendered]]:
            now = self._clock.now()
            rows = outbox_rows.claim(connection, channel, limit, gap, now, self._holder, now + LEASE)
            if not rows:
                return rows, frozenset(), {}
            words = self._bodies.of(connection, [row.body_id for row in rows if row.body_id is not None])
            rows = outbox_rows.with_words(connection, rows, words, now)
            return rows, outbox_rows.unwanted(connection, [row.id for row in rows]), words

        # A claim that a power cut undoes has done nothing yet.
        rows, unwanted, words = await self._database.write(work, durable=False)
        return [self._due(row, words, row.id in unwanted) for row in rows]

    async def begin(self, ids: Collection[int]) -> frozenset[int]:
        until = self._until()
        return await self._database.write(lambda c: outbox_rows.begin(c, ids, self._holder, until))

    async def mark(self, marks: Sequence[Mark]) -> None:
        def work(connection: Connection) -> None:
            now = self._clock.now()
            for one in marks:
                if one.gone:
                    self._gone(connection, one.id, now)
            outbox_marks.mark(connection, marks, self._holder, now)
            if any(one.status == "sent" for one in marks):
                self._settle(connection)

        await self._database.write(work)

    async def renew(self, ids: Collection[int]) -> None:
        until = self._until()
        await self._database.write(lambda c: outbox_rows.renew(c, ids, self._holder, until))

    async def release(self, ids: Collection[int]) -> None:
        await self._database.write(lambda c: outbox_rows.release(c, ids, self._holder))

    async def settle(self) -> None:
        await self._database.write(self._settle)

    async def due_at(self, channel: str) -> dt.datetime | None:
        now = self._clock.now()
        return await self._database.read(lambda c: outbox_rows.due_at(c, channel, now))

    async def report(self, report: Report) -> None:
        fits = delivery_reports.bounded(report)

        def work(connection: Connection) -> None:
            delivery_reports.take(connection, fits, self._clock.now())
            if fits.again:
                self._postbox.told(connection)

        await self._database.write(work)

    async def backlog(self) -> Mapping[str, Backlog]:
        now = self._clock.now()
        return await self._database.read(lambda c: backlog(c, now))

    def _settle(self, connection: Connection) -> None:
        for report in delivery_reports.settle(connection):
            delivery_reports.take(connection, report, self._clock.now())

    def _until(self) -> dt.datetime:
        return self._clock.now() + LEASE

    def _gone(self, connection: Connection, id: int, now: dt.datetime) -> None:
        its = outbox.c
        found = select(its.channel, its.to_lookup, its.address).where(its.id == id)
        row = connection.execute(found.where(its.address.is_not(None))).first()
        if row is not None:
            whose = (row.channel, row.to_lookup, Sealed(row.address))
            suppressions.put(connection, *whose, "all", "provider", now)

    def _due(self, row: AnyRow, words: Mapping[int, Rendered], suppressed: bool) -> Due:
        own = row.body is not None
        return Due(
            id=row.id,
            key=row.key,
            kind=cast(Kind, row.kind),
            channel=row.channel,
            address=self._keys.open(row.address, str),
            rendered=self._keys.open(row.body, Rendered) if own else words[row.body_id],
            priority=row.priority,
            created_at=row.created_at,
            expires_at=row.expires_at,
            attempts=row.attempts,
            begun=row.status != "waiting",
            suppressed=suppressed,
        )
