"""Alerts as staff see them: what is in force, how it came to that, whom it reached and whom it did not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, FromClause, Select, Subquery, and_, case, func, or_, select

from bot.clock import Clock
from bot.store.alert_tables import alert_versions, alerts, bodies
from bot.store.database import Database
from bot.store.outbox_tables import outbox
from bot.store.query import AnyRow
from bot.store.revisions import WAITING
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations
from notifier.alert import Alert

RECENT = 50
"""Alerts that are over, on one page."""

LISTED = 200
"""Those who were not reached, on one page."""

REACHED = ("waiting", "sending", "uncertain", "sent", "delivered")
"""Of a message that is on its way, or got there."""

_its, _versions, _out = alerts.c, alert_versions.c, outbox.c


class Version(Struct, frozen=True):
    """One version; `status` as the table has it, `written_by` and `approved_by` members of staff. One that is
    to be a version only with a second person's yes is `waiting`."""

    id: int
    alert: Alert
    waiting: bool
    status: str
    recipients: int | None
    segments: int | None
    sent_at: dt.datetime | None
    written_by: int | None
    approved_by: int | None


class Listed(Struct, frozen=True):
    """An alert with its newest version."""

    id: int
    started_at: dt.datetime
    ended_at: dt.datetime | None
    newest: Version


class Count(Struct, frozen=True):
    """How many, of what: two names, a channel and a language or a status and a code."""

    first: str
    second: str
    count: int


class Missed(Struct, frozen=True):
    """Somebody who was not reached: the number of the subscription, and nothing else of them."""

    subscription: int
    channel: str
    status: str
    code: str


class Sent(Struct, frozen=True):
    """An alert that a resident was sent: what it was, when, how, and what came of it."""

    alert: Alert
    at: dt.datetime
    channel: str
    told: str
    status: str
    code: str


class AlertPages:
    """Reads them."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def in_force(self) -> tuple[Listed, ...]:
        """What has not ended, the worst first; drafts and what waits for a second person, too."""
        now = self._clock.now()
        which = _its.ended_at.is_(None), or_(_its.expires_at.is_(None), _its.expires_at > now)
        return await self._listed(_newest().where(*which).order_by(_its.level.desc(), _its.id.desc()))

    async def revised(self) -> tuple[Listed, ...]:
        """Texts of what has gone that are still drafts or wait for a second person."""
        open_ = _versions.version == WAITING, _versions.status.in_(("draft", "waits"))
        its = _versions.alert_id == _its.id
        query = select(_its.id.label("of"), _its.started_at, _its.ended_at, alert_versions)
        return await self._listed(query.join(alert_versions, its).where(*open_).order_by(_versions.id))

    async def over(self, before: int | None = None) -> tuple[Listed, ...]:
        """What is over, the newest first: at most `RECENT`, of those with numbers below `before`."""
        now = self._clock.now()
        query = _newest().where(or_(_its.ended_at.is_not(None), _its.expires_at <= now))
        query = query.where(_its.id < before) if before is not None else query
        return await self._listed(query.order_by(_its.id.desc()).limit(RECENT))

    async def waiting(self) -> int:
        """How many versions wait for a second person."""
        query = select(func.count()).where(_versions.status == "waits")
        count: int = await self._database.read(lambda connection: connection.execute(query).scalar_one())
        return count

    async def versions(self, alert: int) -> tuple[Version, ...]:
        """Every version of an alert, the newest first, and before all what is still to be one; none for an
        alert that is not there."""
        waiting = case((_versions.version == WAITING, 0), else_=1)
        query = select(alert_versions).where(_versions.alert_id == alert)
        query = query.order_by(waiting, _versions.version.desc())
        return tuple(map(_version, await self._rows(query)))

    async def version(self, id: int) -> tuple[int, Version] | None:
        """One version, with the number of its alert."""
        found = await self._rows(select(alert_versions).where(_versions.id == id))
        return (found[0].alert_id, _version(found[0])) if found else None

    async def audience(self, version: int) -> tuple[Count, ...]:
        """Who was to get a version, each once, by channel and language."""
        language = func.coalesce(
            bodies.c.language, func.nullif(subscriptions.c.language, ""), conversations.c.language, ""
        )
        last = _last_of(version).subquery()
        its = outbox.alias()
        query = (
            select(its.c.channel, language, func.count())
            .join(last, last.c.id == its.c.id)
            .join(bodies, bodies.c.id == its.c.body_id, isouter=True)
            .join(subscriptions, subscriptions.c.id == its.c.subscription_id, isouter=True)
            .join(conversations, conversations.c.id == its.c.conversation_id, isouter=True)
            .group_by(its.c.channel, language)
        )
        return _most_first(await self._rows(query))

    async def delivery(self, version: int) -> tuple[Count, ...]:
        """Its messages by channel and status; those that were never to be sent are not among them."""
        query = select(_out.channel, _out.status, func.count()).where(_pushed(version))
        query = query.where(_out.status != "suppressed").group_by(_out.channel, _out.status)
        return _most_first(await self._rows(query))

    async def missed(self, version: int) -> tuple[Count, ...]:
        """Who was not reached by any message, each once, by what came of their last one and why."""
        its, last = _unreached(version)
        query = select(its.c.status, its.c.code, func.count()).join(last, last.c.id == its.c.id)
        return _most_first(await self._rows(query.group_by(its.c.status, its.c.code)))

    async def missed_rows(self, version: int, status: str, code: str, after: int = 0) -> tuple[Missed, ...]:
        """Those who were not reached for one reason, by their numbers above `after`, at most `LISTED`."""
        its, last = _unreached(version)
        query = select(its.c.subscription_id, its.c.channel, its.c.status, its.c.code)
        query = query.join(last, last.c.id == its.c.id).where(its.c.status == status, its.c.code == code)
        query = query.where(its.c.subscription_id > after).order_by(its.c.subscription_id).limit(LISTED)
        return tuple(Missed(*row) for row in await self._rows(query))

    async def sent_to(self, conversation: int, most: int = 10) -> tuple[Sent, ...]:
        """The last alerts that were meant for a resident, the newest first."""
        query = select(
            _versions.alert, _out.created_at, _out.sent_at, _out.channel, _out.told, _out.status, _out.code
        )
        query = query.join(alert_versions, _versions.id == _out.version_id)
        query = query.where(_out.conversation_id == conversation, _out.subscription_id.is_not(None))
        rows = await self._rows(query.order_by(_out.id.desc()).limit(most))
        return tuple(
            Sent(
                _alert(row.alert),
                row.sent_at or row.created_at,
                row.channel,
                row.told or "",
                row.status,
                row.code,
            )
            for row in rows
        )

    async def _listed(self, query: Select[tuple[object, ...]]) -> tuple[Listed, ...]:
        rows = await self._rows(query)
        return tuple(Listed(row.of, row.started_at, row.ended_at, _version(row)) for row in rows)

    async def _rows(self, query: Select[tuple[object, ...]]) -> Sequence[AnyRow]:
        def work(connection: Connection) -> Sequence[AnyRow]:
            return connection.execute(query).all()

        return await self._database.read(work)


def _newest() -> Select[tuple[object, ...]]:
    newest = and_(_versions.alert_id == _its.id, _versions.version == _its.version)
    return select(_its.id.label("of"), _its.started_at, _its.ended_at, alert_versions).join(
        alert_versions, newest
    )


def _pushed(version: int) -> ColumnElement[bool]:
    return and_(_out.version_id == version, _out.subscription_id.is_not(None))


def _last_of(version: int) -> Select[tuple[object, ...]]:
    """The last row of each person, as `id`."""
    return select(func.max(_out.id).label("id")).where(_pushed(version)).group_by(_out.subscription_id)


def _unreached(version: int) -> tuple[FromClause, Subquery]:
    """The outbox, and the last row of each person whom no message has reached."""
    got = func.max(case((_out.status.in_(REACHED), 1), else_=0))
    return outbox.alias(), _last_of(version).having(got == 0).subquery()


def _most_first(rows: Sequence[AnyRow]) -> tuple[Count, ...]:
    return tuple(sorted((Count(*row) for row in rows), key=lambda one: (-one.count, one.first, one.second)))


def _alert(stored: bytes) -> Alert:
    return msgspec.json.decode(stored, type=Alert)


def _version(row: AnyRow) -> Version:
    return Version(
        row.id,
        _alert(row.alert),
        row.version == WAITING,
        row.status,
        row.recipients,
        row.segments,
        row.sent_at,
        row.written_by,
        row.approved_by,
    )
