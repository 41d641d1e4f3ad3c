"""Alerts in words for staff."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from notifier.alert import AirFacts, Alert, CouncilFacts, FloodFacts, Kind, Phase, SensorFacts

KINDS: Final[Mapping[Kind, str]] = {
    "air": "Air",
    "weather": "Weather",
    "flood": "Flood",
    "bins": "Bins",
    "sensor": "Sensor",
    "repairs": "Repairs",
    "council": "Council",
}
COUNCIL: Final[Mapping[int, str]] = {1: "For information", 2: "Important", 3: "Urgent", 4: "Danger"}
"""How much what the council says matters, as residents read it."""

_LEVELS: Final[Mapping[Kind, tuple[str, str, str, str]]] = {
    "air": ("Low", "Moderate", "High", "Very high"),
    "weather": ("Low", "Yellow", "Amber", "Red"),
    "flood": ("Low", "Flood alert", "Flood warning", "Severe flood warning"),
}
PHASES: Final[Mapping[Phase, str]] = {
    "new": "New",
    "update": "Update",
    "upgrade": "Worse",
    "downgrade": "Less bad",
    "cancelled": "Cancelled",
    "expired": "Ran out",
    "clear": "All clear",
}
STATUSES: Final[Mapping[str, str]] = {
    "draft": "Draft",
    "waits": "Waits for a second person",
    "new": "About to be sent",
    "sent": "Sent",
    "refusing": "Not sent: a second person said no",
    "refused": "Not sent: a second person said no",
    "superseded": "Not sent: a newer version came first",
}
"""Where a version is."""

DELIVERY: Final[Mapping[str, str]] = {
    "waiting": "Waiting to be sent",
    "sending": "Being sent",
    "uncertain": "Not known yet whether it was sent",
    "sent": "Sent, no receipt yet",
    "delivered": "Delivered",
    "undelivered": "Not delivered",
    "failed": "Refused by the provider",
    "expired": "Too late to be of use",
    "suppressed": "Not to be sent",
    "dropped": "Not known whether it was sent",
}
_WENT = frozenset({"waiting", "sending", "uncertain", "sent", "delivered"})
WHY: Final[Mapping[str, str]] = {
    "quiet": "Their quiet hours; they are told when these end",
    "paused": "They have paused their alerts",
    "unlinked": "No address of theirs is known on the channel that they chose",
    "with_adviser": "They were talking to an adviser",
    "stopped": "They have stopped all messages",
    "refused": "A second person said no",
    "superseded": "A newer version came first",
}
"""Why somebody was not reached, by what stands in the row's `code`."""


def level(alert: Alert, which: int | None = None) -> str:
    """A level in words, that of the alert where none is named."""
    return level_of(alert.kind, alert.level if which is None else which)


def level_of(kind: Kind, which: int) -> str:
    """A level of one kind in words."""
    names = _LEVELS.get(kind) or tuple(COUNCIL.values())
    return names[which - 1] if which else "Over"


def title(alert: Alert) -> str:
    """What it is about, in a few words."""
    match alert.facts:
        case AirFacts(zone_name=name, zone=zone):
            return f"Air in {name or zone}"
        case FloodFacts(area=area):
            return area
        case SensorFacts(name=name):
            return name
        case CouncilFacts(topic=topic, words=words):
            return topic or words.get("en", "")[:80]
        case found:
            return ", ".join(found.types).replace("_", " ").capitalize() or found.other or "Weather"


def where(alert: Alert) -> str:
    """Where it holds."""
    area = alert.area
    if area.names:
        return ", ".join(area.names)
    if area.everywhere:
        return "The whole city"
    if area.districts:
        return ", ".join(area.districts)
    return "An area on the map" if area.geometry else "Those who follow the sensor"


def why(status: str, code: str) -> str:
    """Why somebody was not reached, in words."""
    reason = WHY.get(code, "")
    if status == "suppressed":
        return reason or code or "They want no messages, or cannot be reached"
    became = DELIVERY.get(status, status)
    return f"{became}: {reason or code}" if code else became


def came(status: str, code: str) -> str:
    """What became of a message, with the reason where it did not get there."""
    return DELIVERY[status] if status in _WENT else why(status, code)
