"""What is done with a case, out of the form that says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Final, cast, get_args
from zoneinfo import ZoneInfo

from msgspec import Struct

from bot.console.case_words import joined
from bot.console.visit import Refused
from bot.knowledge.repairs import changes
from bot.knowledge.repairs.case import PRIORITIES, Severity, Status
from bot.knowledge.repairs.changes import Change
from channels.body import clean

LONGEST = 2_000
"""Characters of what is written about a case."""

AHEAD = dt.timedelta(days=366)
"""So far ahead a visit can be booked."""

WHO: Final[Mapping[str, str]] = {
    "surveyor": "A surveyor looked at it.",
    "repairs": "A member of the repairs team looked at it.",
    "officer": "A housing officer looked at it.",
    "remote": "It was looked at by phone or video.",
}
FOUND: Final[Mapping[str, bool | None]] = {"yes": True, "no": False, "unknown": None}
LEFT_WORD: Final[Mapping[str, str]] = {
    "card": "left a card",
    "rang": "rang the tenant",
    "text": "sent a text message",
    "neighbour": "asked a neighbour",
}
WAYS: Final[Mapping[str, str]] = {
    "phone": "By phone",
    "text": "By text message",
    "email": "By e-mail",
    "letter": "By letter",
    "visit": "At the door",
}
STATUSES: Final[tuple[Status, ...]] = (
    "received",
    "sent",
    "visited",
    "no_access",
    "follow_on",
    "not_ours",
    "withdrawn",
)
"""What is set as it is; a booked visit, work that is done and the end have forms of their own."""

REACHED: Final[Mapping[str, str]] = {"yes": "reached", "no": "not reached"}


class Asked(Struct, frozen=True):
    """A form, and what it is checked against: the time, the city's zone, when the case began, and the hazards
    and rights that the law knows."""

    form: Mapping[str, str]
    now: dt.datetime
    zone: ZoneInfo
    aware_at: dt.datetime
    hazards: Collection[str]
    rights: Collection[str]

    def words(self, *, needed: str = "", before: str = "") -> str:
        """What was typed, with `before` in front. Raises `Refused` where it is too much, or nothing and
        `needed`."""
        found = clean(self.form.get("words", ""))
        if needed and not found:
            raise Refused(400, needed)
        if len(found) > LONGEST:
            raise Refused(400, f"This is too long: {len(found)} characters, of at most {LONGEST}.")
        return f"{before} {found}".strip()

    def one(self, name: str, known: Collection[str], sorry: str) -> str:
        """One of the ids that are known. Raises `Refused`."""
        value = self.form.get(name, "")
        if value not in known:
            raise Refused(400, sorry)
        return value

    @property
    def tells(self) -> bool:
        return bool(self.form.get("tells"))

    def moment(self, day: str, time: str, sorry: str) -> dt.datetime:
        """A day and a time on the city's clock. Raises `Refused`, also of an hour that the change to summer
        time leaves out."""
        try:
            date = dt.date.fromisoformat(self.form.get(day, ""))
            clock = dt.time.fromisoformat(self.form.get(time, ""))
            local = dt.datetime.combine(date, clock.replace(tzinfo=None), self.zone)
            found = local.astimezone(dt.UTC)
            there = found.astimezone(self.zone).replace(tzinfo=None) == local.replace(tzinfo=None)
        except (ValueError, OverflowError):
            there = False
        if not there:
            raise Refused(400, sorry)
        return found

    def happened(self) -> dt.datetime:
        """When it was: not before the report, and not to come. The minute of the report counts as later."""
        at = self.moment("day", "time", "Give the day and the time when it was.")
        if at > self.now:
            raise Refused(400, "That is still to come. Give the day and the time when it was.")
        if at < self.aware_at.replace(second=0, microsecond=0):
            raise Refused(400, "That was before this was reported.")
        return max(at, self.aware_at)


def status(asked: Asked) -> Change:
    value = asked.one("status", STATUSES, "Choose where it stands.")
    return changes.SetStatus(cast(Status, value), asked.words(), asked.tells)


def booked(asked: Asked) -> Change:
    sorry = "Give the day of the visit, and from when until when."
    start, end = (asked.moment("day", one, sorry) for one in ("from", "until"))
    if start >= end:
        raise Refused(400, "The visit ends before it begins.")
    if end <= asked.now:
        raise Refused(400, "That time is over. Record the visit, or a try to get in.")
    if start > asked.now + AHEAD:
        raise Refused(400, "That is more than a year away.")
    return changes.Book(start, end, asked.tells)


def visited(asked: Asked) -> Change:
    found = FOUND[asked.one("found", FOUND, "Choose whether a hazard was found.")]
    who = WHO[asked.one("who", WHO, "Choose who looked at it.")]
    return changes.Visit(found, asked.words(before=who), asked.happened())


def attempt(asked: Asked) -> Change:
    told, at = [word for name, word in LEFT_WORD.items() if asked.form.get(f"told-{name}")], asked.happened()
    when = at.astimezone(asked.zone).strftime("%d %B %Y, %H:%M").lstrip("0")
    before = f"{when}: nobody came to the door" + (f"; we {joined(told)}." if told else ".")
    return changes.Attempt(asked.words(before=before), at)


def contact(asked: Asked) -> Change:
    way = WAYS[asked.one("way", WAYS, "Choose how you contacted the tenant.")]
    reached = REACHED[asked.one("reached", REACHED, "Say whether you reached them.")]
    return changes.Contact(asked.words(before=f"{way}, {reached}."))


def made_safe(asked: Asked) -> Change:
    return changes.MadeSafe(asked.words(), asked.happened())


def begun(asked: Asked) -> Change:
    return changes.Begun(asked.words(), asked.happened())


def done(asked: Asked) -> Change:
    return changes.Done(asked.words(), asked.happened())


def confirm(asked: Asked) -> Change:
    sorry = "Choose one of the list."
    priority = next(one for one in PRIORITIES if one == asked.one("priority", PRIORITIES, sorry))
    severity = cast(Severity, asked.one("severity", get_args(Severity), sorry))
    hazard = asked.one("hazard", ("", *asked.hazards), sorry)
    right = asked.one("right", ("", *asked.rights), sorry)
    if severity and not hazard:
        raise Refused(400, "Say which hazard it is.")
    return changes.Confirm(priority, severity, hazard, right)


def note(asked: Asked) -> Change:
    return changes.Note(asked.words(needed="There is nothing to keep yet."))


def close(asked: Asked) -> Change:
    if not asked.form.get("sure"):
        raise Refused(400, "Tick that you are sure first.")
    return changes.Close(asked.words(needed="Say why it is closed."))


TELLS: Final = ("attempt", "safe", "begun", "done", "close")
"""The forms after which those who reported it are told, whatever was ticked."""

FORMS: Final[Mapping[str, Callable[[Asked], Change]]] = {
    "confirm": confirm,
    "status": status,
    "book": booked,
    "visit": visited,
    "attempt": attempt,
    "contact": contact,
    "safe": made_safe,
    "begun": begun,
    "done": done,
    "note": note,
    "close": close,
}
"""The forms, by the last part of the address that they are sent to."""
