"""One version of an alert as a CAP 1.2 message (OASIS, docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2.html).

Every version is a message of its own, with references to those before it. `docs/alerts-out.md` has the table
of what becomes what.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import cast

import shapely
from lxml import etree
from msgspec import Struct

from notifier.alert import (
    OVER,
    AirFacts,
    Alert,
    CouncilFacts,
    FloodFacts,
    Kind,
    Level,
    SensorFacts,
)

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
HEADLINE = 160
"""Characters that the standard suggests for a headline."""

SOON = dt.timedelta(hours=1)
"""What begins within this time is `Expected`, after it `Future`."""

CATEGORIES: Mapping[Kind, tuple[str, ...]] = {
    "air": ("Env", "Health"),
    "weather": ("Met",),
    "flood": ("Met",),  # the standard counts floods among the weather
    "bins": ("Other",),
    "sensor": ("Env",),
    "repairs": ("Infra",),
    "council": ("Safety",),
}
SEVERITIES: Mapping[Level, str] = {0: "Minor", 1: "Minor", 2: "Moderate", 3: "Severe", 4: "Extreme"}

_PLAIN = cast("dict[str, str]", {None: NAMESPACE})  # the namespace without a prefix
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Info(Struct, frozen=True):
    """The words in one language. `machine`: a computer translated them and no person has checked that."""

    language: str
    event: str
    headline: str
    description: str
    machine: bool = False


class Earlier(Struct, frozen=True):
    """A message before: its number and its time."""

    version_id: int
    at: dt.datetime


class Origin(Struct, frozen=True):
    """Who sends: `sender` is the host name, `name` the council, `place` and `gss` the city and its ONS code,
    `web` the address of our own page."""

    sender: str
    name: str
    place: str
    gss: str
    web: str


def message(
    version_id: int, alert: Alert, infos: Sequence[Info], earlier: Sequence[Earlier], origin: Origin
) -> bytes:
    """The message as XML. `earlier` are the versions since it began that were public."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap=_PLAIN)
    _add(root, "identifier", identifier(version_id, alert.at))
    _add(root, "sender", origin.sender)
    _add(root, "sent", moment(alert.at))
    _add(root, "status", "Test" if _demo(alert) else "Actual")
    _add(root, "msgType", _type(alert, earlier))
    _add(root, "source", alert.publisher.name)
    _add(root, "scope", "Public")
    if earlier:
        each = (f"{origin.sender},{identifier(one.version_id, one.at)},{moment(one.at)}" for one in earlier)
        _add(root, "references", " ".join(each))
    for info in infos:
        _info(root, alert, info, origin)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def identifier(version_id: int, at: dt.datetime) -> str:
    """A message's own name: no spaces, commas, < or &."""
    return f"alert-{version_id}-{at.astimezone(dt.UTC):%Y%m%dT%H%M%S}"


def moment(at: dt.datetime) -> str:
    """UTC, which the standard wants written like this."""
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S}-00:00"


def clean(text: str) -> str:
    """Words without the characters that XML cannot hold."""
    return _NOT_IN_XML.sub("", text)


def _type(alert: Alert, earlier: Sequence[Earlier]) -> str:
    """An all-clear is an update that says so; only what is taken back is cancelled."""
    if not earlier:
        return "Alert"
    return "Cancel" if alert.phase == "cancelled" else "Update"


def _info(root: etree._Element, alert: Alert, info: Info, origin: Origin) -> None:
    part = _add(root, "info")
    _add(part, "language", "en-GB" if info.language == "en" else info.language)
    for category in CATEGORIES[alert.kind]:
        _add(part, "category", category)
    _add(part, "event", info.event)
    if alert.phase in OVER:
        _add(part, "responseType", "AllClear")
    _add(part, "urgency", _urgency(alert))
    _add(part, "severity", SEVERITIES[alert.level])
    _add(part, "certainty", _certainty(alert))
    _add(part, "effective", moment(alert.at))
    if alert.onset:
        _add(part, "onset", moment(alert.onset))
    if alert.expires:
        _add(part, "expires", moment(alert.expires))
    _add(part, "senderName", origin.name)
    _add(part, "headline", _cut(info.headline))
    _add(part, "description", info.description)
    _add(part, "web", _page(alert, origin))
    for name, value in _parameters(alert, info):
        _named(part, "parameter", name, value)
    _area(part, alert, origin)


def _urgency(alert: Alert) -> str:
    if alert.phase in OVER:
        return "Past"
    if alert.onset and alert.onset > alert.at:
        return "Expected" if alert.onset - alert.at <= SOON else "Future"
    return "Immediate" if alert.level >= 3 else "Expected"


def _certainty(alert: Alert) -> str:
    """What was measured is observed, by a reference instrument; a forecast is likely, and what a flood alert
    warns of is possible."""
    match alert.facts:
        case AirFacts(indicative=rough) | SensorFacts(indicative=rough):
            return "Likely" if rough else "Observed"
        case FloodFacts():
            return "Possible" if alert.level <= 2 else "Likely"
        case CouncilFacts():
            return "Observed"
    return "Likely"


def _parameters(alert: Alert, info: Info) -> Iterator[tuple[str, str]]:
    yield "level", str(alert.level)
    yield "version", str(alert.version)
    yield "phase", alert.phase
    yield "machineTranslated", "true" if info.machine else "false"
    if isinstance(alert.facts, AirFacts):
        yield "dailyAirQualityIndex", str(alert.facts.index)
    if isinstance(alert.facts, AirFacts | SensorFacts) and alert.facts.indicative:
        yield "indicative", "true"
    if alert.publisher.licence:
        yield "licence", alert.publisher.licence


def _area(part: etree._Element, alert: Alert, origin: Origin) -> None:
    area = alert.area
    place = _add(part, "area")
    _add(place, "areaDesc", ", ".join(area.names or area.districts) or origin.place)
    for ring in _rings(area.geometry):
        _add(place, "polygon", ring)
    if area.everywhere:
        _named(place, "geocode", "GSS", origin.gss)
    for district in area.districts:
        _named(place, "geocode", "postcode district", district)


def _rings(geometry: bytes) -> Iterator[str]:
    """Each polygon's outline, closed, latitude first. CAP knows no holes: what is in one counts as inside."""
    if not geometry:
        return
    for polygon in shapely.get_parts(shapely.from_wkb(geometry)):
        points = [f"{y:.5f},{x:.5f}" for x, y in polygon.exterior.coords]
        ring = [point for at, point in enumerate(points) if at == 0 or points[at - 1] != point]
        if len(ring) >= 4:
            yield " ".join(ring)


def _demo(alert: Alert) -> bool:
    return isinstance(alert.facts, AirFacts | SensorFacts) and alert.facts.demo


def _page(alert: Alert, origin: Origin) -> str:
    url = alert.publisher.url
    return url if url.startswith(("https://", "http://")) else origin.web


def _cut(headline: str) -> str:
    return headline if len(headline) <= HEADLINE else f"{headline[: HEADLINE - 1].rstrip()}…"


def _named(part: etree._Element, tag: str, name: str, value: str) -> None:
    pair = _add(part, tag)
    _add(pair, "valueName", name)
    _add(pair, "value", value)


def _add(parent: etree._Element, tag: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    if text is not None:
        child.text = clean(text)
    return child
