"""Twilio's webhooks for text messages: one for what comes in, one for what became of what went out.

Both answer at once: the message is stored, and what is said to it goes out through the outbox. A photo is
fetched before, because the message carries it; Twilio waits fifteen seconds.
https://www.twilio.com/docs/messaging/guides/webhook-request
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from xml.sax.saxutils import escape

from aiohttp import web
from multidict import MultiMapping

from channels.body import BadInput, carefully
from channels.can import CAN
from channels.channel import Receive
from channels.sending import Reports
from channels.sms import statuses
from channels.sms.intake import NAME, Intake
from channels.sms.photo_intake import MOST, PhotoIntake, Taken
from channels.twilio.webhook import Webhook, twiml

INBOUND = "/webhooks/twilio/sms"
STATUS = "/webhooks/twilio/status"

_SID = re.compile(r"(SM|MM)[0-9a-fA-F]{32}")
_KEY = re.compile(r"[A-Za-z0-9_.:~-]{1,200}")

"""What a text message can do. Photos that come are taken, but nobody is asked for one: UK networks carry none
to us."""


class TwilioMessages:
    """`swallows`: Twilio acts on all default keywords, as it does without Advanced Opt-Out."""

    name = NAME
    can = CAN[NAME]

    def __init__(
        self,
        webhook: Webhook,
        intake: Intake,
        reports: Reports,
        photos: PhotoIntake | None = None,
        *,
        swallows: bool = True,
    ) -> None:
        self._webhook = webhook
        self._intake = intake
        self._reports = reports
        self._photos = photos
        self._swallows = swallows

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        async def inbound(request: web.Request) -> web.Response:
            return await carefully(self._inbound(request, receive), "Twilio")

        async def status(request: web.Request) -> web.Response:
            return await carefully(self._status(request), "Twilio")

        return [web.post(INBOUND, inbound), web.post(STATUS, status)]

    async def _inbound(self, request: web.Request, receive: Receive) -> web.Response:
        form = await self._webhook.form(request)
        id, text = _id(form), form.get("Body", "")
        address = await self._intake.heeded(
            form.get("From", ""), text, form.get("OptOutType", ""), swallows=self._swallows
        )
        if not address:
            return twiml()
        taken = await self._taken(address, form)
        await self._intake.take(receive, id, address, text, taken.media)
        return _said(taken.words)

    async def _taken(self, address: str, form: MultiMapping[str]) -> Taken:
        count = form.get("NumMedia", "0")
        number = min(int(count), MOST) if count.isascii() and count.isdecimal() and len(count) < 4 else 0
        urls = [url for at in range(number) if (url := form.get(f"MediaUrl{at}", ""))]
        return await self._photos.take(address, urls) if urls and self._photos else Taken()

    async def _status(self, request: web.Request) -> web.Response:
        """A message that nobody knows is no error: it may be of the time before our records begin."""
        form = await self._webhook.form(request)
        key = request.query.get("key", "")
        code = form.get("ErrorCode", "")
        report = statuses.of_twilio(
            _id(form), form.get("MessageStatus", ""), code[:64], key if _KEY.fullmatch(key) else ""
        )
        if report:
            await self._reports(report)
        return web.Response(status=204)


def _id(form: MultiMapping[str]) -> str:
    id = form.get("MessageSid", "")
    if not _SID.fullmatch(id):
        raise BadInput(400, "MessageSid", "is missing or no message's")
    return id


def _said(words: str) -> web.Response:
    """Words that go out with the answer itself: about the message, not in answer to it."""
    return (
        twiml(
            f'<?xml version="1.0" encoding="UTF-8"?><Response><Message>{escape(words)}</Message></Response>'
        )
        if words
        else twiml()
    )
