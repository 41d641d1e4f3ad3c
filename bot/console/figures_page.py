"""Today's figures, as small charts with a table beside each; and the audit, for supervisors."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from typing import get_args

from aiohttp import web
from msgspec import Struct

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.visit import Visit
from bot.handover.brief import REASONS
from bot.store.audit import Action

UNANSWERED = "unanswered"
DAYS = 7
WIDTH, ROW, GAP = 240, 22, 6
"""A chart's bars, in units of its view box."""

AUDITED = 100
"""Entries on one page."""


class Bar(Struct, frozen=True):
    """One bar: its words, its number, and where it is drawn."""

    label: str
    count: int
    y: int
    width: int


class Chart(Struct, frozen=True):
    """Bars below each other; the words and numbers stand in the table beside it."""

    title: str
    head: str
    bars: tuple[Bar, ...]

    @property
    def height(self) -> int:
        return max(1, len(self.bars)) * (ROW + GAP)


class FiguresPage:
    """What the day is like."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(f"{BASE}/figures", careful.look(self._figures)),
            web.get(f"{BASE}/audit", careful.look(self._audit, "supervisor")),
        ]

    async def _figures(self, visit: Visit) -> web.StreamResponse:
        stores, zone = self._parts.stores, self._parts.settings.zone
        today = self._parts.clock.today(zone)
        since = dt.datetime.combine(today, dt.time.min, zone)
        figures = await stores.figures.since(since, self._parts.settings.open_time)
        reasons = [(REASONS[reason], count) for reason, count in figures.reasons]
        hours = [(f"{hour}:00", came) for hour, came, _taken in figures.hours]
        charts = (
            chart("When people joined the queue", "Hour", hours),
            chart("Why people were handed over", "Reason", reasons),
            chart("Questions nobody could answer", "Day", await self._unanswered(today)),
        )
        calls = await stores.callbacks.figures(since)
        return await self._pages.page(visit, "figures.html", figures=figures, charts=charts, calls=calls)

    async def _unanswered(self, today: dt.date) -> list[tuple[str, int]]:
        first = today - dt.timedelta(days=DAYS - 1)
        days: Counter[dt.date] = Counter()
        for one in await self._parts.stores.counters.since(first):
            if one.kind == UNANSWERED:
                days[one.day] += one.count
        every = [first + dt.timedelta(days=ahead) for ahead in range(DAYS)]
        return [(f"{day:%a} {day.day} {day:%b}", days[day]) for day in every]

    async def _audit(self, visit: Visit) -> web.StreamResponse:
        asked = visit.request.query
        before, staff = _number(asked.get("before", "")), _number(asked.get("staff", ""))
        action = next((one for one in get_args(Action) if one == asked.get("action")), None)
        entries = await self._parts.stores.audit.recent(AUDITED, before, staff, None, action)
        return await self._pages.page(
            visit,
            "audit.html",
            entries=entries,
            actions=get_args(Action),
            action=action or "",
            staff=staff,
            more=entries[-1].id if len(entries) == AUDITED else None,
        )


def chart(title: str, head: str, rows: Sequence[tuple[str, int]]) -> Chart:
    """Bars as long as their numbers are, the longest over the whole width."""
    most = max((count for _label, count in rows), default=0) or 1
    bars = (
        Bar(label, count, place * (ROW + GAP), round(WIDTH * count / most))
        for place, (label, count) in enumerate(rows)
    )
    return Chart(title, head, tuple(bars))


def _number(text: str) -> int | None:
    """A row's number in an address, None for anything else: no database knows longer ones."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None
