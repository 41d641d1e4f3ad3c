"""What an open page of the helpline is told: nothing that it has already."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from bot.console.alarms import alarms, told
from bot.console.parts import Parts
from bot.console.presence import Presence
from bot.console.reading import Opened, Reading
from bot.console.shown import Shows
from bot.handover.people import Member
from bot.handover.said import first_name


class News(Struct, frozen=True):
    """Where something is known to have happened; nowhere, when a while has gone by without news."""

    queue: bool = False
    here: bool = False


NOWHERE, EVERYWHERE = News(), News(queue=True, here=True)


class QueueNews:
    """News of the queue: how many wait, whenever something may have changed; and who of them is in danger,
    for those who are to be told. A stream that comes back tells all of it: the page knows whom it has
    announced."""

    def __init__(self, parts: Parts, member: Member) -> None:
        self._parts = parts
        self._member = member
        self._last: tuple[int, int] | None = None
        self._alarms: list[dict[str, str]] | None = None

    async def tick(self, news: News) -> list[bytes]:
        counts = await self._parts.stores.queue.count()
        events = await self._danger(counts[1])
        if counts == self._last and not news.queue:
            return events
        self._last = counts
        return [event("queue", {"waiting": counts[0], "danger": counts[1]}), *events]

    async def _danger(self, count: int) -> list[bytes]:
        alarmed = told(await alarms(self._parts.stores, self._member, count))
        if alarmed == self._alarms:
            return []
        self._alarms = alarmed
        return [event("danger", {"waiting": alarmed})]


class TalkNews:
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
        self._queue = QueueNews(parts, member)
        self._seen = seen
        self._here: tuple[int, ...] | None = None

    async def tick(self, news: News) -> list[bytes]:
        """Whatever happens to this conversation is told to its own watch, too: news of the queue alone are
        those of others, and there may be many in a second."""
        queue = await self._queue.tick(news)
        if news.queue and not news.here:
            return queue
        return [*await self._lines(), *await self._others(), *await self._rest(), *queue]

    async def _lines(self) -> list[bytes]:
        conversation = self._opened.conversation
        told = await self._parts.stores.talks.lines(conversation.id, self._after)
        shown = await self._shows.show(conversation, told)
        if shown:
            self._after = shown[-1].seq
        return [event("line", line, line.seq) for line in shown]

    async def _others(self) -> list[bytes]:
        here = await self._presence.others(self._opened.conversation.id, self._me)
        if here == self._here:
            return []
        self._here = here
        names = await self._parts.stores.names()
        return [event("here", {"names": [first_name(names.get(one, "")) for one in here]})]

    async def _rest(self) -> list[bytes]:
        """Whether the page has to be looked at again."""
        seen = await self._reading.seen(self._opened.handover.id, self._opened.conversation.id)
        changed, self._seen = seen != self._seen, seen
        return [event("changed", {})] if changed else []


def event(kind: str, body: object, id: int = 0) -> bytes:
    head = b"id: %d\n" % id if id else b""
    return head + b"event: %s\ndata: %s\n\n" % (kind.encode(), msgspec.json.encode(body))
