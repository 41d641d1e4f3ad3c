"""The clocks of a case: how urgent it is, and by when something must happen.

A later message may make a case more urgent and never less, and no date that was due is put off by it
(SI 2025/1042: a material change is a new awareness, and takes nothing from the old one).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from msgspec import Struct, structs

from bot.knowledge.repairs.case import PRIORITIES, Deadline, Moments, Severity, Step, Triage
from bot.knowledge.repairs.repairs import Repairs

SEVERITIES: tuple[Severity, ...] = ("", "significant", "emergency")
"""From none upwards."""


class Kept(Struct, frozen=True):
    """A deadline as it is kept. `promised`: it was due by then before the case became more urgent."""

    deadline: Deadline
    promised: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.deadline.source, self.deadline.step


def raises(one: Triage, two: Triage) -> bool:
    """Whether the second is more urgent than the first, in either respect."""
    sooner = PRIORITIES.index(two.priority) < PRIORITIES.index(one.priority)
    return sooner or SEVERITIES.index(two.severity) > SEVERITIES.index(one.severity)


def upward(one: Triage, two: Triage) -> Triage:
    """The more urgent of both in each respect. Hazard and right go with what is more urgent."""
    worse = SEVERITIES.index(two.severity) > SEVERITIES.index(one.severity)
    sooner = PRIORITIES.index(two.priority) < PRIORITIES.index(one.priority)
    return Triage(
        two.priority if sooner else one.priority,
        two.severity if worse else one.severity,
        (two.hazard or one.hazard) if worse else (one.hazard or two.hazard),
        (two.right or one.right) if sooner else (one.right or two.right),
        tuple(dict.fromkeys((*one.reasons, *two.reasons))),
    )


def first(repairs: Repairs, triage: Triage, at: dt.datetime) -> tuple[Kept, ...]:
    """The deadlines of a case that begins now, or begins again."""
    return tuple(Kept(one) for one in repairs.deadlines(triage, Moments(aware_at=at)))


def again(repairs: Repairs, triage: Triage, moments: Moments, old: Iterable[Kept]) -> tuple[Kept, ...]:
    """The deadlines after something has happened; what was promised stays promised."""
    computed = {one.key: one for one in map(Kept, repairs.deadlines(triage, moments))}
    return _in_order(_no_later(computed, [one for one in old if one.promised], moments))


def raised(repairs: Repairs, triage: Triage, at: dt.datetime, old: Sequence[Kept]) -> tuple[Kept, ...]:
    """The deadlines of a case that became more urgent at this moment: its clocks run from then, and what was
    due before stays due."""
    open_ones = [one for one in old if one.deadline.met_at is None]
    computed = {one.key: one for one in first(repairs, triage, at)}
    return _in_order(_no_later(computed, open_ones, Moments(aware_at=at)))


def begins(repairs: Repairs, triage: Triage, at: dt.datetime, old: Iterable[Kept]) -> bool:
    """Whether the law has a step for a message of this moment that it did not have for the first one."""
    known = {one.key for one in old}
    return any(
        one.source == "awaab" and (one.source, one.step) not in known
        for one in repairs.deadlines(triage, Moments(aware_at=at))
    )


def earliest(kept: Iterable[Kept]) -> Deadline | None:
    """The next that is not met."""
    open_ones = [one.deadline for one in kept if one.deadline.met_at is None]
    return min(open_ones, key=lambda one: one.due, default=None)


def _no_later(computed: dict[tuple[str, str], Kept], old: Iterable[Kept], moments: Moments) -> Iterable[Kept]:
    for one in old:
        fresh = computed.get(one.key)
        if fresh is None:
            met = structs.replace(one.deadline, met_at=_met(one.deadline.step, moments))
            computed[one.key] = Kept(met, promised=True)
        elif one.deadline.due <= fresh.deadline.due:
            due, exact = one.deadline.due, one.deadline.exact
            computed[one.key] = Kept(structs.replace(fresh.deadline, due=due, exact=exact), promised=True)
    return computed.values()


def _met(step: Step, moments: Moments) -> dt.datetime | None:
    """When a step happened of which the law asks no more."""
    happened: dict[Step, dt.datetime | None] = {
        "safe": moments.safe_at,
        "investigate": moments.investigated_at,
        "summary": moments.summary_at,
        "work": moments.safe_at,
        "begin": moments.begun_at,
        "finish": moments.done_at,
    }
    return happened[step] or moments.done_at


def _in_order(kept: Iterable[Kept]) -> tuple[Kept, ...]:
    return tuple(sorted(kept, key=lambda one: (one.deadline.due, one.key)))
