"""What staff do to a case. Each is one entry of its history."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias

from msgspec import Struct

from bot.knowledge.repairs.case import Priority, Severity, Status


class Stale(Exception):
    """The case has changed since it was read: nothing was written. `revision` is where it stands now."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"the case has changed meanwhile, to revision {revision}")
        self.revision = revision


class OpenAlready(Exception):
    """The case cannot be opened again: its home has another open one for the same problem, `reference`."""

    def __init__(self, reference: str) -> None:
        super().__init__("there is another open case for this problem at this place")
        self.reference = reference


class SetStatus(Struct, frozen=True, tag="status"):
    """Where it stands, in one of the statuses. `closed`, `not_ours` and `withdrawn` end it; any other opens
    it again. `tells` lets those who reported it know."""

    status: Status
    words: str = ""
    tells: bool = True


class Book(Struct, frozen=True, tag="booked"):
    """A visit between two aware moments."""

    from_: dt.datetime
    until: dt.datetime
    tells: bool = True


class Visit(Struct, frozen=True, tag="visit"):
    """Somebody was there and looked: the investigation took place. `found`: whether there is a hazard, None
    where that is not known yet. `at` is when that was, now where it is None."""

    found: bool | None = None
    words: str = ""
    at: dt.datetime | None = None


class Attempt(Struct, frozen=True, tag="attempt"):
    """Somebody came and could not get in; what was tried is kept (SI 2025/1042, regulation 19). `at` as
    in `Visit`."""

    words: str = ""
    at: dt.datetime | None = None


class Contact(Struct, frozen=True, tag="contact"):
    """The tenant was rung or written to."""

    words: str


class Summary(Struct, frozen=True, tag="summary"):
    """The written summary of the investigation, as it was checked. `tells` sends it to those who reported the
    case; without, it was handed over in another way."""

    words: str
    tells: bool = True


class MadeSafe(Struct, frozen=True, tag="safe"):
    """The danger is over; more may be left to do."""

    words: str = ""
    at: dt.datetime | None = None


class Begun(Struct, frozen=True, tag="begun"):
    """Further work has begun, or steps for it were taken."""

    words: str = ""
    at: dt.datetime | None = None


class Done(Struct, frozen=True, tag="done"):
    """The work is done. Those who reported it are asked whether it is."""

    words: str = ""
    at: dt.datetime | None = None


class Confirm(Struct, frozen=True, tag="confirmed"):
    """What staff make of the proposal. `hazard` is an id of the law's scope, `right` a category of the Right
    to Repair; both may be empty."""

    priority: Priority
    severity: Severity = ""
    hazard: str = ""
    right: str = ""


class Note(Struct, frozen=True, tag="note"):
    """For colleagues only."""

    words: str


class Close(Struct, frozen=True, tag="closed"):
    """It is over; `words` say why."""

    words: str = ""


Change: TypeAlias = (
    SetStatus | Book | Visit | Attempt | Contact | Summary | MadeSafe | Begun | Done | Confirm | Note | Close
)
