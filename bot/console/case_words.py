"""Cases of repairs in words for staff."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.knowledge.repairs.case import Deadline

STATUSES: Final[Mapping[str, str]] = {
    "received": "Received",
    "sent": "With the repairs team",
    "appointment": "Visit booked",
    "visited": "Visited",
    "no_access": "No access",
    "follow_on": "More work is needed",
    "done": "Done, the tenant is asked",
    "closed": "Closed",
    "not_ours": "Not ours",
    "withdrawn": "Taken back by the tenant",
}
PRIORITIES: Final[Mapping[str, str]] = {
    "emergency": "Emergency",
    "urgent": "Urgent",
    "routine": "Routine",
    "planned": "Planned",
}
SEVERITIES: Final[Mapping[str, str]] = {
    "emergency": "Emergency hazard",
    "significant": "Significant hazard",
    "": "No hazard suspected",
}
PEOPLE: Final[Mapping[str, str]] = {
    "under5": "Child under 5",
    "over65": "Somebody over 65",
    "lungs": "Lung illness",
    "heart": "Heart illness",
    "pregnant": "Pregnant",
    "disability": "Disability",
}
REASONS: Final[Mapping[str, str]] = {
    "at_risk": "somebody at risk lives there",
    "winter": "it is winter",
    "worse": "it is getting worse",
    "danger": "danger was heard",
}
SINCE: Final[Mapping[str, str]] = {"today": "Today", "days": "Days", "weeks": "Weeks", "months": "Months"}
COMES: Final[Mapping[str, str]] = {
    "any": "any time",
    "morning": "mornings",
    "afternoon": "afternoons",
    "call_first": "after a call",
}
TENANCIES: Final[Mapping[str, str]] = {
    "council": "Council tenant",
    "leaseholder": "Leaseholder",
    "other": "Not a council home",
}
ROOMS: Final[Mapping[str, str]] = {
    "kitchen": "Kitchen",
    "bathroom": "Bathroom",
    "toilet": "Toilet",
    "bedroom": "Bedroom",
    "living_room": "Living room",
    "hall": "Hall",
    "stairs": "Stairs",
    "loft": "Loft",
    "cellar": "Cellar",
    "outside": "Outside",
    "communal": "Shared part of the building",
}
STEPS: Final[Mapping[str, str]] = {
    "safe": "Look at it and make it safe",
    "investigate": "Investigate",
    "summary": "Send the written summary",
    "work": "Do the safety work",
    "begin": "Begin further work",
    "finish": "Finish the repair",
}
SOURCES: Final[Mapping[str, str]] = {
    "awaab": "Awaab’s Law",
    "right_to_repair": "Right to Repair",
    "council": "The council’s own time",
}
EVENTS: Final[Mapping[str, str]] = {
    "new": "Reported",
    "stamped": "Opened at once, because danger was heard",
    "completed": "Filled in by the tenant",
    "renewed": "Reported again",
    "joined": "Somebody else reported it, too",
    "fixed": "The tenant says it is fixed",
    "not_fixed": "The tenant says it is not fixed",
    "withdrawn": "Taken back by the tenant",
    "left": "Somebody who reported it has left",
    "forgotten": "Somebody asked to be forgotten",
    "photos": "Photos came",
    "confirmed": "Class and priority confirmed",
    "status": "Status set",
    "booked": "Visit booked",
    "visit": "Visit recorded",
    "attempt": "No access",
    "contact": "Contact with the tenant",
    "summary": "Written summary",
    "safe": "Made safe",
    "begun": "Work has begun",
    "done": "Work done",
    "note": "Note for colleagues",
    "closed": "Closed",
}
"""The entries of the history, by their kinds."""

RELAYS: Final[Mapping[str, str]] = {
    "waiting": "Waiting to be sent",
    "sending": "Being sent",
    "token": "Sent, their number is still to come",
    "sent": "Sent",
    "closed": "They are done with it",
    "refused": "They did not take it",
    "unsure": "Nobody knows whether they have it",
}
"""Where a case is in the council's own system."""

WHICH: Final[Mapping[str, str]] = {
    "all": "All",
    "emergency": "Emergencies",
    "damp": "Damp and mould",
    "no_access": "No access",
    "tenant": "Waiting for the tenant",
    "incomplete": "Incomplete",
}
DAY: Final = dt.timedelta(days=1)
HOUR: Final = dt.timedelta(hours=1)
_INSTANT = dt.timedelta(microseconds=1)


class Due(Struct, frozen=True):
    """When something is due, in words. `state` is `late`, `soon` (within a day), `later` or `met`."""

    state: str
    words: str


def due(one: Deadline, now: dt.datetime, zone: ZoneInfo) -> Due:
    """`Late by 2 days`, `Due today`, `Due Friday 4 December`. A day that is not exact counts to its end."""
    if one.met_at is not None:
        late = one.met_at > one.due
        return Due("met", f"{'Done late' if late else 'Done in time'}, {day(one.met_at, zone)}")
    if now > one.due:
        return Due("late", f"Late by {_length(now - one.due, one, now, zone)}")
    soon = one.due - now <= DAY or _day(one, zone) == now.astimezone(zone).date()
    return Due("soon" if soon else "later", f"Due {_when(one, now, zone)}")


def iso(one: Deadline, zone: ZoneInfo) -> str:
    """The day for other software, `2026-12-04`, with the time where that counts."""
    local = one.due.astimezone(zone)
    return local.isoformat(timespec="minutes") if one.exact else _day(one, zone).isoformat()


def last_day(one: Deadline, zone: ZoneInfo) -> str:
    """The day, and the time where that counts: `Friday 4 December 2026, 14:30`."""
    local = one.due.astimezone(zone)
    return f"{written(_day(one, zone))}{f', {local:%H:%M}' if one.exact else ''}"


def day(at: dt.datetime, zone: ZoneInfo) -> str:
    """`Friday 4 December 2026, 14:30`."""
    local = at.astimezone(zone)
    return f"{written(local.date())}, {local:%H:%M}"


def written(one: dt.date) -> str:
    return f"{one:%A} {one.day} {one:%B %Y}"


def joined(words: list[str]) -> str:
    """`a, b and c`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _day(one: Deadline, zone: ZoneInfo) -> dt.date:
    """Midnight belongs to the day that it ends."""
    return (one.due if one.exact else one.due - _INSTANT).astimezone(zone).date()


def _when(one: Deadline, now: dt.datetime, zone: ZoneInfo) -> str:
    its, today = _day(one, zone), now.astimezone(zone).date()
    near = {today: "today", today + DAY: "tomorrow"}
    said = near.get(its) or f"{its:%A} {its.day} {its:%B}{'' if its.year == today.year else f' {its.year}'}"
    return f"{said} at {one.due.astimezone(zone):%H:%M}" if one.exact else said


def _length(over: dt.timedelta, one: Deadline, now: dt.datetime, zone: ZoneInfo) -> str:
    """How late: in days of the calendar, and in hours what counts by the clock and is late by less."""
    if one.exact and over < 2 * DAY:
        hours = over // HOUR
        return _count(hours, "hour") if hours else "less than an hour"
    return _count(max((now.astimezone(zone).date() - _day(one, zone)).days, 1), "day")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
