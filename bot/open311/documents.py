"""One document in both formats. In between it is plain lists, dicts and text, by the Spark convention: an
element that holds many of a kind is a list in JSON, and its name and theirs are known (wiki.open311.org, JSON
and XML Conversion).
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from bot.open311 import xml
from bot.open311.shapes import Format

LARGEST: Final = 2 * 1024 * 1024
"""Bytes of one answer: a thousand requests have about one million."""

TYPES: Final = {"xml": "text/xml", "json": "application/json"}
DEEPEST: Final = 12


class Unreadable(ValueError):
    """It is no document of this kind. The message repeats nothing of it."""


def write(format: Format, root: str, document: Any) -> bytes:
    """The document in UTF-8; `root` is the name of the outermost element, which JSON does not write."""
    return xml.write(root, document) if format == "xml" else msgspec.json.encode(document)


def read(format: Format, body: bytes, limit: int = LARGEST) -> Any:
    """The document. Raises `Unreadable`."""
    if len(body) > limit:
        raise Unreadable(f"it has more than {limit} bytes")
    try:
        found = xml.read(body, limit) if format == "xml" else msgspec.json.decode(body)
    except (xml.BadXml, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable(f"it is not {format.upper()}") from None
    if _deeper(found, DEEPEST):
        raise Unreadable(f"it is nested more than {DEEPEST} deep")
    return found


def _deeper(value: Any, levels: int) -> bool:
    """Whether it is nested deeper than that; told layer by layer, so that depth itself costs nothing."""
    layer = [value]
    for _ in range(levels):
        below = [
            one.values() if isinstance(one, dict) else one for one in layer if isinstance(one, dict | list)
        ]
        layer = [one for some in below for one in some]
    return any(isinstance(one, dict | list) for one in layer)
