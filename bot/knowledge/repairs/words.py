"""What is said of a case: where it stands, by when something must happen, and what has changed.

Whose rule a date rests on is in its sentence: what the law says is not what the council aims at.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from accessibility.text import Day, Reference, Span, Text, Time, _
from bot.knowledge.repairs.case import Deadline, Known, Status, Step
from bot.knowledge.repairs.deadline_words import BY_DAY, EXACT, Whose
from channels.message import Choice, Reply

if TYPE_CHECKING:
    from bot.knowledge.repairs.repairs import Repairs

FIXED, NOT_FIXED = "do:repairs.fixed", "do:repairs.not_fixed"
WAITING: tuple[Status, ...] = ("received", "sent", "appointment", "visited", "no_access", "follow_on")
"""Where the council still has something to do, so that dates matter."""

MOST_DATES = 2
_INSTANT = dt.timedelta(microseconds=1)


def problem(repairs: Repairs, problem_id: str, detail_id: str = "") -> Text:
    """What is wrong, as it stands in a sentence: `the damp or mould`. Of a case that was stamped and not
    filled in: `your repair`."""
    found = repairs.tree.problem(problem_id) if problem_id else None
    return found.of if found else _("your repair")


def deadline(one: Deadline, zone: ZoneInfo) -> Text:
    """Who must have done what by when, in one sentence. A day that is not `exact` is meant up to its end."""
    local = one.due.astimezone(zone)
    if one.exact and (exact := EXACT.get((_whose(one), _act(one)))):
        return exact(Day(local.date()), Time(local.time().replace(second=0, microsecond=0)))
    return BY_DAY[_whose(one), _act(one)](_last_day(one, zone))


def promise(deadlines: Iterable[Deadline], zone: ZoneInfo, status: Status) -> Text | None:
    """The one or two dates that matter next, the law's before the council's own; the second where there is
    room. `deadlines` are those that may be told (`Repairs.told`). None where nothing is left to be done, or
    no date is known."""
    dates = _next_dates(deadlines) if status in WAITING else []
    if not dates:
        return None
    first, *second = (deadline(one, zone) for one in dates)
    looks = any(one.step == "investigate" and one.source == "awaab" for one in dates)
    summary = _("After the visit you get a written summary.").if_room() if looks else None
    return first.then(*(text.if_room() for text in second), summary)


def standing(known: Known, repairs: Repairs, zone: ZoneInfo, now: dt.datetime) -> Text:
    """Where a case stands: the status, which case it is, what is late, and what must happen next. Where there
    is room for little, the status and the one thing that matters most beside it."""
    told = repairs.told(known.deadlines)
    late = [one for one in told if one.met_at is None and one.due < now] if known.status in WAITING else []
    coming = promise([one for one in told if one not in late], zone, known.status)
    missing = known.open and not known.complete
    if coming and (late or missing or known.status == "appointment"):
        coming = coming.if_room()
    where = _("We still need to know where it is.") if missing else None
    sorry = _sorry(late[0], zone) if late else None
    if sorry and missing:
        sorry = sorry.if_room()
    return _status(known, zone).then(_about(known, repairs), where, sorry, coming, _reference(known))


def changed(known: Known, kind: str, repairs: Repairs, zone: ZoneInfo) -> Reply:
    """What is pushed when a case has changed. `kind` is the tag of the change, as in
    `bot.knowledge.repairs.changes`. To `summary` the sender adds the summary itself."""
    about, reference = _about(known, repairs), _reference(known)
    if kind == "done":
        asked = _("The repair is done.").then(about, reference, _("Is it fixed?"))
        yes = Choice(f"{FIXED}:{known.reference}", _("Yes, it is fixed"))
        return Reply(asked, (yes, Choice(f"{NOT_FIXED}:{known.reference}", _("No, not yet"))))
    happened = _HAPPENED.get(kind)
    first = happened() if happened else _status(known, zone)
    coming = promise(repairs.told(known.deadlines), zone, known.status)
    if coming and known.status == "appointment":
        coming = coming.if_room()
    person = (Choice("word:person", _("Talk to a person")),) if known.status == "no_access" else ()
    return Reply(first.then(about, coming, reference), person)


def _about(known: Known, repairs: Repairs) -> Text:
    """What it is about."""
    return _("This is about %(problem)s.", problem=problem(repairs, known.problem, known.detail)).if_room()


def _reference(known: Known) -> Text:
    return _("The reference is %(ref)s.", ref=Reference(known.reference)).if_room()


def _status(known: Known, zone: ZoneInfo) -> Text:
    if known.status == "appointment" and known.comes_from and known.comes_until:
        start, end = (moment.astimezone(zone) for moment in (known.comes_from, known.comes_until))
        hours = Span(start.time(), end.time())
        return _("Somebody comes on %(day)s, %(hours)s.", day=Day(start.date()), hours=hours)
    return _STATUS[known.status]()


_STATUS: dict[Status, Callable[[], Text]] = {
    "received": lambda: _("We have your report. Nobody has looked at it yet."),
    "sent": lambda: _("The repairs team has your report."),
    "appointment": lambda: _("A visit is booked."),
    "visited": lambda: _("We came and looked at it."),
    "no_access": lambda: _("We came and could not get in.").then(_("Please tell a person when we can come.")),
    "follow_on": lambda: _("We came. More work is needed."),
    "done": lambda: _("The repair is done.").then(_("Tell me if it is not fixed.")),
    "closed": lambda: _("This repair is finished and closed."),
    "not_ours": lambda: _("This repair is not for the council to do.").then(_("A person can tell you more.")),
    "withdrawn": lambda: _("You have taken this report back."),
}

_HAPPENED: dict[str, Callable[[], Text]] = {
    "summary": lambda: _("This is what we found when we looked at it."),
    "safe": lambda: _("It has been made safe. We tell you what comes next."),
    "begun": lambda: _("The work has begun."),
}


def _sorry(one: Deadline, zone: ZoneInfo) -> Text:
    """That a date has passed, and what can be done about it. The Ombudsman is for tenants of councils, free,
    once their landlord has answered: housing-ombudsman.org.uk/residents, read on 2026-11-21."""
    was = _("We are late. It was due by %(day)s. I am sorry.", day=_last_day(one, zone))
    complain = _("You can complain to the council. A person can help you.").if_room()
    free = _("If that does not help, ask the Housing Ombudsman. It is free.").if_room()
    return was.then(complain, free)


def _last_day(one: Deadline, zone: ZoneInfo) -> Day:
    """The day that a deadline ends, also where its end is written as the next midnight."""
    due = one.due if one.exact else one.due - _INSTANT
    return Day(due.astimezone(zone).date())


def _next_dates(deadlines: Iterable[Deadline]) -> Sequence[Deadline]:
    """What is not met yet, each step once. Of the council's own times only what goes beyond the law."""
    open_ = sorted((one for one in deadlines if one.met_at is None), key=lambda one: one.due)
    chosen: list[Deadline] = []
    for one in (*(o for o in open_ if o.source != "council"), *(o for o in open_ if o.source == "council")):
        if _act(one) not in map(_act, chosen):
            chosen.append(one)
    return sorted(chosen[:MOST_DATES], key=lambda one: one.due)


def _whose(one: Deadline) -> Whose:
    return "council" if one.source == "council" else "law"


def _act(one: Deadline) -> Step:
    """What residents are told of a step: safety work makes it safe, too."""
    return "safe" if one.step == "work" else one.step
