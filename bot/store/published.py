"""The versions of alerts that are public, for what is published of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import Connection, and_, or_, select

from bot.store.alert_rows import SAID
from bot.store.alert_tables import alert_versions, alerts
from bot.store.database import Database
from bot.store.query import AnyRow
from notifier.alert import Alert
from notifier.cap_out import Earlier

MOST = 200
"""Versions in one list: the newest."""

_its, _alerts = alert_versions.c, alerts.c


class Published(Struct, frozen=True):
    """A version. `earlier` are those before it since it last began."""

    version_id: int
    alert: Alert
    earlier: tuple[Earlier, ...] = ()


class PublishedAlerts:
    """Reads them. What only staff know of yet, or was refused, is never among them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def version(self, version_id: int) -> Published | None:
        """One of them with those before it; None when there is no such or it is not public."""

        def work(connection: Connection) -> Published | None:
            row = connection.execute(select(alert_versions).where(SAID, _its.id == version_id)).first()
            if row is None:
                return None
            before = select(_its.id, _its.at, _its.phase).where(
                SAID, _its.alert_id == row.alert_id, _its.version < row.version
            )
            rows = connection.execute(before.order_by(_its.version)).all()
            return Published(row.id, _alert(row), () if row.phase == "new" else _since_new(rows))

        return await self._database.read(work)

    async def recent(self, since: dt.datetime) -> tuple[Published, ...]:
        """Those since then and all that are in force, the newest first."""
        holds = and_(_alerts.ended_at.is_(None), _its.version == _alerts.version)
        query = (
            select(_its.id, _its.alert)
            .join(alerts, _alerts.id == _its.alert_id)
            .where(SAID, or_(_its.at >= since, holds))
            .order_by(_its.at.desc(), _its.id.desc())
            .limit(MOST)
        )
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Published(row.id, _alert(row)) for row in rows)


def _alert(row: AnyRow) -> Alert:
    return msgspec.json.decode(row.alert, type=Alert)


def _since_new(rows: Sequence[AnyRow]) -> tuple[Earlier, ...]:
    """From the version on with which the alert last began."""
    began = max((at for at, row in enumerate(rows) if row.phase == "new"), default=0)
    return tuple(Earlier(row.id, row.at) for row in rows[began:])
