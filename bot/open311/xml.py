"""GeoReport's XML, which has neither schema nor namespace, from and to plain values.

It is read without document types, entities or the network (`notifier/feeds/xml.py`). What cannot stand in XML
1.0, control characters for example, is left out when it is written.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree

from notifier.feeds import xml
from notifier.feeds.xml import BadXml

__all__ = ["LISTS", "BadXml", "read", "write"]

LISTS: Final = {
    "services": "service",
    "attributes": "attribute",
    "values": "value",
    "service_requests": "request",
    "errors": "error",
    "endpoints": "endpoint",
    "formats": "format",
}
"""Elements that hold many of a kind, and how each of those is called."""

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but the characters of XML 1.0, section 2.2."""


def write(root: str, value: Any) -> bytes:
    """The value below an element called `root`, with the declaration, in UTF-8."""
    return etree.tostring(_element(root, value), xml_declaration=True, encoding="UTF-8")


def read(body: bytes, limit: int) -> Any:
    """What is below the outermost element: a list for those in `LISTS`, a dict for other elements with
    elements below, else text. Raises `BadXml`."""
    return _value(xml.read(body, limit))


def _element(name: str, value: Any) -> etree._Element:
    made = etree.Element(name)
    if isinstance(value, dict):
        made.extend([_element(key, below) for key, below in value.items()])
    elif isinstance(value, list | tuple):
        made.extend([_element(LISTS[name], one) for one in value])
    elif value is not None:
        made.text = _FORBIDDEN.sub("", _written(value))
    return made


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _value(element: etree._Element) -> Any:
    below = [one for one in element if isinstance(one.tag, str)]
    name = xml.tag(element)
    if name in LISTS:
        return [_value(one) for one in below if xml.tag(one) == LISTS[name]]
    if below:
        return {xml.tag(one): _value(one) for one in below}
    return xml.words(element)
