"""Live pages of the helpline: server-sent events, resumed where the browser left off."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence

import structlog
from aiohttp import web

from bot.console.careful import Careful
from bot.console.guard import BASE, POLICY, Guard
from bot.console.news import EVERYWHERE, NOWHERE, News, QueueNews, TalkNews, event
from bot.console.parts import Parts
from bot.console.presence import Presence
from bot.console.reading import Reading
from bot.console.shown import Shows
from bot.console.talk_page import TALK
from bot.console.visit import Refused, Visit
from bot.store.hub import Watch

log = structlog.get_logger(__name__)

MOST_EACH = 12
"""Open pages of one browser."""

_MOMENT = 0.05
"""Seconds: what happens in the queue in so short a time is told once. Every open page tells it, and on
PostgreSQL a process hears of its own doings again."""

Tick = Callable[[News], Awaitable[list[bytes]]]
"""What is to be sent for the news."""


class Live:
    """All open streams; each ends by itself after a while, and all at `close`."""

    def __init__(
        self, parts: Parts, guard: Guard, reading: Reading, shows: Shows, presence: Presence
    ) -> None:
        self._parts = parts
        self._guard = guard
        self._reading = reading
        self._shows = shows
        self._presence = presence
        self._open: Counter[str] = Counter()
        self._closing = asyncio.Event()

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(f"{BASE}/events", careful.look(self._queue), allow_head=False),
            web.get(f"{TALK}/events", careful.look(self._talk), allow_head=False),
        ]

    def close(self) -> None:
        """Ends every stream now."""
        self._closing.set()

    async def _queue(self, visit: Visit) -> web.StreamResponse:
        queue = QueueNews(self._parts, visit.member)
        with self._parts.stores.hub.watch(self._parts.stores.handovers.news) as news:
            return await self._serve(visit, (news,), queue.tick)

    async def _talk(self, visit: Visit) -> web.StreamResponse:
        opened = await self._reading.open(visit, visit.request.match_info["reference"])
        stores, conversation = self._parts.stores, opened.handover.conversation
        # The browser's own account of where it left off is newer than the address it began with.
        after = _seq(visit.request.headers.get("Last-Event-ID") or visit.request.query.get("after", "0"))
        seen = visit.request.query.get("seen", "")
        parts = self._parts, self._reading, self._shows, self._presence
        talk = TalkNews(*parts, visit.member, opened, after, seen)
        with (
            stores.hub.watch(stores.handovers.news) as news,
            stores.hub.watch(opened.lookup) as lines,
        ):
            async with self._presence.here(conversation, visit.me, opened.lookup):
                return await self._serve(visit, (news, lines), talk.tick)

    async def _serve(self, visit: Visit, watches: Sequence[Watch], tick: Tick) -> web.StreamResponse:
        with self._room(visit.session.id):
            response = web.StreamResponse(headers={**POLICY, "X-Accel-Buffering": "no"})
            response.content_type = "text/event-stream"
            await response.prepare(visit.request)
            # The browser has gone when a write fails: nothing is owed to it any more.
            with contextlib.suppress(ConnectionResetError):
                await self._follow(visit, response, watches, tick)
                await response.write_eof()
        return response

    async def _follow(
        self, visit: Visit, response: web.StreamResponse, watches: Sequence[Watch], tick: Tick
    ) -> None:
        """What has begun cannot become an error page: it ends, and the browser comes back by itself."""
        clock, settings = asyncio.get_running_loop().time, self._parts.settings
        ends = clock() + settings.stream_age.total_seconds()
        looked, news = clock(), EVERYWHERE
        await response.write(b"retry: 1000\n\n")
        try:
            while not self._closing.is_set() and clock() < ends:
                events = await tick(news) if news != NOWHERE else []
                await response.write(b"".join(events) or b": ping\n\n")
                news = await self._news(watches, settings.ping_seconds)
                if clock() - looked > settings.look_seconds:
                    looked, news = clock(), News(news.queue, here=True)
                    if await self._guard.session(visit.request, renew=False) is None:
                        await response.write(event("out", {}))
                        return
        except ConnectionResetError:
            raise
        except Exception:
            log.exception("a stream of the helpline broke")

    async def _news(self, watches: Sequence[Watch], seconds: float) -> News:
        """Waits for something to happen: in the queue, whose watch comes first, or on the page itself."""
        waits = [asyncio.ensure_future(watch.changed(seconds)) for watch in watches]
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait({*waits, closing}, return_when=asyncio.FIRST_COMPLETED)
            if waits[0].done() and waits[0].result():
                await asyncio.wait(
                    {*waits[1:], closing}, timeout=_MOMENT, return_when=asyncio.FIRST_COMPLETED
                )
                await watches[0].changed(0)
            # What is not done is not lost: its watch remembers it for the next wait.
            return News(*(one.done() and one.result() for one in waits))
        finally:
            for task in (*waits, closing):
                task.cancel()
            await asyncio.gather(*waits, closing, return_exceptions=True)

    @contextlib.contextmanager
    def _room(self, session: str) -> Iterator[None]:
        """One place among the streams."""
        full = self._open.total() >= self._parts.settings.streams or self._open[session] >= MOST_EACH
        if self._closing.is_set() or full:
            raise Refused(503, "Too many pages are open.")
        self._open[session] += 1
        try:
            yield
        finally:
            self._open[session] -= 1
            if not self._open[session]:
                del self._open[session]


def _seq(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
