"""What could not be delivered on somebody's channel, and may go on the other one that they have named.

Never both: only when the provider has said for good that it did not arrive, and nothing else of the version
is on its way to them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, and_, exists, func, or_, select

from bot.store import notices
from bot.store.alert_tables import alert_versions, alerts, bodies
from bot.store.database import Database
from bot.store.notices import Notice
from bot.store.outbox_tables import outbox, suppressions
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations

UNREACHED = ("failed", "undelivered")
NOT_COMING = (*UNREACHED, "suppressed", "expired")

_its, _talk, _rows, _versions = subscriptions.c, conversations.c, outbox.c, alert_versions.c


class Fallback:
    """Finds them, and writes what goes on the other channel."""

    def __init__(self, database: Database, postbox: Postbox) -> None:
        self._database = database
        self._postbox = postbox

    async def unreached(self, now: dt.datetime, after: int, limit: int) -> Sequence[AnyRow]:
        """Up to `limit` rows of the outbox with a number above `after` that did not arrive and may still be
        of use, of the newest version of their alert: with the columns of `recipient` for the other channel,
        the version, and which words they had."""
        query = _unreached(now).where(_rows.id > after).order_by(_rows.id).limit(limit)
        return await self._database.write(lambda c: c.execute(query).all(), durable=False)

    async def send(self, notices_: Sequence[Notice], now: dt.datetime) -> int:
        """They go on the other channel; how many messages are new."""

        def work(connection: Connection) -> int:
            count = notices.write(connection, notices_, now)
            self._postbox.told(connection)
            return count

        return await self._database.write(work)


def _unreached(now: dt.datetime) -> Any:
    listed, words = suppressions.c, bodies.c
    refused = exists().where(
        listed.to_lookup == _rows.to_lookup, listed.scope == "all", listed.source == "provider"
    )
    over = or_(_rows.status.in_(UNREACHED), and_(_rows.status == "suppressed", _rows.code == "", refused))
    other = outbox.alias("other")
    coming = exists().where(
        other.c.version_id == _rows.version_id,
        other.c.subscription_id == _rows.subscription_id,
        or_(other.c.channel == _its.fallback, other.c.status.not_in(NOT_COMING)),
    )
    theirs = notices.recipient(_its.fallback)
    own = (
        _rows.id.label("row_id"),
        _rows.version_id,
        _rows.alert_id,
        _rows.told,
        _rows.level,
        _rows.priority,
        _rows.expires_at,
        _versions.alert,
        _its.quiet_start,
        _its.quiet_end,
        _its.override,
        func.coalesce(words.at_risk, False).label("at_risk"),
        func.coalesce(words.district, b"").label("district"),
    )
    newest = and_(alerts.c.id == _versions.alert_id, alerts.c.version == _versions.version)
    return (
        select(*theirs, *own)
        .select_from(outbox)
        .join(subscriptions, _its.id == _rows.subscription_id)
        .join(conversations, _talk.id == _its.conversation_id)
        .join(alert_versions, _versions.id == _rows.version_id)
        .join(alerts, newest)
        .outerjoin(bodies, words.id == _rows.body_id)
        .where(_rows.kind == "alert", over, _rows.done_at.is_not(None), _rows.expires_at > now)
        .where(
            _its.state == "active", _its.fallback.not_in(("", _rows.channel)), _rows.channel == _its.channel
        )
        .where(_talk.moved_to.is_(None), ~coming)
    )
