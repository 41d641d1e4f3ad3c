"""The rules for a bin that was not emptied.

A resident who says that the bin was out in time is believed: within the days in which the crew may still
come, and whenever it was missed twice running, a report is taken.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from bot.knowledge import working_days
from bot.knowledge.bins.answers import CollectionDay, MissedKind, MissedVerdict, Source
from bot.knowledge.bins.city import BinsCity

LONGEST = dt.timedelta(days=35)
"""Behind it nobody means that collection any more, and a file that ends there is too old to judge by."""


class Missed(Struct, frozen=True):
    """What the resident said. `out_in_time` is None while not asked; `tagged`: the crew left a tag on it;
    `times`: how many collections running it was missed; `day`: the day they named."""

    out_in_time: bool | None = None
    tagged: bool = False
    times: int = 1
    day: dt.date | None = None


def judge(
    said: Missed, days: Sequence[CollectionDay], now: dt.datetime, city: BinsCity, source: Source
) -> MissedVerdict:
    """What to do. `days` are the published days of the container (or of the home), in order, past ones too;
    `now` is on the city's wall clock."""
    today = now.date()
    following = next((day.date for day in days if day.date > today), None)
    due = _due(said, days, today)
    if due is None:
        return _verdict("not_due" if days else "no_schedule", None, None, following, city, source)
    if due.date == today and now.time() < city.rules.report_from:
        until = dt.datetime.combine(today, city.rules.report_from, city.clock)
        return _verdict("too_early", due, until, following, city, source)
    last = working_days.after(due.date, city.rules.leave_out_working_days, city.rules.region)
    until = dt.datetime.combine(last, dt.time(23, 59), city.clock)
    return _verdict(_kind(said, now <= until), due, until, following, city, source)


def _due(said: Missed, days: Sequence[CollectionDay], today: dt.date) -> CollectionDay | None:
    """The collection they mean: on the day they named, else the last one that has come."""
    past = [day for day in days if today - LONGEST <= day.date <= today]
    if said.day is not None:
        past = [day for day in past if day.date == said.day]
    return past[-1] if past else None


def _kind(said: Missed, still_time: bool) -> MissedKind:
    if said.tagged:
        return "tagged"
    if said.out_in_time is False:
        return "not_out"
    if said.times > 1 or (still_time and said.out_in_time):
        return "report"
    return "wait_leave_out" if still_time else "take_in"


def _verdict(
    kind: MissedKind,
    due: CollectionDay | None,
    until: dt.datetime | None,
    following: dt.date | None,
    city: BinsCity,
    source: Source,
) -> MissedVerdict:
    return MissedVerdict(
        kind=kind,
        containers=due.containers if due else (),
        collection_day=due.date if due else None,
        until=until,
        next_day=following,
        rule=city.rules.source,
        checked=city.rules.checked,
        source=source,
    )
