"""Where the city's IoT platform pushes what it has: `POST /iot/ngsi-ld`, `/iot/tts`, `/iot/chirpstack` and
`/iot/sensorthings`.

Who sends is known by the bearer token of the feed, before anything of the body is read. The answer is 200
once everything is stored, with how much was believed and how much refused, and 503 when that is our fault:
then the sender tries again.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Sequence

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.feeds import Door
from channels.body import JSON, BadInput, carefully
from notifier.feeds.feed import Parsed
from notifier.feeds.fields import LARGEST
from notifier.feeds.pipe import Message
from notifier.refusal import REASONS, Reason

PATHS = {
    "ngsi-ld": "/iot/ngsi-ld",
    "tts": "/iot/tts",
    "chirpstack": "/iot/chirpstack",
    "sensorthings": "/iot/sensorthings",
}
TYPES = frozenset({JSON, "application/ld+json"})
_USELESS: Collection[Reason] = frozenset({"unreadable", "too_big"})


def routes(doors: Sequence[Door]) -> list[web.RouteDef]:
    """All of them; those of kinds that have no feed let nobody in."""
    return [web.post(path, _webhook(kind, doors)) for kind, path in PATHS.items()]


def _webhook(kind: str, doors: Sequence[Door]) -> Handler:
    mine = [door for door in doors if door.source == kind]

    async def webhook(request: web.Request) -> web.Response:
        return await carefully(_taken(request, mine), kind)

    return webhook


async def _taken(request: web.Request, doors: Sequence[Door]) -> web.Response:
    try:
        door = _entered(request.headers.get("Authorization", ""), doors)
    except BadInput as fault:
        if fault.status == 401:
            return fault.response(**{"WWW-Authenticate": "Bearer"})
        raise
    if request.content_type not in TYPES:
        raise BadInput(415, "", f"the content type must be {' or '.join(sorted(TYPES))}")
    found = await door.pipe.messages([Message(await _body(request), _topic(request))])
    return _answer(found)


def _entered(authorization: str, doors: Sequence[Door]) -> Door:
    """The feed whose token this is. All tokens are compared, each in constant time. Raises `BadInput` 401
    without a token and 403 with a wrong one."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "bearer" or not given.strip():
        raise BadInput(401, "Authorization", "a bearer token is needed")
    shown = given.strip().encode()
    matching = [door for door in doors if hmac.compare_digest(shown, str.__str__(door.token).encode())]
    if not matching:
        raise BadInput(403, "Authorization", "is not right")
    return matching[0]


async def _body(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(16 * 1024):
        body += chunk
        if len(body) > LARGEST:
            raise BadInput(413, "", f"the body is larger than {LARGEST} bytes")
    return bytes(body)


def _topic(request: web.Request) -> str:
    """What the sender says outside of the body: ChirpStack the name of the event."""
    event = request.query.get("event", "")
    return event if re.fullmatch("[a-z]{1,20}", event) else ""


def _answer(found: Parsed) -> web.Response:
    """How much was taken; 400 when nothing of it could be read."""
    if found.refusals and all(one.reason in _USELESS for one in found.refusals):
        raise BadInput(400, "", REASONS[found.refusals[0].reason])
    taken = len(found.readings) + len(found.warnings) + len(found.forecasts)
    body = {"taken": taken, "refused": sorted({one.reason for one in found.refusals})}
    return web.Response(body=msgspec.json.encode(body), content_type=JSON)
