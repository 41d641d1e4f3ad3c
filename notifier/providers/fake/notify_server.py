"""A GOV.UK Notify on this machine: checks the token and the template, keeps messages, calls back."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from itertools import count
from typing import Any, Literal

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OctKey

SERVICE = "26785a09-ab16-4eb0-8407-a37497a57506"
SIGNING = "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"assistant-{SERVICE}-{SIGNING}"
TEMPLATE = "f33517ff-2a88-4f6e-b855-c550268ce08a"
BEARER = "what-the-council-chose-for-callbacks"

Fault = Literal["", "lost", "cut", "500", "429", "trial"]
"""`lost`, `cut` and `500` come after the message was kept."""


class NotifyServer:
    """`reach` is where our callbacks are served. `messages` are all that were kept, in order."""

    def __init__(self, clock: Callable[[], dt.datetime], reach: str = "") -> None:
        self.reach = reach
        self.messages: list[dict[str, Any]] = []
        self.fault: Fault = ""
        self.released = asyncio.Event()
        self.url = ""
        self._clock = clock
        self._ids = count(1)
        self._server: TestServer | None = None

    async def start(self) -> None:
        """Listens on a free port; `url` says where."""
        app = web.Application(middlewares=[self._guard])
        app.add_routes(
            [
                web.post("/v2/notifications/sms", self._create),
                web.get("/v2/notifications", self._list),
                web.get("/v2/template/{id}", self._template),
            ]
        )
        self._server = TestServer(app)
        await self._server.start_server()
        self.url = str(self._server.make_url("")).rstrip("/")

    async def close(self) -> None:
        """Lets everybody go who still waits."""
        self.released.set()
        if self._server:
            await self._server.close()

    async def report(self, id: str, status: str, bearer: str = BEARER) -> int:
        """A message's new status, told by the callback; the answer's status."""
        message: dict[str, Any] = next((one for one in self.messages if one["id"] == id), {"reference": None})
        message["status"] = status
        told = {
            "id": id,
            "reference": message["reference"],
            "to": message.get("phone_number", ""),
            "status": status,
            "created_at": self._now(),
            "completed_at": self._now(),
            "sent_at": self._now(),
            "notification_type": "sms",
            "template_id": TEMPLATE,
            "template_version": 1,
        }
        return await self._post("/webhooks/notify/status", told, bearer)

    async def text(
        self, message: str, sender: str = "447700900123", id: str = "", bearer: str = BEARER
    ) -> int:
        """Somebody writes to the service; the answer's status."""
        told = {
            "id": id or self._id(),
            "source_number": sender,
            "destination_number": "07700900001",
            "message": message,
            "date_received": self._now(),
        }
        return await self._post("/webhooks/notify/sms", told, bearer)

    async def _post(self, path: str, body: object, bearer: str) -> int:
        headers = {"Authorization": f"Bearer {bearer}"}
        async with (
            aiohttp.ClientSession() as session,
            session.post(self.reach + path, json=body, headers=headers) as answer,
        ):
            return answer.status

    def _id(self) -> str:
        return f"740e5834-3a29-46b4-9a6f-{next(self._ids):012x}"

    def _now(self) -> str:
        return self._clock().strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        try:
            bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
            claims = jwt.decode(bearer, OctKey.import_key(SIGNING), algorithms=["HS256"]).claims
        except (JoseError, ValueError):
            return _refused(403, "AuthError", "Invalid token: signature, api token not found")
        if claims.get("iss") != SERVICE or abs(claims["iat"] - self._clock().timestamp()) > 30:
            return _refused(
                403, "AuthError", "Error: Your system clock must be accurate to within 30 seconds"
            )
        if self.fault == "429":
            return _refused(429, "RateLimitError", "Exceeded rate limit for key type LIVE of 3000 requests")
        answer: web.StreamResponse = await handler(request)
        return await self._broken(request, answer) if request.method == "POST" else answer

    async def _broken(self, request: web.Request, answer: web.StreamResponse) -> web.StreamResponse:
        if self.fault == "lost":
            await self.released.wait()
        if self.fault in ("cut", "lost"):
            assert request.transport is not None
            request.transport.close()
        return _refused(500, "Exception", "Internal server error") if self.fault == "500" else answer

    async def _create(self, request: web.Request) -> web.Response:
        asked = await request.json()
        number, text = asked.get("phone_number", ""), asked.get("personalisation", {}).get("text")
        if self.fault == "trial":
            return _refused(
                400, "BadRequestError", "Can't send to this recipient when service is in trial mode"
            )
        if not number.startswith("+44"):
            return _refused(400, "ValidationError", "phone_number Not a UK mobile number")
        if asked.get("template_id") != TEMPLATE or text is None:
            return _refused(400, "BadRequestError", "Missing personalisation: text")
        if len(text) > 918:
            return _refused(
                400, "BadRequestError", "Your message is too long. It is over the character count limit"
            )
        id = self._id()
        kept = {
            "id": id,
            "reference": asked.get("reference"),
            "phone_number": number,
            "type": "sms",
            "status": "created",
            "body": text,
            "created_at": self._now(),
            "template": {"id": TEMPLATE, "version": 1, "uri": f"{self.url}/v2/template/{TEMPLATE}"},
        }
        self.messages.append(kept)
        content = {"body": text, "from_number": "COUNCIL"}
        shown = {"id": id, "reference": kept["reference"], "content": content, "template": kept["template"]}
        return web.json_response({**shown, "uri": f"{self.url}/v2/notifications/{id}"}, status=201)

    async def _list(self, request: web.Request) -> web.Response:
        asked = request.query.get("reference")
        found = [one for one in reversed(self.messages) if asked in (None, one["reference"])]
        links = {"current": f"{self.url}/v2/notifications"}
        return web.json_response({"notifications": found, "links": links})

    async def _template(self, request: web.Request) -> web.Response:
        id = request.match_info["id"]
        if id != TEMPLATE:
            return _refused(404, "NoResultFound", "No result found")
        return web.json_response({"id": id, "type": "sms", "version": 1, "body": "((text))"})


def _refused(status: int, error: str, message: str) -> web.Response:
    body = {"status_code": status, "errors": [{"error": error, "message": message}]}
    return web.json_response(body, status=status)
