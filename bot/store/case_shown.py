"""Cases as staff read them: the shapes, and what makes them of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from bot.knowledge.repairs.case import OPEN, Deadline, Moments, Report, Status, Triage
from bot.store.case_relay_rows import Note
from bot.store.case_tables import case_deadlines, cases
from bot.store.query import AnyRow
from bot.store.sealed import Keys, SealError

UNREADABLE = "Cannot be read: it was sealed with a secret that is lost"
"""Stands for words that no secret opens; all else of the case is there."""


class Listed(Struct, frozen=True, kw_only=True):
    """A case as it stands in a list. `place` is `home`, `block`, or empty where nobody knows yet. `report` is
    None where it was taken out, or no secret opens it. `next` are the deadlines that come first: more than
    one where two rules want the same by the same time. `confirmed_by` is who of the staff has confirmed the
    class."""

    id: int
    reference: str
    place: str
    problem: str
    detail: str
    room: str
    status: Status
    complete: bool
    triage: Triage
    confirmed_by: int | None
    next: tuple[Deadline, ...]
    comes_from: dt.datetime | None
    comes_until: dt.datetime | None
    status_at: dt.datetime
    filed_at: dt.datetime
    closed_at: dt.datetime | None
    report: Report | None

    @property
    def emergency(self) -> bool:
        return "emergency" in (self.triage.priority, self.triage.severity)

    @property
    def lost(self) -> bool:
        """An emergency of which nobody knows where it is."""
        return self.emergency and not self.place

    @property
    def open(self) -> bool:
        return self.status in OPEN


class Happened(Struct, frozen=True):
    """An entry of the history. `staff` is None where it was a resident, whose `conversation` that is, or a
    system; `told_at` is when those who reported the case were told, where they are to be."""

    id: int
    at: dt.datetime
    kind: str
    status: Status
    staff: int | None
    conversation: int | None
    words: str
    tells: bool
    told_at: dt.datetime | None


class Reporter(Struct, frozen=True):
    """Who has reported a case or joined it. `talk` is the reference of their last hand-over: the page of
    their conversation, empty where no adviser has talked with them."""

    conversation: int
    role: str
    at: dt.datetime
    channel: str
    talk: str


class Kept(Struct, frozen=True):
    """A photo by its name, and its size in bytes."""

    ref: str
    size: int


class Relayed(Struct, frozen=True):
    """Where the case is in the council's own system: `state` as in `case_relay_rows`, their number of it, and
    what they last said."""

    state: str
    request: str
    status: str
    note: str
    sent_at: dt.datetime | None
    problem: str


class Case(Struct, frozen=True, kw_only=True):
    """One case with all that is known. `moments` count from the last time that it began: `aware_at` there is
    later than the report's where it was made more urgent or opened again. `joined_to` is the reference of the
    case that it became a part of, and `parts` those that became a part of it."""

    listed: Listed
    revision: int
    aware_at: dt.datetime
    moments: Moments
    deadlines: tuple[Deadline, ...]
    history: tuple[Happened, ...]
    photos: tuple[Kept, ...]
    reporters: tuple[Reporter, ...]
    relay: Relayed | None
    joined_to: str
    parts: tuple[str, ...]

    @property
    def reference(self) -> str:
        return self.listed.reference

    @property
    def last(self) -> int:
        """The number of the newest entry of the history."""
        return self.history[-1].id if self.history else 0

    def since(self, entry: int) -> tuple[Happened, ...]:
        """What has happened after an entry of the history."""
        return tuple(one for one in self.history if one.id > entry)


def listed(keys: Keys, row: AnyRow, next_: Sequence[Deadline]) -> Listed:
    """A row of `cases`."""
    reasons = tuple(one for one in row.reasons.split(",") if one)
    return Listed(
        id=row.id,
        reference=row.reference,
        place=row.place,
        problem=row.problem,
        detail=row.detail,
        room=row.room,
        status=row.status,
        complete=row.complete,
        triage=Triage(row.priority, row.severity, row.hazard, row.right, reasons),
        confirmed_by=row.confirmed_by,
        next=tuple(next_),
        comes_from=row.comes_from,
        comes_until=row.comes_until,
        status_at=row.status_at,
        filed_at=row.filed_at,
        closed_at=row.closed_at,
        report=_report(keys, row.body),
    )


def moments(row: AnyRow) -> Moments:
    """What the clocks count from, and what has happened since."""
    names = (name for name in Moments.__struct_fields__ if name != "aware_at")
    return Moments(aware_at=row.clock_at, **{name: getattr(row, name) for name in names})


def deadline(row: AnyRow) -> Deadline:
    """A row of `case_deadlines`."""
    return Deadline(row.step, row.source, row.due, row.exact, row.met_at)


def words(keys: Keys, sealed: bytes | None) -> str:
    """What was said or written, empty for nothing."""
    if sealed is None:
        return ""
    try:
        return keys.open(sealed, str)
    except SealError:
        return UNREADABLE


def relayed(keys: Keys, row: AnyRow) -> Relayed:
    """A row of `case_relays`."""
    try:
        note = Note() if row.note is None else keys.open(row.note, Note)
    except SealError:
        note = Note(words=UNREADABLE)
    return Relayed(row.state, row.request, row.status, note.words, row.sent_at, row.problem)


def _report(keys: Keys, sealed: bytes | None) -> Report | None:
    if sealed is None:
        return None
    try:
        return keys.open(sealed, Report)
    except SealError:
        return None


DUE = tuple(getattr(case_deadlines.c, name) for name in Deadline.__struct_fields__)
ROW = tuple(column for column in cases.c if not column.name.endswith("_lookup") and column.name != "key")
