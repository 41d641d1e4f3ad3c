"""What staff say themselves, and the second person's yes to it: an alert that somebody has written, and a
large sending. Nobody says yes to what they have written; the statements themselves see to that."""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import structs
from sqlalchemy import ColumnElement, Connection, update
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.store import alert_rows as rows
from bot.store.alert_tables import alert_versions
from bot.store.alerts import StoredAlerts
from bot.store.database import Database
from notifier.alert import Alert

FEED = "council"
"""Stands in front of the names of what staff write."""

_its = alert_versions.c


class NotYours(ValueError):
    """It is not there, is in no state for this, or this person may not do it."""


class Approvals:
    """Drafts become alerts, and sendings that wait go or do not. `staff` are numbers of members."""

    def __init__(self, database: Database, alerts: StoredAlerts, clock: Clock) -> None:
        self._database = database
        self._alerts = alerts
        self._clock = clock

    async def draft(self, key: str, alert: Alert, staff: int) -> int:
        """Begins an alert of version 1; `key` makes the form's second sending the same draft. The version's
        number. Nobody else sees it but staff."""
        fresh = structs.replace(alert, name=f"{FEED}:{key}", version=1, phase="new", before=0)

        def work(connection: Connection) -> int:
            now = self._clock.now()
            found = rows.known(connection, [fresh.name])
            if found:
                return int(found[0].version_id)
            alert_id = rows.begin(connection, fresh, now.timestamp(), now)
            return rows.write(connection, alert_id, fresh, now, status="draft", written_by=staff)

        try:
            return await self._database.write(work)
        except IntegrityError:  # the form was sent twice in one moment
            return await self._database.write(work)

    async def rewrite(self, version_id: int, alert: Alert, staff: int) -> None:
        """Another text of a draft, by whoever has written it. Raises `NotYours`."""

        def work(connection: Connection) -> None:
            row = self._changed(connection, version_id, "draft", "draft", _its.written_by == staff)
            before = rows.decoded(row)
            again = structs.replace(alert, name=before.name, version=before.version, phase=before.phase)
            rows.rewrite(connection, row, structs.replace(again, before=before.before))

        await self._database.write(work)

    async def submit(self, version_id: int, staff: int) -> None:
        """It is ready; somebody else says yes to it. Raises `NotYours`."""
        await self._database.write(
            lambda c: self._changed(c, version_id, "draft", "waits", _its.written_by == staff)
        )

    async def approve(self, version_id: int, staff: int) -> None:
        """The second person's yes: it goes. Raises `NotYours`, also for whoever has written it."""

        def work(connection: Connection) -> None:
            row = self._changed(connection, version_id, "waits", "new", _another(staff), approved_by=staff)
            if row.written_by is None:
                self._alerts.wake(connection)  # it has been public from the start
            else:
                self._alerts.publish(connection, version_id, rows.decoded(row))

        await self._database.write(work)

    async def refuse(self, version_id: int, staff: int) -> None:
        """The second person's no: it is not sent, and everybody whom it would have reached has a row that
        says so. What staff have written has never been. Raises `NotYours`."""

        def work(connection: Connection) -> None:
            row = self._changed(connection, version_id, "waits", "refusing", _another(staff))
            if row.written_by is not None:
                rows.end(connection, row.alert_id, self._clock.now())
            self._alerts.wake(connection)

        await self._database.write(work)

    async def end(self, alert_id: int, staff: int) -> int:
        """What staff have said is over: the all-clear goes to those who were alerted, without another yes.
        The number of the version that says so. Raises `NotYours`."""

        def work(connection: Connection) -> int:
            row = rows.by_id(connection, alert_id)
            if row is None or row.ended_at is not None or not row.said or not _council(row.name):
                raise NotYours
            return self._over(connection, row, self._clock.now(), staff)

        return await self._database.write(work)

    def _over(self, connection: Connection, row: Any, now: dt.datetime, staff: int) -> int:
        before = rows.decoded(row)
        alert = structs.replace(
            before, version=before.version + 1, level=0, before=before.level, phase="clear", at=now
        )
        version_id = rows.write(connection, row.id, alert, now, written_by=staff, approved_by=staff)
        self._alerts.publish(connection, version_id, alert)
        return version_id

    def _changed(
        self,
        connection: Connection,
        version_id: int,
        was: str,
        then: str,
        allowed: ColumnElement[bool],
        **more: Any,
    ) -> Any:
        """The row of the version, which went from one status to the other."""
        change = update(alert_versions).where(_its.id == version_id, _its.status == was, allowed)
        row = connection.execute(change.values(status=then, **more).returning(alert_versions)).first()
        if row is None:
            raise NotYours
        return row


def _another(staff: int) -> ColumnElement[bool]:
    return (_its.written_by.is_(None)) | (_its.written_by != staff)


def _council(name: str) -> bool:
    return name.startswith(f"{FEED}:")
