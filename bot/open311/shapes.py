"""Services and service requests as GeoReport v2 has them (wiki.open311.org/GeoReport_v2), whatever they are
about.

Texts are empty and moments None where nothing is said. Moments are aware and in UTC.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

Format = Literal["xml", "json"]
Gives = Literal["realtime", "batch", "blackbox"]
"""What comes back for a request: its number, a token that later gives it, or nothing."""

DATATYPES = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
LONGEST_DESCRIPTION = 4_000
"""Characters, by the specification."""

EXTERNAL_ID = "external_id"
"""The attribute that holds the sender's own number: where a service has it, the same again makes nothing
new."""


class Service(Struct, frozen=True, kw_only=True):
    """Something that can be asked for. `metadata`: it has attributes."""

    code: str
    name: str
    description: str = ""
    metadata: bool = False
    gives: Gives = "realtime"
    keywords: tuple[str, ...] = ()
    group: str = ""


class Value(Struct, frozen=True):
    """One answer of a list."""

    key: str
    name: str


class Attribute(Struct, frozen=True, kw_only=True):
    """What is asked of a request. One that is not `variable` is only shown."""

    code: str
    datatype: str = "string"
    required: bool = False
    variable: bool = True
    order: int = 1
    description: str = ""
    datatype_description: str = ""
    values: tuple[Value, ...] = ()


class Definition(Struct, frozen=True):
    """The attributes of a service."""

    code: str
    attributes: tuple[Attribute, ...] = ()

    def has(self, code: str) -> bool:
        """Whether this is asked."""
        return any(one.code == code and one.variable for one in self.attributes)


POSTED = {
    "service_code": "service",
    "description": "description",
    "address_string": "address",
    "address_id": "address_id",
    "lat": "latitude",
    "long": "longitude",
    "first_name": "first_name",
    "last_name": "last_name",
    "email": "email",
    "phone": "phone",
    "device_id": "device_id",
    "account_id": "account_id",
    "media_url": "media_url",
}
"""The fields of a posted request by the names of GeoReport v2, with those of `NewRequest`."""


class NewRequest(Struct, frozen=True, kw_only=True):
    """A request that is made. `attributes` may have one code several times: the answers of a list of many.
    What is empty is not sent."""

    service: str
    description: str = ""
    address: str = ""
    address_id: str = ""
    latitude: float | None = None
    longitude: float | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    device_id: str = ""
    account_id: str = ""
    media_url: str = ""

    def attribute(self, code: str) -> tuple[str, ...]:
        """The answers to one attribute."""
        return tuple(value for name, value in self.attributes if name == code)


class Accepted(Struct, frozen=True):
    """What comes back for a new request: a number, or a token that gives it later, or neither. `duplicate`:
    it was there before."""

    id: str = ""
    token: str = ""
    notice: str = ""
    duplicate: bool = False


class Request(Struct, frozen=True, kw_only=True):
    """A request as it stands. `status` is `open` or `closed`; some systems have more words."""

    id: str
    status: str
    notes: str = ""
    service: str = ""
    service_name: str = ""
    description: str = ""
    agency: str = ""
    notice: str = ""
    requested: dt.datetime | None = None
    updated: dt.datetime | None = None
    expected: dt.datetime | None = None
    address: str = ""
    address_id: str = ""
    zipcode: str = ""
    latitude: float | None = None
    longitude: float | None = None
    media_url: str = ""


class Fault(Struct, frozen=True):
    """One error of an answer. `code` is mostly the HTTP status."""

    code: str
    description: str


class Wanted(Struct, frozen=True, kw_only=True):
    """Which requests are asked for; `ids` go before all else. `start` and `end` are about when they were
    made."""

    ids: tuple[str, ...] = ()
    services: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    start: dt.datetime | None = None
    end: dt.datetime | None = None
