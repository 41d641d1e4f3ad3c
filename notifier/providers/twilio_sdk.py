"""Twilio's own SDK over our own connections.

The SDK's HTTP client has no address to override, does not keep to its time-out, and would send a message
twice after a 5xx if it were told to retry; it also logs phone numbers. Only its building of requests and
reading of answers is used.
"""

from __future__ import annotations

import base64
import logging
from typing import Any
from urllib.parse import urlsplit

from twilio.http import AsyncHttpClient
from twilio.http.response import Response

from channels.twilio.media import API
from notifier.providers.http import Http


class SdkHttp(AsyncHttpClient):  # type: ignore[misc]  # the SDK has no types
    """`api` stands in the place of Twilio's address."""

    def __init__(self, http: Http, api: str = API) -> None:
        super().__init__(logging.getLogger(__name__), True)
        self._http = http
        self._api = api.rstrip("/")

    async def request(  # type: ignore[no-untyped-def]
        self,
        method: str,
        uri: str,
        params: dict[str, object] | None = None,
        data: dict[str, object] | None = None,
        headers: dict[str, str] | None = None,
        auth: tuple[str, str] | None = None,
        **_: Any,
    ):
        """Raises what `Http.ask` does."""
        login = base64.b64encode(":".join(auth or ("", "")).encode()).decode("ascii")
        answer = await self._http.ask(
            method,
            self._at(uri),
            headers={**(headers or {}), "Authorization": f"Basic {login}"},
            params={name: str(value) for name, value in (params or {}).items()},
            form=data,
        )
        return Response(answer.status, answer.body, answer.headers)

    def _at(self, uri: str) -> str:
        """Where an address of Twilio's is reached: all its hosts are in one place, if `api` is another."""
        if self._api == API:
            return uri
        parts = urlsplit(uri)
        return f"{self._api}{parts.path}{'?' if parts.query else ''}{parts.query}"
