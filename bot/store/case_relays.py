"""Cases in the council's own system: which are to be sent, which are there, and where they stand.

A case is put into the outbox in the transaction that makes it, and only once; the outbox's address of a case
is its number. Before anything goes out its row says `sending`: who finds it so later knows that it may be
there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select, update

from accessibility.text import Rendered
from bot.clock import Clock
from bot.store.case_relay_rows import ASKED, THERE, Note, Relayed, State, both, due, relayed
from bot.store.case_tables import case_relays, cases
from bot.store.database import Database
from bot.store.outbox_tables import WAITS, outbox
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.upsert import upsert

CHANNEL = "open311"
LASTS = dt.timedelta(hours=24)
"""How long one row of the outbox is tried; what was not sent by then is put there again."""

AGAIN = dt.timedelta(hours=1)
"""How long after its row is over a case that still waits is put into the outbox again."""

MOST = 50
"""Cases of one tick."""

_case, _its = cases.c, case_relays.c
_first = upsert(
    case_relays,
    lambda new: new.on_conflict_do_nothing(index_elements=["case_id"]).returning(_its.case_id),
)
_put = upsert(outbox, lambda new: new.on_conflict_do_nothing(index_elements=["key"]))

AGAIN_ON = ("renewed", "not_fixed")
"""What makes a case go out anew that they were done with."""

OVER = "It was over here before it got there."
UNSURE = "It is not known whether their system has it. Look there before you send it again."


class StoredRelays:
    """`service` gives the code of the service for a problem and its detail."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        postbox: Postbox,
        service: Callable[[str, str], str],
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._postbox = postbox
        self._service = service

    def enqueue(self, connection: Connection, case_id: int, event: str) -> None:
        """Part of the transaction in which something happened to a case (`bot/store/case_events.py`); the
        same again changes nothing. What is new goes out, and what is reported again if they were done with
        it."""
        if event not in ("new", "completed", *AGAIN_ON):
            return
        row = connection.execute(select(cases).where(_case.id == case_id)).first()
        if row is None or not row.complete or row.joined_to is not None or not row.place:
            return
        service = self._service(row.problem, row.detail)[:64]
        fresh = {
            "case_id": case_id,
            "state": "waiting",
            "service": service,
            "token": "",
            "request": "",
            "status": "",
            "problem": "",
        }
        if connection.execute(_first[connection.dialect.name], fresh).first() is not None:
            self._post(connection, row, f"{CHANNEL}:{case_id}")
        elif event in AGAIN_ON:
            self._renew(connection, row, service)

    async def read(self, case: int) -> Relayed | None:
        """None when it is gone, or what it said is not kept any more."""
        return await self._one(both.where(_case.id == case))

    async def of(self, reference: str) -> Relayed | None:
        """The case with this reference, if it is to be there."""
        return await self._one(both.where(_case.reference == reference))

    async def begin(self, case: int) -> bool:
        """Writes down that it may be there from now on; False when it is not to be sent."""
        return await self._moved(case, ("waiting", "sending"), state="sending")

    async def back(self, case: int, problem: str, words: str = "") -> None:
        """It surely is not there, and goes again; `problem` tells staff why it has not gone yet, `words` what
        the other system said of that, which may quote what was sent."""
        await self._stays(case, "waiting", problem, words)

    async def refused(self, case: int, problem: str, words: str = "", *, unsure: bool = False) -> None:
        """It is not sent again by itself."""
        await self._stays(case, "unsure" if unsure else "refused", problem, words)

    async def accepted(self, case: int, service: str, request: str, token: str = "") -> None:
        """It is there; of a token, a number and neither, what they gave."""
        state = "sent" if request or not token else "token"
        values = {"service": service[:64], "request": request[:100], "token": token[:100]}
        now = self._clock.now()
        before = ("waiting", "sending", "unsure")
        moments = {"sent_at": now, "polled_at": None}
        await self._moved(case, before, state=state, problem="", status="", note=None, **moments, **values)

    async def numbered(self, case: int, request: str) -> None:
        """The number behind its token."""
        await self._moved(case, ("token",), state="sent", request=request[:100])

    async def heard(self, case: int, note: Note, *, closed: bool, problem: str = "") -> None:
        """What they say of it now."""
        values = {"status": note.status[:32], "note": self._keys.seal(note), "problem": problem[:200]}
        await self._moved(case, ("sent",), state="closed" if closed else "sent", **values)

    async def again(self, reference: str) -> bool:
        """A member of staff wants it sent again: it was refused, or nobody could tell. Whether it will be."""

        def work(connection: Connection) -> bool:
            row = connection.execute(both.where(_case.reference == reference)).first()
            if row is None or row.relay_state not in ("refused", "unsure"):
                return False
            self._repost(connection, row)
            return True

        return await self._database.write(work)

    async def due(self) -> Sequence[Relayed]:
        """Those that are to be asked about now, for this process alone."""
        now = self._clock.now()
        which = select(_its.case_id).join(cases).where(due(now))
        which = which.order_by(ASKED).limit(MOST).with_for_update(skip_locked=True, of=case_relays)

        def work(connection: Connection) -> list[AnyRow]:
            mine = list(connection.scalars(which))
            connection.execute(update(case_relays).where(_its.case_id.in_(mine)).values(polled_at=now))
            return list(connection.execute(both.where(_case.id.in_(mine)).order_by(_case.id)).all())

        rows = await self._database.write(work)
        return [found for row in rows if (found := relayed(self._keys, row)) is not None]

    async def untold(self) -> Sequence[Relayed]:
        """Those that are there, and whose reporters have not been told so yet."""
        which = both.where(_its.state.in_(THERE), _case.status == "received", _case.status_at <= _its.sent_at)
        rows = await self._database.read(lambda c: c.execute(which.order_by(_case.id).limit(MOST)).all())
        return [found for row in rows if (found := relayed(self._keys, row)) is not None]

    async def put_again(self) -> tuple[int, int]:
        """Looks after those whose row of the outbox is over without a result. Those that wait go there again;
        of those that may be there nobody can tell. How many there were of both."""
        now = self._clock.now()
        which = both.where(_its.state.in_(("waiting", "sending"))).order_by(_case.id)

        def work(connection: Connection) -> tuple[int, int]:
            counts = {"waiting": 0, "sending": 0}
            for row in connection.execute(which).all():
                if not self._over(connection, row.id, now):
                    continue
                if row.relay_state == "sending":
                    _set(connection, row.id, state="unsure", problem=UNSURE)
                elif row.closed_at is not None or row.body is None:
                    _set(connection, row.id, state="refused", problem=OVER)
                    continue
                else:
                    self._repost(connection, row)
                counts[row.relay_state] += 1
            return counts["waiting"], counts["sending"]

        return await self._database.write(work)

    async def _one(self, query: Select[Any]) -> Relayed | None:
        row = await self._database.read(lambda connection: connection.execute(query).first())
        return relayed(self._keys, row)

    def _over(self, connection: Connection, case: int, now: dt.datetime) -> bool:
        """Whether no row of the outbox will send it, and none has just been over."""
        lookups = self._keys.find_any(CHANNEL, str(case))
        waits = select(outbox.c.id).where(outbox.c.to_lookup.in_(lookups), WAITS).limit(1)
        mine = or_(outbox.c.key == f"{CHANNEL}:{case}", outbox.c.key.like(f"{CHANNEL}:{case}:%"))
        last = select(func.max(outbox.c.done_at)).where(outbox.c.channel == CHANNEL, mine)
        if connection.scalar(waits) is not None:
            return False
        done = connection.scalar(last)
        return done is None or done <= now - AGAIN

    def _renew(self, connection: Connection, row: AnyRow, service: str) -> None:
        relay = connection.execute(select(case_relays).where(_its.case_id == row.id)).one()
        if relay.state not in ("closed", "refused"):
            return
        _set(connection, row.id, state="waiting", service=service, token="", problem="")
        self._post(connection, row, f"{CHANNEL}:{row.id}:{self._clock.now().timestamp():.0f}")

    def _repost(self, connection: Connection, row: AnyRow) -> None:
        _set(connection, row.id, state="waiting")
        self._post(connection, row, f"{CHANNEL}:{row.id}:{self._clock.now().timestamp():.0f}")

    def _post(self, connection: Connection, row: AnyRow, key: str) -> None:
        now = self._clock.now()
        new: dict[str, Any] = {
            "key": key,
            "kind": "event",
            "channel": CHANNEL,
            "to_lookup": self._keys.find(CHANNEL, str(row.id)),
            "address": self._keys.seal(str(row.id)),
            "body": self._keys.seal(Rendered("", "en")),
            "priority": 10 if row.priority == "emergency" else 30,
            "created_at": now,
            "not_before": now,
            "expires_at": now + LASTS,
            "status": "waiting",
            "attempts": 0,
            "code": "",
        }
        connection.execute(_put[connection.dialect.name], new)
        self._postbox.told(connection)

    async def _stays(self, case: int, state: State, problem: str, words: str) -> None:
        note = self._keys.seal(Note(words=words)) if words else None
        before = ("waiting", "sending")
        await self._moved(case, before, state=state, problem=problem[:200], note=note)

    async def _moved(self, case: int, before: Sequence[str], **values: Any) -> bool:
        """Changes the row of a case that is in one of these states; whether it was."""
        change = update(case_relays).where(_its.case_id == case, _its.state.in_(before)).values(**values)
        return await self._database.write(lambda connection: connection.execute(change).rowcount == 1)


def _set(connection: Connection, case: int, **values: Any) -> None:
    connection.execute(update(case_relays).where(_its.case_id == case).values(**values))
