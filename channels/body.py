"""Reads what a request carries: bounded in size, checked in type, with errors that name the field."""

from __future__ import annotations

import logging
import re
from collections.abc import Awaitable
from typing import TypeVar
from urllib.parse import parse_qsl

import msgspec
from aiohttp import web

T = TypeVar("T")

log = logging.getLogger(__name__)

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class BadInput(Exception):
    """A request that cannot be taken. `field` is empty when the fault is in no one field."""

    def __init__(self, status: int, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}" if field else problem)
        self.status = status
        self.field = field
        self.problem = problem

    def response(self, **headers: str) -> web.Response:
        """The error as JSON: `{"error": {"field", "problem"}}`."""
        body = msgspec.json.encode({"error": {"field": self.field, "problem": self.problem}})
        return web.Response(body=body, status=self.status, content_type=JSON, headers=headers)


class TooOften(BadInput):
    """The sender's bucket is empty; `seconds` until the next message is taken."""

    def __init__(self, field: str, seconds: float) -> None:
        super().__init__(429, field, "too many messages")
        self.seconds = max(1, round(seconds + 0.5))

    def response(self, **headers: str) -> web.Response:
        return super().response(**headers, **{"Retry-After": str(self.seconds)})


async def read(request: web.Request, kind: str, limit: int) -> bytes:
    """The whole body of at most `limit` bytes, sent as content type `kind`.

    Raises `BadInput` 415 for another type and 413 for more bytes, without reading the rest.
    """
    if request.content_type != kind:
        raise BadInput(415, "", f"the content type must be {kind}")
    body = bytearray()
    async for chunk in request.content.iter_chunked(4096):
        body += chunk
        if len(body) > limit:
            raise BadInput(413, "", f"the body is larger than {limit} bytes")
    return bytes(body)


async def read_json(request: web.Request, shape: type[T], limit: int) -> T:
    """The JSON body as a `shape`. Raises `BadInput` 400 that names the field, 413 or 415."""
    body = await read(request, JSON, limit)
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as fault:
        raise BadInput(400, *_named(str(fault))) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BadInput(400, "", "the body is not JSON") from None


async def carefully(answering: Awaitable[web.Response], whose: str) -> web.Response:
    """The answer to a webhook of `whose`; when it is refused why, and 503 when we are at fault: then the
    provider tries again, or tells its operator."""
    try:
        return await answering
    except BadInput as fault:
        return fault.response()
    except Exception:
        log.exception("webhook_failed: %s", whose)
        return BadInput(503, "", "try again later").response()


async def read_form(request: web.Request, limit: int, most: int = 20) -> dict[str, str]:
    """The fields of a posted form, at most `most`; the last of equal names counts. Raises `BadInput` 400, 413
    or 415."""
    body = await read(request, FORM, limit)
    try:
        fields = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=most, errors="strict")
    except ValueError:
        raise BadInput(400, "", "the form cannot be read") from None
    return dict(fields)


def clean(words: str) -> str:
    """What a person typed, without control characters that no keyboard makes and no database keeps."""
    return _CONTROL.sub("", words.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _named(fault: str) -> tuple[str, str]:
    """The field and what is wrong with it, from a message such as "Expected `str`, got `int` - at `$.id`"."""
    missing = re.search(r"missing required field `([^`]+)`", fault)
    if missing:
        return missing[1], "is missing"
    place = re.search(r" - at `\$\.?([^`]*)`", fault)
    wanted = re.search(r"Expected `([^`]+)`", fault)
    names = {"str": "text", "int": "a whole number", "object": "an object"}
    kinds = (names.get(kind, kind) for kind in wanted[1].split(" | ")) if wanted else ()
    return (place[1] if place else ""), f"must be {' or '.join(kinds)}"
