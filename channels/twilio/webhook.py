"""The door of every Twilio webhook: bounded, then verified, then read."""

from __future__ import annotations

from urllib.parse import parse_qsl

from aiohttp import web
from multidict import MultiDict, MultiMapping
from twilio.request_validator import SIGNATURE_HEADER

from channels.body import FORM, BadInput, read
from channels.twilio.signature import Signatures

BODY_LIMIT = 64 * 1024
"""Bytes. A text message of 1,600 characters, each of them escaped, takes a third of it."""

_MOST_FIELDS = 200

TWIML = "application/xml"
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""Says: taken, and there is nothing to do."""


class Webhook:
    """`public_url` is the address by which Twilio knows us, without the path. It comes from the settings: the
    Host and Forwarded headers are whatever their sender likes."""

    def __init__(self, public_url: str, signatures: Signatures) -> None:
        self._public_url = public_url.rstrip("/")
        self._signatures = signatures

    async def form(self, request: web.Request) -> MultiMapping[str]:
        """The fields of a genuine request. Twilio adds fields without notice: unknown ones are kept, because
        the signature is over all. Raises `BadInput` 403, and 413 or 415 before anything is verified."""
        if SIGNATURE_HEADER not in request.headers:
            raise BadInput(403, "", "the request is not signed")
        fields = _fields(await read(request, FORM, BODY_LIMIT))
        url = f"{self._public_url}{request.raw_path}"
        if fields is None or not self._signatures.genuine(url, fields, request.headers):
            raise BadInput(403, "", "the signature does not fit")
        return fields


def _fields(body: bytes) -> MultiMapping[str] | None:
    """The fields with the blank and the repeated ones; None when it is no form."""
    try:
        pairs = parse_qsl(
            body.decode("ascii"), keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="strict"
        )
    except ValueError:
        return None
    return MultiDict(pairs)


def twiml(text: str = NOTHING) -> web.Response:
    """An answer in Twilio's markup."""
    return web.Response(text=text, content_type=TWIML)
