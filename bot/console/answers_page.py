"""What is due for review, and the questions that nobody could answer: for who writes the answers."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from aiohttp import web

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.likeness import grouped
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.visit import Visit
from bot.knowledge.dated import Standing, due
from bot.store.unanswered import KEPT

ANSWERS, UNANSWERED = f"{BASE}/answers", f"{BASE}/unanswered"
STANDINGS: dict[Standing, str] = {
    "over": "Over: not told any more",
    "unconfirmed": "Not confirmed: not told",
    "soon": "Due soon",
    "fine": "Fine",
}
SHOWN = 100
"""Groups of questions on the page."""


class AnswersPage:
    """Two lists. They name nobody, so who looks at them is not in the audit."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.get(ANSWERS, careful.look(self._due)),
            web.get(UNANSWERED, careful.look(self._unanswered)),
        ]

    async def _due(self, visit: Visit) -> web.StreamResponse:
        today = self._parts.clock.today(self._parts.settings.zone)
        facts = [(one, one.standing(today)) for one in due(self._parts.reviews, today)]
        wanted = visit.request.query.get("which", "due")
        shown = [one for one in facts if wanted == "all" or one[1] != "fine"]
        return await self._pages.page(
            visit,
            "answers.html",
            facts=shown,
            counts=Counter(standing for _one, standing in facts),
            total=len(facts),
            which="all" if wanted == "all" else "due",
            STANDINGS=STANDINGS,
        )

    async def _unanswered(self, visit: Visit) -> web.StreamResponse:
        today = self._parts.clock.today(self._parts.settings.zone)
        groups = grouped(await self._parts.stores.unanswered.since(today - KEPT))
        return await self._pages.page(
            visit,
            "unanswered.html",
            groups=groups[:SHOWN],
            total=len(groups),
            days=KEPT // dt.timedelta(days=1),
        )
