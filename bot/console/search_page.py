"""Finds a conversation by the reference of a hand-over, a call or a report, and a repair by its own."""

from __future__ import annotations

from aiohttp import web

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.visit import Visit

LONGEST = 6
"""Characters of a reference."""


class SearchPage:
    """One box; what is typed is a reference, never a name."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(f"{BASE}/search", careful.look(self._search))]

    async def _search(self, visit: Visit) -> web.StreamResponse:
        typed = "".join(visit.request.query.get("reference", "").split()).upper()
        if not typed:
            return await self._pages.page(visit, "search.html", typed="", words="", case=None)
        stores = self._parts.stores
        plain = typed if len(typed) <= LONGEST and typed.isascii() and typed.isalnum() else ""
        await stores.audit.record("search", visit.me, detail=plain)
        behind = await stores.talks.behind(plain) if plain else None
        if plain and await stores.cases.known(plain):
            return see(f"{BASE}/repairs/{plain}")
        kind, conversation = behind or ("", None)
        if kind == "handover":
            return see(f"{BASE}/talk/{plain}")
        talk = await stores.talks.latest(conversation) if conversation else None
        if talk:
            return see(f"{BASE}/talk/{talk}")
        case = await stores.talks.case(plain) if kind == "report" else None
        words = "" if case else _nothing(kind)
        return await self._pages.page(visit, "search.html", typed=typed[:20], words=words, case=case)


def _nothing(kind: str) -> str:
    if kind:
        return "That was booked without an adviser: there is no conversation to open."
    return "Nothing has this reference. Check it and try again: it has no 0, O, 1 or I in it."
