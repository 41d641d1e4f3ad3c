"""What `python -m bot check` finds about repairs: faults of the data, and what nobody has confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.finding import Finding
from bot.knowledge.data import CITIES, DataError
from bot.knowledge.repairs.law import Council, Dated, Law
from bot.knowledge.repairs.repairs import Repairs
from bot.parts import Parts
from nlu.datafile import DataFileError
from nlu.repairs import RepairWords


def repairs_findings(parts: Parts) -> Iterator[Finding]:
    """Looks at everything in turn."""
    return look(parts.city.id, parts.city.zone, parts.clock.today(parts.city.zone))


def look(city: str, zone: ZoneInfo, today: dt.date, folder: Path = CITIES) -> Iterator[Finding]:
    """The same for a city on a day of it."""
    try:
        repairs = Repairs.load(city, zone, folder)
        RepairWords.load()  # which a start leaves to the first who is heard
    except (DataError, DataFileError) as problem:
        yield Finding(f"repairs: {problem}", broken=True)
        return
    problems = list(repairs.tree.problems)
    details = sum(len(problem.details) for problem in problems)
    yield Finding(f"repairs: {len(problems)} problems, {details} details", fine=True)
    yield from _law(repairs.law, today)
    yield from _council(city, repairs, today)


def _law(law: Law, today: dt.date) -> Iterator[Finding]:
    rules: list[Dated] = [*law.limits, law.emergencies, *law.scope, *law.rights]
    if unread := {rule.source for rule in rules if rule.status == "unverified"}:
        yield Finding(f"repairs: law that is not confirmed and not told: {_list(unread)}")
    if stale := {rule.source for rule in rules if rule.stale(today)}:
        yield Finding(f"repairs: law to be read again, checked more than a year ago: {_list(stale)}")
    coming = sorted({scope.since for scope in law.scope if scope.since and scope.since > today})
    for day in coming:
        names = _list(scope.hazard for scope in law.scope if scope.since == day)
        yield Finding(f"repairs: Awaab's Law covers more hazards from {day}: {names}", fine=True)
    if undated := sum(scope.since is None for scope in law.scope):
        yield Finding(f"repairs: no day is known yet for {undated} hazards of Awaab's Law", fine=True)


def _council(city: str, repairs: Repairs, today: dt.date) -> Iterator[Finding]:
    council, file = repairs.council, f"bot/cities/{city}/repairs.yaml"
    if unread := {one.priority for one in council.targets if one.status == "unverified"}:
        yield Finding(
            f"repairs: the council's times are not confirmed and not told ({_list(unread)}): {file}"
        )
    if waiting := {one.leaf for one in council.changes if one.status == "unverified"}:
        yield Finding(f"repairs: changes that are not confirmed and not made ({_list(waiting)}): {file}")
    if any(one.stale(today) for one in council.targets):
        yield Finding(f"repairs: the council's times were checked more than a year ago: {file}")
    yield from _jobs(council, file)


def _jobs(council: Council, file: str) -> Iterator[Finding]:
    own = sum(change.does == "yours" for change in council.confirmed)
    if own:
        yield Finding(f"repairs: {own} jobs are the tenant's own", fine=True)
    else:
        yield Finding(f"repairs: no job is the tenant's own, each becomes a case: is that so? {file}")


def _list(names: Iterable[str]) -> str:
    return ", ".join(sorted(names))
