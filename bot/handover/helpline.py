"""The city's helpline: its hours, its teams, when it rings back; and how the way to it is told."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct, field

from accessibility.text import Day, Text, Time, _
from bot.handover.desk import Availability, Window
from bot.knowledge.data import CITIES, read_once
from bot.knowledge.directory.hours import LOOK_AHEAD, Week, open_until, opens_next
from bot.knowledge.directory.phones import MAIN

Some = Annotated[int, Meta(ge=1)]


class Team(Struct, frozen=True):
    """Advisers who answer for the same thing. `name` is for staff."""

    id: Annotated[str, Meta(pattern="^[a-z_]{1,32}$")]
    name: str


class CallTime(Struct, frozen=True):
    """A part of each open day in which `calls` residents can be rung back, city time."""

    start: dt.time = field(name="from")
    until: dt.time
    calls: Some

    def __post_init__(self) -> None:
        if self.until <= self.start:
            raise ValueError("a call time ends before it begins")


class Closed(Struct, frozen=True):
    """The helpline is closed `since` then and opens at `opens`, None when that is not within two weeks. Both
    are naive city time."""

    since: dt.datetime
    opens: dt.datetime | None


class Helpline(Struct, frozen=True):
    """The file `helpline.yaml` of a city: the council's own settings.

    `most` is how many residents an adviser can have at once; `languages` are the tags of what the advisers
    speak, empty when that is not known. `phone` is the id of the line that callers are put through to.
    """

    hours: Week
    windows: tuple[CallTime, ...]
    most: Some
    teams: tuple[Team, ...] = ()
    languages: tuple[str, ...] = ()
    phone: str = MAIN

    def __post_init__(self) -> None:
        if len({team.id for team in self.teams}) < len(self.teams):
            raise ValueError("two teams have one id")

    @classmethod
    def load(cls, city: str, folder: Path = CITIES) -> Helpline:
        """The helpline of a city. Raises `DataError` naming file, line and field."""
        found: Helpline = read_once(folder / city / "helpline.yaml", cls)
        return found

    def ahead(self, now: dt.datetime) -> tuple[tuple[Window, int], ...]:
        """Each window of the next two weeks that has not begun, with how many calls it has room for.

        A window outside the hours of its day is none: nobody is there to ring. `now` is on the city's wall
        clock.
        """
        days = (now.date() + dt.timedelta(days=ahead) for ahead in range(LOOK_AHEAD))
        wall = now.replace(tzinfo=None)
        return tuple(
            (Window(day, one.start, one.until), one.calls)
            for day in days
            for one in sorted(self.windows, key=lambda one: one.start)
            if dt.datetime.combine(day, one.start) > wall and self._open(day, one)
        )

    def closed(self, now: dt.datetime) -> Closed | None:
        """Since when it is closed, None while it is open. `now` is on the city's wall clock."""
        wall = now.replace(tzinfo=None)
        if open_until(self.hours, wall) is not None:
            return None
        days = (wall.date() - dt.timedelta(days=back) for back in range(LOOK_AHEAD))
        ends = (dt.datetime.combine(day, span.until) for day in days for span in self.hours.on(day))
        since = max((end for end in ends if end <= wall), default=None)
        return None if since is None else Closed(since, opens_next(self.hours, wall))

    def _open(self, day: dt.date, one: CallTime) -> bool:
        return any(span.start <= one.start and one.until <= span.until for span in self.hours.on(day))


def away(now: Availability) -> Text:
    """That nobody can take the conversation, and from when on somebody can, as far as that is known."""
    if not now.reachable:
        return _("An adviser cannot answer you here.")
    nobody = _("No adviser is here now.")
    if now.open:
        return nobody.then(
            _("You can ask again until %(time)s.", time=Time(now.until)) if now.until else None
        )
    if now.opens is None:
        return nobody
    day, time = Day(now.opens.date()), Time(now.opens.time())
    return nobody.then(_("Advisers are here again on %(day)s at %(time)s.", day=day, time=time))
