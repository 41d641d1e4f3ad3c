"""What waits to be sent, for those who watch over it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, bindparam, case, func, or_, select

from bot.store.outbox_tables import WAITS, outbox
from bot.store.query import Query
from notifier.outbox import Backlog

_its = outbox.c
_now = bindparam("now", type_=_its.not_before.type)
_late = or_(_its.attempts > 0, _its.not_before <= _now)
_backlog = Query(
    select(
        _its.channel, func.count().label("count"), func.min(case((_late, _its.created_at))).label("oldest")
    )
    .where(WAITS)
    .group_by(_its.channel)
)


def backlog(connection: Connection, now: dt.datetime) -> dict[str, Backlog]:
    """What waits, by channel."""
    rows = _backlog.all(connection, {"now": now})
    return {row.channel: Backlog(row.count, row.oldest) for row in rows}
