"""Reports of streets: made once, found by where they are, and followed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from sqlalchemy import Connection, select

from bot.clock import Clock
from bot.knowledge.street.near import NEAR, box, metres
from bot.knowledge.street.report import Known, Report
from bot.knowledge.street.reports import StreetReports
from bot.store import case_people as people
from bot.store import street_rows as rows
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.street_photos import copied
from bot.store.street_rows import Listener
from bot.store.street_tables import street_people, street_reports

SHOWN = dt.timedelta(days=90)
"""How long somebody is told of one of theirs after it is over."""

MOST = 50
_its, _who = street_reports.c, street_people.c


class StoredStreet(StreetReports):
    """`random` makes references; `listeners` are told of what is new."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, random: Random) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._random = random
        self.listeners: list[Listener] = []

    async def file(self, report: Report, key: str, conversation: int) -> str:
        now = self._clock.now()

        def work(connection: Connection) -> str:
            row, new = rows.made(connection, self._random, self._values(report, key, now))
            if new:
                self._begun(connection, row, report, conversation, now)
            return str(row.reference)

        return await self._database.write(work)

    async def near(self, kind: str, latitude: float, longitude: float) -> tuple[Known, ...]:
        south, north, west, east = box(latitude, longitude)
        there = _its.latitude.between(south, north), _its.longitude.between(west, east)
        query = select(street_reports).where(_its.kind == kind, _its.closed_at.is_(None), *there)

        def read(connection: Connection) -> Sequence[AnyRow]:
            return connection.execute(query.order_by(_its.id).limit(1_000)).all()

        found = [
            (metres(latitude, longitude, row.latitude, row.longitude), row)
            for row in await self._database.read(read)
        ]
        within = sorted((one for one in found if one[0] <= NEAR), key=lambda one: (one[0], one[1].id))
        return tuple(rows.known(row, away) for away, row in within[:MOST])

    async def follow(self, reference: str, conversation: int, *, tells: bool, dangerous: bool) -> Known:
        now = self._clock.now()

        def work(connection: Connection) -> Known:
            row = rows.read(connection, _its.reference == reference)
            if row is None:
                raise LookupError("no such report of a street")
            who = people.whose(connection, conversation)
            if who is not None and rows.joins(connection, row.id, who, "joined", tells=tells, at=now):
                rows.happened(connection, row, "joined", now)
            if dangerous and not row.dangerous:
                row = rows.change(connection, row.id, {"dangerous": True})
                rows.happened(connection, row, "danger", now)
            return rows.known(row)

        return await self._database.write(work)

    async def of(self, conversation: int) -> tuple[Known, ...]:
        still = _its.closed_at.is_(None) | (_its.closed_at > self._clock.now() - SHOWN)

        def read(connection: Connection) -> Sequence[AnyRow]:
            mine = select(_who.report_id).where(
                _who.conversation_id.in_(people.theirs(connection, conversation))
            )
            query = select(street_reports).where(_its.id.in_(mine), still).order_by(_its.id.desc())
            return connection.execute(query.limit(MOST)).all()

        return tuple(map(rows.known, await self._database.read(read)))

    async def find(self, reference: str) -> Known | None:
        query = select(street_reports).where(_its.reference == reference)
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return None if row is None else rows.known(row)

    def _values(self, report: Report, key: str, now: dt.datetime) -> dict[str, Any]:
        spot = report.spot
        return {
            "key": key,
            "kind": report.kind,
            "detail": report.detail,
            "dangerous": report.dangerous,
            "latitude": spot.latitude,
            "longitude": spot.longitude,
            "status": "received",
            "status_at": now,
            "filed_at": now,
            "closed_at": None,
            "revision": 1,
            "body": self._keys.seal(report),
        }

    def _begun(
        self, connection: Connection, row: AnyRow, report: Report, conversation: int, now: dt.datetime
    ) -> None:
        who = people.whose(connection, conversation)
        if who is not None:
            rows.joins(connection, row.id, who, "reported", tells=report.tells, at=now)
            copied(connection, row.id, people.theirs(connection, who), report.photos, now)
        rows.happened(connection, row, "new", now)
        for listener in self.listeners:
            listener(connection, row)
