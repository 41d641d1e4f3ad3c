"""Live pages of the helpline: server-sent events, resumed where the browser left off."""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence

import msgspec
import structlog
from aiohttp import web

from bot.console.alarms import alarms, told
from bot.console.careful import Careful
from bot.console.guard import BASE, POLICY, Guard
from bot.console.parts import Parts
from bot.console.presence import Presence
from bot.console.reading import Opened, Reading
from bot.console.shown import Shows
from bot.console.talk_page import TALK
from bot.console.visit import Refused, Visit
from bot.handover.people import Member
from bot.handover.said import first_name
from bot.store.hub import Watch

log = structlog.get_logger(__name__)

MOST_EACH = 12
"""Open pages of one browser."""

Tick = Callable[[bool], Awaitable[list[bytes]]]
"""What is to be sent; whether something is known to have happened in the queue."""


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
        queue = _Queue(self._parts, visit.member)
        with self._parts.stores.hub.watch(self._parts.stores.handovers.news) as news:
            return await self._serve(visit, (news,), queue.tick)

    async def _talk(self, visit: Visit) -> web.StreamResponse:
        opened = await self._reading.open(visit, visit.request.match_info["reference"])
        stores, conversation = self._parts.stores, opened.handover.conversation
        # The browser's own account of where it left off is newer than the address it began with.
        after = _seq(visit.request.headers.get("Last-Event-ID") or visit.request.query.get("after", "0"))
        seen = visit.request.query.get("seen", "")
        parts = self._parts, self._reading, self._shows, self._presence
        talk = _Talk(*parts, visit.member, opened, after, seen)
        with (
            stores.hub.watch(stores.handovers.news) as news,
            stores.hub.watch(opened.lookup) as lines,
            self._presence.here(conversation, visit.me, opened.lookup),
        ):
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
        looked, loud = clock(), True
        await response.write(b"retry: 1000\n\n")
        try:
            while not self._closing.is_set() and clock() < ends:
                events = await tick(loud)
                await response.write(b"".join(events) or b": ping\n\n")
                loud = await self._news(watches, settings.ping_seconds)
                if clock() - looked > settings.ping_seconds:
                    looked = clock()
                    if await self._guard.session(visit.request, renew=False) is None:
                        await response.write(_event("out", {}))
                        return
        except ConnectionResetError:
            raise
        except Exception:
            log.exception("a stream of the helpline broke")

    async def _news(self, watches: Sequence[Watch], seconds: float) -> bool:
        """Waits for something to happen; whether it was in the queue, whose watch comes first."""
        waits = [asyncio.ensure_future(watch.changed(seconds)) for watch in watches]
        closing = asyncio.ensure_future(self._closing.wait())
        try:
            await asyncio.wait({*waits, closing}, return_when=asyncio.FIRST_COMPLETED)
            return waits[0].done() and waits[0].result()
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


class _Queue:
    """News of the queue: how many wait, whenever something may have changed; and who of them is in danger,
    for those who are to be told. A stream that comes back tells all of it: the page knows whom it has
    announced."""

    def __init__(self, parts: Parts, member: Member) -> None:
        self._parts = parts
        self._member = member
        self._last: tuple[int, int] | None = None
        self._alarms: list[dict[str, str]] | None = None

    async def tick(self, loud: bool) -> list[bytes]:
        counts = await self._parts.stores.queue.count()
        events = await self._danger(counts[1])
        if counts == self._last and not loud:
            return events
        self._last = counts
        return [_event("queue", {"waiting": counts[0], "danger": counts[1]}), *events]

    async def _danger(self, count: int) -> list[bytes]:
        alarmed = told(await alarms(self._parts.stores, self._member, count))
        if alarmed == self._alarms:
            return []
        self._alarms = alarmed
        return [_event("danger", {"waiting": alarmed})]


class _Talk:
    """News of one conversation: its lines, who is here, and that something else has changed. `after` is the
    last line that the page has, `seen` what else it shows."""

    def __init__(
        self,
        parts: Parts,
        reading: Reading,
        shows: Shows,
        presence: Presence,
        member: Member,
        opened: Opened,
        after: int,
        seen: str,
    ) -> None:
        self._parts = parts
        self._reading = reading
        self._shows = shows
        self._presence = presence
        self._me = member.id
        self._opened = opened
        self._after = after
        self._queue = _Queue(parts, member)
        self._seen = seen
        self._here: tuple[int, ...] | None = None

    async def tick(self, loud: bool) -> list[bytes]:
        return [
            *await self._lines(),
            *await self._others(),
            *await self._rest(),
            *await self._queue.tick(loud),
        ]

    async def _lines(self) -> list[bytes]:
        conversation = self._opened.conversation
        told = await self._parts.stores.talks.lines(conversation.id, self._after)
        shown = await self._shows.show(conversation, told)
        if shown:
            self._after = shown[-1].seq
        return [_event("line", line, line.seq) for line in shown]

    async def _others(self) -> list[bytes]:
        here = self._presence.others(self._opened.conversation.id, self._me)
        if here == self._here:
            return []
        self._here = here
        names = await self._parts.stores.names()
        return [_event("here", {"names": [first_name(names.get(one, "")) for one in here]})]

    async def _rest(self) -> list[bytes]:
        """Whether the page has to be looked at again."""
        seen = await self._reading.seen(self._opened.handover.id, self._opened.conversation.id)
        changed, self._seen = seen != self._seen, seen
        return [_event("changed", {})] if changed else []


def _event(kind: str, body: object, id: int = 0) -> bytes:
    head = b"id: %d\n" % id if id else b""
    return head + b"event: %s\ndata: %s\n\n" % (kind.encode(), msgspec.json.encode(body))


def _seq(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0
