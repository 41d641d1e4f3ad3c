"""Who is to be reminded of their bins on an evening, and that it was looked at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct
from sqlalchemy import Connection, Select, and_, or_, select, update

from bot.store import notices
from bot.store.conversation import BOT
from bot.store.database import Database
from bot.store.notices import Notice
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.subscription_tables import subscription_kinds, subscriptions
from bot.store.tables import conversations
from notifier.subscription import Hours

LATEST = 22 * 60
"""The minute of the evening after which nobody is reminded any more, unless they asked for a later one."""

LATE = 60
"""For so many minutes after their own time somebody is reminded who asked for a late one."""

BEFORE_QUIET = 15
"""Who wants quiet at the time of the reminder gets it so many minutes before their quiet begins."""

_DAY = 24 * 60
_its, _kinds, _talk = subscriptions.c, subscription_kinds.c, conversations.c


class Evening(Struct, frozen=True):
    """A moment on the city's clock."""

    now: dt.datetime
    zone: ZoneInfo

    @property
    def local(self) -> dt.datetime:
        return self.now.astimezone(self.zone)

    @property
    def minute(self) -> int:
        return self.local.hour * 60 + self.local.minute

    @property
    def tomorrow(self) -> dt.date:
        return self.local.date() + dt.timedelta(days=1)

    def at(self, minute: int) -> dt.datetime:
        """That minute of this evening, UTC."""
        hours, minutes = divmod(min(minute, _DAY - 1), 60)
        time = dt.time(hours, minutes, tzinfo=self.zone)
        return dt.datetime.combine(self.local.date(), time).astimezone(dt.UTC)


def told_at(bins_at: int, quiet: Hours | None) -> int:
    """The minute of the day at which somebody is reminded: when they want it, else just before they want
    quiet. Who has quiet from midnight on hears of it when that ends."""
    if quiet is None or not quiet.holds(bins_at):
        return bins_at
    return quiet.start - BEFORE_QUIET if quiet.start >= BEFORE_QUIET else quiet.end


class BinReminders:
    """Finds them, and writes what they are sent."""

    def __init__(self, database: Database, postbox: Postbox) -> None:
        self._database = database
        self._postbox = postbox

    async def due(self, evening: Evening, after: int, limit: int) -> Sequence[AnyRow]:
        """Up to `limit` subscriptions with a number above `after` whose time may have come and for whom
        tomorrow has not been looked at. With an adviser nobody is reminded before that is over."""
        query = _due(evening).where(_its.id > after).order_by(_its.id).limit(limit)
        # As a write: on SQLite it comes after what has just been written.
        return await self._database.write(lambda c: c.execute(query).all(), durable=False)

    async def done(self, evening: Evening, checked: Collection[int], told: Sequence[Notice]) -> int:
        """Tomorrow has been looked at for these, who are told this; how many messages are new."""

        def work(connection: Connection) -> int:
            looked = update(subscriptions).where(_its.id.in_(list(checked)))
            connection.execute(looked.values(bins_checked=evening.tomorrow))
            count = notices.write(connection, told, evening.now)
            self._postbox.told(connection)
            return count

        return await self._database.write(work)


def _due(evening: Evening) -> Select[Any]:
    """They are looked at roughly; `told_at` says exactly."""
    on = or_(_its.state == "active", and_(_its.state == "paused", _its.paused_until <= evening.now))
    new = or_(_its.bins_checked.is_(None), _its.bins_checked < evening.tomorrow)
    time = or_(_its.bins_at <= evening.minute, _its.quiet_start <= evening.minute + BEFORE_QUIET)
    columns = (_its.home, _its.bins_at, _its.bins_checked, _its.quiet_start, _its.quiet_end)
    return (
        select(*notices.recipient(_its.channel), *columns)
        .join(conversations, _talk.id == _its.conversation_id)
        .join(subscription_kinds, and_(_kinds.subscription_id == _its.id, _kinds.kind == "bins"))
        .where(on, new, time, _its.home.is_not(None), _its.ends_at > evening.now)
        .where(_talk.owner == BOT, _talk.moved_to.is_(None))
    )
