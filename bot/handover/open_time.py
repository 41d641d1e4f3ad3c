"""How long somebody has waited while the helpline was open: its clock stands still while it is closed."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.handover.request import Handover
from bot.knowledge.directory.hours import Week, open_until


class Wait(Struct, frozen=True):
    """`length` is in opening hours. The clock runs until the aware moment `until`, None while it stands
    still; `paused` tells that it has stood still on the way."""

    length: dt.timedelta
    until: dt.datetime | None
    paused: bool


class OpenTime(Struct, frozen=True):
    """The hours of one helpline, in the `zone` of its city."""

    hours: Week
    zone: ZoneInfo

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """How much of the time between two aware moments lay in opening hours."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        start, end = start.astimezone(dt.UTC), end.astimezone(dt.UTC)
        total = dt.timedelta()
        for ahead in range((last - first).days + 1):
            day = first + dt.timedelta(days=ahead)
            for span in self.hours.on(day):
                begun = max(start, self._moment(day, span.start))
                total += max(dt.timedelta(), min(end, self._moment(day, span.until)) - begun)
        return total

    def wait(self, found: Handover, now: dt.datetime) -> Wait:
        """How long this resident has waited or, once it is over, had waited: it ends when they are taken, and
        when they leave. Who lost their adviser waits anew."""
        if found.status == "queued":
            return self._wait(found.waits_from, now, self._closes(now))
        if found.status == "left" or found.claimed_at is None:
            return self._wait(found.waits_from, found.ended_at or now, None)
        return self._wait(found.queued_at, found.claimed_at, None)

    def _wait(self, since: dt.datetime, end: dt.datetime, until: dt.datetime | None) -> Wait:
        length = self.between(since, end)
        return Wait(length, until, length < end - since)

    def _closes(self, now: dt.datetime) -> dt.datetime | None:
        wall = now.astimezone(self.zone)
        until = open_until(self.hours, wall)
        return None if until is None else self._moment(wall.date(), until)

    def _moment(self, day: dt.date, time: dt.time) -> dt.datetime:
        """In UTC: two times of one zone are subtracted by their wall clocks, even across a change of them."""
        return dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC)
