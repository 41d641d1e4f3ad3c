"""What is said when a report is with us: its reference first, then by when something must happen."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from accessibility.text import Day, Reference, Text, _
from bot.knowledge.repairs.case import Filed, Report
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.words import promise


def sent(report: Report, filed: Filed, repairs: Repairs, zone: ZoneInfo) -> Text:
    """All of it. Dates that nobody has confirmed are not among them."""
    deadlines = repairs.told(filed.deadlines, repairs.triage(report))
    dates = promise(deadlines, zone, filed.status)
    noted = _("I have noted that you reported it before.").if_room() if report.before else None
    return _outcome(filed, zone).then(dates, noted, _("If it gets worse, tell me at once.").if_room())


def _outcome(filed: Filed, zone: ZoneInfo) -> Text:
    ref = Reference(filed.reference)
    if filed.kind == "new":
        return _("Your repair is reported. Your reference is %(ref)s.", ref=ref)
    if filed.kind == "joined":
        joins = _("You are on this report now. Its reference is %(ref)s.", ref=ref)
        return joins.then(_("We tell you when it is done."))
    began = Day(filed.opened_at.astimezone(zone).date())
    added = _("I have added this to your report. Your reference is %(ref)s.", ref=ref)
    return added.then(_("It began on %(day)s.", day=began).if_room())
