"""Reads XML that others have sent: without document types, entities or the network, and only so much of it.

A document type is refused before anything in it is looked at; that takes every attack by entities along
with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from notifier.feeds.fields import excerpt
from notifier.refusal import Reason

LARGEST: Final = 8 * 1024 * 1024
"""Bytes of one document. A whole country's warnings of a bad day have about one million."""

_SPACE = b" \t\r\n"
_FALLBACKS = (None, "utf-8", "windows-1252")
"""As it declares itself; then as what those mostly are that are not what they declare."""


class BadXml(Exception):
    """It is not read; `reason` and `detail` as in `Refusal`."""

    def __init__(self, reason: Reason, detail: str) -> None:
        super().__init__(detail)
        self.reason: Reason = reason
        self.detail = detail


class _Enough(Exception):
    """The first element has begun, and no document type came before it."""


class _Gate:
    """Looks at what comes before the first element. (The names are those that lxml calls.)"""

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        raise BadXml("doctype", f"<!DOCTYPE {excerpt(name)}>")

    def start(self, tag: str, attributes: object) -> None:
        raise _Enough

    def close(self) -> None:
        """Nothing is left to do."""


def read(data: bytes, limit: int = LARGEST) -> etree._Element:
    """The root of a document. Raises `BadXml`."""
    if len(data) > limit:
        raise BadXml("too_big", f"{len(data)} bytes; at most {limit}")
    trimmed = data.lstrip(_SPACE)
    problem = ""
    for encoding in _FALLBACKS:
        try:
            return _read(trimmed, encoding)
        except etree.XMLSyntaxError as failed:
            problem = problem or str(failed.msg)
    raise BadXml("unreadable", excerpt(f"not XML: {problem}"))


def _read(data: bytes, encoding: str | None) -> etree._Element:
    try:
        etree.fromstring(data, _parser(encoding, _Gate()))
    except _Enough:
        return etree.fromstring(data, _parser(encoding))
    raise BadXml("unreadable", "it has no element")


def _parser(encoding: str | None, target: Any = None) -> etree.XMLParser:
    return etree.XMLParser(
        encoding=encoding,
        target=target,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )


def tag(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def namespace(element: etree._Element) -> str:
    """An element's namespace, empty for none."""
    return etree.QName(element).namespace or "" if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Those elements right below that are called so, in the namespace of the element itself."""
    its = namespace(element)
    return (one for one in element if tag(one) == name and namespace(one) == its)


def text(element: etree._Element, name: str) -> str:
    """What the first element of that name right below says, trimmed; empty when there is none."""
    found = next(children(element, name), None)
    return "" if found is None else words(found)


def texts(element: etree._Element, name: str) -> tuple[str, ...]:
    """What all elements of that name right below say, without empty ones."""
    return tuple(found for one in children(element, name) if (found := words(one)))


def words(element: etree._Element) -> str:
    """All text within an element, trimmed."""
    return "".join(str(part) for part in element.itertext()).strip()
