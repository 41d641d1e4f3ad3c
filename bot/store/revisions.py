"""Changes to what staff have said: a new text of an alert that has gone, and taking it back.

Until somebody else has said yes to a new text, the version before stands for everybody. So it waits as
version 0, of which an alert has one at most, and gets its own number with the yes.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import structs
from sqlalchemy import Connection, delete, insert, select, update

from bot.clock import Clock
from bot.store import alert_rows as rows
from bot.store.alert_tables import alert_versions
from bot.store.alerts import StoredAlerts
from bot.store.approvals import FEED, NotYours
from bot.store.database import Database
from notifier.alert import Alert, Level, Phase

WAITING = 0
"""The number of a version that has none yet."""

_its = alert_versions.c


class Revisions:
    """`staff` are numbers of members."""

    def __init__(self, database: Database, alerts: StoredAlerts, clock: Clock) -> None:
        self._database = database
        self._alerts = alerts
        self._clock = clock

    async def revise(self, alert_id: int, alert: Alert, staff: int) -> int:
        """Keeps another text of what has gone, as a draft, in place of one that does not wait for a yes; its
        number. Raises `NotYours`."""

        def work(connection: Connection) -> int:
            row = _ours(connection, alert_id)
            open_ = _its.alert_id == alert_id, _its.version == WAITING
            found = connection.execute(select(_its.status, _its.written_by).where(*open_)).first()
            if found and (found.status == "waits" or (found.status == "draft" and found.written_by != staff)):
                raise NotYours
            connection.execute(delete(alert_versions).where(*open_))
            fresh = _after(rows.decoded(row), alert)
            made = insert(alert_versions).values(
                alert_id=alert_id,
                version=WAITING,
                level=fresh.level,
                before=fresh.before,
                phase=fresh.phase,
                at=fresh.at,
                alert=msgspec.json.encode(fresh),
                status="draft",
                written_by=staff,
            )
            return int(connection.execute(made.returning(_its.id)).scalar_one())

        return await self._database.write(work)

    async def approve(self, version_id: int, staff: int) -> int:
        """The second person's yes: it is the next version, and goes; its number. Raises `NotYours`, also for
        whoever has written it and for an alert that is over by now."""

        def work(connection: Connection) -> int:
            waiting = self._answered(connection, version_id, staff, "superseded")
            row, now = _ours(connection, waiting.alert_id), self._clock.now()
            connection.execute(delete(alert_versions).where(_its.id == version_id))
            text = structs.replace(msgspec.json.decode(waiting.alert, type=Alert), at=now)
            fresh = _after(rows.decoded(row), text)
            by = waiting.written_by
            number = rows.write(connection, row.id, fresh, now, written_by=by, approved_by=staff)
            self._alerts.publish(connection, number, fresh)
            return number

        return await self._database.write(work)

    async def refuse(self, version_id: int, staff: int) -> None:
        """The second person's no: what has gone stands. Raises `NotYours`."""
        await self._database.write(lambda c: self._answered(c, version_id, staff, "refused"))

    async def cancel(self, alert_id: int, staff: int) -> int:
        """It was wrong: those who were alerted are told that it is taken back, without another yes. The
        number of the version that says so. Raises `NotYours`."""

        def work(connection: Connection) -> int:
            row, now = _ours(connection, alert_id), self._clock.now()
            before = rows.decoded(row)
            alert = structs.replace(
                before, version=before.version + 1, level=0, before=before.level, phase="cancelled", at=now
            )
            number = rows.write(connection, row.id, alert, now, written_by=staff, approved_by=staff)
            self._alerts.publish(connection, number, alert)
            return number

        return await self._database.write(work)

    def _answered(self, connection: Connection, version_id: int, staff: int, then: str) -> Any:
        """The row of the text that has waited, after somebody else's answer."""
        which = _its.id == version_id, _its.version == WAITING, _its.status == "waits"
        change = update(alert_versions).where(*which, _its.written_by != staff).values(status=then)
        row = connection.execute(change.returning(alert_versions)).first()
        if row is None:
            raise NotYours
        return row


def _ours(connection: Connection, alert_id: int) -> Any:
    """The alert that staff have said and that is not over."""
    row = rows.by_id(connection, alert_id)
    if row is None or row.ended_at is not None or not row.said or not row.name.startswith(f"{FEED}:"):
        raise NotYours
    return row


def _after(held: Alert, text: Alert) -> Alert:
    """The text as the version after the one that is held."""
    return structs.replace(
        text,
        name=held.name,
        version=held.version + 1,
        before=held.level,
        phase=_phase(held.level, text.level),
    )


def _phase(before: Level, now: Level) -> Phase:
    if now == before:
        return "update"
    return "upgrade" if now > before else "downgrade"
