"""Which rules set a date for a case: Awaab's Law, the Right to Repair, the council's own times.

The rules are those in force on the day when the landlord became aware, however late the case is worked on.
That this is so where the law changes in between is our reading; `docs/repairs-law.md` says more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from bot.knowledge.repairs.case import Deadline, Moments, Step, Triage
from bot.knowledge.repairs.clocks import Calendar
from bot.knowledge.repairs.law import Council, Dated, Law, Limit, Right, Scope

FURTHER: tuple[Step, ...] = ("work", "begin")
"""The steps that fall away when the investigation has found no hazard."""


def deadlines(
    triage: Triage, moments: Moments, law: Law, council: Council, calendar: Calendar
) -> tuple[Deadline, ...]:
    """All dates that a case has so far, the earliest first. Each regime has each step once."""
    day = calendar.day(moments.aware_at)
    found = [
        *_awaab(triage, moments, law, calendar, day),
        *_right(triage, moments, law, calendar, day),
        *_council(triage, moments, council, calendar, day),
    ]
    return tuple(sorted(found, key=lambda one: (one.due, one.source, one.step)))


def _awaab(
    triage: Triage, moments: Moments, law: Law, calendar: Calendar, day: dt.date
) -> Iterator[Deadline]:
    if not any(scope.holds(day) for scope in covering(triage, law)):
        return
    for rule in law.limits:
        start = moments.aware_at if rule.after == "aware" else moments.investigated_at
        over = rule.step in FURTHER and moments.found is False
        if rule.severity == triage.severity and rule.holds(day) and start is not None and not over:
            due, exact = calendar.due(start, rule.limit), bool(rule.limit.hours)
            yield Deadline(rule.step, "awaab", due, exact, met_at(rule.step, moments))


def covering(triage: Triage, law: Law) -> tuple[Scope, ...]:
    """What brings a proposed class under Awaab's Law, from whatever day: as an emergency any hazard does, as
    a significant one those of the scope. A case without a hazard is under none."""
    if not triage.hazard or not triage.severity:
        return ()
    if triage.severity == "emergency":
        return (law.emergencies,)
    return tuple(one for one in law.scope if one.hazard == triage.hazard)


def _right(
    triage: Triage, moments: Moments, law: Law, calendar: Calendar, day: dt.date
) -> Iterator[Deadline]:
    rule = next((one for one in law.rights if one.id == triage.right and one.holds(day)), None)
    if rule is not None:
        winter = rule.winter_days is not None and law.winter.holds(day)
        days = rule.winter_days if winter and rule.winter_days is not None else rule.working_days
        due = calendar.due(moments.aware_at, Limit(working_days=days))
        yield Deadline("finish", "right_to_repair", due, met_at=moments.done_at)


def _council(
    triage: Triage, moments: Moments, council: Council, calendar: Calendar, day: dt.date
) -> Iterator[Deadline]:
    for rule in council.targets:
        if rule.priority == triage.priority and rule.holds(day):
            due, exact = calendar.due(moments.aware_at, rule.limit), bool(rule.limit.hours)
            yield Deadline(rule.step, "council", due, exact, met_at(rule.step, moments))


def met_at(step: Step, moments: Moments) -> dt.datetime | None:
    """When a step was taken. Who makes it safe has looked at it; what is repaired is safe and begun. Only the
    written summary is met by nothing but itself."""
    later = {
        "safe": (moments.safe_at, moments.done_at),
        "investigate": (moments.investigated_at, moments.safe_at, moments.done_at),
        "summary": (moments.summary_at,),
        "work": (moments.safe_at, moments.done_at),
        "begin": (moments.begun_at, moments.done_at),
        "finish": (moments.done_at,),
    }[step]
    return min((moment for moment in later if moment is not None), default=None)


def told(
    found: Iterable[Deadline], law: Law, council: Council, triage: Triage | None
) -> tuple[Deadline, ...]:
    """Those of which every rule behind them is confirmed."""
    return tuple(
        one for one in found if all(rule.status == "verified" for rule in behind(one, law, council, triage))
    )


def source(deadline: Deadline, law: Law, council: Council, triage: Triage | None) -> Dated:
    """The rule behind a date. Without a triage a category of the Right to Repair cannot be known: what all of
    them share is given. For a date whose rule is no longer in the data: one that says so."""
    rules = behind(deadline, law, council, triage)
    if not rules:
        day = deadline.due.date()
        note = "There is no such rule in the data any more."
        return Dated(since=day, source="", checked=day, status="unverified", note=note)
    rule = rules[0]
    if triage is None and isinstance(rule, Right):
        return Dated(since=rule.since, source=rule.source, checked=rule.checked, section=rule.section)
    return rule


def behind(deadline: Deadline, law: Law, council: Council, triage: Triage | None) -> tuple[Dated, ...]:
    """The rules that a date rests on, that with its time first; without a triage all that it may rest on. Of
    a rule that has changed the newest form that began before the date is first."""
    if deadline.source == "council":
        return _newest(
            deadline,
            (
                one
                for one in council.targets
                if one.step == deadline.step and (triage is None or one.priority == triage.priority)
            ),
        )
    if deadline.source == "right_to_repair":
        return _newest(deadline, (one for one in law.rights if triage is None or one.id == triage.right))
    limits = (
        one
        for one in law.limits
        if one.step == deadline.step and (triage is None or one.severity == triage.severity)
    )
    return (*_newest(deadline, limits), *_scopes(deadline, law, triage))


def _newest(deadline: Deadline, rules: Iterable[Dated]) -> tuple[Dated, ...]:
    begun = (rule for rule in rules if rule.since <= deadline.due.date())
    return tuple(sorted(begun, key=lambda rule: rule.since, reverse=True))


def _scopes(deadline: Deadline, law: Law, triage: Triage | None) -> tuple[Scope, ...]:
    if triage is not None:
        return covering(triage, law)
    if deadline.step == "safe":
        return (law.emergencies,)
    return tuple(one for one in law.scope if one.since is not None)
