"""The questions about when: quiet hours, a pause, the time of the bin reminder."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from accessibility.text import Day, Text, Time, _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Base, Got, NoMatch, Outcome
from bot.knowledge.subscribing.words import clock, span
from channels.message import Choice, Reply
from notifier.subscription import Hours

NIGHT: Final = Hours(22 * 60, 7 * 60)
AT_NIGHT, NEVER_QUIET = "hours:night", "hours:none"
WEEK, OPEN = "week", "open"
LONGEST: Final = dt.timedelta(days=365)
EARLIEST, LATEST = 12 * 60, 23 * 60
"""Of the reminder: it is for the evening before, and in time to carry a bin out."""


class HoursQuestion(Base[tuple[int, ...]]):
    """From when to when nothing is to come; empty for never."""

    kind = tuple[int, ...]
    takes_digits = True

    def prompt(self) -> Reply:
        night = _("At night, %(hours)s", hours=span(NIGHT))
        choices = (Choice(AT_NIGHT, night), Choice(NEVER_QUIET, _("Write at any time")))
        return Reply(self.asks, choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[tuple[int, ...]]:
        if heard.picked == AT_NIGHT:
            return Got((NIGHT.start, NIGHT.end))
        if heard.picked == NEVER_QUIET:
            return Got(())
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[tuple[int, ...]]:
        said = times(opening)
        return Got((said[0], said[1])) if len(said) == 2 else NO_MATCH

    def restore(self, stored: Any) -> tuple[int, ...] | None:
        value = super().restore(stored)
        return value if value is not None and len(value) in (0, 2) else None

    def echo(self, value: tuple[int, ...]) -> Text:
        return _("%(hours)s", hours=span(Hours(*value))) if value else _("at any time")


class PauseQuestion(Base[str]):
    """Until when: `week`, `open` for as long as the resident likes, or a day as an ISO date. `today` is the
    day on the city's calendar."""

    def __init__(self, asks: Text, today: dt.date) -> None:
        super().__init__(asks, hint=_("You can say a day, for example %(day)s.", day=Day(today + _WEEK)))
        self.today = today

    def prompt(self) -> Reply:
        choices = (Choice(WEEK, _("For a week")), Choice(OPEN, _("Until I say so")))
        return Reply(self.asks, choices, expects_answer=True)

    def hear(self, heard: Heard, partial: Any) -> Outcome[str]:
        if heard.picked in (WEEK, OPEN):
            return Got(heard.picked)
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[str]:
        if "week" in opening.entities("lasts"):
            return Got(WEEK)
        day = opening.entity("date") or ""
        return Got(day) if self.restore(day) else NO_MATCH

    def restore(self, stored: Any) -> str | None:
        if stored in (WEEK, OPEN):
            return str(stored)
        try:
            day = dt.date.fromisoformat(str(stored))
        except ValueError:
            return None
        return str(stored) if self.today < day <= self.today + LONGEST else None

    def until(self, value: str) -> dt.date | None:
        """The first day on which alerts come again, None for no end."""
        if value == OPEN:
            return None
        return self.today + _WEEK if value == WEEK else dt.date.fromisoformat(value)


class ReminderTime(Base[int]):
    """The minute of the day before at which the bins are told of."""

    kind = int
    takes_digits = True

    def hear(self, heard: Heard, partial: Any) -> Outcome[int]:
        return self.prefill(heard)

    def prefill(self, opening: Heard) -> Outcome[int]:
        said = times(opening)
        if not said:
            return NO_MATCH
        if EARLIEST <= said[-1] <= LATEST:
            return Got(said[-1])
        return NoMatch(_("It has to be in the afternoon or evening before."))

    def echo(self, value: int) -> Text:
        return _("%(time)s", time=Time(clock(value)))


_WEEK = dt.timedelta(days=7)


def times(heard: Heard) -> list[int]:
    """The times of day that are named, as minutes, in the order of the text."""
    found = [one.value for one in heard.understanding.entities if one.entity == "time"]
    return [int(hour) * 60 + int(minute) for hour, _colon, minute in (one.partition(":") for one in found)]
