"""The rows of alerts and their versions, for the transactions that change them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, and_, insert, or_, select, update

from bot.store.alert_tables import alert_names, alert_versions, alerts
from bot.store.upsert import upsert
from notifier.alert import Alert

_its, _versions = alerts.c, alert_versions.c
_named = upsert(alert_names, lambda new: new.on_conflict_do_nothing(index_elements=["name"]))

OURS = _versions.written_by.is_not(None)
"""A version that a member of staff has written."""

SAID = and_(
    or_(~OURS, _versions.approved_by.is_not(None)), _versions.status.not_in(("draft", "refusing", "refused"))
)
"""A version that may be told to those who ask, also while it waits for a second person's yes to be sent."""

TO_BE_SENT = ("new", "refusing")
"""The statuses that the fan-out acts on."""

_OPEN = ("draft", "waits", *TO_BE_SENT)
_newest = and_(_versions.alert_id == _its.id, _versions.version == _its.version)


def known(connection: Connection, names: Sequence[str]) -> list[Row[Any]]:
    """The alerts that have one of these names, each with its newest version as `alert`: those that have not
    ended first, then the oldest. They are kept from others until the end of the transaction."""
    theirs = select(alert_names.c.alert_id).where(alert_names.c.name.in_(names))
    found = connection.execute(_locked(_its.id.in_(theirs))).all()
    return sorted(found, key=lambda row: (row.ended_at is not None, row.id))


def name(connection: Connection, alert_id: int, names: Sequence[str]) -> None:
    """It is known by these from now on."""
    for one in names:
        connection.execute(_named[connection.dialect.name], {"name": one, "alert_id": alert_id})


def keep_order(connection: Connection, alert_id: int, order: float) -> None:
    """What came late is known by it, also where it made no version."""
    newer = update(alerts).where(_its.id == alert_id, _its.order < order)
    connection.execute(newer.values(order=order))


def by_id(connection: Connection, alert_id: int) -> Row[Any] | None:
    """One of them, by our number."""
    return connection.execute(_locked(_its.id == alert_id)).first()


def not_ended(connection: Connection, *more: ColumnElement[bool]) -> list[Row[Any]]:
    """The alerts that have not ended, as `known` has them."""
    return list(connection.execute(_locked(_its.ended_at.is_(None), *more)).all())


def newest(connection: Connection, *which: ColumnElement[bool]) -> list[Row[Any]]:
    """The same of any alerts, only to be read."""
    return list(connection.execute(_with_version(*which)).all())


def decoded(row: Row[Any]) -> Alert:
    """The version as it was published."""
    return msgspec.json.decode(row.alert, type=Alert)


def begin(connection: Connection, alert: Alert, order: float, now: dt.datetime) -> int:
    """A row for an alert of which nothing was known; its number. Raises `IntegrityError` when another process
    has just made it."""
    new = insert(alerts).values(
        name=alert.name, kind=alert.kind, version=0, level=0, order=order, started_at=now
    )
    alert_id = int(connection.execute(new.returning(_its.id)).scalar_one())
    name(connection, alert_id, [alert.name])
    return alert_id


def write(
    connection: Connection,
    alert_id: int,
    alert: Alert,
    now: dt.datetime,
    *,
    status: str = "new",
    written_by: int | None = None,
    approved_by: int | None = None,
) -> int:
    """Adds a version, in place of older ones that have not gone yet; its number."""
    older = update(alert_versions).where(_versions.alert_id == alert_id, _versions.status.in_(_OPEN))
    connection.execute(older.values(status="superseded"))
    stands = {
        "version": alert.version,
        "level": alert.level,
        "expires_at": alert.expires,
        "ended_at": None if alert.level else now,
    }
    connection.execute(update(alerts).where(_its.id == alert_id).values(stands))
    new = insert(alert_versions).values(
        alert_id=alert_id,
        version=alert.version,
        level=alert.level,
        before=alert.before,
        phase=alert.phase,
        at=alert.at,
        alert=msgspec.json.encode(alert),
        status=status,
        written_by=written_by,
        approved_by=approved_by,
    )
    return int(connection.execute(new.returning(_versions.id)).scalar_one())


def rewrite(connection: Connection, row: Row[Any], alert: Alert) -> None:
    """Another text in place of that of the version `row`."""
    stands = {"level": alert.level, "expires_at": alert.expires}
    connection.execute(update(alerts).where(_its.id == row.alert_id).values(stands))
    text = {"level": alert.level, "at": alert.at, "alert": msgspec.json.encode(alert)}
    connection.execute(update(alert_versions).where(_versions.id == row.id).values(text))


def end(connection: Connection, alert_id: int, now: dt.datetime) -> None:
    """It is over, and there is nothing to say about it."""
    connection.execute(update(alerts).where(_its.id == alert_id).values(ended_at=now))


def drop(connection: Connection, row: Row[Any], now: dt.datetime) -> None:
    """A draft, or what waits for a second person, is too late."""
    end(connection, row.id, now)
    too_late = update(alert_versions).where(_versions.id == row.version_id, _versions.status.in_(_OPEN))
    connection.execute(too_late.values(status="superseded"))


def kinds(wanted: Collection[str]) -> ColumnElement[bool]:
    """Of these kinds."""
    return _its.kind.in_(list(wanted))


def of_feed(feed: str) -> ColumnElement[bool]:
    """Of this feed: its name stands in front of the alert's."""
    return _its.name.startswith(f"{feed}:", autoescape=True)


def not_among(names: Sequence[str]) -> ColumnElement[bool]:
    """Has none of these names."""
    return _its.id.not_in(select(alert_names.c.alert_id).where(alert_names.c.name.in_(names)))


def past(now: dt.datetime) -> ColumnElement[bool]:
    """Its time is over."""
    return _its.expires_at <= now


def _with_version(*which: ColumnElement[bool]) -> Any:
    return (
        select(
            _its.id,
            _its.name,
            _its.kind,
            _its.version,
            _its.level,
            _its.order,
            _its.started_at,
            _its.ended_at,
            _versions.id.label("version_id"),
            _versions.status,
            _versions.alert,
            SAID.label("said"),
        )
        .join(alert_versions, _newest)
        .where(*which)
        .order_by(_its.id)
    )


def _locked(*which: ColumnElement[bool]) -> Any:
    return _with_version(*which).with_for_update(of=alerts)
