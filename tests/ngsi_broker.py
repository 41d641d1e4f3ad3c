"""A context broker on loopback, as far as subscriptions go: it holds what it is sent to the rules that the
ETSI conformance samples test, ends subscriptions in time, and records what it could not deliver."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

LD, JSON = "application/ld+json", "application/json"
NAMES = """
    id type description entities watchedAttributes q geoQ notification throttling timeInterval expiresAt
    isActive notificationTrigger datasetId @context
"""
KNOWN = frozenset(NAMES.split())


class ContextBroker:
    """Use `url` once it is started. `key` is what has to be shown as `x-api-key`, empty for nothing. `down`
    is the status with which everything is answered, 0 for none."""

    def __init__(self, now: Callable[[], datetime], key: str = "") -> None:
        self._now = now
        self._key = key
        self.subscriptions: dict[str, dict[str, Any]] = {}
        self.entities: list[dict[str, Any]] = []
        self.asked: list[tuple[str, str]] = []
        self.down = 0
        self._made = 0
        app = web.Application()
        app.router.add_post("/ngsi-ld/v1/subscriptions", self._create)
        app.router.add_get("/ngsi-ld/v1/subscriptions/{id}", self._read)
        app.router.add_patch("/ngsi-ld/v1/subscriptions/{id}", self._change)
        app.router.add_delete("/ngsi-ld/v1/subscriptions/{id}", self._delete)
        app.router.add_get("/ngsi-ld/v1/entities", self._query)
        app.middlewares.append(self._door)
        self._server = TestServer(app)

    @property
    def url(self) -> str:
        return str(self._server.make_url("")).rstrip("/")

    async def start(self) -> None:
        await self._server.start_server()

    async def close(self) -> None:
        await self._server.close()

    async def notify(self, *entities: dict[str, Any]) -> list[int]:
        """Sends the entities to all who have subscribed and records how that went; the statuses. Nothing is
        tried again."""
        statuses = []
        for id, subscription in self._alive().items():
            endpoint = subscription["notification"]["endpoint"]
            headers = {one["key"]: one["value"] for one in endpoint.get("receiverInfo", [])}
            body: dict[str, Any] = {"id": "urn:ngsi-ld:Notification:1", "type": "Notification"}
            body |= {"subscriptionId": id, "notifiedAt": self._written(), "data": list(entities)}
            headers["Content-Type"] = endpoint.get("accept", JSON)
            statuses.append(await self._deliver(endpoint["uri"], json.dumps(body), headers))
            good = statuses[-1] == 200
            record = subscription["notification"]
            record["status"] = "ok" if good else "failed"
            record["lastSuccess" if good else "lastFailure"] = self._written()
        return statuses

    async def _deliver(self, uri: str, body: str, headers: dict[str, str]) -> int:
        async with ClientSession() as session:
            try:
                async with session.post(uri, data=body, headers=headers) as answer:
                    return answer.status
            except OSError:
                return 0

    @web.middleware
    async def _door(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked.append((request.method, request.path_qs))
        if self.down:
            return web.Response(status=self.down, headers={"Retry-After": "120"})
        if self._key and request.headers.get("x-api-key") != self._key:
            return web.Response(status=401)
        response: web.StreamResponse = await handler(request)
        return response

    async def _create(self, request: web.Request) -> web.Response:
        body = await self._body(request)
        self._check(body)
        self._alive()
        self._made += 1
        id = f"urn:ngsi-ld:Subscription:{self._made}"
        self.subscriptions[id] = body
        return web.Response(status=201, headers={"Location": f"/ngsi-ld/v1/subscriptions/{id}"})

    async def _read(self, request: web.Request) -> web.Response:
        return web.json_response({"id": request.match_info["id"], **self._one(request)})

    async def _change(self, request: web.Request) -> web.Response:
        body = await self._body(request)
        held = self._one(request)
        self._check({**held, **body})
        held.update(body)
        return web.Response(status=204)

    async def _delete(self, request: web.Request) -> web.Response:
        self._one(request)
        del self.subscriptions[request.match_info["id"]]
        return web.Response(status=204)

    async def _query(self, request: web.Request) -> web.Response:
        found = [one for one in self.entities if one["type"] == request.query["type"]]
        start, limit = int(request.query.get("offset", 0)), int(request.query.get("limit", 20))
        return web.json_response(found[start : start + limit])

    async def _body(self, request: web.Request) -> dict[str, Any]:
        """JSON has its context in the `Link` header, and JSON-LD in itself."""
        body: dict[str, Any] = await request.json()
        if (request.content_type == LD) != ("@context" in body):
            _bad("a context does not fit the content type")
        if request.content_type == LD and "Link" in request.headers:
            _bad("JSON-LD with a Link header")
        return body

    def _check(self, body: dict[str, Any]) -> None:
        """What the samples called `invalid` are refused for."""
        unknown = set(body) - KNOWN
        if unknown:
            _bad(f"unknown: {unknown}")
        if body.get("type") != "Subscription" or not (body.get("entities") or body.get("watchedAttributes")):
            _bad("no subscription")
        if body.get("throttling", 0) < 0:
            _bad("throttling is negative")
        if "throttling" in body and "timeInterval" in body:
            _bad("throttling with timeInterval")
        if "timeInterval" in body and "watchedAttributes" in body:
            _bad("timeInterval with watchedAttributes")
        if not body.get("notification", {}).get("endpoint", {}).get("uri"):
            _bad("no endpoint")
        if body.get("expiresAt", "9") <= self._written():
            _bad("it is over already")

    def _one(self, request: web.Request) -> dict[str, Any]:
        found = self._alive().get(request.match_info["id"])
        if found is None:
            raise web.HTTPNotFound
        return found

    def _alive(self) -> dict[str, dict[str, Any]]:
        now = self._written()
        self.subscriptions = {
            id: one for id, one in self.subscriptions.items() if one.get("expiresAt", "9") > now
        }
        return self.subscriptions

    def _written(self) -> str:
        return self._now().strftime("%Y-%m-%dT%H:%M:%SZ")


def _bad(why: str) -> None:
    """A problem as clause 6.3.2 has it."""
    problem = {"type": "https://uri.etsi.org/ngsi-ld/errors/BadRequestData", "title": why}
    raise web.HTTPBadRequest(text=json.dumps(problem), content_type=JSON)
