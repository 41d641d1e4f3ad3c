"""What the providers' APIs have in common: bounded answers, a time-out that holds, and what a failure means.

Only two things say that a request has surely done nothing: no connection was made, or the server said so. An
answer that is lost, late, broken or a 5xx leaves it open.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import aiohttp
from msgspec import Struct

from channels.sending import Later, Uncertain

PATIENCE = 10.0
"""Seconds for one call."""

UNREACHABLE, THROTTLED = "unreachable", "429"

_CONNECT = 4.0
_LARGEST = 2 * 1024 * 1024
_IDLE = 10.0  # seconds; a connection that the server has closed already would leave a send uncertain
_LONGEST_WAIT = 3600.0


class Answer(Struct, frozen=True):
    """What a server said."""

    status: int
    body: str
    headers: Mapping[str, str]


class Http:
    """One provider's connections. Made outside of a loop, opened in it at the first call."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._session: aiohttp.ClientSession | None = None

    async def ask(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None = None,
        form: Mapping[str, object] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """One request, never repeated. Raises `Later` when it did not go out, or was answered with a 429, and
        `Uncertain` when its answer was lost."""
        try:
            async with asyncio.timeout(self._patience):
                return await self._answer(method, url, headers, params, form, body)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError):
            raise Later(UNREACHABLE) from None
        except (TimeoutError, aiohttp.ClientError, ValueError) as problem:
            raise Uncertain(type(problem).__name__) from None

    async def close(self) -> None:
        """Lets go of the connections. More may be asked afterwards."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _answer(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str],
        params: Mapping[str, str] | None,
        form: Mapping[str, object] | None,
        body: bytes | None,
    ) -> Answer:
        data = body if body is not None else form
        async with self._open().request(
            method, url, headers=headers, params=params, data=data, allow_redirects=False
        ) as response:
            if response.status == 429:
                raise Later(THROTTLED, _seconds(response.headers.get("Retry-After", "")), everyone=True)
            return Answer(response.status, await _read(response), response.headers)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT)
            connector = aiohttp.TCPConnector(keepalive_timeout=_IDLE)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=connector)
        return self._session


def _seconds(after: str) -> float:
    """How long to wait, by the header `Retry-After`; a second when it says nothing that can be used."""
    return (
        min(float(after), _LONGEST_WAIT) if after.isascii() and after.isdecimal() and len(after) < 9 else 1.0
    )


async def _read(response: aiohttp.ClientResponse) -> str:
    """The body as text. Raises `ValueError` when it is too large or no text."""
    body = bytearray()
    async for piece in response.content.iter_chunked(64 * 1024):
        body += piece
        if len(body) > _LARGEST:
            raise ValueError("an answer is too large")
    return body.decode("utf-8")
