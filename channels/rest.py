"""The REST channel in the shape of Rasa's: any client that speaks to Rasa over HTTP can speak to us.

`POST /webhooks/rest/webhook` takes `{"sender", "message"}` and answers with a list of
`{"recipient_id", "text", "buttons": [{"title", "payload"}]}`. Beyond Rasa's own keys a client may send
`message_id`, so that a repeated request does nothing twice, and `metadata.language`, a hint. What an adviser
wrote has their first name as its `speaker`.

A payload is the choice's id behind a slash, Rasa's own mark for "a button, not words". So any process can
tell the two apart without looking anything up, and a typed word that happens to be an id stays a word.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from aiohttp import web
from msgspec import Struct

from channels.body import BadInput, TooOften, clean, read_json
from channels.can import CAN
from channels.channel import Receive
from channels.limits import Buckets, Clock, Rate
from channels.message import Entry, Inbound

log = logging.getLogger(__name__)

BODY_LIMIT = 16 * 1024
LONGEST = 2_000
LONGEST_SENDER = 256
PATH = "/webhooks/rest/webhook"
_PAYLOAD = re.compile(r"/(\S{1,128})")


class Metadata(Struct):
    language: str = ""


class RestMessage(Struct):
    sender: str
    message: str
    message_id: str = ""
    metadata: Metadata | None = None


class Rest:
    """Rasa's REST channel. A button's payload, sent back as the message, picks its choice."""

    name = "rest"
    can = CAN["rest"]

    def __init__(self, *, clock: Clock, ids: Callable[[], str], per_sender: Rate | None = None) -> None:
        """`ids` names messages that come without an id. The default rate stops floods, not load tests."""
        self._clock = clock
        self._ids = ids
        self._buckets = Buckets(per_sender or Rate(burst=2_000, per_second=100), clock)

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        async def webhook(request: web.Request) -> web.Response:
            return await self._webhook(request, receive)

        return [web.post(PATH, webhook), web.get("/webhooks/rest/", self._status)]

    async def _status(self, request: web.Request) -> web.Response:
        return web.json_response({"status": "ok"})

    async def _webhook(self, request: web.Request, receive: Receive) -> web.Response:
        try:
            inbound = self._inbound(await read_json(request, RestMessage, BODY_LIMIT))
            entries = await receive(inbound)
        except BadInput as fault:
            return fault.response()
        except Exception:
            log.exception("a message of the REST channel was not answered")
            return BadInput(500, "", "the message could not be answered, send it again").response()
        replies = [reply(entry, inbound.address) for entry in entries]
        return web.Response(body=msgspec.json.encode(replies), content_type="application/json")

    def _inbound(self, message: RestMessage) -> Inbound:
        """The message as every channel gives it. Raises `BadInput` naming the field."""
        sender, words = clean(message.sender), clean(message.message)
        _check("sender", sender, LONGEST_SENDER)
        _check("message", words, LONGEST)
        if len(message.message_id) > LONGEST_SENDER:
            raise BadInput(400, "message_id", f"is longer than {LONGEST_SENDER} characters")
        if seconds := self._buckets.take(sender):
            raise TooOften("sender", seconds)
        payload = _PAYLOAD.fullmatch(words)
        choice = payload[1] if payload else ""
        hint = message.metadata.language if message.metadata else ""
        once = self._once(sender, message.message_id)
        said = choice or words
        return Inbound(once, self.name, sender, said, self._clock(), choice, locale_hint=hint)

    def _once(self, sender: str, message_id: str) -> str:
        """The id for de-duplication: two senders may number their messages alike."""
        if not message_id:
            return self._ids()
        return hashlib.sha256(f"{sender}\0{message_id}".encode()).hexdigest()[:40]


def reply(entry: Entry, recipient: str) -> dict[str, Any]:
    """One line in Rasa's shape; each link stands on a line of its own below the text."""
    english = [entry.rendered.english] if entry.rendered.english else []
    links = [f"{link.label}: {link.url}" for link in entry.links]
    shown: dict[str, Any] = {"recipient_id": recipient, "text": "\n".join([entry.text, *english, *links])}
    if entry.by:
        shown["speaker"] = entry.by
    if entry.choices:
        shown["buttons"] = [{"title": choice.label, "payload": f"/{choice.id}"} for choice in entry.choices]
    return shown


def _check(field: str, words: str, longest: int) -> None:
    if not words:
        raise BadInput(400, field, "is empty")
    if len(words) > longest:
        raise BadInput(400, field, f"is longer than {longest} characters")
