"""A stand-in for another system that speaks GeoReport v2, as councils' systems behind FixMyStreet do.

Paths, fields and errors are those of the specification; quirks are those that are known of real servers: 400
`base is a duplicate` for the same description again, numbers that are no text in JSON, lists of one that are
none, services in batch and without an answer. What is wrong is refused with a list of errors.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web
from aiohttp.test_utils import TestServer
from lxml import etree

KEY, JURISDICTION = "a key that the council gave", "council.test"
NOW = "2026-11-20T09:00:00Z"
ITEMS = {
    "services": "service",
    "service_requests": "request",
    "attributes": "attribute",
    "values": "value",
    "errors": "error",
}
FAULTS = (
    "400",
    "401",
    "403",
    "404",
    "429",
    "500",
    "502",
    "503",
    "504",
    "slow",
    "cut",
    "lost",
    "html",
    "empty",
    "huge",
    "bomb",
    "entity",
    "redirect",
    "broken",
)
"""`cut` ends the connection before anything is done, `lost` after it. `slow` never answers, after it is
done."""

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><service_requests><request>'
    b"<service_request_id>&c;</service_request_id></request></service_requests>"
)
ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]><service_requests>'
    b"<request><service_request_id>&secret;</service_request_id></request></service_requests>"
)

UNKNOWN = "344H7M"
"""A reference as they are made, of no case."""


class FakeOpen311:
    """`fault` is what goes wrong now, for requests whose method and path begin with `only`; `faults` of them,
    or all when it is below 0. `asked` has every request as `METHOD path`, `posted` every form that came,
    `made` the requests that there are, by their number."""

    def __init__(self) -> None:
        self.fault, self.only, self.faults = "", "", -1
        self.retry_after = ""
        self.message = "base is a duplicate"
        self.asked: list[str] = []
        self.keys: list[str] = []
        self.posted: list[list[tuple[str, str]]] = []
        self.made: dict[str, dict[str, Any]] = {}
        self.tokens: dict[str, str] = {}
        self.services: dict[str, dict[str, Any]] = {}
        self.attributes: dict[str, list[dict[str, Any]]] = {}
        self.key, self.jurisdiction = KEY, ""
        self.lists = True  # its public list has what was made
        self.dedupes = True  # the same description again is refused
        self.numbers = True  # JSON has numbers where XML has text
        self.single = False  # a list of one is that one
        self.elsewhere = ""
        self.released = asyncio.Event()
        self.url = ""
        self._ids = itertools.count(293944)
        self._tokens = itertools.count(1)
        self.service("repairs", "Housing repairs")

    def service(self, code: str, name: str, type: str = "realtime", *attributes: dict[str, Any]) -> None:
        """Adds a service."""
        self.services[code] = {
            "service_code": code,
            "service_name": name,
            "description": None,
            "metadata": bool(attributes),
            "type": type,
            "keywords": "a, b",
            "group": "housing",
        }
        self.attributes[code] = list(attributes)

    def closes(self, id: str, status: str = "closed", **more: Any) -> None:
        """What becomes of a request."""
        self.made[id] |= {"status": status, "updated_datetime": NOW, **more}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[FakeOpen311]:
        """Serves on a free port of this machine while the block runs."""
        app = web.Application(middlewares=[self._guard])
        end = "{format:(?:xml|json)}"
        app.add_routes(
            [
                web.get(f"/v2/services.{end}", self._services),
                web.get(f"/v2/services/{{id}}.{end}", self._definition),
                web.post(f"/v2/requests.{end}", self._make),
                web.get(f"/v2/requests.{end}", self._list),
                web.get(f"/v2/requests/{{id}}.{end}", self._one),
                web.get(f"/v2/tokens/{{id}}.{end}", self._token),
            ]
        )
        server = TestServer(app)
        await server.start_server()
        try:
            self.url = str(server.make_url("/v2"))
            yield self
        finally:
            self.released.set()
            await server.close()

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        name = f"{request.method} {request.path.removeprefix('/v2')}"
        self.asked.append(name)
        self.keys.append(request.headers.get("X-Api-Key", ""))
        fault = self.fault if name.startswith(self.only) and self.faults != 0 else ""
        if fault:
            self.faults -= 1
        if fault in ("", "lost", "slow"):
            answer: web.StreamResponse = await handler(request)
        if fault in ("lost", "cut"):
            assert request.transport is not None
            request.transport.close()
            return web.Response()
        if fault == "slow":
            await self.released.wait()
        return answer if fault in ("", "slow") else self._broken(request, fault)

    def _broken(self, request: web.Request, fault: str) -> web.Response:
        if fault.isdecimal():
            headers = {"Retry-After": self.retry_after} if self.retry_after else {}
            return self._errors(request, int(fault), self.message, headers)
        bodies = {"html": b"<html><body>Sign in</html>", "empty": b"", "bomb": BOMB, "entity": ENTITY}
        if fault == "redirect":
            return web.Response(status=307, headers={"Location": self.elsewhere})
        if fault == "huge":
            return web.Response(
                body=b"<services>" + b" " * 3_000_000 + b"</services>", content_type="text/xml"
            )
        if fault == "broken":
            return web.Response(body=b"<services><service>", content_type="text/xml")
        return web.Response(body=bodies[fault], content_type="text/html")

    async def _services(self, request: web.Request) -> web.Response:
        return self._answer(request, "services", list(self.services.values()))

    async def _definition(self, request: web.Request) -> web.Response:
        code = request.match_info["id"]
        if code not in self.services:
            return self._errors(request, 404, "service_code was not found")
        document = {"service_code": code, "attributes": self.attributes[code]}
        return self._answer(request, "service_definition", document)

    async def _make(self, request: web.Request) -> web.Response:
        pairs = parse_qsl((await request.read()).decode("ascii"))
        form = dict(pairs)
        if form.get("api_key") != self.key:
            return self._errors(request, 403, "Invalid api_key received")
        if self.jurisdiction and form.get("jurisdiction_id") != self.jurisdiction:
            return self._errors(request, 404, "jurisdiction_id provided was not found")
        service = self.services.get(form.get("service_code", ""))
        if service is None:
            return self._errors(request, 404, "service_code was not found")
        if not any(form.get(name) for name in ("lat", "address_string", "address_id")):
            return self._errors(request, 400, "location can't be blank")
        same = [one for one in self.made.values() if one["description"] == form.get("description")]
        if same and self.dedupes:
            return self._errors(request, 400, "Invalid service request: base is a duplicate.")
        self.posted.append(pairs)
        id = str(next(self._ids))
        self.made[id] = self._row(id, service, form)
        return self._answer(request, "service_requests", [self._given(id, service)])

    def _given(self, id: str, service: Mapping[str, Any]) -> dict[str, Any]:
        if service["type"] == "batch":
            token = f"t{next(self._tokens)}"
            self.tokens[token] = id
            return {"token": token, "service_notice": None, "account_id": None}
        number = {"service_request_id": id} if service["type"] == "realtime" else {}
        return {**number, "service_notice": "We look at it.", "account_id": None}

    def _row(self, id: str, service: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
        return {
            "service_request_id": id,
            "status": "open",
            "status_notes": None,
            "service_name": service["service_name"],
            "service_code": service["service_code"],
            "description": form.get("description"),
            "agency_responsible": None,
            "service_notice": None,
            "requested_datetime": NOW,
            "updated_datetime": NOW,
            "expected_datetime": None,
            "address": None,
            "lat": None,
            "long": None,
        }

    async def _list(self, request: web.Request) -> web.Response:
        code = request.query.get("service_code", "")
        rows = [one for one in self.made.values() if not code or one["service_code"] == code]
        return self._answer(request, "service_requests", rows if self.lists else [])

    async def _one(self, request: web.Request) -> web.Response:
        found = self.made.get(request.match_info["id"])
        if found is None:
            return self._errors(request, 404, "service_request_id was not found")
        return self._answer(request, "service_requests", [found])

    async def _token(self, request: web.Request) -> web.Response:
        token = request.match_info["id"]
        if token not in self.tokens:
            return self._errors(request, 404, "token was not found")
        row = {"service_request_id": self.tokens[token] or None, "token": token}
        return self._answer(request, "service_requests", [row])

    def _errors(
        self, request: web.Request, status: int, description: str, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        errors = [{"code": status, "description": description}]
        return self._answer(request, "errors", errors, status, headers)

    def _answer(
        self,
        request: web.Request,
        root: str,
        document: Any,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
    ) -> web.Response:
        if self.single and isinstance(document, list) and len(document) == 1:
            document = document[0]
        if request.match_info["format"] == "xml":
            body = etree.tostring(_element(root, document), xml_declaration=True, encoding="UTF-8")
            return web.Response(body=body, status=status, content_type="text/xml", headers=headers)
        text = json.dumps(document, default=str)
        if self.numbers:
            text = json.dumps(_numbered(document))
        return web.Response(text=text, status=status, content_type="application/json", headers=headers)


def _element(name: str, value: Any) -> etree._Element:
    element = etree.Element(name)
    if isinstance(value, dict) and name in ITEMS and ITEMS[name] not in value:
        value = [value]
    if isinstance(value, dict):
        element.extend([_element(key, one) for key, one in value.items()])
    elif isinstance(value, list):
        element.extend([_element(ITEMS[name], one) for one in value])
    elif value is not None:
        element.text = str(value).lower() if isinstance(value, bool) else str(value)
    return element


def _numbered(value: Any) -> Any:
    """Text of digits alone becomes a number, as in the specification's own examples."""
    if isinstance(value, dict):
        return {key: _numbered(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_numbered(one) for one in value]
    return int(value) if isinstance(value, str) and value.isdecimal() else value
