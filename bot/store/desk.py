"""The helpline as the assistant asks for it: `bot.handover.desk.Desk` on the store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from math import ceil
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Select, and_, func, or_, select

from bot.clock import Clock
from bot.handover.desk import Availability, Desk, Window
from bot.handover.helpline import Helpline
from bot.handover.request import Place
from bot.knowledge.directory.hours import open_until, opens_next
from bot.store.callbacks import StoredCallbacks
from bot.store.conversations import SPOKEN_ON
from bot.store.database import Database
from bot.store.handover_rows import open_shift
from bot.store.staff_tables import shifts, staff
from bot.store.tables import conversations, handovers

KNOWN_FOR = dt.timedelta(days=7)
MOST, FEWEST = 20, 5
"""A wait is told from at most so many talks with advisers that have ended, of the last days; of fewer than
the second number nothing can be said."""

_row = handovers.c
_waits = _row.status == "queued"
_staffed: Select[Any] = select(func.count()).select_from(staff).where(staff.c.active)
_waiting: Select[Any] = select(func.count()).select_from(handovers).where(_waits)


class StoredDesk(Desk):
    """`zone` is the city's; `push` are the channels on which a resident sees what is written unasked,
    `transfers` those that put them through to a phone; `line` gives its number (E.164) while it is open."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        callbacks: StoredCallbacks,
        helpline: Helpline,
        zone: ZoneInfo,
        push: Collection[str],
        transfers: Collection[str] = (),
        line: Callable[[dt.datetime], str] = lambda now: "",
    ) -> None:
        self._database = database
        self._clock = clock
        self._callbacks = callbacks
        self._helpline = helpline
        self._zone = zone
        self._push = frozenset(push)
        self._transfers = frozenset(transfers)
        self._line = line

    async def now(self, conversation: int) -> Availability:
        """How the helpline stands for this conversation."""
        moment = self._clock.now()
        wall, hours = moment.astimezone(self._zone), self._helpline.hours
        until = open_until(hours, wall)

        def read(connection: Connection) -> Availability:
            channel = connection.scalar(_channel(conversation))
            waiting, advisers = _count(connection, _waiting), _count(connection, _on_shift(moment))
            return Availability(
                staffed=_count(connection, _staffed) > 0,
                open=until is not None,
                advisers=advisers,
                waiting=waiting,
                reachable=channel in self._push,
                until=until,
                opens=None if until is not None else opens_next(hours, wall),
                minutes=_minutes(connection, waiting + 1, advisers, moment),
                line=self._line(wall) if channel in self._transfers else "",
            )

        return await self._database.read(read)

    async def place(self, conversation: int) -> Place | None:
        """Where the resident stands in the queue; None when they are not in it."""
        moment = self._clock.now()

        def read(connection: Connection) -> Place | None:
            mine = select(_row.priority, _row.queued_at, _row.id).where(
                _row.conversation_id == conversation, _waits
            )
            found = connection.execute(mine).first()
            if found is None:
                return None
            position = _count(connection, _waiting.where(_before(*found))) + 1
            advisers = _count(connection, _on_shift(moment))
            return Place(position, _minutes(connection, position, advisers, moment))

        return await self._database.read(read)

    async def windows(self, most: int) -> tuple[Window, ...]:
        """The next windows in which somebody can be rung back, soonest first; none that is full."""
        now = self._clock.now()
        booked = await self._callbacks.booked(now)
        ahead = self._helpline.ahead(now.astimezone(self._zone))
        free = [
            window for window, calls in ahead if booked.get(self._at(window.day, window.start), 0) < calls
        ]
        return tuple(free[:most])

    async def book(self, conversation: int, window: Window, number: str, interpreter: str, key: str) -> str:
        """Books a call and returns its reference; the same `key` again returns the same. Empty when the
        window has become full, or has begun: nothing is booked then."""
        ahead = dict(self._helpline.ahead(self._clock.now().astimezone(self._zone)))
        start, until = self._at(window.day, window.start), self._at(window.day, window.until)
        calls = ahead.get(window, 0)
        return await self._callbacks.book(conversation, start, until, number, interpreter, key, calls)

    def _at(self, day: dt.date, time: dt.time) -> dt.datetime:
        return dt.datetime.combine(day, time, self._zone).astimezone(dt.UTC)


def _count(connection: Connection, query: Select[Any]) -> int:
    return int(connection.scalar(query) or 0)


def _channel(conversation: int) -> Select[Any]:
    return select(SPOKEN_ON).where(conversations.c.id == conversation)


def _on_shift(moment: dt.datetime) -> Select[Any]:
    """How many can take residents; who may not sign in any more cannot."""
    there = select(func.count(shifts.c.staff_id.distinct())).join(staff, staff.c.id == shifts.c.staff_id)
    return there.where(staff.c.active, *open_shift(moment))


def _before(priority: int, queued_at: dt.datetime, id: int) -> Any:
    """Those who are served before the hand-over with this priority, time and id."""
    earlier = or_(_row.queued_at < queued_at, and_(_row.queued_at == queued_at, _row.id < id))
    return or_(_row.priority < priority, and_(_row.priority == priority, earlier))


def _minutes(connection: Connection, position: int, advisers: int, moment: dt.datetime) -> int | None:
    """What a wait is likely to be, from how long the last talks with advisers took."""
    ended = (
        select(_row.claimed_at, _row.ended_at)
        .where(_row.status.in_(("returned", "closed")), _row.claimed_at.is_not(None))
        .where(_row.ended_at >= moment - KNOWN_FOR)
        .order_by(_row.ended_at.desc(), _row.id.desc())
        .limit(MOST)
    )
    rows = connection.execute(ended).all()
    if advisers < 1 or len(rows) < FEWEST:
        return None
    seconds: float = median((end - begun).total_seconds() for begun, end in rows)
    return max(1, ceil(seconds * position / advisers / 60))
