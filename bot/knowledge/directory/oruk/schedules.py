"""Schedules of a published directory as a timetable. A rule that is not understood in full is left out: half
of a rule would send people to closed doors."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import get_args

from bot.knowledge.directory.oruk.faults import Report
from bot.knowledge.directory.oruk.values import date_of, time_of
from bot.knowledge.directory.oruk.wire import WireHoliday, WireSchedule
from bot.knowledge.directory.timetable import BankHolidays, Freq, Opening, Special, Timetable

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_BY_DAY = re.compile(r"([+-]?\d)?(MO|TU|WE|TH|FR|SA|SU)")
_BANK = r"(?:bank|public) holidays?"
_CLOSED = re.compile(
    rf"(?:clos\w+|not (?:available|open)|excluding|except)(?: on| during)?(?: all)? {_BANK}", re.I
)
_OPEN = re.compile(rf"(?:including|open on|also on) {_BANK}", re.I)


def timetable(
    schedules: Sequence[WireSchedule], holidays: Sequence[WireHoliday], field: str, report: Report
) -> Timetable:
    """What the schedules say. `field` leads to them."""
    found = [_opening(one, f"{field}[{at}]", report) for at, one in enumerate(schedules)]
    days = [_special(one, f"holiday_schedules[{at}]", report) for at, one in enumerate(holidays)]
    words = " ".join(f"{one.description} {one.notes}" for one in schedules)
    return Timetable(
        tuple(one for one in found if one), tuple(one for one in days if one), bank_holidays_in(words)
    )


def bank_holidays_in(words: str) -> BankHolidays:
    """What a description says of them."""
    if _CLOSED.search(words):
        return "closed"
    return "open" if _OPEN.search(words) else "unknown"


def _opening(one: WireSchedule, field: str, report: Report) -> Opening | None:
    opens = time_of(one.opens_at, f"{field}.opens_at", report)
    closes = time_of(one.closes_at, f"{field}.closes_at", report)
    freq = _freq(one, field, report)
    by_day = _by_day(one, field, report)
    if opens is None or closes is None or freq is None or by_day is None:
        return None
    if one.count or one.byweekno or one.byyearday:
        report.say(field, "count, byweekno and byyearday are not read: left out")
        return None
    days, nth = by_day
    if nth and freq != "MONTHLY":
        report.say(f"{field}.byday", "a numbered day needs a monthly rule: left out")
        return None
    valid_to = date_of(one.valid_to, f"{field}.valid_to", report)
    until = date_of(one.until, f"{field}.until", report)
    return Opening(
        opens,
        closes,
        freq,
        max(1, one.interval),
        days,
        nth,
        _month_days(one, freq, field, report),
        date_of(one.dtstart, f"{field}.dtstart", report),
        date_of(one.valid_from, f"{field}.valid_from", report),
        min(filter(None, (valid_to, until)), default=None),
    )


def _freq(one: WireSchedule, field: str, report: Report) -> Freq | None:
    freq = one.freq.strip().upper() or "WEEKLY"
    for known in get_args(Freq):
        if freq == known:
            found: Freq = known
            return found
    report.say(f"{field}.freq", f"{one.freq[:20]!r} is not read")
    return None


def _by_day(
    one: WireSchedule, field: str, report: Report
) -> tuple[tuple[int, ...], tuple[tuple[int, int], ...]] | None:
    """The days, and the numbered days. Version 1 writes a day into `weekday`."""
    days: list[int] = []
    nth: list[tuple[int, int]] = []
    said = (one.byday or one.weekday).upper()
    for part in filter(None, re.split(r"[,;\s]+", said)):
        found = _BY_DAY.fullmatch(part) or _BY_DAY.fullmatch(part[:2] if part.endswith("DAY") else "")
        if found is None:
            report.say(f"{field}.byday", f"{said[:40]!r} is not a list of days")
            return None
        day = DAYS.index(found[2])
        if found[1]:
            nth.append((int(found[1]), day))
        else:
            days.append(day)
    return tuple(dict.fromkeys(days)), tuple(nth)


def _month_days(one: WireSchedule, freq: Freq, field: str, report: Report) -> tuple[int, ...]:
    if not one.bymonthday:
        return ()
    if freq != "MONTHLY":
        report.say(f"{field}.bymonthday", "days of the month in a rule that is not monthly: not read")
        return ()
    parts = re.split(r"[,;\s]+", one.bymonthday.strip())
    days = tuple(int(part) for part in parts if part.isdecimal() and 1 <= int(part) <= 31)
    if len(days) != len(parts):
        report.say(f"{field}.bymonthday", f"{one.bymonthday[:40]!r} are not days of a month")
    return days


def _special(one: WireHoliday, field: str, report: Report) -> Special | None:
    first = date_of(one.start_date, f"{field}.start_date", report)
    last = date_of(one.end_date, f"{field}.end_date", report) or first
    if first is None or last is None or last < first:
        report.say(field, "a special day needs its first and last day")
        return None
    if one.closed:
        return Special(first, last)
    opens = time_of(one.open_at or one.opens_at, f"{field}.open_at", report)
    closes = time_of(one.closes_at, f"{field}.closes_at", report)
    hours: tuple[dt.time, dt.time] | None = (opens, closes) if opens and closes else None
    if hours is None:
        report.say(field, "neither closed nor with its times")
        return None
    return Special(first, last, hours)
