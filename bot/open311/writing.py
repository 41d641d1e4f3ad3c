"""Writes services, requests and errors as GeoReport v2 has them: plain values for `bot/open311/documents.py`.

A text that is not known is an empty element and null; an optional one is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from bot.open311.shapes import Accepted, Attribute, Definition, Fault, Request, Service


def services(found: Sequence[Service]) -> list[dict[str, Any]]:
    """For the root `services`."""
    return [
        {
            "service_code": one.code,
            "service_name": one.name,
            "description": one.description or None,
            "metadata": one.metadata,
            "type": one.gives,
            "keywords": ", ".join(one.keywords) or None,
            "group": one.group or None,
        }
        for one in found
    ]


def definition(found: Definition) -> dict[str, Any]:
    """For the root `service_definition`."""
    return {"service_code": found.code, "attributes": [_attribute(one) for one in found.attributes]}


def accepted(found: Accepted) -> list[dict[str, Any]]:
    """For the root `service_requests`."""
    name, value = ("token", found.token) if found.token else ("service_request_id", found.id)
    return [{name: value, "service_notice": found.notice or None, "account_id": None}]


def token(token: str, id: str) -> list[dict[str, Any]]:
    """For the root `service_requests`: the number behind a token."""
    return [{"service_request_id": id or None, "token": token}]


def requests(found: Sequence[Request]) -> list[dict[str, Any]]:
    """For the root `service_requests`. What is empty is left out: an address that is not told is not hinted
    at."""
    return [
        {name: value for name, value in _request(one).items() if value not in ("", None)} for one in found
    ]


def faults(found: Sequence[Fault]) -> list[dict[str, Any]]:
    """For the root `errors`. A code is a number where it is one."""
    return [
        {"code": int(one.code) if one.code.isdecimal() else one.code, "description": one.description}
        for one in found
    ]


def moment(at: dt.datetime | None) -> str | None:
    """In W3C's format, to the second, in UTC."""
    return None if at is None else f"{at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _attribute(one: Attribute) -> dict[str, Any]:
    values = [{"key": value.key, "name": value.name} for value in one.values]
    whole: dict[str, Any] = {
        "variable": one.variable,
        "code": one.code,
        "datatype": one.datatype,
        "required": one.required,
        "datatype_description": one.datatype_description or None,
        "order": one.order,
        "description": one.description,
    }
    return {**whole, "values": values} if values else whole


def _request(one: Request) -> dict[str, Any]:
    return {
        "service_request_id": one.id,
        "status": one.status,
        "status_notes": one.notes,
        "service_name": one.service_name,
        "service_code": one.service,
        "description": one.description,
        "agency_responsible": one.agency,
        "service_notice": one.notice,
        "requested_datetime": moment(one.requested),
        "updated_datetime": moment(one.updated),
        "expected_datetime": moment(one.expected),
        "address": one.address,
        "address_id": one.address_id,
        "zipcode": one.zipcode,
        "lat": one.latitude,
        "long": one.longitude,
        "media_url": one.media_url,
    }
