"""How urgent something is, by the facts that were told: a proposal for staff, never final.

The class of a hazard is about the hazard alone. Whether the law sets a date for it is for `rules.py` to say,
by the day on which the landlord became aware.
"""

from __future__ import annotations

from bot.knowledge.repairs.case import PRIORITIES, Priority, Report, Severity, Triage
from bot.knowledge.repairs.tree import Leaf

DANGERS = {
    "gas": "gas",
    "fire_electric": "electrical",
    "water": "damp_mould",
    "structure": "structure",
    "cold": "cold",
    "insecure": "intruders",
    "lift": "entrapment",
    "health": "unclear",
}
"""The safety cards that speak of a home, with the hazard that is proposed until more is known. The others
(suicide, abuse, child, homeless) speak of a person and say nothing about the repair."""

SEVERITIES: tuple[Severity, ...] = ("emergency", "significant", "")
"""The gravest first."""

COMMUNAL = "communal"
"""The room that stands for the shared part of a building."""


def triage(report: Report, leaf: Leaf, winter: bool) -> Triage:
    """The proposal for a report. `winter` is whether it came in the cold season. Awaab's Law and the Right to
    Repair are for the council's own tenants: for others hazard and right stay empty, and with them the law's
    dates, while priority and class stand."""
    dangerous = bool(leaf.danger) or report.hazard in DANGERS
    severity = "emergency" if dangerous else _severity(report, leaf, winter)
    priority, worse = _priority(report, leaf, severity, winter)
    reasons = {
        "danger": dangerous,
        "at_risk": bool(report.people and leaf.at_risk) and _counts(leaf, winter),
        "winter": winter and leaf.winter is not None,
        "worse": worse,
    }
    tenant = report.tenancy == "council"
    hazard = leaf.hazard or DANGERS.get(report.hazard, "")
    return Triage(
        priority=priority,
        severity=severity,
        hazard=hazard if tenant else "",
        right=leaf.right if tenant else "",
        reasons=tuple(name for name, holds in reasons.items() if holds),
    )


def danger(report: Report, leaf: Leaf, winter: bool) -> str:
    """The safety card that these facts call for, empty for none."""
    at_risk = bool(report.people) and _counts(leaf, winter)
    return leaf.danger or (leaf.risk_danger if at_risk else "")


def communal(report: Report) -> bool:
    """Whether it is in the shared part of a building."""
    return report.room == COMMUNAL or (report.where is not None and report.where.communal)


def more_urgent(*priorities: Priority) -> Priority:
    """The most urgent of them."""
    return min(priorities, key=PRIORITIES.index)


def _counts(leaf: Leaf, winter: bool) -> bool:
    """Whether the leaf's classes count: those of the cold only in winter."""
    return winter or leaf.winter is None


def _severity(report: Report, leaf: Leaf, winter: bool) -> Severity:
    if not _counts(leaf, winter):
        return ""
    at_risk: Severity = leaf.at_risk if report.people else ""
    return min(leaf.severity, at_risk, key=SEVERITIES.index)


def _priority(report: Report, leaf: Leaf, severity: Severity, winter: bool) -> tuple[Priority, bool]:
    """The priority, and whether that it gets worse has raised it. A significant hazard is one to be made safe
    as a matter of urgency, an emergency one within a day (regulation 3)."""
    found = leaf.shared if communal(report) and leaf.shared else leaf.priority
    if winter and leaf.winter:
        found = more_urgent(found, leaf.winter)
    if severity:
        found = more_urgent(found, "emergency" if severity == "emergency" else "urgent")
    raised: Priority = "routine" if found == "planned" else "urgent"
    worse = report.worse is True and more_urgent(found, raised) != found
    return (raised if worse else found), worse
