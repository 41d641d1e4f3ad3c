"""The queue: who waits, whom one has, and one's shift."""

from __future__ import annotations

import datetime as dt

from aiohttp import web

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.visit import Refused, Visit
from bot.store.together import Together

QUEUE = f"{BASE}/queue"
LONGEST = dt.timedelta(hours=12)
"""A shift is at most as long as a session."""

USUAL = dt.timedelta(hours=4)
"""The end that is offered."""


class QueuePage:
    """The page that advisers start from."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages
        self._there = Together(parts.stores.shifts.open_now)
        self._emergencies = Together(parts.stores.cases.emergencies)

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(QUEUE, careful.look(self._queue)),
            web.get(f"{BASE}/shift", careful.look(self._shift)),
            web.post(f"{BASE}/shift", careful.act(self._begin)),
            web.post(f"{BASE}/shift/end", careful.act(self._end)),
        ]

    async def _queue(self, visit: Visit) -> web.StreamResponse:
        asked = visit.request.query
        typed = asked.get("page", "")
        page = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
        team = visit.member.team if asked.get("team") == "mine" else None
        queue = await self._parts.stores.queue.look(max(1, min(page, 10_000)), team)
        shifts = await self._there.read()
        return await self._pages.page(
            visit, "queue.html", queue=queue, page=page, only_mine=team is not None, shifts=shifts,
            until=self._usual(), emergencies=await self._emergencies.read(),
        )  # fmt: skip

    async def _shift(self, visit: Visit) -> web.StreamResponse:
        """Who is talked with is named before a shift ends."""
        queue = await self._parts.stores.queue.look()
        return await self._pages.page(visit, "shift.html", mine=queue.mine(visit.me), until=self._usual())

    async def _begin(self, visit: Visit) -> web.StreamResponse:
        await self._parts.stores.shifts.begin(visit.me, self._until(visit.form.get("until", "")))
        return see(QUEUE, "begun")

    async def _end(self, visit: Visit) -> web.StreamResponse:
        """Ends it; who is talked with goes back to the front of the queue, once that has been agreed to."""
        mine = (await self._parts.stores.queue.look()).mine(visit.me)
        if mine and not visit.form.get("sure"):
            return see(f"{BASE}/shift")
        await self._parts.stores.shifts.end(visit.me)
        await self._parts.stores.left()
        return see(QUEUE, "ended")

    def _usual(self) -> str:
        here = (self._parts.clock.now() + USUAL).astimezone(self._parts.settings.zone)
        return f"{here.replace(minute=0):%H:%M}"

    def _until(self, typed: str) -> dt.datetime:
        """The next time that a clock shows this. Raises `Refused`."""
        now = self._parts.clock.now().astimezone(self._parts.settings.zone)
        try:
            time = dt.time.fromisoformat(typed)
        except ValueError:
            raise Refused(400, "Please give the time as hours and minutes, 17:30.") from None
        until = now.replace(hour=time.hour, minute=time.minute, second=0, microsecond=0)
        until += dt.timedelta(days=until <= now)
        if until - now > LONGEST:
            raise Refused(400, "A shift is at most 12 hours long.")
        return until
