"""When a line or a place is open: by weekday, closed on bank holidays."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Literal

import holidays
from msgspec import Struct, field

LOOK_AHEAD = 14
"""Days within which the next opening is looked for: longer than any run of bank holidays."""


class Span(Struct, frozen=True):
    """Open from a time until another on the same day, city time."""

    start: dt.time = field(name="from")
    until: dt.time


class Week(Struct, frozen=True):
    """The open times of each weekday; none means closed."""

    mon: tuple[Span, ...] = ()
    tue: tuple[Span, ...] = ()
    wed: tuple[Span, ...] = ()
    thu: tuple[Span, ...] = ()
    fri: tuple[Span, ...] = ()
    sat: tuple[Span, ...] = ()
    sun: tuple[Span, ...] = ()

    def on(self, day: dt.date) -> tuple[Span, ...]:
        """The open times of one day; none on a bank holiday of England."""
        week = (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)
        return () if day in bank_holidays(day.year) else week[day.weekday()]


Hours = Week | Literal["always"] | None
"""`always` is day and night; None is not known."""


def open_until(hours: Week, now: dt.datetime) -> dt.time | None:
    """Until when it is open, None when it is closed now. `now` is on the city's wall clock."""
    return next((span.until for span in hours.on(now.date()) if span.start <= now.time() < span.until), None)


def opens_next(hours: Week, now: dt.datetime) -> dt.datetime | None:
    """When it opens next, as naive city time; None when it does not within two weeks."""
    for ahead in range(LOOK_AHEAD):
        day = now.date() + dt.timedelta(days=ahead)
        for span in hours.on(day):
            opening = dt.datetime.combine(day, span.start)
            if opening > now.replace(tzinfo=None):
                return opening
    return None


@lru_cache(maxsize=8)
def bank_holidays(year: int) -> frozenset[dt.date]:
    """By the `holidays` package, which follows gov.uk/bank-holidays."""
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))
