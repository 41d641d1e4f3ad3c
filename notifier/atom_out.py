"""A list of alerts as an Atom feed (RFC 4287), each entry with its CAP message behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import cast

from lxml import etree
from msgspec import Struct

from notifier.alert import Alert
from notifier.cap_out import SEVERITIES, clean

NAMESPACE = "http://www.w3.org/2005/Atom"
CAP_TYPE = "application/cap+xml"
_PLAIN = cast("dict[str, str]", {None: NAMESPACE})  # the namespace without a prefix


class Entry(Struct, frozen=True):
    """One version: the address of its CAP message, and its words in the feed's language."""

    alert: Alert
    cap: str
    headline: str
    description: str


class Head(Struct, frozen=True):
    """Whose feed it is: its own address, its title, its author. `updated` is what it says of itself when it
    has no entry."""

    address: str
    title: str
    author: str
    language: str
    updated: dt.datetime


def feed(head: Head, entries: Sequence[Entry]) -> bytes:
    """The feed as XML, the newest entry first."""
    root = etree.Element(f"{{{NAMESPACE}}}feed", nsmap=_PLAIN)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", head.language)
    newest = max((entry.alert.at for entry in entries), default=head.updated)
    _add(root, "id", head.address)
    _add(root, "title", head.title)
    _add(root, "updated", _moment(newest))
    _add(_add(root, "author"), "name", head.author)
    _add(root, "link", rel="self", type="application/atom+xml", href=head.address)
    for entry in entries:
        _entry(root, entry)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _entry(root: etree._Element, entry: Entry) -> None:
    part, alert = _add(root, "entry"), entry.alert
    _add(part, "id", entry.cap)
    _add(part, "title", entry.headline)
    _add(part, "updated", _moment(alert.at))
    _add(part, "published", _moment(alert.at))
    _add(_add(part, "author"), "name", alert.publisher.name)
    _add(part, "category", term=alert.kind)
    _add(part, "category", term=SEVERITIES[alert.level], scheme="severity")
    _add(part, "link", rel="alternate", type=CAP_TYPE, href=entry.cap)
    _add(part, "summary", entry.description)


def _moment(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _add(parent: etree._Element, tag: str, text: str | None = None, **attributes: str) -> etree._Element:
    child = etree.SubElement(parent, f"{{{NAMESPACE}}}{tag}")
    for name, value in attributes.items():
        child.set(name, clean(value))
    if text is not None:
        child.text = clean(text)
    return child
