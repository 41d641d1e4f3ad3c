"""The rows of hand-overs, and the side of the conversation that changes with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from random import Random
from typing import Any

from msgspec import Struct, field
from sqlalchemy import Connection, RowMapping, Select, exists, func, select, update

from bot.handover.request import FRONT, LEASE, QUEUE, Handover, NewHandover, NotYours, OffShift, owner_of
from bot.store.database import StoreError
from bot.store.lines import NewEntry, Posts, write_lines
from bot.store.listener import tell
from bot.store.query import Query
from bot.store.reference import new_reference
from bot.store.sealed import Sealed
from bot.store.staff_tables import shifts
from bot.store.tables import conversations, handovers
from bot.store.upsert import upsert
from channels.message import Entry

HELPLINE = "helpline"
"""What the helpline's pages watch in the hub, as a keyed hash: something has changed in the queue."""

row = handovers.c
_TRIES = 20
_FIELDS = (
    row.id,
    row.reference,
    row.conversation_id.label("conversation"),
    row.channel,
    row.language,
    row.reason,
    row.hazard,
    row.team,
    row.priority,
    row.status,
    row.adviser_id.label("adviser"),
    row.lease_until,
    row.queued_at,
    row.claimed_at,
    row.ended_at,
    row.outcome,
    row.waiting_since,
)
all_rows: Select[Any] = select(*_FIELDS)
_NEW = (
    "reference",
    "conversation_id",
    "channel",
    "language",
    "reason",
    "hazard",
    "team",
    "priority",
    "status",
    "queued_at",
    "outcome",
)
# A reference that another process takes in this moment leaves the table as it is.
_insert = Query(
    upsert(handovers, lambda new: new.on_conflict_do_nothing(index_elements=["reference"]).returning(row.id)),
    _NEW,
)


class Change(Struct):
    """One transaction at work. `woken` gathers the conversations whose pages are to be told after it."""

    connection: Connection
    posts: Posts
    now: dt.datetime
    woken: list[bytes] = field(default_factory=list)

    def open(self, random: Random, conversation: int, new: NewHandover, channel: str, language: str) -> None:
        """The resident joins the queue. Who waits already moves up when danger is heard, else nothing
        changes."""
        live = row.conversation_id == conversation, row.status.in_(("queued", "adviser"))
        if self._any(select(row.id).where(*live)):
            if new.hazard:
                danger = {"hazard": new.hazard, "priority": new.priority}
                self.connection.execute(update(handovers).where(*live).values(**danger))
            return
        values = {
            "conversation_id": conversation,
            "channel": channel,
            "language": language,
            "reason": new.reason,
            "hazard": new.hazard,
            "team": new.team,
            "priority": new.priority,
            "status": "queued",
            "queued_at": self.now,
            "outcome": "",
        }
        for _ in range(_TRIES):
            if _insert.one(self.connection, {"reference": new_reference(random), **values}):
                return
        raise StoreError("no free reference was found for a hand-over")

    def leave(self, conversation: int) -> None:
        """The resident has left the queue."""
        waiting = row.conversation_id == conversation, row.status == "queued"
        self.connection.execute(update(handovers).where(*waiting).values(status="left", ended_at=self.now))

    def score(self, conversation: int, score: int) -> None:
        """What the resident found the talk that was closed last."""
        last = select(func.max(row.id)).where(row.conversation_id == conversation, row.status == "closed")
        scored = update(handovers).where(row.id == last.scalar_subquery())
        self.connection.execute(scored.values(score=score))

    def hold(self, handover: int) -> None:
        """Nobody else changes the conversation until this transaction ends. Turns, erasure and the sweep lock
        its row first and the hand-over's second: two in different orders would wait for each other."""
        its = select(row.conversation_id).where(row.id == handover).scalar_subquery()
        locked = select(conversations.c.id).where(conversations.c.id == its)
        self.connection.execute(locked.with_for_update(key_share=True))

    def claim(self, handover: int, staff: int) -> Handover:
        """The adviser's from now on, if it waits. Raises `NotYours`, `OffShift`."""
        self.hold(handover)
        self.on_shift(staff)
        claimed = self.connection.execute(
            update(handovers)
            .where(row.id == handover, row.status == "queued")
            .values(
                status="adviser",
                adviser_id=staff,
                lease_until=self.now + LEASE,
                claimed_at=func.coalesce(row.claimed_at, self.now),
            )
            .returning(*_FIELDS)
        )
        return self._granted(claimed.mappings().first(), handover)

    def mine(self, handover: int, staff: int) -> Handover:
        """The hand-over, its lease renewed; it has to be this adviser's. Raises `NotYours`."""
        self.hold(handover)
        renewed = self.connection.execute(
            update(handovers)
            .where(row.id == handover, row.status == "adviser", row.adviser_id == staff)
            .where(row.lease_until > self.now)
            .values(lease_until=self.now + LEASE)
            .returning(*_FIELDS)
        )
        return self._granted(renewed.mappings().first(), handover)

    def set(self, handover: int, **values: Any) -> Handover:
        """Changes fields of a hand-over that is already known to be the caller's; as it is then."""
        change = update(handovers).where(row.id == handover).values(**values)
        return as_handover(self.connection.execute(change.returning(*_FIELDS)).mappings().one())

    def lost(self, handover: int) -> Handover:
        """It as it is, if its adviser gives no sign of life or has gone off shift. Raises `NotYours`."""
        self.hold(handover)
        found = all_rows.where(row.id == handover, *_lost(self.now)).with_for_update()
        return self._granted(self.connection.execute(found).mappings().first(), handover)

    def requeue(self, found: Handover, team: str) -> Handover:
        """Back to the front of the queue, before everything but danger; as it is then."""
        self.moved(found, owner_of(found.adviser) if found.adviser else None, QUEUE)
        free = {"status": "queued", "adviser_id": None, "lease_until": None, "waiting_since": self.now}
        return self.set(found.id, **free, team=team, priority=min(found.priority, FRONT))

    def on_shift(self, staff: int) -> None:
        """Raises `OffShift` for somebody who is not. The shift cannot end before this transaction does: what
        is put back when it has ended is all that was given in it."""
        shift = select(shifts.c.id).where(shifts.c.staff_id == staff, *open_shift(self.now))
        if not self._any(shift.with_for_update(read=True)):
            raise OffShift

    def moved(
        self,
        found: Handover,
        old: str | None,
        new: str,
        lines: Sequence[NewEntry] = (),
        bodies: Sequence[Sealed] = (),
        state: tuple[Sealed, int] | None = None,
    ) -> tuple[Entry, ...]:
        """The conversation goes from one owner to the next, or stays, and `lines` are said in it. A turn that
        is under way is void with a new owner. `state` is a new one with the revision it was computed for.
        Raises `NotYours` when the conversation is not `old`'s, None for anybody's."""
        its = conversations.c
        values: dict[str, Any] = {"last_seq": its.last_seq + len(lines)}
        if old != new or state is not None:
            values["revision"] = its.revision + 1
        if old != new:
            values |= {"owner": new, "waiting": False, "holder": None, "held_until": None}
        where = [its.id == found.conversation]
        if old is not None:
            where.append(its.owner == old)
        if state is not None:
            values["state"] = state[0]
            where.append(its.revision == state[1])
        change = update(conversations).where(*where).values(**values)
        gone = self.connection.execute(change.returning(its.last_seq, its.lookup)).first()
        if gone is None:
            raise NotYours(self._holder(found.conversation), "moved on")
        self.woken.append(gone.lookup)
        tell(self.connection, gone.lookup)
        at = (found.conversation, gone.last_seq - len(lines) + 1, None, self.now)
        return write_lines(self.connection, self.posts, *at, lines, bodies)

    def _granted(self, found: RowMapping | None, handover: int) -> Handover:
        if found is not None:
            return as_handover(found)
        there = self.connection.execute(all_rows.where(row.id == handover)).mappings().first()
        if there is None:
            raise NotYours(None, "gone")
        held = there["status"] == "adviser" and there["lease_until"] > self.now
        raise NotYours(there["adviser"] if held else None, there["status"])

    def _holder(self, conversation: int) -> int | None:
        """The adviser who owns the conversation."""
        its = conversations.c
        owner = self.connection.scalar(select(its.owner).where(its.id == conversation)) or ""
        kind, _, number = owner.partition(":")
        return int(number) if kind == "adviser" else None

    def _any(self, query: Select[Any]) -> bool:
        return self.connection.execute(query).first() is not None


def lost_ones(connection: Connection, now: dt.datetime) -> list[int]:
    """The hand-overs whose adviser gives no sign of life or has gone off shift, longest waiting first."""
    order = row.priority, row.queued_at, row.id
    return list(connection.scalars(select(row.id).where(*_lost(now)).order_by(*order)))


def _lost(now: dt.datetime) -> tuple[Any, ...]:
    there = exists().where(shifts.c.staff_id == row.adviser_id, *open_shift(now))
    return row.status == "adviser", (row.lease_until <= now) | ~there


def open_shift(now: dt.datetime) -> tuple[Any, ...]:
    """What a shift has to fulfil to be under way."""
    return shifts.c.began_at <= now, shifts.c.until > now, shifts.c.ended_at.is_(None)


def as_handover(found: RowMapping) -> Handover:
    return Handover(**found)
