"""One case of a repair in memory, and when two reports are about the same."""

from __future__ import annotations

import datetime as dt

from msgspec import Struct, field
from msgspec.structs import replace

from bot.knowledge.repairs.case import OPEN, Deadline, Filed, Known, Moments, Report, Status, Triage, Where


class Case(Struct):
    """One case. `reports` are all that were made of it, oldest first, and `report` what they come to;
    `reporters` the conversations that reported or joined it; `history` what has happened, as kind and words.
    `joined_to` is the case that it became a part of."""

    reference: str
    report: Report
    filed_at: dt.datetime
    status_at: dt.datetime
    moments: Moments
    status: Status = "received"
    complete: bool = True
    reports: list[Report] = field(default_factory=list)
    reporters: list[int] = field(default_factory=list)
    history: list[tuple[str, str]] = field(default_factory=list)
    triage: Triage | None = None
    deadlines: tuple[Deadline, ...] = ()
    comes: tuple[dt.datetime, dt.datetime] | None = None
    joined_to: str = ""

    @property
    def open(self) -> bool:
        return self.status in OPEN and not self.joined_to


def place(where: Where) -> tuple[str, str]:
    """What is the same of one place: the building, the home's id, or else the words for it."""
    if where.communal:
        return "block", folded(where.block)
    return ("home", where.home) if where.home else ("line", folded(where.line))


def folded(text: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in text.casefold()).split())


def same_code(one: str, other: str) -> bool:
    return bool(one) and folded(one).replace(" ", "") == folded(other).replace(" ", "")


def merged(old: Report, new: Report) -> Report:
    """What both say together: nothing that was told is lost."""
    people = tuple(dict.fromkeys((*old.people, *new.people)))
    photos = tuple(dict.fromkeys((*old.photos, *new.photos)))
    worse = new.worse if new.worse is not None else old.worse
    return replace(old, people=people, photos=photos, worse=worse, before=new.before or old.before)


def filed(case: Case, kind: str) -> Filed:
    return Filed(case.reference, kind, case.filed_at, case.status, case.deadlines)  # type: ignore[arg-type]


def known(case: Case) -> Known:
    where = case.report.where
    comes_from, comes_until = case.comes or (None, None)
    return Known(
        reference=case.reference,
        problem=case.report.problem,
        detail=case.report.detail,
        status=case.status,
        at=case.status_at,
        opened_at=case.filed_at,
        communal=where is not None and where.communal,
        complete=case.complete,
        comes_from=comes_from,
        comes_until=comes_until,
        deadlines=case.deadlines,
    )
