"""What was held back while somebody had quiet, was with an adviser, or had paused: found when that is over.

What still holds is told now, by the fan-out's own rules; what came and went is told in one message, or after
a pause not at all. Nothing is older than a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select, update

from bot.store import alert_rows, fan_out, notices
from bot.store.alert_tables import alert_spots, alert_versions, alerts
from bot.store.audience import NOBODY, Audience, Version
from bot.store.conversation import BOT
from bot.store.database import Database
from bot.store.notices import Notice
from bot.store.outbox_tables import outbox
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.subscription_tables import subscription_places, subscriptions
from bot.store.tables import conversations
from notifier.alert import Alert

OLDEST = dt.timedelta(hours=24)
"""What was held for longer is not told any more."""

HELD: Final[Mapping[str, str]] = {
    "quiet": "quiet_told",
    "with_adviser": "quiet_told",
    "paused": "paused_over",
}
"""The codes of what was held, and what they become when it has been looked at."""

_its, _talk, _rows, _versions = subscriptions.c, conversations.c, outbox.c, alert_versions.c
_places, _spots = subscription_places.c, alert_spots.c


class Digests:
    """Finds what was held, and writes what is told of it."""

    def __init__(self, database: Database, postbox: Postbox) -> None:
        self._database = database
        self._postbox = postbox

    async def free(self, now: dt.datetime, minute: int, after: int, limit: int) -> Sequence[AnyRow]:
        """Up to `limit` subscriptions with a number above `after` that may be told again at this minute of
        the city's day, and for whom something was held."""
        query = _free(now, minute).where(_its.id > after).order_by(_its.id).limit(limit)
        return await self._database.write(lambda c: c.execute(query).all(), durable=False)

    async def held(self, subscriptions: Collection[int], now: dt.datetime) -> Sequence[AnyRow]:
        """The rows that were held for these subscriptions, the oldest first."""
        query = (
            select(_rows.id, _rows.subscription_id, _rows.alert_id, _rows.version_id, _rows.level, _rows.code)
            .where(_rows.subscription_id.in_(list(subscriptions)), *_held(now))
            .order_by(_rows.id)
        )
        return await self._database.read(lambda c: c.execute(query).all())

    async def newest(self, alert_ids: Collection[int]) -> Mapping[int, AnyRow]:
        """The newest version of each of these alerts that the fan-out is done with; alerts of which a newer
        one is still to be sent are not among them."""
        query = (
            select(alert_versions, alerts.c.ended_at)
            .join(alerts, and_(alerts.c.id == _versions.alert_id, alerts.c.version == _versions.version))
            .where(alerts.c.id.in_(list(alert_ids)), _versions.status == "sent")
        )
        found: Sequence[AnyRow] = await self._database.read(lambda c: c.execute(query).all())
        return {row.alert_id: row for row in found}

    async def alerts(self, version_ids: Collection[int]) -> Mapping[int, tuple[Alert, dt.datetime]]:
        """Versions by their number, and when they were said."""
        query = select(_versions.id, _versions.alert, _versions.at).where(_versions.id.in_(list(version_ids)))
        found: Sequence[AnyRow] = await self._database.read(lambda c: c.execute(query).all())
        return {row.id: (alert_rows.decoded(row), row.at) for row in found}

    async def sensor(self, name: str) -> int:
        """The number of the sensor that an area names, 0 for none."""
        return await self._database.read(lambda c: fan_out.sensor(c, name)) if name else 0

    async def meant(self, version: Version, subscriptions: Collection[int]) -> Mapping[int, AnyRow]:
        """What the version means to these now, by subscription; those who have been sent it are not among
        them, and neither are those to whom it means nothing."""
        people = Audience(version, (min(subscriptions) - 1, max(subscriptions))).people
        query = select(people).where(people.c.id.in_(list(subscriptions)), ~_sent(version.id, people.c.id))
        found = await self._database.read(lambda c: c.execute(query).all())
        return {row.id: row for row in found}

    async def told(self, alert_id: int, subscriptions: Collection[int]) -> frozenset[int]:
        """Those of them who have been told of the alert, by any of its versions."""
        query = select(_rows.subscription_id).where(
            _rows.subscription_id.in_(list(subscriptions)),
            _rows.alert_id == alert_id,
            _rows.status.not_in(NOBODY),
        )
        return frozenset(await self._database.read(lambda c: c.scalars(query).all()))

    async def districts(self, version_id: int, subscriptions: Collection[int]) -> Mapping[int, bytes]:
        """The district of the first place of each where a version holds, as its keyed hash."""
        first = (
            select(func.min(_places.id))
            .join(alert_spots, and_(_spots.spot == _places.spot, _spots.version_id == version_id))
            .where(_places.subscription_id.in_(list(subscriptions)))
            .group_by(_places.subscription_id)
        )
        query = select(_places.subscription_id, _places.district).where(_places.id.in_(first))
        found = await self._database.read(lambda c: c.execute(query).all())
        return {row.subscription_id: bytes(row.district) for row in found}

    async def done(self, looked: Sequence[AnyRow], told: Sequence[Notice], now: dt.datetime) -> int:
        """These rows have been looked at, and this is told; how many messages are new."""

        def work(connection: Connection) -> int:
            for code, then in HELD.items():
                ids = [row.id for row in looked if row.code == code]
                over = update(outbox).where(_rows.id.in_(ids), _rows.code == code)
                connection.execute(over.values(code=then))
            count = notices.write(connection, told, now)
            self._postbox.told(connection)
            return count

        return await self._database.write(work)


def _held(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        _rows.status == "suppressed",
        _rows.code.in_(sorted(HELD)),
        _rows.alert_id.is_not(None),
        _rows.created_at > now - OLDEST,
    )


def _free(now: dt.datetime, minute: int) -> Any:
    on = or_(_its.state == "active", and_(_its.state == "paused", _its.paused_until <= now))
    after, before = minute >= _its.quiet_start, minute < _its.quiet_end
    by_day, over_night = and_(after, before), or_(after, before)
    loud = or_(
        _its.quiet_start.is_(None),
        and_(_its.quiet_start <= _its.quiet_end, ~by_day),
        and_(_its.quiet_start > _its.quiet_end, ~over_night),
    )
    something = exists().where(_rows.subscription_id == _its.id, *_held(now))
    return (
        select(*notices.recipient(_its.channel))
        .join(conversations, _talk.id == _its.conversation_id)
        .where(on, loud, _its.ends_at > now, _talk.owner == BOT, _talk.moved_to.is_(None), something)
    )


def _sent(version_id: int, subscription: ColumnElement[int]) -> ColumnElement[bool]:
    return exists().where(
        _rows.version_id == version_id,
        _rows.subscription_id == subscription,
        _rows.status.not_in(NOBODY),
    )
