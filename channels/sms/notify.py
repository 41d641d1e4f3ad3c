"""GOV.UK Notify's callbacks for text messages: JSON, with a bearer token that the council chose.

https://docs.notifications.service.gov.uk/rest-api.html, "Callbacks". Notify tries again for some minutes
after a 5xx, and never after a 4xx.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Sequence

from aiohttp import web
from msgspec import Struct

from channels.body import BadInput, carefully, read_json
from channels.can import CAN
from channels.channel import Receive
from channels.sending import Reports
from channels.sms import statuses
from channels.sms.intake import NAME, Intake

INBOUND = "/webhooks/notify/sms"
STATUS = "/webhooks/notify/status"
BODY_LIMIT = 16 * 1024
_LONGEST_ID = 64


class Received(Struct):
    """A text message that a resident sent."""

    id: str
    source_number: str
    message: str


class Delivery(Struct):
    """What became of one of ours; `reference` is our key."""

    id: str
    status: str
    reference: str | None = None
    notification_type: str = "sms"


class NotifyMessages:
    """`tokens` are the bearer tokens that are taken: while one is changed, the old and the new."""

    name = NAME
    can = CAN[NAME]

    def __init__(self, tokens: Sequence[str], intake: Intake, reports: Reports) -> None:
        self._tokens = [f"Bearer {token!s}".encode() for token in tokens if token]
        self._intake = intake
        self._reports = reports

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        async def inbound(request: web.Request) -> web.Response:
            return await carefully(self._inbound(request, receive), "GOV.UK Notify")

        async def status(request: web.Request) -> web.Response:
            return await carefully(self._status(request), "GOV.UK Notify")

        return [web.post(INBOUND, inbound), web.post(STATUS, status)]

    async def _inbound(self, request: web.Request, receive: Receive) -> web.Response:
        self._verify(request)
        message = await read_json(request, Received, BODY_LIMIT)
        _check(message.id)
        address = await self._intake.heeded(message.source_number, message.message)
        if address:
            await self._intake.take(receive, message.id, address, message.message)
        return web.Response(status=204)

    async def _status(self, request: web.Request) -> web.Response:
        self._verify(request)
        told = await read_json(request, Delivery, BODY_LIMIT)
        _check(told.id)
        report = statuses.of_notify(told.id, told.status, (told.reference or "")[:200])
        if report and told.notification_type == "sms":
            await self._reports(report)
        return web.Response(status=204)

    def _verify(self, request: web.Request) -> None:
        """Before anything of the body is read."""
        given = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if not any(hmac.compare_digest(given, token) for token in self._tokens):
            raise BadInput(401, "", "the bearer token does not fit")


def _check(id: str) -> None:
    if not 0 < len(id) <= _LONGEST_ID:
        raise BadInput(400, "id", f"must have 1 to {_LONGEST_ID} characters")
