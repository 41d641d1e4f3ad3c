"""What people are alerted to: every version that feeds and staff bring about, and how it goes on.

A version is written once, in the transaction that looked at the one before; whatever has to follow from it
(the fan-out, what is published for other software) is found there again by whoever comes after a crash.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, select
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.store import alert_rows as rows
from bot.store.alert_tables import alert_versions, alerts
from bot.store.database import Database
from bot.store.feeds import note_refused
from bot.store.hub import Hub
from bot.store.listener import tell
from bot.store.sealed import Keys
from notifier.alert import Alert, Kind
from notifier.lifecycle import Known, expired, gone, name, names, next_version, order_after
from notifier.refusal import Refusal
from notifier.warning import Warning

NEWS = "alerts"
"""What the fan-out watches in the hub, as a keyed hash: there is a version to be sent."""

Listens = Callable[[Connection, int, Alert], None]
"""Is told, in the transaction that writes it, of a version that is public from now on, and of its number."""


class Version(Struct, frozen=True):
    """A version as it is kept. `status` is as `bot/store/alert_tables.py` has it; `recipients` and `segments`
    are the estimate, once there is one; `written_by` and `approved_by` are members of staff."""

    id: int
    alert_id: int
    status: str
    alert: Alert
    recipients: int | None = None
    segments: int | None = None
    sent_at: dt.datetime | None = None
    written_by: int | None = None
    approved_by: int | None = None


class StoredAlerts:
    """All of it. `listeners` may be added to before the first version is written."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, hub: Hub, listeners: Sequence[Listens] = ()
    ) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._loop = asyncio.get_running_loop()
        self.listeners = list(listeners)
        self.news = keys.find(NEWS)

    async def warn(self, warning: Warning) -> int | None:
        """Takes what a feed says; the number of the version that it makes, None when it makes none. What is
        refused is counted with its feed."""

        def work(connection: Connection) -> int | None:
            return self._taken(connection, warning, self._clock.now())

        try:
            return await self._database.write(work)
        except IntegrityError:  # another process has just heard of the same for the first time
            return await self._database.write(work)

    async def complete(self, feed: str, ids: Collection[str]) -> tuple[int, ...]:
        """The feed, which lists all that is in force, lists these: what it lists no more is over. The numbers
        of the versions that say so."""
        listed = [name(feed, id) for id in ids]

        def work(connection: Connection) -> tuple[int, ...]:
            now = self._clock.now()
            left = rows.not_ended(connection, rows.of_feed(feed), rows.not_among(listed))
            return tuple(self._add(connection, row.id, gone(_known(row), now), now) for row in left)

        return await self._database.write(work)

    async def expire(self) -> tuple[int, ...]:
        """What has run out without another word is over; the numbers of the versions that say so."""

        def work(connection: Connection) -> tuple[int, ...]:
            now = self._clock.now()
            past = rows.not_ended(connection, rows.past(now))
            for row in past:
                if not row.said:  # staff alone know of it
                    rows.drop(connection, row, now)
            told = [row for row in past if row.said]
            return tuple(self._add(connection, row.id, expired(_known(row), now), now) for row in told)

        return await self._database.write(work)

    async def in_force(self, kinds: Collection[Kind] = ()) -> tuple[Alert, ...]:
        """What holds now, of these kinds or of all: the worst first, then by onset. What only staff know of
        yet is not among it."""
        now = self._clock.now()
        which = [alerts.c.ended_at.is_(None), rows.SAID, *([rows.kinds(kinds)] if kinds else [])]
        found = await self._database.read(lambda connection: rows.newest(connection, *which))
        held = [alert for alert in map(rows.decoded, found) if alert.expires is None or alert.expires > now]
        return tuple(sorted(held, key=lambda alert: (-alert.level, alert.onset or alert.at, alert.name)))

    async def version(self, version_id: int) -> Version | None:
        """One version, None when there is no such."""
        found = await self.versions(alert_versions.c.id == version_id)
        return found[0] if found else None

    async def versions(self, *which: Any, limit: int = 100) -> tuple[Version, ...]:
        """Versions, the newest first."""
        query = select(alert_versions).where(*which).order_by(alert_versions.c.id.desc()).limit(limit)
        found = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(_version(row) for row in found)

    async def to_be_sent(self) -> tuple[int, ...]:
        """The numbers of the versions that the fan-out has still to do, the worst first."""
        its = alert_versions.c
        query = select(its.id).where(its.status.in_(rows.TO_BE_SENT)).order_by(its.level.desc(), its.id)
        # As a write: on SQLite it comes after the transaction that woke who asks.
        found = await self._database.write(lambda connection: connection.scalars(query).all(), durable=False)
        return tuple(found)

    def publish(self, connection: Connection, version_id: int, alert: Alert) -> None:
        """Part of a transaction: the version may be told from now on."""
        for listens in self.listeners:
            listens(connection, version_id, alert)
        self.wake(connection)

    def wake(self, connection: Connection) -> None:
        """Part of a transaction: wakes the fan-out, here and elsewhere, once it is committed."""
        tell(connection, self.news)
        self._loop.call_soon_threadsafe(self._hub.wake, self.news)

    def _taken(self, connection: Connection, warning: Warning, now: dt.datetime) -> int | None:
        found = rows.known(connection, names(warning))
        known = _known(found[0]) if found else None
        outcome = next_version(known, warning, now)
        if isinstance(outcome, Refusal):
            note_refused(connection, warning.feed, [outcome], now)
            outcome = None
        if known is not None:
            alert_id = found[0].id
            rows.keep_order(connection, alert_id, order_after(known, warning))
        elif outcome is not None:
            alert_id = rows.begin(connection, outcome, warning.order, now)
        else:
            return None
        rows.name(connection, alert_id, names(warning))
        for other in found[1:]:
            self._replaced(connection, other, warning, now)
        return None if outcome is None else self._add(connection, alert_id, outcome, now)

    def _replaced(self, connection: Connection, other: Row[Any], warning: Warning, now: dt.datetime) -> None:
        """What else the warning names: over for its readers, too, when that is what it says; else it goes on
        in the alert that takes its place, and an all-clear would not be true."""
        if other.ended_at is not None:
            return
        last = next_version(_known(other), warning, now)
        if isinstance(last, Alert) and not last.level:
            self._add(connection, other.id, last, now)
        else:
            rows.end(connection, other.id, now)

    def _add(self, connection: Connection, alert_id: int, alert: Alert, now: dt.datetime) -> int:
        version_id = rows.write(connection, alert_id, alert, now)
        self.publish(connection, version_id, alert)
        return version_id


def _known(row: Row[Any]) -> Known:
    return Known(rows.decoded(row), row.order)


def _version(row: Row[Any]) -> Version:
    return Version(
        row.id,
        row.alert_id,
        row.status,
        rows.decoded(row),
        row.recipients,
        row.segments,
        row.sent_at,
        row.written_by,
        row.approved_by,
    )
