"""What a day at the helpline was like, in numbers. Nobody can be found in them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from msgspec import Struct
from sqlalchemy import or_, select

from bot.handover.open_time import OpenTime
from bot.store.database import Database
from bot.store.handover_rows import row
from bot.store.query import AnyRow


class Figures(Struct, frozen=True):
    """Since a moment. `waiting` and `talking` are now; `handled` were ended by an adviser, `abandoned` left
    the queue. `wait` is the median until somebody took them, `reply` until they were written to, both in
    opening hours, and `handling` from when they were taken to the end; each None when there was none.
    `reasons` are the most frequent first, `hours` (hour of the day, how many joined, how many were taken) of
    the city's clock, `scores` how many gave each score from 3 to 1."""

    waiting: int
    talking: int
    handled: int
    abandoned: int
    wait: dt.timedelta | None
    reply: dt.timedelta | None
    handling: dt.timedelta | None
    reasons: tuple[tuple[str, int], ...]
    hours: tuple[tuple[int, int, int], ...]
    scores: tuple[tuple[int, int], ...]


_rows = select(
    row.reason,
    row.hazard,
    row.status,
    row.queued_at,
    row.claimed_at,
    row.replied_at,
    row.ended_at,
    row.score,
)


class DayFigures:
    """Counts what happened since a moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def since(self, since: dt.datetime, open_time: OpenTime) -> Figures:
        """The figures from `since` (aware) on; hours of the day are those of the city."""
        live = row.status.in_(("queued", "adviser"))
        query = _rows.where(or_(row.queued_at >= since, row.ended_at >= since, live))
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return counted(rows, since, open_time)


def counted(rows: Sequence[AnyRow], since: dt.datetime, open_time: OpenTime) -> Figures:
    """The figures of rows that were read."""
    between = open_time.between
    joined = [one for one in rows if one.queued_at >= since]
    ended = [one for one in rows if one.ended_at is not None and one.ended_at >= since]
    handled = [one for one in ended if one.status in ("returned", "closed")]
    statuses = Counter(one.status for one in rows)
    scores = Counter(one.score for one in handled if one.score)
    return Figures(
        waiting=statuses["queued"],
        talking=statuses["adviser"],
        handled=len(handled),
        abandoned=sum(one.status == "left" for one in ended),
        wait=_median(between(one.queued_at, one.claimed_at) for one in joined if one.claimed_at),
        reply=_median(between(one.queued_at, one.replied_at) for one in joined if one.replied_at),
        handling=_median(one.ended_at - one.claimed_at for one in handled if one.claimed_at),
        reasons=tuple(Counter(one.reason for one in joined).most_common()),
        hours=_hours(joined, open_time.zone),
        scores=tuple((score, scores[score]) for score in (3, 2, 1)),
    )


def _hours(joined: Sequence[AnyRow], zone: dt.tzinfo) -> tuple[tuple[int, int, int], ...]:
    """From the first hour in which somebody joined to the last."""
    came = Counter(one.queued_at.astimezone(zone).hour for one in joined)
    taken = Counter(one.queued_at.astimezone(zone).hour for one in joined if one.claimed_at)
    if not came:
        return ()
    return tuple((hour, came[hour], taken[hour]) for hour in range(min(came), max(came) + 1))


def _median(spans: Iterable[dt.timedelta]) -> dt.timedelta | None:
    seconds = [span.total_seconds() for span in spans]
    return dt.timedelta(seconds=median(seconds)) if seconds else None
