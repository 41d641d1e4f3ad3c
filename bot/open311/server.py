"""A server of GeoReport v2 for other front ends: `/open311/v2/…`, in XML and JSON.

What can be asked for, and what becomes of it, is the desk's: here are the formats, the keys and the limits.
Who makes a request is known by their key before anything else of it is looked at; errors are a list with a
code and a description, as the specification has them.
"""

from __future__ import annotations

import datetime as dt
import hmac
import re
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol
from urllib.parse import unquote_plus

import structlog
from aiohttp import web

from bot.open311 import documents, writing
from bot.open311.asked import Declined, new_request, wanted
from bot.open311.client import KEY_HEADER
from bot.open311.shapes import Accepted, Definition, Fault, NewRequest, Request, Service, Wanted
from bot.secret import Secret
from channels.body import FORM, BadInput, read
from channels.limits import Buckets, Rate

BASE = "/open311/v2"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CHANGED = "2026-11-21 00:00"
"""When discovery or the shape of services last changed: clients look at them again."""

LARGEST = 64 * 1024
"""Bytes of one request."""

ASKING, MAKING = Rate(60, 2.0), Rate(30, 0.5)
"""How often one network address may ask, and one client may make something."""

_FORMAT = "{format:(?:xml|json)}"
_KEY = re.compile(rb"(?:^|&)api_key=([^&]*)")
_QUIET = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
log = structlog.get_logger(__name__)

Client = tuple[str, Secret]
"""A label, and the key of whoever is called so here."""


class Desk(Protocol):
    """What is behind it. Moments are UTC."""

    def services(self) -> Sequence[Service]:
        """All that can be asked for."""

    def definition(self, code: str) -> Definition | None:
        """The attributes of a service, None when there is no such service."""

    async def take(self, client: str, new: NewRequest) -> Accepted:
        """Makes a request for this client. Raises `Declined`."""

    async def one(self, id: str, *, known: bool) -> Request | None:
        """A request, as far as whoever asks may see it: `known` has a key."""

    async def many(self, which: Wanted) -> Sequence[Request]:
        """Those that everybody may see."""

    async def number(self, token: str) -> str:
        """The number behind a token, empty where there is no such token."""


class Server:
    """`clients` may make requests; `address_of` tells the network address of who asks, for the limits alone;
    `url` is where residents reach the service, `contact` what is said to who wants a key."""

    def __init__(
        self,
        desk: Desk,
        clients: Sequence[Client],
        address_of: Callable[[web.Request], str],
        now: Callable[[], dt.datetime],
        url: str,
        contact: str,
    ) -> None:
        self._desk = desk
        self._clients = clients
        self._address_of = address_of
        self._now = now
        self._url = url
        self._contact = contact
        self._asking = Buckets(ASKING, now)
        self._making = Buckets(MAKING, now)

    def routes(self) -> list[web.RouteDef]:
        """All of them."""
        return [
            web.get(f"{BASE}/discovery.{_FORMAT}", self._route("discovery", self._discovery)),
            web.get(f"{BASE}/services.{_FORMAT}", self._route("services", self._services)),
            web.get(f"{BASE}/services/{{id}}.{_FORMAT}", self._route("service_definition", self._definition)),
            web.get(f"{BASE}/requests.{_FORMAT}", self._route("service_requests", self._requests)),
            web.get(f"{BASE}/requests/{{id}}.{_FORMAT}", self._route("service_requests", self._request)),
            web.get(f"{BASE}/tokens/{{id}}.{_FORMAT}", self._route("service_requests", self._token)),
            web.post(f"{BASE}/requests.{_FORMAT}", self._route("service_requests", self._make)),
        ]

    def _route(
        self, root: str, work: Callable[[web.Request], Awaitable[Any]]
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        async def answer(request: web.Request) -> web.Response:
            try:
                if seconds := self._asking.take(self._address_of(request)):
                    raise Declined(429, "too many requests", after=seconds)
                return _answer(request, 200, root, await work(request))
            except Declined as problem:
                return _refusal(request, problem)
            except BadInput as problem:
                return _refusal(request, Declined(problem.status, str(problem)))
            except Exception:
                log.exception("open311_failed")
                return _refusal(request, Declined(503, "try again later"))

        return answer

    async def _discovery(self, _request: web.Request) -> Any:
        endpoint = {
            "specification": SPECIFICATION,
            "url": f"{self._url}{BASE}",
            "changeset": CHANGED,
            "type": "production",
            "formats": list(documents.TYPES.values()),
        }
        key = "Ask the council for a key. Without one, what is public can be read."
        return {"changeset": CHANGED, "contact": self._contact, "key_service": key, "endpoints": [endpoint]}

    async def _services(self, _request: web.Request) -> Any:
        return writing.services(self._desk.services())

    async def _definition(self, request: web.Request) -> Any:
        found = self._desk.definition(request.match_info["id"])
        if found is None:
            raise Declined(404, "service_code was not found")
        return writing.definition(found)

    async def _requests(self, request: web.Request) -> Any:
        return writing.requests(await self._desk.many(wanted(request.query, self._now())))

    async def _request(self, request: web.Request) -> Any:
        given = request.headers.get(KEY_HEADER) or request.query.get("api_key", "")
        known = bool(given) and bool(self._client(given.encode()))
        found = await self._desk.one(request.match_info["id"], known=known)
        if found is None:
            raise Declined(404, "service_request_id was not found")
        return writing.requests([found])

    async def _token(self, request: web.Request) -> Any:
        token = request.match_info["id"]
        number = await self._desk.number(token)
        if not number:
            raise Declined(404, "token was not found")
        return writing.token(token, number)

    async def _make(self, request: web.Request) -> Any:
        if given := request.headers.get(KEY_HEADER, ""):
            self._client(given.encode())
        body = await read(request, FORM, LARGEST)
        inside = _KEY.search(body)
        key = unquote_plus(inside[1].decode("ascii", "replace")).encode() if inside else given.encode()
        client = self._client(key)
        if seconds := self._making.take(client):
            raise Declined(429, "too many requests", after=seconds)
        return writing.accepted(await self._desk.take(client, new_request(body)))

    def _client(self, key: bytes) -> str:
        """Whose key this is. All are compared, each in constant time. Raises `Declined` 403."""
        pairs = [(label, str.__str__(secret).encode()) for label, secret in self._clients]
        found = [label for label, secret in pairs if hmac.compare_digest(key, secret)]
        if not key or not found:
            raise Declined(403, "api_key is not right" if key else "api_key is missing")
        return found[0]


def _answer(request: web.Request, status: int, root: str, document: Any) -> web.Response:
    format = request.match_info["format"]
    body = documents.write(format, root, document)  # type: ignore[arg-type]
    type = documents.TYPES[format]
    return web.Response(body=body, status=status, content_type=type, charset="utf-8", headers=_QUIET)


def _refusal(request: web.Request, problem: Declined) -> web.Response:
    faults = [Fault(str(problem.status), description) for description in problem.descriptions]
    answer = _answer(request, problem.status, "errors", writing.faults(faults))
    if problem.after:
        answer.headers["Retry-After"] = str(max(1, round(problem.after + 0.5)))
    return answer
