"""Asks another system that speaks GeoReport v2: its services, and what becomes of requests.

Redirects are followed nowhere: a key, and what somebody has written, go to the one server that was set. An
answer is bounded in size and time, and neither it nor what was sent is repeated in an error.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from msgspec import Struct

from bot.open311 import documents, reading, writing
from bot.open311.documents import LARGEST, Unreadable
from bot.open311.errors import Open311Error, meaning
from bot.open311.shapes import (
    LONGEST_DESCRIPTION,
    POSTED,
    Accepted,
    Definition,
    Format,
    NewRequest,
    Request,
    Service,
    Wanted,
)
from bot.secret import Secret

PATIENCE = 15.0
"""Seconds for one request, the answer included."""

CONNECT = 5.0
KEY_HEADER = "X-Api-Key"
"""Where the key goes when something is only asked for: a query would be in the logs of others."""

_PIECE = 64 * 1024


class Endpoint(Struct, frozen=True):
    """Where it is: the address before `/services.xml`. `jurisdiction` and `key` may be empty."""

    url: str
    key: Secret = Secret("")
    jurisdiction: str = ""
    format: Format = "xml"


class Open311:
    """One server. Made outside of a loop, opened in it at the first call. Every method raises
    `Open311Error`."""

    def __init__(self, endpoint: Endpoint, patience: float = PATIENCE, largest: int = LARGEST) -> None:
        self._at = endpoint
        self._base = endpoint.url.rstrip("/")
        self._patience = patience
        self._largest = largest
        self._session: aiohttp.ClientSession | None = None

    async def services(self) -> tuple[Service, ...]:
        """All that can be asked for."""
        return reading.services(await self._get("services"))

    async def definition(self, service: str) -> Definition:
        """The attributes of a service."""
        return reading.definition(await self._get(f"services/{_path(service)}"))

    async def post(self, new: NewRequest) -> Accepted:
        """Makes a request. `lost` is raised when it may have been made."""
        body = urlencode([*self._common(), *_fields(new)], encoding="utf-8").encode()
        document = await self._asked("POST", "requests", {}, body)
        found = reading.accepted(document)
        faults = reading.faults(document)
        if faults and not (found.id or found.token):
            raise Open311Error("refused", 200, faults=faults)
        return found

    async def token(self, token: str) -> str:
        """The number behind a token; empty as long as there is none."""
        return reading.accepted(await self._get(f"tokens/{_path(token)}")).id

    async def request(self, id: str) -> Request | None:
        """One request as it stands; None when the answer is about another or none."""
        found = reading.requests(await self._get(f"requests/{_path(id)}"))
        return next((one for one in found if one.id == id), None)

    async def requests(self, wanted: Wanted) -> tuple[Request, ...]:
        """The requests that are public there: at most a thousand of at most 90 days, by the specification."""
        return reading.requests(await self._get("requests", _query(wanted)))

    async def close(self) -> None:
        """Lets go of the connections. It may be asked again afterwards."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _common(self) -> list[tuple[str, str]]:
        named = (("api_key", str(self._at.key)), ("jurisdiction_id", self._at.jurisdiction))
        return [(name, value) for name, value in named if value]

    async def _get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        where = {"jurisdiction_id": self._at.jurisdiction} if self._at.jurisdiction else {}
        return await self._asked("GET", path, {**where, **(query or {})}, None)

    async def _asked(self, method: str, path: str, query: Mapping[str, str], body: bytes | None) -> Any:
        try:
            async with asyncio.timeout(self._patience):
                return await self._answer(method, path, query, body)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Open311Error("silent") from None
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise Open311Error("lost") from None
        except (Unreadable, ValueError):
            raise Open311Error("unreadable") from None

    async def _answer(self, method: str, path: str, query: Mapping[str, str], body: bytes | None) -> Any:
        format = self._at.format
        headers = {"Accept": documents.TYPES[format]}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
        elif self._at.key:
            headers[KEY_HEADER] = str(self._at.key)
        url = f"{self._base}/{path}.{format}"
        async with self._open().request(
            method, url, params=query, data=body, headers=headers, allow_redirects=False
        ) as answer:
            read = await self._read(answer)
            if not 200 <= answer.status < 300:
                raise meaning(answer.status, answer.headers.get("Retry-After", ""), _faults(format, read))
            return documents.read(format, read, self._largest)

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        read = bytearray()
        async for piece in answer.content.iter_chunked(_PIECE):
            read += piece
            if len(read) > self._largest:
                raise Unreadable(f"it has more than {self._largest} bytes")
        return bytes(read)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                cookie_jar=aiohttp.DummyCookieJar(),
                timeout=aiohttp.ClientTimeout(total=None, sock_connect=CONNECT),
            )
        return self._session


def _fields(new: NewRequest) -> list[tuple[str, str]]:
    """What is not empty, as the form has it: `attribute[code]`, and `attribute[code][]` for several
    answers."""
    plain = [(name, getattr(new, field)) for name, field in POSTED.items()]
    given = [(name, str(value)) for name, value in plain if value not in ("", None)]
    cut = [(name, value[:LONGEST_DESCRIPTION] if name == "description" else value) for name, value in given]
    codes = [code for code, _ in new.attributes]
    return [
        *cut,
        *((f"attribute[{code}]{'[]' * (codes.count(code) > 1)}", value) for code, value in new.attributes),
    ]


def _query(wanted: Wanted) -> dict[str, str]:
    lists: Mapping[str, Sequence[str]] = {
        "service_request_id": wanted.ids,
        "service_code": wanted.services,
        "status": wanted.statuses,
    }
    found = {name: ",".join(values) for name, values in lists.items() if values}
    dates = {"start_date": writing.moment(wanted.start), "end_date": writing.moment(wanted.end)}
    return found | {name: value for name, value in dates.items() if value}


def _path(id: str) -> str:
    """One part of an address. One of dots alone would lead elsewhere."""
    if not id or not id.strip("."):
        raise Open311Error("unreadable")
    return quote(id, safe="")


def _faults(format: Format, body: bytes) -> Any:
    """The errors in the body, whichever of both formats it is in; none when it is something else."""
    for one in (format, "json" if format == "xml" else "xml"):
        try:
            return reading.faults(documents.read(one, body))
        except Unreadable:
            continue
    return ()
