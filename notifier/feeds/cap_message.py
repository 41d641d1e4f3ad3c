"""What is used of a message of the Common Alerting Protocol, as it was sent, whichever of its versions it
has: 1.0, 1.1 and 1.2 (OASIS) differ in their namespace and in elements that are not used here.

Nothing is judged here: `notifier/feeds/cap.py` does that. Some publish the same fields as JSON.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from msgspec import Struct

from notifier.feeds.fields import inside
from notifier.feeds.fields import text as said
from notifier.feeds.xml import children, namespace, tag, text, texts

NAMESPACES = ("http://www.incident.com/cap/1.0", "urn:oasis:names:tc:emergency:cap:")
MOST = 2_000
"""Messages in one file."""


class Part(Struct, frozen=True):
    """One area: polygons are `latitude,longitude` pairs, circles `latitude,longitude kilometres`, `drawn` is
    GeoJSON."""

    name: str
    polygons: tuple[str, ...] = ()
    circles: tuple[str, ...] = ()
    geocodes: tuple[str, ...] = ()
    drawn: Any = None


class Info(Struct, frozen=True):
    """What a message says in one language, of one danger."""

    language: str
    categories: tuple[str, ...]
    event: str
    responses: tuple[str, ...]
    urgency: str
    severity: str
    onset: str
    expires: str
    sender: str
    headline: str
    description: str
    instruction: str
    web: str
    parts: tuple[Part, ...]


class Message(Struct, frozen=True):
    """The whole of it. `references` are identifiers of earlier messages."""

    id: str
    sender: str
    sent: str
    status: str
    type: str
    scope: str
    references: tuple[str, ...]
    infos: tuple[Info, ...]


def alerts(root: etree._Element) -> Iterator[etree._Element]:
    """The alerts of a document: itself, or all that are wrapped in it (lists, Atom entries)."""
    for element in root.iter():
        known = namespace(element).startswith(NAMESPACES) or (element is root and not namespace(element))
        if tag(element) == "alert" and known:
            yield element


def from_xml(alert: etree._Element) -> Message:
    """One `alert` element. A signature in it is not looked at: what vouches for a feed is where it comes
    from."""
    return Message(
        id=text(alert, "identifier"),
        sender=text(alert, "sender"),
        sent=text(alert, "sent"),
        status=text(alert, "status"),
        type=text(alert, "msgType"),
        scope=text(alert, "scope"),
        references=references(text(alert, "references")),
        infos=tuple(_info(info) for info in children(alert, "info")),
    )


def references(written: str) -> tuple[str, ...]:
    """The identifiers in `sender,identifier,sent sender,identifier,sent …`; some put commas between those,
    too."""
    found = []
    for group in written.split():
        parts = group.split(",")
        found += [parts[at + 1] for at in range(0, len(parts) - 2, 3)]
    return tuple(dict.fromkeys(filter(None, found)))


def from_json(properties: dict[str, Any], geometry: Any) -> Message:
    """A feature of the US National Weather Service's API
    (https://www.weather.gov/documentation/services-web-api), whose properties are CAP's."""
    earlier = properties.get("references")
    names = (said(inside(one, "identifier")) for one in earlier) if isinstance(earlier, list) else ()
    return Message(
        id=said(properties.get("id")),
        sender=said(properties.get("sender")),
        sent=said(properties.get("sent")),
        status=said(properties.get("status")),
        type=said(properties.get("messageType")),
        scope=said(properties.get("scope")),
        references=tuple(filter(None, names)),
        infos=(_json_info(properties, geometry),),
    )


def _info(info: etree._Element) -> Info:
    return Info(
        # The language of an info without one, by the standard.
        language=text(info, "language") or "en-US",
        categories=texts(info, "category"),
        event=text(info, "event"),
        responses=texts(info, "responseType"),
        urgency=text(info, "urgency"),
        severity=text(info, "severity"),
        onset=text(info, "onset") or text(info, "effective"),
        expires=text(info, "expires"),
        sender=text(info, "senderName"),
        headline=text(info, "headline"),
        description=text(info, "description"),
        instruction=text(info, "instruction"),
        web=text(info, "web"),
        parts=tuple(_part(area) for area in children(info, "area")),
    )


def _part(area: etree._Element) -> Part:
    return Part(
        name=text(area, "areaDesc"),
        polygons=texts(area, "polygon"),
        circles=texts(area, "circle"),
        geocodes=tuple(filter(None, (text(code, "value") for code in children(area, "geocode")))),
    )


def _json_info(its: dict[str, Any], geometry: Any) -> Info:
    codes = its.get("geocode")
    lists = codes.values() if isinstance(codes, dict) else ()
    geocodes = tuple(said(code) for one in lists if isinstance(one, list) for code in one)
    part = Part(said(its.get("areaDesc")), geocodes=tuple(filter(None, geocodes)), drawn=geometry)
    return Info(
        language=said(its.get("language")) or "en-US",
        categories=(said(its.get("category")),),
        event=said(its.get("event")),
        responses=(said(its.get("response")),),
        urgency=said(its.get("urgency")),
        severity=said(its.get("severity")),
        onset=said(its.get("onset")) or said(its.get("effective")),
        # `expires` is when the message does; `ends` when the danger does, where that is known.
        expires=said(its.get("ends")) or said(its.get("expires")),
        sender=said(its.get("senderName")),
        headline=said(its.get("headline")),
        description=said(its.get("description")),
        instruction=said(its.get("instruction")),
        web=said(its.get("web")),
        parts=(part,),
    )
