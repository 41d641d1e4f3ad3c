"""The year of a subscription: begun anew by any message of its resident, told of before it ends, and ended.

Whoever writes to us, about anything, shows that the alerts still reach somebody who wants them. Who has
agreed to alerts on a channel that was never linked is forgotten after a week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, or_, select, update

from bot.store import notices
from bot.store.database import Database
from bot.store.notices import Notice
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations
from notifier.subscription import LASTS

AHEAD = dt.timedelta(days=14)
"""So long before its end somebody is told of it, once."""

LAST_WORD = dt.timedelta(minutes=5)
"""So long before its end the last message is written: at the end the subscription is deleted."""

LINKED_WITHIN = dt.timedelta(days=7)
"""For so long a subscription waits for an address."""

_BATCH = 500
_its, _talk = subscriptions.c, conversations.c


class Renewals:
    """What time does to subscriptions."""

    def __init__(self, database: Database, postbox: Postbox) -> None:
        self._database = database
        self._postbox = postbox

    async def resume(self, now: dt.datetime) -> int:
        """Ends the pauses that are over; how many."""
        over = update(subscriptions).where(_its.state == "paused", _its.paused_until <= now)
        values = {"state": "active", "paused_until": None}
        return await self._database.write(lambda c: c.execute(over.values(values)).rowcount)

    async def forget_unlinked(self, now: dt.datetime) -> int:
        """Deletes what has waited too long for an address; how many."""
        old = delete(subscriptions).where(_its.state == "waiting", _its.agreed_at <= now - LINKED_WITHIN)
        return await self._database.write(lambda c: c.execute(old).rowcount)

    async def renew(self, now: dt.datetime) -> int:
        """Those who have written since their year began, and whose end comes near, get a year from then; how
        many."""

        def work(connection: Connection) -> int:
            rows = connection.execute(_wrote(now)).all()
            for row in rows:
                later = update(subscriptions).where(_its.id == row.id)
                connection.execute(later.values(ends_at=row.last_at + LASTS))
            return len(rows)

        return await self._database.write(work)

    async def to_warn(self, now: dt.datetime) -> Sequence[AnyRow]:
        """Some of those who are to be told that it ends: with `ends_at`, and their quiet hours."""
        query = _ending(now + AHEAD, ~_warned(now)).limit(_BATCH)
        return await self._database.write(lambda c: c.execute(query).all(), durable=False)

    async def warned(self, ends: dict[int, dt.datetime], told: Sequence[Notice], now: dt.datetime) -> int:
        """They have been told that it ends at these times, by subscription; how many messages are new."""

        def settle(connection: Connection) -> None:
            for id, end in ends.items():
                said = update(subscriptions).where(_its.id == id)
                connection.execute(said.values(warned_at=now, ends_at=end))

        return await self._write(settle, told, now)

    async def to_end(self, now: dt.datetime) -> Sequence[AnyRow]:
        """Some of those whose time is over."""
        query = _ending(now + LAST_WORD, _warned(now)).limit(_BATCH)
        return await self._database.write(lambda c: c.execute(query).all(), durable=False)

    async def ended(self, ids: Sequence[int], told: Sequence[Notice], now: dt.datetime) -> int:
        """They are deleted, with these last messages; how many of those are new."""

        def settle(connection: Connection) -> None:
            connection.execute(delete(subscriptions).where(_its.id.in_(ids)))

        return await self._write(settle, told, now)

    async def _write(
        self, settle: Callable[[Connection], None], told: Sequence[Notice], now: dt.datetime
    ) -> int:
        def work(connection: Connection) -> int:
            count = notices.write(connection, told, now)
            settle(connection)
            self._postbox.told(connection)
            return count

        return await self._database.write(work)


def _warned(now: dt.datetime) -> ColumnElement[bool]:
    """Whether they were told of this end, and not of one a year ago. Of one that was long ago when nobody
    looked they are told again."""
    return and_(_its.warned_at.is_not(None), _its.warned_at > now - AHEAD - dt.timedelta(hours=1))


def _wrote(now: dt.datetime) -> Any:
    near = _its.ends_at <= now + AHEAD
    # A day's grace, or each message within the last fortnight would be a write.
    later = _talk.last_at > now - LASTS + AHEAD + dt.timedelta(days=1)
    return (
        select(_its.id, _talk.last_at)
        .join(conversations, _talk.id == _its.conversation_id)
        .where(near, later)
        .limit(_BATCH)
    )


def _ending(before: dt.datetime, *more: ColumnElement[bool]) -> Any:
    columns = (_its.ends_at, _its.state, _its.quiet_start, _its.quiet_end)
    return (
        select(*notices.recipient(_its.channel), *columns)
        .join(conversations, _talk.id == _its.conversation_id)
        .where(_its.ends_at <= before, or_(_its.state == "active", _its.state == "paused"), *more)
        .order_by(_its.id)
    )
