"""Versions of alerts as they lie in the database, whoever wrote them there."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from sqlalchemy import Connection, insert, select, update

from bot.store.alert_tables import alert_versions, alerts
from bot.store.store import Store
from notifier.alert import Alert

Then = Callable[[Connection, int, Alert], None]


def written(
    connection: Connection, alert: Alert, status: str = "sent", by: int | None = None, yes: int | None = None
) -> int:
    """A version's number; `by` and `yes` are the members of staff who wrote it and who said yes to it."""
    its = alerts.c
    id = connection.scalar(select(its.id).where(its.name == alert.name))
    if id is None:
        new = {"name": alert.name, "kind": alert.kind, "order": 1.0, "started_at": alert.at}
        made = insert(alerts).values(**new, version=0, level=0).returning(its.id)
        id = connection.execute(made).scalar_one()
    ended = None if alert.level else alert.at
    stands = {"version": alert.version, "level": alert.level, "ended_at": ended, "expires_at": alert.expires}
    connection.execute(update(alerts).where(its.id == id).values(stands))
    version = {
        "alert_id": id,
        "version": alert.version,
        "level": alert.level,
        "before": alert.before,
        "phase": alert.phase,
        "at": alert.at,
        "alert": msgspec.json.encode(alert),
        "status": status,
        "written_by": by,
        "approved_by": yes,
    }
    return int(
        connection.execute(insert(alert_versions).values(version).returning(alert_versions.c.id)).scalar_one()
    )


async def public(store: Store, alert: Alert, then: Then | None = None) -> int:
    """A version becomes public, and `then` hears of it in the same transaction."""

    def work(connection: Connection) -> int:
        version_id = written(connection, alert, "new")
        if then is not None:
            then(connection, version_id, alert)
        return version_id

    return await store.database.write(work)
