"""Fetches documents over HTTP: with a key, only what has changed, bounded in size and time, and never from
another host than the one that was set."""

from __future__ import annotations

import asyncio
import datetime as dt
import email.utils
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, TypeVar
from urllib.parse import urljoin

import aiohttp
from msgspec import Struct

from notifier.feeds.follow import same_host

T = TypeVar("T")

PATIENCE = 30.0
"""Seconds for one document."""

LARGEST = 16 * 1024 * 1024
MOST_REDIRECTS = 3
LONGEST_WAIT = 3600.0
"""Seconds: what asks for more patience is asked again sooner."""

AGENT = "Snicket (council assistant)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CONNECT = 10.0


class Unfetched(Exception):
    """A document could not be had; `problem` says why and holds no secret. `wait` is how many seconds its
    server asks for, 0 for none."""

    def __init__(self, problem: str, wait: float = 0.0) -> None:
        super().__init__(problem)
        self.problem = problem
        self.wait = wait


class Mark(Struct, frozen=True, omit_defaults=True):
    """By what a server knows which version we have."""

    etag: str = ""
    modified: str = ""


class Got(Struct, frozen=True):
    """A document; `body` is None when it has not changed."""

    body: bytes | None
    mark: Mark


class Fetch:
    """One feed's connections. Made outside of a loop, opened in it at the first call. `headers` go with every
    request: its key is among them. `now` is UTC."""

    def __init__(
        self,
        now: Callable[[], dt.datetime],
        headers: Mapping[str, str] | None = None,
        *,
        patience: float = PATIENCE,
        largest: int = LARGEST,
    ) -> None:
        self._now = now
        self._headers = {"User-Agent": AGENT, **(headers or {})}
        self._patience = patience
        self._largest = largest
        self._session: aiohttp.ClientSession | None = None

    async def get(self, url: str, mark: Mark | None = None, headers: Mapping[str, str] | None = None) -> Got:
        """The document, unless it is still the one of `mark`. Raises `Unfetched`."""
        given = dict(headers or {})
        if mark and mark.etag:
            given["If-None-Match"] = mark.etag
        if mark and mark.modified:
            given["If-Modified-Since"] = mark.modified
        return await self._guarded(self._following(url, given))

    async def send(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        """Another request: its status below 500, the headers and the body of its answer. Redirects are not
        followed. Raises `Unfetched`."""
        return await self._guarded(self._sent(method, url, body, headers))

    async def close(self) -> None:
        """Lets go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def _guarded(self, asking: Coroutine[Any, Any, T]) -> T:
        try:
            async with asyncio.timeout(self._patience):
                return await asking
        except aiohttp.ClientConnectorError:
            raise Unfetched("no connection") from None
        except TimeoutError:
            raise Unfetched(f"no answer within {self._patience:g} seconds") from None
        except (aiohttp.ClientError, ValueError) as problem:
            raise Unfetched(f"broken answer: {type(problem).__name__}") from None

    async def _following(self, url: str, headers: Mapping[str, str]) -> Got:
        asked = url
        for _ in range(MOST_REDIRECTS + 1):
            async with self._open().get(
                asked, headers={**self._headers, **headers}, allow_redirects=False
            ) as answer:
                if answer.status not in _REDIRECTS:
                    return await self._got(answer)
                to = answer.headers.get("Location", "")
            asked = same_host(urljoin(asked, to), url) if to else ""
            if not asked:
                raise Unfetched("it redirects to another host")
        raise Unfetched("it redirects too often")

    async def _got(self, answer: aiohttp.ClientResponse) -> Got:
        mark = Mark(answer.headers.get("ETag", "")[:200], answer.headers.get("Last-Modified", "")[:80])
        if answer.status == 304:
            return Got(None, mark)
        self._refused(answer)
        if answer.status != 200:
            raise Unfetched(f"HTTP {answer.status}")
        return Got(await self._read(answer), mark)

    async def _sent(
        self, method: str, url: str, body: bytes, headers: Mapping[str, str]
    ) -> tuple[int, Mapping[str, str], bytes]:
        async with self._open().request(
            method, url, data=body or None, headers={**self._headers, **headers}, allow_redirects=False
        ) as answer:
            if answer.status not in (401, 403):
                self._refused(answer)
            return answer.status, answer.headers, await self._read(answer)

    def _refused(self, answer: aiohttp.ClientResponse) -> None:
        if answer.status in (401, 403):
            raise Unfetched(f"the key is refused: HTTP {answer.status}")
        if answer.status == 429 or answer.status >= 500:
            wait = self._wait(answer.headers.get("Retry-After", ""))
            raise Unfetched(f"HTTP {answer.status}", wait)

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        body = bytearray()
        async for piece in answer.content.iter_chunked(64 * 1024):
            body += piece
            if len(body) > self._largest:
                raise Unfetched(f"larger than {self._largest} bytes")
        return bytes(body)

    def _wait(self, after: str) -> float:
        """Seconds, from the seconds or the moment of `Retry-After`."""
        if after.isascii() and after.isdecimal() and len(after) < 9:
            return min(float(after), LONGEST_WAIT)
        try:
            until = email.utils.parsedate_to_datetime(after)
        except ValueError:
            return 0.0
        until = until if until.tzinfo else until.replace(tzinfo=dt.UTC)
        return min(max((until - self._now()).total_seconds(), 0.0), LONGEST_WAIT)

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=None, sock_connect=_CONNECT)
            self._session = aiohttp.ClientSession(timeout=timeout)
        return self._session
