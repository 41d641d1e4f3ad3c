"""Cases of repairs for the helpline's pages: those whose time runs out first, and one with all of it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, get_args

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, and_, case, func, or_, select

from bot.knowledge.repairs.case import Status
from bot.store import case_shown
from bot.store.case_shown import DUE, ROW, Case, Happened, Kept, Listed, Reporter
from bot.store.case_tables import case_deadlines, case_events, case_photos, case_relays, case_reporters, cases
from bot.store.case_where import folded
from bot.store.database import Database
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from bot.store.tables import conversations, handovers

LISTED = 50
"""Cases on one page."""

LONGEST = 20_000
"""Cases in one file."""

Which = Literal["all", "emergency", "damp", "no_access", "tenant", "incomplete"]
"""`tenant`: the work is said to be done, and the tenant is still to say whether it is."""
WHICH: tuple[Which, ...] = get_args(Which)

DAMP = "damp"
MOULD = "damp_mould"

_its, _dues = cases.c, case_deadlines.c
_open = _its.closed_at.is_(None)
_emergency = or_(_its.priority == "emergency", _its.severity == "emergency")
_WHICH: Mapping[str, ColumnElement[bool]] = {
    "emergency": _emergency,
    "damp": or_(_its.problem == DAMP, _its.hazard == MOULD),
    "no_access": _its.status == "no_access",
    "tenant": _its.status == "done",
    "incomplete": _its.complete.is_(False),
}
# An emergency that nobody can find stands before all; what has no time of its own stands last.
_ORDER = (
    case((and_(_emergency, _its.place == ""), 0), else_=1),
    _its.next_due.is_(None),
    _its.next_due,
    _its.id,
)


class Listing(Struct, frozen=True):
    """A page of open cases. `counts` are of all pages, by `Which`."""

    cases: tuple[Listed, ...]
    counts: Mapping[str, int]
    more: bool


class AtHome(Struct, frozen=True):
    """An open case at a home."""

    reference: str
    damp: bool


class CasePages:
    """Reads them."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    async def open(self, which: Which = "all", page: int = 1, most: int = LISTED) -> Listing:
        """The open cases of one kind, those first whose next deadline is nearest or longest over."""
        first = select(_its.id).where(_open, _WHICH.get(which, _open)).order_by(*_ORDER)
        first = first.limit(most + 1).offset((page - 1) * most)
        sums = [func.count().filter(one).label(name) for name, one in _WHICH.items()]

        def read(connection: Connection) -> tuple[Sequence[AnyRow], AnyRow]:
            counts = connection.execute(select(func.count().label("all"), *sums).where(_open)).one()
            return connection.execute(_listed(_its.id.in_(first.subquery().select()))).all(), counts

        rows, counts = await self._database.read(read)
        found = await asyncio.to_thread(self._opened, rows)
        return Listing(found[:most], dict(counts._mapping), len(found) > most)

    async def emergencies(self) -> int:
        """How many open cases are taken for an emergency that no member of staff has done anything about."""
        untouched = _its.status.in_(("received", "sent")) & _its.confirmed_by.is_(None)
        query = select(func.count()).where(_open, _emergency, untouched, _its.investigated_at.is_(None))
        return await self._database.read(lambda c: c.scalar(query)) or 0

    async def one(self, reference: str) -> Case | None:
        """The case with this reference, None for none."""

        def read(connection: Connection) -> dict[str, Any] | None:
            row = connection.execute(select(*ROW).where(_its.reference == reference)).one_or_none()
            return None if row is None else {"row": row} | _around(connection, row)

        found = await self._database.read(read)
        return None if found is None else self._case(**found)

    async def known(self, reference: str) -> bool:
        """Whether there is a case with this reference."""
        query = select(_its.id).where(_its.reference == reference)
        return await self._database.read(lambda connection: connection.scalar(query)) is not None

    async def of(self, conversation: int) -> tuple[tuple[str, Status], ...]:
        """The references of what a resident has reported or joined, newest first, and where each stands."""
        who = case_reporters.c
        query = select(_its.reference, _its.status).join(case_reporters, who.case_id == _its.id)
        query = query.where(who.conversation_id == conversation).order_by(_its.id.desc())
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple((row.reference, row.status) for row in rows)

    async def photo(self, reference: str, ref: str, *, small: bool = False) -> bytes | None:
        """The JPEG of a photo of this case, or its small version; None when it has none of that name."""
        which = case_photos.c.thumbnail if small else case_photos.c.picture
        query = select(which).join(cases, _its.id == case_photos.c.case_id)
        query = query.where(_its.reference == reference, case_photos.c.ref == ref)
        sealed: Any = await self._database.read(lambda connection: connection.scalar(query))
        return None if sealed is None else await asyncio.to_thread(self._keys.open_bytes, sealed)

    async def at(self, homes: Collection[str]) -> Mapping[str, tuple[AtHome, ...]]:
        """The open cases at each of these homes, oldest first; homes without any are left out. A home goes by
        the id of its premises or by its address, as its case does."""
        damp = _WHICH["damp"].label("damp")
        query = select(_its.home_lookup, _its.reference, damp).where(_open, _its.place == "home")
        rows = await self._database.read(lambda c: c.execute(query.order_by(_its.id)).all())
        marks = {mark: home for home in homes for mark in self._marks(home)}
        found: dict[str, tuple[AtHome, ...]] = {}
        for row in rows:
            if (home := marks.get(row.home_lookup)) is not None:
                found[home] = (*found.get(home, ()), AtHome(row.reference, bool(row.damp)))
        return found

    def _marks(self, home: str) -> set[bytes]:
        return {mark for name in (home, folded(home)) for mark in self._keys.find_any("case.home", name)}

    def _opened(self, rows: Sequence[AnyRow]) -> tuple[Listed, ...]:
        """Each case once, with its deadlines; a case has a row for each."""
        each: dict[int, list[AnyRow]] = {}
        for row in rows:
            each.setdefault(row.id, []).append(row)
        return tuple(
            case_shown.listed(
                self._keys, its[0], [case_shown.deadline(row) for row in its if row.step is not None]
            )
            for its in each.values()
        )

    def _case(
        self,
        *,
        row: AnyRow,
        dues: Sequence[AnyRow],
        events: Sequence[AnyRow],
        photos: Sequence[AnyRow],
        reporters: Sequence[AnyRow],
        relay: AnyRow | None,
        joined: str | None,
        parts: Sequence[str],
    ) -> Case:
        deadlines = tuple(map(case_shown.deadline, dues))
        unmet = [one for one in deadlines if one.met_at is None and one.due == row.next_due]
        return Case(
            listed=case_shown.listed(self._keys, row, unmet),
            revision=row.revision,
            aware_at=row.aware_at,
            moments=case_shown.moments(row),
            deadlines=deadlines,
            history=tuple(map(self._happened, events)),
            photos=tuple(Kept(one.ref, one.size) for one in photos),
            reporters=tuple(Reporter(*one) for one in reporters),
            relay=None if relay is None else case_shown.relayed(self._keys, relay),
            joined_to=joined or "",
            parts=tuple(parts),
        )

    def _happened(self, row: AnyRow) -> Happened:
        words = case_shown.words(self._keys, row.body)
        who = row.staff_id, row.conversation_id
        return Happened(row.id, row.at, row.kind, row.status, *who, words, row.tells, row.told_at)


def _listed(which: ColumnElement[bool]) -> Any:
    """The cases in their order, each with the deadlines that come next."""
    coming = and_(_dues.case_id == _its.id, _dues.due == _its.next_due, _dues.met_at.is_(None))
    query = select(*ROW, *DUE).join_from(cases, case_deadlines, coming, isouter=True)
    return query.where(which).order_by(*_ORDER, _dues.source)


def _around(connection: Connection, row: AnyRow) -> dict[str, Any]:
    """What stands in other tables of a case."""
    photos, events, of = case_photos.c, case_events.c, row.id
    dues = select(*DUE).where(_dues.case_id == of).order_by(_dues.due, _dues.source, _dues.step)
    kept = select(photos.ref, photos.size).where(photos.case_id == of).order_by(photos.id)
    relay = select(case_relays).where(case_relays.c.case_id == of)
    joined = select(_its.reference).where(_its.id == row.joined_to)
    parts = select(_its.reference).where(_its.joined_to == of).order_by(_its.id)
    return {
        "dues": connection.execute(dues).all(),
        "events": connection.execute(
            select(case_events).where(events.case_id == of).order_by(events.id)
        ).all(),
        "photos": connection.execute(kept).all(),
        "reporters": connection.execute(_reporters(of)).all(),
        "relay": connection.execute(relay).one_or_none(),
        "joined": connection.scalar(joined),
        "parts": connection.scalars(parts).all(),
    }


def _reporters(case_id: int) -> Any:
    """Those who have reported it, with the last hand-over of each."""
    who, talk = case_reporters.c, handovers.c
    last = (
        select(talk.reference)
        .where(talk.conversation_id == who.conversation_id)
        .order_by(talk.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    channel = conversations.c.channel
    query = select(who.conversation_id, who.role, who.at, channel, func.coalesce(last, ""))
    query = query.join(conversations, conversations.c.id == who.conversation_id)
    return query.where(who.case_id == case_id).order_by(who.at, who.conversation_id)
