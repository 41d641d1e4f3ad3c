"""What is said of a report of a street: the danger there, and where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from accessibility.text import Day, Phone, Reference, Text, _
from bot.knowledge.directory.phones import MAIN, Phones
from bot.knowledge.street.kinds import Detail
from bot.knowledge.street.report import Known, Status
from bot.knowledge.street.street import Street
from channels.message import Choice

REPORT, STATUS = "do:street.report", "do:street.status"


def danger(detail: Detail, phones: Phones, today: dt.date) -> Text | None:
    """What to do at once, and whom to ring; None where a detail is no danger."""
    if detail.advice is None:
        return None
    emergency, council = (Phone(phones.tell(id, today).number) for id in ("emergency", MAIN))
    return detail.advice.then(
        _("If someone is in danger, call %(phone)s.", phone=emergency),
        _("The council's line is %(phone)s.", phone=council).if_room(),
    )


def standing(known: Known, street: Street) -> Text:
    """Where a report stands, and which one it is: asked for or told unasked."""
    return _STATUS[known.status]().then(_about(known, street), _reference(known))


def reported(known: Known, day: dt.date, *, tells: bool) -> Text:
    """That somebody has reported the same near there. Nothing is said of who that was."""
    first = _("Someone reported this near there on %(day)s.", day=Day(day))
    if known.metres > FAR:
        first = _("Someone reported this a few streets away on %(day)s.", day=Day(day))
    if tells:
        return first.then(_("Shall I add you to it and tell you what happens?"))
    return first.then(_("Shall I add you to it?"))


FAR = 120
"""Metres from which on something is a few streets away."""


def next_steps(known: Known | None = None) -> tuple[Choice, ...]:
    """What can be done after a report."""
    status = () if known is None else (Choice(f"{STATUS}:{known.reference}", _("See how it stands")),)
    return (*status, Choice(REPORT, _("Report something else")), Choice("word:person", _("Talk to a person")))


def _about(known: Known, street: Street) -> Text:
    return _("This is about %(problem)s.", problem=street.kind(known.kind).of).if_room()


def _reference(known: Known) -> Text:
    return _("The reference is %(ref)s.", ref=Reference(known.reference)).if_room()


_STATUS: Mapping[Status, Callable[[], Text]] = {
    "received": lambda: _("The council has this report. Nobody has looked at it yet."),
    "sent": lambda: _("The street team has this report."),
    "looked": lambda: _("Somebody from the council has looked at it."),
    "planned": lambda: _("The work is planned."),
    "done": lambda: _("The work is done. Thank you for telling us."),
    "not_found": lambda: _("The council looked there and did not find it.").then(
        _("If it is still there, report it again.").if_room()
    ),
    "not_ours": lambda: _("This is not for the council to do.").then(
        _("A person can tell you more.").if_room()
    ),
}
