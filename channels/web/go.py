"""`/go/<code>`: the conversation of a text message goes on here, in this browser.

Opening the page does nothing yet: what makes previews of links opens them, too. The button does it, once.
"""

from __future__ import annotations

import re
from typing import Protocol

from aiohttp import web

from channels.web import refusal
from channels.web.careful import as_page
from channels.web.door import Session
from channels.web.post import from_form
from channels.web.refusal import Refusal
from channels.web.room import Room

PATH = "/go/"
_CODE = re.compile(r"[0-9A-Z]{8,32}")


class Linking(Protocol):
    """Links a browser to a conversation by the code in its address."""

    async def works(self, code: str) -> bool:
        """Whether the code would link a browser now."""

    async def take(self, code: str, address: str) -> bool:
        """Links the browser with that address, once; whether it did."""


class Go:
    """The page and its button."""

    def __init__(self, room: Room, linking: Linking) -> None:
        self._room = room
        self._linking = linking

    def routes(self) -> list[web.RouteDef]:
        path = f"{PATH}{{code}}"
        return [
            web.get(path, as_page(self._room, self._page), allow_head=False),
            web.post(path, as_page(self._room, self._link)),
        ]

    async def _page(self, request: web.Request) -> web.StreamResponse:
        code = _code(request)
        if not await self._linking.works(code):
            raise Refusal(410, refusal.LINK_OVER)
        view = await self._room.view(request, whole=False)
        page = self._room.parts.pages.go(view, f"{PATH}{code}")
        headers = self._room.door.policy() | {"Referrer-Policy": "same-origin"}
        response = web.Response(text=page, content_type="text/html", headers=headers)
        self._room.remember(response, view.session)
        return response

    async def _link(self, request: web.Request) -> web.StreamResponse:
        """The browser gets a new session, so that what it was talking about before stays apart."""
        gate = self._room.parts.gate
        gate.same_origin(request)
        before = gate.known(request, self._room.door)
        gate.token(before, (await from_form(request)).token)
        gate.pace(request, before)
        session = Session(self._room.parts.new_id())
        if not await self._linking.take(_code(request), session.id):
            raise Refusal(410, refusal.LINK_OVER)
        to = {"Location": f"{self._room.door.page}#latest"}
        response = web.Response(status=303, headers=self._room.door.policy() | to)
        self._room.remember(response, session)
        return response


def _code(request: web.Request) -> str:
    code = request.match_info["code"].upper()
    if not _CODE.fullmatch(code):
        raise Refusal(410, refusal.LINK_OVER)
    return code
