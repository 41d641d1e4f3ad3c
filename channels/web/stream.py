"""Live pages: the new lines of a conversation as server-sent events, resumed where the browser left off."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence

import msgspec
from aiohttp import web

from accessibility.text import Text
from channels.message import Entry
from channels.web import refusal
from channels.web.line import Line
from channels.web.refusal import Refusal
from channels.web.settings import WebSettings

log = logging.getLogger(__name__)

Wait = Callable[[int, float], Awaitable[Sequence[Entry]]]
"""Waits for lines after a seq, at most so many seconds."""

Show = Callable[[Sequence[Entry]], Sequence[Line]]


class Streams:
    """All open streams. They are bounded by session and in number, each ends by itself after a while (the
    browser comes back with `Last-Event-ID`), and all end at `close`."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings = settings
        self._open: Counter[str] = Counter()
        self._closing = asyncio.Event()

    def close(self) -> None:
        """Ends every stream now."""
        self._closing.set()

    def __len__(self) -> int:
        return self._open.total()

    async def serve(
        self, request: web.Request, session: str, after: int, wait: Wait, show: Show, headers: dict[str, str]
    ) -> web.StreamResponse:
        """Streams lines with `seq > after` until the browser leaves. Raises `Refusal` 429 or 503."""
        with self._room(session):
            response = web.StreamResponse(headers={**headers, "X-Accel-Buffering": "no"})
            response.content_type = "text/event-stream"
            await response.prepare(request)
            # The browser has gone when a write fails: nothing is owed to it any more.
            with contextlib.suppress(ConnectionResetError):
                await self._follow_or_end(response, after, wait, show)
                await response.write_eof()
        return response

    async def _follow_or_end(self, response: web.StreamResponse, after: int, wait: Wait, show: Show) -> None:
        """What has begun cannot become an error page: it ends, and the browser comes back by itself."""
        try:
            await self._follow(response, after, wait, show)
        except ConnectionResetError:
            raise
        except Exception:
            log.exception("a stream of the chat broke")

    async def _follow(self, response: web.StreamResponse, after: int, wait: Wait, show: Show) -> None:
        loop = asyncio.get_running_loop()
        ends = loop.time() + self._settings.stream_seconds
        await response.write(b"retry: 1000\n\n")
        while not self._closing.is_set() and loop.time() < ends:
            entries = await self._next(wait(after, self._settings.ping_seconds))
            for line in show(entries):
                await response.write(_event(line))
                after = line.seq
            if not entries and not self._closing.is_set():
                await response.write(b": ping\n\n")

    async def _next(self, news: Awaitable[Sequence[Entry]]) -> Sequence[Entry]:
        """The news, or nothing as soon as the streams close."""
        waiting = asyncio.ensure_future(news)
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait({waiting, closing}, return_when=asyncio.FIRST_COMPLETED)
            return waiting.result() if waiting.done() else ()
        finally:
            for task in (waiting, closing):
                task.cancel()
            await asyncio.gather(waiting, closing, return_exceptions=True)

    @contextlib.contextmanager
    def _room(self, session: str) -> Iterator[None]:
        """One place among the streams. A refused browser asks at intervals instead."""
        if self._closing.is_set() or self._open.total() >= self._settings.streams:
            raise _full(503, refusal.BROKEN, "there are too many streams")
        if self._open[session] >= self._settings.streams_per_session:
            raise _full(429, refusal.TOO_MANY, "this session has too many streams")
        self._open[session] += 1
        try:
            yield
        finally:
            self._open[session] -= 1
            if not self._open[session]:
                del self._open[session]


def _full(status: int, words: Text, problem: str) -> Refusal:
    return Refusal(status, words, problem=problem, seconds=15)


def _event(line: Line) -> bytes:
    return b"id: %d\nevent: line\ndata: %s\n\n" % (line.seq, msgspec.json.encode(line))
