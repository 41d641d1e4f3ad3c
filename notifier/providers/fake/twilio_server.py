"""A Twilio on this machine: messages are kept, found again and reported on, with faults to switch on.

It keeps to the published specification of the Messages API; tests put a checking proxy before it that says
so.
"""

from __future__ import annotations

import asyncio
import base64
import datetime as dt
from collections.abc import Callable
from email.utils import format_datetime
from itertools import count
from typing import Any, Literal

from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.twilio.webhook import BODY_LIMIT
from notifier.providers.fake.twilio_shapes import VERSION, created, error, listed
from notifier.providers.fake.twilio_signing import Signing

ACCOUNT, TOKEN = "AC" + "a" * 32, "the-token-of-this-account"
SERVICE, NUMBER = "MG" + "b" * 32, "+447700900001"

Fault = Literal["", "lost", "cut", "500", "500-before", "slow", "unlike", "garbled"]
"""`lost`: the message is made and no answer comes. `cut`: the connection ends instead. `500`: made, and
answered with a 500; `500-before`: not made. `slow`: nothing happens until `released`. `unlike`: a status that
the specification does not know. `garbled`: made, and answered with no JSON."""


class TwilioServer:
    """`signing` posts the webhooks; without it none are posted. `numbers` are errors by number: whoever is in
    it gets that code. `messages` are all that were made, in order."""

    def __init__(self, clock: Callable[[], dt.datetime], signing: Signing | None = None) -> None:
        self.signing = signing
        self.messages: list[dict[str, Any]] = []
        self.callbacks: dict[str, str] = {}
        self.numbers: dict[str, int] = {}
        self.files: dict[str, bytes] = {}
        self.moved: dict[str, str] = {}
        self.services: dict[str, dict[str, Any]] = {}
        self.owned: dict[str, dict[str, Any]] = {}
        self.fault: Fault = ""
        self.always = 0
        self.retry_after = ""
        self.asked = 0
        self.released = asyncio.Event()
        self._news = asyncio.Event()
        self.url = ""
        self._clock = clock
        self._ids = count(1)
        self._server: TestServer | None = None

    async def start(self, port: int | None = None) -> None:
        """Listens on this or on a free port; `url` says where."""
        app = web.Application(middlewares=[self._guard], client_max_size=BODY_LIMIT)
        account = f"/{VERSION}/Accounts/{ACCOUNT}"
        app.add_routes(
            [
                web.post(f"{account}/Messages.json", self._create),
                web.get(f"{account}/Messages.json", self._list),
                web.get(f"{account}.json", self._account),
                web.get(f"{account}/IncomingPhoneNumbers.json", self._numbers),
                web.get("/v1/Services/{sid}", self._service),
                web.get(account + "/Messages/{message}/Media/{media}", self._media),
            ]
        )
        self._server = TestServer(app, port=port)
        await self._server.start_server()
        self.url = str(self._server.make_url("")).rstrip("/")

    async def close(self) -> None:
        """Lets everybody go who still waits."""
        self.released.set()
        if self._server:
            await self._server.close()

    def texts(self, to: str) -> list[str]:
        """What was sent to a number."""
        return [one["body"] for one in self.messages if one["to"] == to]

    async def arrived(self, to: str, number: int = 1) -> list[str]:
        """Waits until so many messages to this number are there."""
        while len(self.texts(to)) < number:
            self._news.clear()
            await self._news.wait()
        return self.texts(to)

    async def report(self, sid: str, status: str, code: int | None = None) -> int:
        """The message's new status, told by its callback if it has one; the answer's status, or 0."""
        message = next(one for one in self.messages if one["sid"] == sid)
        message |= {"status": status, "error_code": code, "date_updated": format_datetime(self._clock())}
        if status == "sent":
            message["date_sent"] = format_datetime(self._clock())
        return await self.tell(sid, status, code)

    async def tell(self, sid: str, status: str, code: int | None = None) -> int:
        """A callback alone: repeated, late, or about what nobody knows."""
        nobody: dict[str, Any] = {"to": "", "from": None}
        message = next((one for one in self.messages if one["sid"] == sid), nobody)
        assert self.signing
        url = self.callbacks.get(sid, f"{self.signing.public}/webhooks/twilio/status")
        fields: dict[str, str] = {
            "MessageSid": sid,
            "SmsSid": sid,
            "MessageStatus": status,
            "SmsStatus": status,
            "To": message["to"],
            "From": message["from"] or NUMBER,
            "AccountSid": ACCOUNT,
            "ApiVersion": VERSION,
        }
        if code is not None:
            fields["ErrorCode"] = str(code)
        answered, _ = await self.signing.post(url, fields)
        return answered

    async def text(
        self, body: str, sender: str = "+447700900123", sid: str = "", **more: str
    ) -> tuple[int, str]:
        """Somebody writes to the service."""
        assert self.signing
        sid = sid or self._sid()
        fields = {
            "ToCountry": "GB",
            "ToState": "",
            "SmsMessageSid": sid,
            "NumMedia": "0",
            "ToCity": "",
            "FromZip": "",
            "SmsSid": sid,
            "FromState": "",
            "SmsStatus": "received",
            "FromCity": "",
            "Body": body,
            "FromCountry": "GB",
            "To": NUMBER,
            "MessagingServiceSid": SERVICE,
            "ToZip": "",
            "NumSegments": "1",
            "MessageSid": sid,
            "AccountSid": ACCOUNT,
            "From": sender,
            "ApiVersion": VERSION,
        } | more
        return await self.signing.post(f"{self.signing.public}/webhooks/twilio/sms", fields)

    def _sid(self) -> str:
        return f"SM{next(self._ids):032x}"

    @web.middleware
    async def _guard(self, request: web.Request, handler: Any) -> web.StreamResponse:
        self.asked += 1
        login = base64.b64encode(f"{ACCOUNT}:{TOKEN}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {login}":
            return _refused(20003)
        if self.always:
            answer = _refused(self.always)
            return _after(answer, self.retry_after) if self.always == 20429 else answer
        if self.fault == "500-before":
            return web.json_response({"message": "Internal Server Error"}, status=500)
        if self.fault == "slow":
            await self.released.wait()
        answer = await handler(request)
        return await self._broken(request, answer) if request.method == "POST" else answer

    async def _broken(self, request: web.Request, answer: web.Response) -> web.Response:
        """What becomes of the answer to what has happened already."""
        if self.fault == "lost":
            await self.released.wait()
        if self.fault in ("cut", "lost"):
            assert request.transport is not None
            request.transport.close()
        if self.fault == "500":
            return web.json_response({"message": "Internal Server Error"}, status=500)
        return web.Response(text="<html>", status=201) if self.fault == "garbled" else answer

    async def _create(self, request: web.Request) -> web.Response:
        form = await request.post()
        fields = {name: str(value) for name, value in form.items()}
        to, body = fields.get("To", ""), fields.get("Body", "")
        if code := self._wrong(to, body):
            return _refused(code)
        sid = self._sid()
        message = created(ACCOUNT, sid, fields, self._clock())
        self.messages.append(message)
        self._news.set()
        if callback := fields.get("StatusCallback"):
            self.callbacks[sid] = callback
        shown = {**message, "status": "teleported"} if self.fault == "unlike" else message
        return web.json_response(shown, status=201)

    def _wrong(self, to: str, body: str) -> int:
        if not to:
            return 21604
        if not to.startswith("+") or not to[1:].isdecimal():
            return 21211
        return 21617 if len(body) > 1_600 else self.numbers.get(to, 0)

    async def _list(self, request: web.Request) -> web.Response:
        to = request.query.get("To")
        found = [one for one in reversed(self.messages) if to in (None, one["to"])]
        return web.json_response(listed(ACCOUNT, found, int(request.query.get("PageSize", "50"))))

    async def _account(self, request: web.Request) -> web.Response:
        return web.json_response({"sid": ACCOUNT, "status": "active", "type": "Full"})

    async def _numbers(self, request: web.Request) -> web.Response:
        asked = request.query.get("PhoneNumber", "")
        found = [self.owned[asked]] if asked in self.owned else []
        return web.json_response({"incoming_phone_numbers": found, "next_page_uri": None})

    async def _service(self, request: web.Request) -> web.Response:
        found = self.services.get(request.match_info["sid"])
        return web.json_response(found) if found else _refused(20404)

    async def _media(self, request: web.Request) -> web.Response:
        media = request.match_info["media"]
        if media in self.moved:
            return web.Response(status=307, headers={"Location": self.moved[media]})
        data = self.files.get(media)
        if data is None:
            return _refused(20404)
        return web.Response(body=data, content_type="image/jpeg")


def _refused(code: int) -> web.Response:
    status, body = error(code)
    return web.json_response(body, status=status)


def _after(answer: web.Response, seconds: str) -> web.Response:
    if seconds:
        answer.headers["Retry-After"] = seconds
    return answer
