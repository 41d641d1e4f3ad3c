"""Reads what other systems answer: forgiving, for hardly two of them write it alike. Numbers are taken for
texts, null for nothing, a single thing for a list of one, and lists with their name around them.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any, get_args

from bot.open311.shapes import Accepted, Attribute, Definition, Fault, Gives, Request, Service, Value

LONGEST = 4_000
"""Characters of one text at most; the rest is cut off."""

LONGEST_ID = 100
MOST = 2_000
"""Of one list, at most."""


def services(document: Any) -> tuple[Service, ...]:
    """A list of services; those without a code are left out."""
    return tuple(_service(one) for one in _rows(document) if _id(one, "service_code"))


def definition(document: Any) -> Definition:
    """The attributes of a service; those without a code are left out."""
    whole = next(_rows(document), {})
    whole = whole["service_definition"] if isinstance(whole.get("service_definition"), dict) else whole
    listed = enumerate(_rows(whole.get("attributes")), 1)
    attributes = [_attribute(one, place) for place, one in listed if _id(one, "code")]
    return Definition(_id(whole, "service_code"), tuple(sorted(attributes, key=lambda one: one.order)))


def accepted(document: Any) -> Accepted:
    """What came back for a new request."""
    first = next(_rows(document), {})
    return Accepted(_id(first, "service_request_id"), _id(first, "token"), _text(first, "service_notice"))


def requests(document: Any) -> tuple[Request, ...]:
    """A list of requests; those without a number are left out."""
    return tuple(_request(one) for one in _rows(document) if _id(one, "service_request_id"))


def faults(document: Any) -> tuple[Fault, ...]:
    """The errors of an answer."""
    found = (Fault(_id(one, "code"), _text(one, "description")[:300]) for one in _rows(document))
    return tuple(one for one in found if one.code or one.description)


def moment(text: str) -> dt.datetime | None:
    """A moment in W3C's format, in UTC; None for anything else, and without an offset."""
    try:
        found = dt.datetime.fromisoformat(text.strip())
        return found.astimezone(dt.UTC) if found.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _service(row: dict[str, Any]) -> Service:
    gives = _text(row, "type").lower()
    keywords = (word.strip() for word in _text(row, "keywords").split(","))
    return Service(
        code=_id(row, "service_code"),
        name=_text(row, "service_name"),
        description=_text(row, "description"),
        metadata=_yes(row, "metadata"),
        gives=gives if gives in get_args(Gives) else "realtime",  # type: ignore[arg-type]
        keywords=tuple(word for word in keywords if word),
        group=_text(row, "group"),
    )


def _attribute(row: dict[str, Any], place: int) -> Attribute:
    order = _text(row, "order")
    return Attribute(
        code=_id(row, "code"),
        datatype=_text(row, "datatype").lower() or "string",
        required=_yes(row, "required"),
        variable=_yes(row, "variable") or "variable" not in row,
        order=int(order) if order.isascii() and order.isdecimal() and len(order) < 9 else place,
        description=_text(row, "description"),
        datatype_description=_text(row, "datatype_description"),
        values=tuple(Value(_id(one, "key"), _text(one, "name")) for one in _rows(row.get("values"))),
    )


def _request(row: dict[str, Any]) -> Request:
    return Request(
        id=_id(row, "service_request_id"),
        status=_text(row, "status").lower(),
        notes=_text(row, "status_notes"),
        service=_id(row, "service_code"),
        service_name=_text(row, "service_name"),
        description=_text(row, "description"),
        agency=_text(row, "agency_responsible"),
        notice=_text(row, "service_notice"),
        requested=moment(_text(row, "requested_datetime")),
        updated=moment(_text(row, "updated_datetime")),
        expected=moment(_text(row, "expected_datetime")),
        address=_text(row, "address"),
        address_id=_text(row, "address_id"),
        zipcode=_text(row, "zipcode"),
        latitude=_number(row, "lat"),
        longitude=_number(row, "long"),
        media_url=_text(row, "media_url"),
    )


def _rows(value: Any) -> Iterator[dict[str, Any]]:
    """The dicts of a list, of a list with its name around it, or the one dict that there is."""
    if isinstance(value, dict):
        inner = list(value.values())
        wraps = len(inner) == 1 and isinstance(inner[0], list | dict)
        yield from _rows(inner[0]) if wraps and "attributes" not in value else [value]
    elif isinstance(value, list):
        yield from (one for one in value[:MOST] if isinstance(one, dict))


def _text(row: dict[str, Any], name: str) -> str:
    value = row.get(name)
    if isinstance(value, bool):
        return str(value).lower()
    return str(value).strip()[:LONGEST] if isinstance(value, str | int | float) else ""


def _id(row: dict[str, Any], name: str) -> str:
    """A number or code. One that is longer than any is no use: it is as if it were not there."""
    found = _text(row, name)
    return found if len(found) <= LONGEST_ID and found.isprintable() else ""


def _yes(row: dict[str, Any], name: str) -> bool:
    return _text(row, name).lower() in ("true", "1", "yes")


def _number(row: dict[str, Any], name: str) -> float | None:
    try:
        found = float(_text(row, name))
    except ValueError:
        return None
    return found if math.isfinite(found) else None
