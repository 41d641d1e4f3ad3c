"""Posts webhooks as Twilio does: form-encoded, blank fields and all, signed over the public address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

import aiohttp
from multidict import MultiDict
from twilio.request_validator import (
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
)
from yarl import URL

from channels.body import FORM

Fields = Mapping[str, str] | Sequence[tuple[str, str]]


class Signing:
    """`public` is the address under which Twilio knows the service, `reach` where it really is. With
    `shared_key` (id, secret) it signs in the newer way."""

    def __init__(
        self, public: str, reach: str, token: str, shared_key: tuple[str, str] | None = None
    ) -> None:
        self.public = public.rstrip("/")
        self.reach = reach.rstrip("/")
        self.token = token
        self.shared_key = shared_key

    def headers(self, url: str, fields: Fields) -> dict[str, str]:
        """The headers that prove where the fields come from."""
        id, secret = self.shared_key or ("", self.token)
        algorithm = HMAC_SHA256 if id else None
        signature = RequestValidator(secret).compute_signature(url, MultiDict(fields), algorithm)
        settings = {SIGNATURE_SETTINGS_HEADER: f"key={id},algorithm={algorithm}"} if id else {}
        return {SIGNATURE_HEADER: signature, "Content-Type": FORM, **settings}

    async def post(self, url: str, fields: Fields, **headers: str) -> tuple[int, str]:
        """Posts to a public address; the status and the body of the answer."""
        pairs = list(fields.items()) if isinstance(fields, Mapping) else list(fields)
        at = url.replace(self.public, self.reach, 1)
        given = {**self.headers(url, pairs), **headers}
        async with (
            aiohttp.ClientSession() as session,
            session.post(URL(at, encoded=True), data=urlencode(pairs), headers=given) as answer,
        ):
            return answer.status, await answer.text()
