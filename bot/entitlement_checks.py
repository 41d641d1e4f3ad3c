"""What `python -m bot check` finds about entitlements: faults of the data, what nobody has confirmed, what
has run out, and what will within a month."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import structs

from bot.finding import Finding
from bot.knowledge.data import CITIES, DataError
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.faults import used_figures
from bot.knowledge.entitlements.figure import GOOD_FOR, Dated
from bot.knowledge.entitlements.pension_age import timetable
from bot.parts import Parts
from nlu.benefits import BenefitWords
from nlu.datafile import DataFileError

SOON = dt.timedelta(days=30)
"""What ends or is to be read again within this time is worth a look."""

SHOWN = 8
"""How many names one line has."""


def entitlement_findings(parts: Parts) -> Iterator[Finding]:
    """Looks at everything in turn."""
    return look(parts.city.id, parts.clock.today(parts.city.zone))


def look(city: str, today: dt.date, folder: Path = CITIES) -> Iterator[Finding]:
    """The same for a city on a day of it."""
    try:
        rules, table = Entitlements.load(city, folder), timetable(folder)
        BenefitWords.load()  # which a start leaves to the first who is heard
    except (DataError, DataFileError) as problem:
        yield Finding(f"entitlements: {problem}", broken=True)
        return
    benefits, figures = _now(rules.every, today), _now(rules.figures.every(), today)
    used = used_figures(rules.benefits(today))
    figures = {id: one for id, one in figures.items() if id in used or one.holds(today)}
    says = (
        f"entitlements: {len(benefits)} benefits, {len(figures)} figures, {len(rules.book.facts)} questions"
    )
    yield Finding(says, fine=True)
    yield from _dated("rules", benefits, today)
    yield from _dated("figures", figures, today)
    yield from _dated("tables", {"State Pension age": table}, today)


def _dated(what: str, now: Mapping[str, Dated], today: dt.date) -> Iterator[Finding]:
    unread = {id for id, one in now.items() if one.status == "unverified"}
    stale = {id for id, one in now.items() if id not in unread and not one.certain(today)}
    due = {id for id, one in now.items() if one.certain(today) and not one.certain(today + SOON)}
    if unread:
        yield Finding(f"entitlements: {what} that are not confirmed and not told: {_list(unread)}")
    if stale:
        yield Finding(f"entitlements: {what} that have run out and are not told: {_list(stale)}")
    if due:
        ends = min(_last(now[id]) for id in due)
        yield Finding(f"entitlements: {what} to be read again within a month, from {ends}: {_list(due)}")


def _now(every: Iterable[Dated], today: dt.date) -> dict[str, Dated]:
    """Of each id the one that holds, or the last that did."""
    by_id: dict[str, list[Dated]] = defaultdict(list)
    for one in every:
        if one.from_ <= today + SOON:
            by_id[getattr(one, "id", "")].append(one)
    return {id: _current(times, today) for id, times in by_id.items()}


def _current(times: list[Dated], today: dt.date) -> Dated:
    """The last that held; where another follows on its end that is no end."""
    times.sort(key=lambda one: one.from_)
    current = next((one for one in reversed(times) if one.from_ <= today), times[0])
    ends = current.until + dt.timedelta(days=1) if current.until else None
    return structs.replace(current, until=None) if any(one.from_ == ends for one in times) else current


def _last(one: Dated) -> dt.date:
    """The last day on which it may be told."""
    return min(one.until or dt.date.max, one.checked + GOOD_FOR)


def _list(names: Collection[str]) -> str:
    shown = ", ".join(sorted(names)[:SHOWN])
    return f"{shown} and {len(names) - SHOWN} more" if len(names) > SHOWN else shown
