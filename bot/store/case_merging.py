"""What a later report of the same thing makes of the first: facts are added, none is lost."""

from __future__ import annotations

from msgspec import structs

from bot.knowledge.repairs.case import PEOPLE, PRIORITIES, Access, Report, Since, Triage
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.tree import OTHER
from bot.store.case_clocks import SEVERITIES

_LONGEST: tuple[Since, ...] = ("", "today", "days", "weeks", "months")
_WORDS = 4_000
"""Characters of all that was said, put together."""


def merged(old: Report, new: Report, repairs: Repairs, *, own: bool) -> Report:
    """Both as one, of which the clock's moment is the first. Of somebody else's report (`own` is false) only
    the facts of the building count, nothing about the person. The detail is the more urgent of both."""
    both = structs.replace(
        old,
        problem=old.problem or new.problem,
        detail=old.detail or new.detail,
        room=old.room or new.room,
        hazard=old.hazard or new.hazard,
        where=old.where or new.where,
        since=max(old.since, new.since, key=_LONGEST.index),
        worse=True if old.worse or new.worse else old.worse if new.worse is None else new.worse,
        people=tuple(one for one in PEOPLE if one in (*old.people, *new.people)),
    )
    if own:
        both = _theirs(both, new)
    if new.problem != both.problem or not new.detail or new.detail == both.detail:
        return both
    other = structs.replace(both, detail=new.detail, room=new.room or both.room)
    if both.detail == OTHER or urgency(repairs.triage(other)) > urgency(repairs.triage(both)):
        return other
    return both


def _theirs(both: Report, new: Report) -> Report:
    """What the person has told of themselves: the later word counts."""
    return structs.replace(
        both,
        said=_all_words(both.said, new.said),
        photos=tuple(dict.fromkeys((*both.photos, *new.photos))),
        access=both.access if new.access == Access() else new.access,
        phone=new.phone or both.phone,
        language=new.language,
        interpreter=both.interpreter or new.interpreter,
        tenancy=new.tenancy,
        before=new.before or both.before,
    )


def urgency(triage: Triage) -> tuple[int, int]:
    """Higher is more urgent."""
    return SEVERITIES.index(triage.severity), -PRIORITIES.index(triage.priority)


def without_person(report: Report) -> Report:
    """What must be known of a home that is not safe, whoever asked to be forgotten."""
    access = structs.replace(report.access, note="")
    return structs.replace(report, said="", phone="", access=access, photos=(), before="")


def _all_words(first: str, second: str) -> str:
    return first if second in first else f"{first}\n{second}".strip()[:_WORDS]
