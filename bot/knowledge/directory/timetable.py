"""When a place is open: rules that repeat (a part of RRULE, RFC 5545), special days and bank holidays.

Times are naive and on the city's wall clock. What is not known is None and never guessed: a bank holiday that
nothing is said of is such a day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from bot.knowledge.directory.hours import LOOK_AHEAD, bank_holidays

Freq = Literal["DAILY", "WEEKLY", "MONTHLY"]
BankHolidays = Literal["open", "closed", "unknown"]
Hours = tuple[dt.datetime, dt.datetime]
MIDNIGHT = dt.time(0)
LATEST = dt.time(23, 59)
_DAY, _SOON = dt.timedelta(days=1), dt.timedelta(days=LOOK_AHEAD)


class Opening(Struct, frozen=True, omit_defaults=True):
    """A rule. `days` count from Monday, 0; `nth` are (which, day), the second Tuesday is (2, 1), the last
    (-1, 1). It holds from `valid_from` until `valid_to`, both included. A closing time at or before the
    opening time is of the next day."""

    opens: dt.time
    closes: dt.time
    freq: Freq = "WEEKLY"
    interval: int = 1
    days: tuple[int, ...] = ()
    nth: tuple[tuple[int, int], ...] = ()
    month_days: tuple[int, ...] = ()
    start: dt.date | None = None
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def falls_on(self, day: dt.date) -> bool:
        """Whether the rule has this day."""
        if (self.start and day < self.start) or (self.valid_from and day < self.valid_from):
            return False
        if self.valid_to and day > self.valid_to:
            return False
        if self.freq == "MONTHLY":
            return self._in_step(day) and self._of_month(day)
        if self.freq == "WEEKLY" and not self.days:
            return self.start is not None and self.start.weekday() == day.weekday() and self._in_step(day)
        return (not self.days or day.weekday() in self.days) and self._in_step(day)

    def _of_month(self, day: dt.date) -> bool:
        if self.nth or self.days:
            which = {(day.day - 1) // 7 + 1, -((_last(day).day - day.day) // 7 + 1)}
            return day.weekday() in self.days or any((nth, day.weekday()) in self.nth for nth in which)
        return day.day in (self.month_days or ((self.start.day,) if self.start else ()))

    def _in_step(self, day: dt.date) -> bool:
        if self.interval <= 1 or self.start is None:
            return self.interval <= 1
        if self.freq == "DAILY":
            return (day - self.start).days % self.interval == 0
        if self.freq == "WEEKLY":
            monday = self.start - dt.timedelta(days=self.start.weekday())
            return ((day - monday).days // 7) % self.interval == 0
        months = (day.year - self.start.year) * 12 + day.month - self.start.month
        return months % self.interval == 0

    def hours(self, day: dt.date) -> Hours:
        """From when until when, on a day that the rule has."""
        begins = dt.datetime.combine(day, self.opens)
        ends = dt.datetime.combine(day, self.closes)
        return begins, ends if ends > begins else ends + _DAY


class Special(Struct, frozen=True, omit_defaults=True):
    """Days that differ: `hours` instead of the rules, None for closed. `yearly`: in every year."""

    first: dt.date
    last: dt.date
    hours: tuple[dt.time, dt.time] | None = None
    yearly: bool = False

    def falls_on(self, day: dt.date) -> bool:
        if self.yearly:
            return (
                (self.first.month, self.first.day)
                <= (day.month, day.day)
                <= (
                    self.last.month,
                    self.last.day,
                )
            )
        return self.first <= day <= self.last


class State(Struct, frozen=True):
    """`open` is None where it is not known. `until`: when it closes; `opens`: when it opens next."""

    open: bool | None
    until: dt.datetime | None = None
    opens: dt.datetime | None = None
    always: bool = False


class Timetable(Struct, frozen=True, omit_defaults=True):
    """All that is known of when a place is open."""

    openings: tuple[Opening, ...] = ()
    specials: tuple[Special, ...] = ()
    bank_holidays: BankHolidays = "unknown"

    @property
    def known(self) -> bool:
        return bool(self.openings)

    def on(self, day: dt.date) -> tuple[Hours, ...] | None:
        """The hours that begin on this day, none when it is closed; None when that is not known."""
        special = next((one for one in self.specials if one.falls_on(day)), None)
        if special is not None:
            return (Opening(*special.hours).hours(day),) if special.hours else ()
        if not self._current(day):
            return None
        if day in bank_holidays(day.year) and self.bank_holidays != "open":
            return () if self.bank_holidays == "closed" else None
        found = [one.hours(day) for one in self.openings if one.falls_on(day)]
        return merged(found) if len(found) > 1 else tuple(found)

    def state(self, now: dt.datetime) -> State:
        """What it is now, and what is next."""
        if self._always(now.date()):
            return State(True, always=True)
        open_now, until = self._open_at(now)
        return State(open_now, until, self._next(now) if open_now is False else None)

    def open_at(self, now: dt.datetime) -> bool | None:
        """Whether it is open then; None where that is not known."""
        return self._open_at(now)[0]

    def surely_open(self, now: dt.datetime) -> bool:
        """Whether it is known to be open then: quick to say no, as a search asks it of very many."""
        time, day = now.time(), now.date()
        may_be = self.specials or any(
            one.closes <= one.opens or (one.opens <= time < one.closes and one.falls_on(day))
            for one in self.openings
        )
        return bool(may_be) and self.open_at(now) is True

    def _open_at(self, now: dt.datetime) -> tuple[bool | None, dt.datetime | None]:
        """The same, and until when."""
        today = self.on(now.date())
        earlier = self.on(now.date() - _DAY) if self._overnight else ()
        for begins, ends in (*(earlier or ()), *(today or ())):
            if begins <= now < ends:
                return True, ends
        return (None if today is None else False), None

    @property
    def _overnight(self) -> bool:
        """Whether any hours go on into the next day."""
        rules = any(one.closes <= one.opens for one in self.openings)
        return rules or any(one.hours is not None and one.hours[1] <= one.hours[0] for one in self.specials)

    def _next(self, now: dt.datetime) -> dt.datetime | None:
        """When it opens next within two weeks; None where a day before that is not known."""
        for ahead in range(LOOK_AHEAD):
            hours = self.on(now.date() + dt.timedelta(days=ahead))
            if hours is None:
                return None
            for begins, _ends in hours:
                if begins > now:
                    return begins
        return None

    def _current(self, day: dt.date) -> bool:
        """Whether any rule speaks of this time of the year: one that has run out does not mean closed."""
        return any(
            (one.valid_from is None or one.valid_from <= day + _SOON)
            and (one.valid_to is None or one.valid_to >= day)
            for one in self.openings
        )

    def _always(self, day: dt.date) -> bool:
        """Day and night, all the week through."""
        if self.specials or self.bank_holidays != "open":
            return False
        week = [self.on(day + dt.timedelta(days=ahead)) for ahead in range(7)]
        return all(
            hours and hours[0][0].time() == MIDNIGHT and _through(hours[-1]) and len(hours) == 1
            for hours in week
        )


def merged(hours: Sequence[Hours]) -> tuple[Hours, ...]:
    """In order, those that touch made one."""
    found: list[Hours] = []
    for begins, ends in sorted(hours):
        if found and begins <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((begins, ends))
    return tuple(found)


def _through(hours: Hours) -> bool:
    begins, ends = hours
    return ends - begins >= _DAY or ends.time() == LATEST


def _last(day: dt.date) -> dt.date:
    return (day.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - _DAY
