"""Reports of streets: the open ones by age, the dangerous ones, and those that are over."""

from __future__ import annotations

from collections.abc import Callable

from aiohttp import web

from accessibility.text import Text
from bot.console import street_words as words
from bot.console.careful import Careful
from bot.console.case_reading import CaseReading
from bot.console.guard import BASE
from bot.console.pages import Pages, see
from bot.console.parts import Parts
from bot.console.visit import Visit
from bot.store.reference import read_reference
from bot.store.street_pages import LISTED, WHICH, StreetListed, Which

STREET = f"{BASE}/street"
NOTHING = "No report of a street has this reference. Check it and try again."

English = Callable[[Text], str]


class StreetListPage:
    """The list. `english` writes a text as staff read it."""

    def __init__(self, parts: Parts, pages: Pages, reading: CaseReading, english: English) -> None:
        self._parts = parts
        self._pages = pages
        self._reading = reading
        self._english = english

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(STREET, careful.look(self._list))]

    async def _list(self, visit: Visit) -> web.StreamResponse:
        asked, work = visit.request.query, self._parts.street
        typed = asked.get("reference", "")
        reference = read_reference(typed)
        if reference and await work.pages.one(reference):
            return see(f"{STREET}/{reference}")
        which, page = _which(asked.get("which", "")), _page(asked.get("page", ""))
        await self._reading.looked(visit, "streets", f"{which} {page}")
        found = await work.pages.listed(which, page)
        return await self._pages.page(
            visit,
            "streets.html",
            lines=[(one, self._what(one)) for one in found],
            which=which,
            page=page,
            more=len(found) == LISTED,
            typed=typed[:20],
            problem=NOTHING if typed.strip() else "",
            words=words,
            WHICH=WHICH,
        )

    def _what(self, one: StreetListed) -> str:
        return what(self._parts, self._english, one)


def what(parts: Parts, english: English, one: StreetListed) -> str:
    """`A street light: Wires can be seen`."""
    kind = parts.street.street.kind(one.kind)
    detail = kind.detail(one.detail)
    name = english(kind.name)
    return f"{name}: {english(detail.name)}" if detail else name


def _which(typed: str) -> Which:
    return next((one for one in WHICH if one == typed), "open")


def _page(typed: str) -> int:
    return max(int(typed), 1) if typed.isascii() and typed.isdigit() and len(typed) < 5 else 1
