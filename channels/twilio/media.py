"""Fetches a file that came with a message. Only from Twilio's own hosts, and no more than is allowed.

Twilio answers its own address of a file with a redirect to where the file lies. Our credentials go to the
first host alone. https://www.twilio.com/docs/messaging/api/media-resource
"""

from __future__ import annotations

import asyncio
import base64
from urllib.parse import urljoin

import aiohttp

from channels.photos import PHOTO_LIMIT, NoPhoto

API = "https://api.twilio.com"
STORES = ("https://mms.twiliocdn.com/", "https://s3-external-1.amazonaws.com/media.twiliocdn.com/")
"""Where files lie. The second is the store of accounts without "HTTP basic authentication for media"."""

PATIENCE = 8.0
"""Seconds for one file; Twilio waits fifteen for the whole answer."""

_HOPS = 3
_PIECE = 64 * 1024


class Unfetched(Exception):
    """The file cannot be had. The message names no address."""


class TwilioMedia:
    """`api` is where Twilio's API is reached: for tests, and behind a proxy, elsewhere than usual."""

    def __init__(self, account: str, token: str, api: str = API, patience: float = PATIENCE) -> None:
        login = base64.b64encode(f"{account}:{token!s}".encode()).decode("ascii")
        self._authorization = {"Authorization": f"Basic {login}"}
        self._api = api.rstrip("/")
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def fetch(self, url: str) -> bytes:
        """The file's bytes. Raises `Unfetched`, or `NoPhoto` when there are more than `PHOTO_LIMIT`."""
        if not url.startswith(f"{API}/"):
            raise Unfetched("a file lies on a host that is not Twilio's")
        at = self._api + url.removeprefix(API)
        try:
            async with asyncio.timeout(self._patience):
                return await self._followed(at)
        except (TimeoutError, aiohttp.ClientError, ValueError):
            raise Unfetched("a file cannot be fetched") from None

    async def close(self) -> None:
        """Lets go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _followed(self, url: str) -> bytes:
        for _ in range(_HOPS):
            ours = url.startswith(f"{self._api}/")
            if not ours and not url.startswith(STORES):
                raise Unfetched("a file lies on a host that is not Twilio's")
            headers = self._authorization if ours else {}
            async with self._open().get(url, headers=headers, allow_redirects=False) as response:
                if response.status not in (301, 302, 303, 307, 308):
                    return await _read(response)
                url = urljoin(url, response.headers.get("Location", ""))
        raise Unfetched("a file's address leads on and on")

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(auto_decompress=False)
        return self._session


async def _read(response: aiohttp.ClientResponse) -> bytes:
    if response.status != 200:
        raise Unfetched(f"a file is answered with {response.status}")
    body = bytearray()
    async for piece in response.content.iter_chunked(_PIECE):
        body += piece
        if len(body) > PHOTO_LIMIT:
            raise NoPhoto("too_large")
    return bytes(body)
