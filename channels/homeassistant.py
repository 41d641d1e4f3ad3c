"""Home Assistant's voice satellites, through its custom component "webhook-conversation".

`POST /webhooks/homeassistant` takes `{"query", "language", "conversation_id", "stream"}` and answers
`{"output"}`, or with `stream` one JSON object a line. The component sends much more: the states of what the
household has, and all that was said before. None of that is even decoded.
"""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
from collections.abc import Callable, Iterable, Sequence

import msgspec
from aiohttp import web
from msgspec import Struct

from channels.body import JSON, BadInput, TooOften, clean, read_json
from channels.can import CAN
from channels.channel import Receive
from channels.limits import Buckets, Clock, Rate
from channels.message import Entry, Inbound
from channels.spoken import plain

log = logging.getLogger(__name__)

PATH = "/webhooks/homeassistant"
BODY_LIMIT = 512 * 1024
"""Bytes. Households with many devices send all of their states along."""
LONGEST = 2_000
LONGEST_ID = 256


class Asked(Struct):
    """What we read of a request; msgspec passes over every other field without making anything of it."""

    query: str
    conversation_id: str | None = None
    language: str | None = None
    stream: bool = False


class HomeAssistant:
    """The channel. `password` is shared with the component, which sends it by HTTP Basic (any user name) or
    as a bearer token. `ids` names conversations and messages that come without an id."""

    name = "homeassistant"
    can = CAN["homeassistant"]

    def __init__(
        self, password: str, *, clock: Clock, ids: Callable[[], str], per_home: Rate | None = None
    ) -> None:
        self._password = password.encode()
        self._clock = clock
        self._ids = ids
        self._buckets = Buckets(per_home or Rate(burst=30, per_second=1), clock)

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        async def webhook(request: web.Request) -> web.Response:
            return await self._webhook(request, receive)

        return [web.post(PATH, webhook)]

    async def _webhook(self, request: web.Request, receive: Receive) -> web.Response:
        try:
            if not self._knows(request.headers.get("Authorization", "")):
                raise BadInput(401, "Authorization", "is not right")
            asked = await read_json(request, Asked, BODY_LIMIT)
            entries = await receive(self._inbound(asked))
        except BadInput as fault:
            basic = {"WWW-Authenticate": "Basic"} if fault.status == 401 else {}
            return fault.response(**basic)
        except Exception:
            log.exception("a message from Home Assistant was not answered")
            return BadInput(500, "", "the message could not be answered, send it again").response()
        return _answer(entries, asked.stream)

    def _knows(self, authorization: str) -> bool:
        scheme, _, credentials = authorization.partition(" ")
        if scheme.lower() == "bearer":
            return hmac.compare_digest(credentials.strip().encode(), self._password)
        if scheme.lower() != "basic":
            return False
        try:
            given = base64.b64decode(credentials.strip(), validate=True)
        except (binascii.Error, ValueError):
            return False
        return hmac.compare_digest(given.partition(b":")[2], self._password)

    def _inbound(self, asked: Asked) -> Inbound:
        """The question as every channel gives it. Raises `BadInput` naming the field."""
        words, talk = clean(asked.query), clean(asked.conversation_id or "")
        if not words:
            raise BadInput(400, "query", "is empty")
        if len(words) > LONGEST:
            raise BadInput(400, "query", f"is longer than {LONGEST} characters")
        if len(talk) > LONGEST_ID:
            raise BadInput(400, "conversation_id", f"is longer than {LONGEST_ID} characters")
        talk = talk or self._ids()
        if seconds := self._buckets.take(talk):
            raise TooOften("conversation_id", seconds)
        hint = (asked.language or "")[:35].partition("-")[0]
        return Inbound(self._ids(), self.name, talk, words, self._clock(), locale_hint=hint)


def _answer(entries: Sequence[Entry], stream: bool) -> web.Response:
    """All that was said as one answer: a satellite speaks one."""
    said = " ".join(plain(entry.text) for entry in entries)
    if not stream:
        return web.Response(body=msgspec.json.encode({"output": said}), content_type=JSON)
    lines = [{"type": "item", "content": said}, {"type": "end"}]
    body = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
    return web.Response(body=body, content_type="application/x-ndjson")
