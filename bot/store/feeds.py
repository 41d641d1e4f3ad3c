"""How every feed is doing: who polls it, where it was, what it said last, and what of it was refused.

Nothing in these tables is about a person: a refusal names a sensor, a warning or a field.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Row, bindparam, delete, or_, select, update

from bot.clock import UK, Clock
from bot.store.database import Database
from bot.store.feed_tables import feeds, refusals
from bot.store.query import Query
from bot.store.upsert import upsert
from notifier.refusal import Reason, Refusal

KEPT = dt.timedelta(days=90)
"""How long refusals are counted by day."""

LONGEST = 200
_WHO = 128

_its = feeds.c
_new = Query(
    upsert(feeds, lambda new: new.on_conflict_do_nothing(index_elements=["name"])),
    ["name", "state", "failures", "problem", "believed"],
)
_heard = Query(
    update(feeds)
    .where(_its.name == bindparam("feed"))
    .values(
        heard_at=bindparam("now", type_=_its.heard_at.type),
        believed=_its.believed + bindparam("more"),
    )
)
_refused = Query(
    upsert(
        refusals,
        lambda new: new.on_conflict_do_update(
            index_elements=["feed", "reason", "day"],
            set_={
                "count": refusals.c.count + new.excluded.count,
                "what": new.excluded.what,
                "detail": new.excluded.detail,
                "at": new.excluded.at,
            },
        ),
    ),
    [column.name for column in refusals.columns],
)


class Health(Struct, frozen=True):
    """How a feed is doing. `tried_at`: it was asked last; `answered_at`: it answered; `heard_at`: something
    it said was believed; `failures` in a row, the last of which was `problem`; `alarmed_at`: since when its
    silence is an alarm; `believed`: how much of it was, ever; `holder`: the process that asks it now, empty
    for none."""

    name: str
    holder: str
    tried_at: dt.datetime | None
    answered_at: dt.datetime | None
    heard_at: dt.datetime | None
    failures: int
    problem: str
    alarmed_at: dt.datetime | None
    believed: int


class Refused(Struct, frozen=True):
    """On `day` (the city's) `count` things of a feed were refused for `reason`; `what`, `detail` and `at`
    are of the last."""

    feed: str
    reason: Reason
    day: dt.date
    count: int
    what: str
    detail: str
    at: dt.datetime


def note_heard(connection: Connection, feed: str, count: int, now: dt.datetime) -> None:
    """Part of a transaction: so much of the feed was believed."""
    _begin(connection, feed)
    _heard.run(connection, {"feed": feed, "now": now, "more": count})


def note_refused(connection: Connection, feed: str, refused: Sequence[Refusal], now: dt.datetime) -> None:
    """Part of a transaction: these were refused. In one order everywhere, so that two never wait for each
    other."""
    counts = Counter(one.reason for one in refused)
    last = {one.reason: one for one in refused}
    day = now.astimezone(UK).date()
    for reason in sorted(counts):
        what, detail = shortened(last[reason].what), shortened(last[reason].detail)
        row = {"feed": feed, "reason": reason, "day": day, "count": counts[reason]}
        _refused.run(connection, {**row, "what": what, "detail": detail, "at": now})


class StoredFeeds:
    """Keeps all of it. A feed has a row from the first time that anything is said of it."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def lease(self, feed: str, holder: str, length: dt.timedelta) -> bool:
        """Whether `holder` may ask the feed, for so long; whoever has it keeps it by asking again in time."""
        now, holder = self._clock.now(), holder[-_WHO:]
        free = or_(_its.holder.is_(None), _its.holder == holder, _its.lease_until <= now)
        taking = update(feeds).where(_its.name == feed, free).values(holder=holder, lease_until=now + length)

        def work(connection: Connection) -> bool:
            _begin(connection, feed)
            return connection.execute(taking).rowcount == 1

        return await self._database.write(work)

    async def release(self, feed: str, holder: str) -> None:
        """Another may have it at once; nothing happens when it is not theirs."""
        theirs = update(feeds).where(_its.name == feed, _its.holder == holder[-_WHO:])
        await self._run(theirs.values(holder=None, lease_until=None))

    async def state(self, feed: str) -> bytes:
        """What the feed's way in has kept of it, empty for nothing."""
        query = select(_its.state).where(_its.name == feed)
        found = await self._database.read(lambda connection: connection.execute(query).scalar())
        return bytes(found or b"")

    async def keep(self, feed: str, state: bytes) -> None:
        """Keeps it instead."""
        await self._note(feed, state=state)

    async def answered(self, feed: str) -> None:
        """It was asked and answered, or its broker is connected."""
        now = self._clock.now()
        await self._note(feed, tried_at=now, answered_at=now, failures=0, problem="")

    async def failed(self, feed: str, problem: str) -> int:
        """It could not be asked. `problem` has no secret and no address of a person. How often in a row."""

        def work(connection: Connection) -> int:
            _begin(connection, feed)
            its = update(feeds).where(_its.name == feed)
            values = {"tried_at": now, "failures": _its.failures + 1, "problem": shortened(problem)}
            return int(connection.execute(its.values(values).returning(_its.failures)).scalar_one())

        now = self._clock.now()
        return await self._database.write(work)

    async def heard(self, feed: str, count: int) -> None:
        """So much of it was believed just now."""
        now = self._clock.now()
        await self._database.write(lambda connection: note_heard(connection, feed, count, now))

    async def refused(self, feed: str, refused: Sequence[Refusal]) -> None:
        """These were refused just now."""
        if refused:
            now = self._clock.now()
            await self._database.write(lambda connection: note_refused(connection, feed, refused, now))

    async def alarm(self, feed: str) -> bool:
        """Its silence is an alarm from now on; whether it was none before. One process alone is told so."""

        def work(connection: Connection) -> bool:
            _begin(connection, feed)
            return connection.execute(calm.values(alarmed_at=now)).rowcount == 1

        now = self._clock.now()
        calm = update(feeds).where(_its.name == feed, _its.alarmed_at.is_(None))
        return await self._database.write(work)

    async def calm(self, feed: str) -> bool:
        """It is no alarm any more; whether it was one."""
        alarmed = update(feeds).where(_its.name == feed, _its.alarmed_at.is_not(None))
        return await self._run(alarmed.values(alarmed_at=None)) == 1

    async def health(self, names: Collection[str] = ()) -> tuple[Health, ...]:
        """How those of these names are doing, or all, by name."""
        now = self._clock.now()
        query = select(feeds).order_by(_its.name)
        query = query.where(_its.name.in_(names)) if names else query
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(_health(row, now) for row in rows)

    async def refusals(self, since: dt.date, feed: str = "") -> tuple[Refused, ...]:
        """What was refused on `since` and later, of one feed or of all, the latest first."""
        query = select(refusals).where(refusals.c.day >= since)
        query = query.where(refusals.c.feed == feed) if feed else query
        query = query.order_by(refusals.c.at.desc(), refusals.c.feed, refusals.c.reason)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Refused(*row) for row in rows)

    async def sweep(self) -> int:
        """Forgets refusals that are no longer kept; how many lines."""
        before = (self._clock.now() - KEPT).astimezone(UK).date()
        query = delete(refusals).where(refusals.c.day < before)
        return await self._database.write(lambda connection: connection.execute(query).rowcount)

    async def _note(self, feed: str, **values: Any) -> None:
        def work(connection: Connection) -> None:
            _begin(connection, feed)
            connection.execute(update(feeds).where(_its.name == feed).values(**values))

        await self._database.write(work)

    async def _run(self, statement: Any) -> int:
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)


def shortened(text: str) -> str:
    """As much as a column holds, on one line, without what PostgreSQL cannot store."""
    line = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def _begin(connection: Connection, feed: str) -> None:
    """The feed's row is there."""
    _new.run(connection, {"name": feed, "state": b"", "failures": 0, "problem": "", "believed": 0})


def _health(row: Row[Any], now: dt.datetime) -> Health:
    held = row.lease_until is not None and row.lease_until > now
    return Health(
        row.name,
        row.holder if held and row.holder else "",
        row.tried_at,
        row.answered_at,
        row.heard_at,
        row.failures,
        row.problem,
        row.alarmed_at,
        row.believed,
    )
