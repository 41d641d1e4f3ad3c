"""What is in the council's own system, or on its way there: whatever it is about, by its number here.

It is put into the outbox in the transaction that makes it, and only once; the outbox's address of it is its
number. Before anything goes out its row says `sending`: who finds it so later knows that it may be there.
"""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Select, func, or_, select, update

from accessibility.text import Rendered
from bot.clock import Clock
from bot.store.database import Database
from bot.store.outbox_tables import WAITS, outbox
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.sent_rows import THERE, Note, Rows, State
from bot.store.upsert import upsert

R = TypeVar("R")

LASTS = dt.timedelta(hours=24)
"""How long one row of the outbox is tried; what was not sent by then is put there again."""

AGAIN = dt.timedelta(hours=1)
"""How long after its row is over something that still waits is put into the outbox again."""

MOST = 50
"""Of one tick."""

OVER = "It was over here before it got there."
UNSURE = "It is not known whether their system has it. Look there before you send it again."

_put = upsert(outbox, lambda new: new.on_conflict_do_nothing(index_elements=["key"]))


class SentOut(ABC, Generic[R]):
    """`rows` are the tables. A kind of its own says how a row is read, and how urgent it is."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, postbox: Postbox, rows: Rows) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._postbox = postbox
        self._rows = rows
        self._first = upsert(
            rows.its,
            lambda new: new.on_conflict_do_nothing(index_elements=[rows.key]).returning(rows.id),
        )

    @abstractmethod
    def _opened(self, row: AnyRow | None) -> R | None:
        """A row of `Rows.both`; None for none, and where what it says is not kept any more."""

    @abstractmethod
    def _urgent(self, row: AnyRow) -> bool:
        """Whether it goes before others."""

    async def read(self, number: int) -> R | None:
        """None when it is gone, or what it said is not kept any more."""
        return await self._one(self._rows.both.where(self._rows.owner.c.id == number))

    async def of(self, reference: str) -> R | None:
        """What has this reference, if it is to be there."""
        return await self._one(self._rows.both.where(self._rows.owner.c.reference == reference))

    async def begin(self, number: int) -> bool:
        """Writes down that it may be there from now on; False when it is not to be sent."""
        return await self._moved(number, ("waiting", "sending"), state="sending")

    async def back(self, number: int, problem: str, words: str = "") -> None:
        """It surely is not there, and goes again; `problem` tells staff why it has not gone yet, `words` what
        the other system said of that, which may quote what was sent."""
        await self._stays(number, "waiting", problem, words)

    async def refused(self, number: int, problem: str, words: str = "", *, unsure: bool = False) -> None:
        """It is not sent again by itself."""
        await self._stays(number, "unsure" if unsure else "refused", problem, words)

    async def accepted(self, number: int, service: str, request: str, token: str = "") -> None:
        """It is there; of a token, a number and neither, what they gave."""
        state = "sent" if request or not token else "token"
        values = {"service": service[:64], "request": request[:100], "token": token[:100]}
        now = self._clock.now()
        before = ("waiting", "sending", "unsure")
        moments = {"sent_at": now, "polled_at": None}
        await self._moved(number, before, state=state, problem="", status="", note=None, **moments, **values)

    async def numbered(self, number: int, request: str) -> None:
        """The number behind its token."""
        await self._moved(number, ("token",), state="sent", request=request[:100])

    async def heard(self, number: int, note: Note, *, closed: bool, problem: str = "") -> None:
        """What they say of it now."""
        values = {"status": note.status[:32], "note": self._keys.seal(note), "problem": problem[:200]}
        await self._moved(number, ("sent",), state="closed" if closed else "sent", **values)

    async def again(self, reference: str) -> bool:
        """A member of staff wants it sent again: it was refused, or nobody could tell. Whether it will be."""

        def work(connection: Connection) -> bool:
            both = self._rows.both.where(self._rows.owner.c.reference == reference)
            row = connection.execute(both).first()
            if row is None or row.relay_state not in ("refused", "unsure"):
                return False
            self._repost(connection, row)
            return True

        return await self._database.write(work)

    async def due(self) -> Sequence[R]:
        """Those that are to be asked about now, for this process alone."""
        rows, now = self._rows, self._clock.now()
        which = select(rows.id).join(rows.owner, rows.id == rows.owner.c.id).where(rows.due(now))
        which = which.order_by(rows.asked).limit(MOST).with_for_update(skip_locked=True, of=rows.its)

        def work(connection: Connection) -> list[AnyRow]:
            mine = list(connection.scalars(which))
            connection.execute(update(rows.its).where(rows.id.in_(mine)).values(polled_at=now))
            found = rows.both.where(rows.owner.c.id.in_(mine)).order_by(rows.owner.c.id)
            return list(connection.execute(found).all())

        return self._all(await self._database.write(work))

    async def untold(self) -> Sequence[R]:
        """Those that are there, and of which nobody has been told so yet."""
        its, owner = self._rows.its.c, self._rows.owner.c
        which = self._rows.both.where(
            its.state.in_(THERE), owner.status == "received", owner.status_at <= its.sent_at
        )
        which = which.order_by(owner.id).limit(MOST)
        return self._all(await self._database.read(lambda c: list(c.execute(which).all())))

    async def put_again(self) -> tuple[int, int]:
        """Looks after those whose row of the outbox is over without a result. Those that wait go there again;
        of those that may be there nobody can tell. How many there were of both."""
        now = self._clock.now()
        which = self._rows.both.where(self._rows.its.c.state.in_(("waiting", "sending")))
        which = which.order_by(self._rows.owner.c.id)

        def work(connection: Connection) -> tuple[int, int]:
            counts = {"waiting": 0, "sending": 0}
            for row in connection.execute(which).all():
                if self._over(connection, row.id, now) and self._looked_after(connection, row):
                    counts[row.relay_state] += 1
            return counts["waiting"], counts["sending"]

        return await self._database.write(work)

    def _looked_after(self, connection: Connection, row: AnyRow) -> bool:
        """What becomes of one whose row is over; whether somebody should know."""
        if row.relay_state == "sending":
            self._set(connection, row.id, state="unsure", problem=UNSURE)
        elif row.closed_at is not None or row.body is None:
            self._set(connection, row.id, state="refused", problem=OVER)
            return False
        else:
            self._repost(connection, row)
        return True

    async def _one(self, query: Select[Any]) -> R | None:
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return self._opened(row)

    def _all(self, rows: Sequence[AnyRow]) -> Sequence[R]:
        return [found for row in rows if (found := self._opened(row)) is not None]

    def _over(self, connection: Connection, number: int, now: dt.datetime) -> bool:
        """Whether no row of the outbox will send it, and none has just been over."""
        channel = self._rows.channel
        lookups = self._keys.find_any(channel, str(number))
        waits = select(outbox.c.id).where(outbox.c.to_lookup.in_(lookups), WAITS).limit(1)
        mine = or_(outbox.c.key == f"{channel}:{number}", outbox.c.key.like(f"{channel}:{number}:%"))
        last = select(func.max(outbox.c.done_at)).where(outbox.c.channel == channel, mine)
        if connection.scalar(waits) is not None:
            return False
        done = connection.scalar(last)
        return done is None or done <= now - AGAIN

    def _enter(self, connection: Connection, row: AnyRow, service: str) -> bool:
        """What is to be sent for the first time goes into the outbox; False when it has gone there before."""
        empty = dict.fromkeys(("token", "request", "status", "problem"), "")
        fresh = {self._rows.key: row.id, "state": "waiting", "service": service, **empty}
        if connection.execute(self._first[connection.dialect.name], fresh).first() is None:
            return False
        self._post(connection, row, f"{self._rows.channel}:{row.id}")
        return True

    def _repost(self, connection: Connection, row: AnyRow, **values: Any) -> None:
        self._set(connection, row.id, state="waiting", **values)
        self._post(connection, row, f"{self._rows.channel}:{row.id}:{self._clock.now().timestamp():.0f}")

    def _post(self, connection: Connection, row: AnyRow, key: str) -> None:
        now, channel = self._clock.now(), self._rows.channel
        new: dict[str, Any] = {
            "key": key,
            "kind": "event",
            "channel": channel,
            "to_lookup": self._keys.find(channel, str(row.id)),
            "address": self._keys.seal(str(row.id)),
            "body": self._keys.seal(Rendered("", "en")),
            "priority": 10 if self._urgent(row) else 30,
            "created_at": now,
            "not_before": now,
            "expires_at": now + LASTS,
            "status": "waiting",
            "attempts": 0,
            "code": "",
        }
        connection.execute(_put[connection.dialect.name], new)
        self._postbox.told(connection)

    async def _stays(self, number: int, state: State, problem: str, words: str) -> None:
        note = self._keys.seal(Note(words=words)) if words else None
        before = ("waiting", "sending")
        await self._moved(number, before, state=state, problem=problem[:200], note=note)

    async def _moved(self, number: int, before: Sequence[str], **values: Any) -> bool:
        """Changes the row of one that is in one of these states; whether it was."""
        its = self._rows.its
        change = update(its).where(self._rows.id == number, its.c.state.in_(before)).values(**values)
        return await self._database.write(lambda connection: connection.execute(change).rowcount == 1)

    def _set(self, connection: Connection, number: int, **values: Any) -> None:
        connection.execute(update(self._rows.its).where(self._rows.id == number).values(**values))
