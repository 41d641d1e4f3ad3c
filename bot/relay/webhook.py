"""Where Chatwoot tells its news: `POST /webhooks/chatwoot`.

Each delivery is signed: `X-Chatwoot-Signature` is `sha256=` and the HMAC-SHA256 of `{timestamp}.{body}` with
the webhook's secret, `X-Chatwoot-Timestamp` the moment in Unix seconds (Chatwoot's schema of webhooks; those
of accounts from 4.11.2, of API channels from 4.13). An answer other than 2xx makes Chatwoot mark the agent's
message as failed, where it is the API channel's webhook.
"""

from __future__ import annotations

import datetime as dt
import hmac

import msgspec
import structlog
from aiohttp import web
from msgspec import Struct

from bot.clock import Clock
from bot.relay.chatwoot import Server
from bot.relay.relay import Relay
from bot.relay.shapes import Message, Numbered
from bot.secret import Secret

PATH = "/webhooks/chatwoot"
FRESH = dt.timedelta(minutes=5)
"""How old a delivery may be, as Chatwoot advises."""

log = structlog.get_logger(__name__)


class _Event(Struct, frozen=True):
    """What all events have that are used. `id` is the message's, or the conversation's for its status."""

    event: str
    id: int = 0
    inbox_id: int = 0
    inbox: Numbered | None = None
    conversation: Numbered | None = None


def genuine(secret: Secret, timestamp: str, body: bytes, signature: str, now: dt.datetime) -> bool:
    """Whether the delivery was signed with `secret`, and not long ago."""
    if not secret or not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) < 12):
        return False
    digest = hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()
    same = hmac.compare_digest(f"sha256={digest}".encode(), signature.encode("utf-8", "replace"))
    return same and abs(now.timestamp() - int(timestamp)) <= FRESH.total_seconds()


def routes(relay: Relay, server: Server, clock: Clock) -> list[web.RouteDef]:
    """The one route."""

    async def receive(request: web.Request) -> web.Response:
        body, headers = await request.read(), request.headers
        timestamp = headers.get("X-Chatwoot-Timestamp", "")
        signature = headers.get("X-Chatwoot-Signature", "")
        if not genuine(server.webhook_secret, timestamp, body, signature, clock.now()):
            log.warning("relay.not_genuine")
            return web.Response(status=401)
        try:
            return web.Response(status=await _handled(relay, server, body))
        except msgspec.MsgspecError:  # its message may quote what was sent
            log.warning("relay.not_understood")
            return web.Response(status=400)

    return [web.post(PATH, receive)]


async def _handled(relay: Relay, server: Server, body: bytes) -> int:
    """The status of the answer: 410 when the resident cannot be reached any more."""
    event = msgspec.json.decode(body, type=_Event)
    inbox = event.inbox.id if event.inbox else event.inbox_id
    if inbox != server.inbox:
        return 200  # an account's webhook tells of every inbox
    if event.event == "conversation_status_changed":
        await relay.arrived(str(event.id), None)
    elif event.event == "message_created" and event.conversation is not None:
        message = msgspec.json.decode(body, type=Message)
        external = str(event.conversation.id)
        if message.answer and not await relay.arrived(external, message):
            return 410
        if message.private is None:  # an older Chatwoot does not say it here
            await relay.arrived(external, None)
    return 200
