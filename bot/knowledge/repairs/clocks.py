"""How long something may take, as a moment: the council's working days on the city's clock."""

from __future__ import annotations

import calendar
import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.knowledge import working_days
from bot.knowledge.repairs.law import Limit

END = dt.time(23, 59, 59)
"""The end of a day: whatever happens on it is still in time."""


class Calendar(Struct, frozen=True):
    """The city's clock, and the region of the United Kingdom whose bank holidays count."""

    zone: ZoneInfo
    region: str

    def day(self, moment: dt.datetime) -> dt.date:
        """The day on which an aware moment falls in the city. Raises `ValueError` for one without a zone."""
        if moment.tzinfo is None:
            raise ValueError("a moment without a time zone is on no day")
        return moment.astimezone(self.zone).date()

    def end_of(self, day: dt.date) -> dt.datetime:
        """The last second of a day in the city, in UTC."""
        return dt.datetime.combine(day, END, self.zone).astimezone(dt.UTC)

    def due(self, start: dt.datetime, limit: Limit) -> dt.datetime:
        """By when, in UTC. Hours run through nights, weekends and the change of the clocks; days are counted
        from the day after the one on which `start` falls, and last to their end (regulation 6)."""
        day = self.day(start)
        if limit.hours:
            return start.astimezone(dt.UTC) + dt.timedelta(hours=limit.hours)
        if limit.working_days:
            return self.end_of(working_days.after(day, limit.working_days, self.region))
        return self.end_of(months_after(day, limit.months) + dt.timedelta(weeks=limit.weeks))


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; the last of the month where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))
