"""The web channel: a page of its own at `/`, the same page for a frame at `/embed`, and its files."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Iterable

from aiohttp import web

from channels.can import CAN
from channels.channel import Receive, Transcript
from channels.limits import Clock
from channels.photos import Album
from channels.web import refusal
from channels.web.assets import PREFIX, Assets
from channels.web.desk import Desk
from channels.web.door import NewId, doors
from channels.web.gate import AddressOf, Gate, remote
from channels.web.go import Go, Linking
from channels.web.page import Pages
from channels.web.photos import Photographs
from channels.web.refusal import Refusal
from channels.web.room import Parts, Room
from channels.web.settings import WebSettings
from channels.web.stream import Streams
from channels.web.words import Words


def new_id() -> str:
    """256 random bits in 43 characters."""
    return secrets.token_urlsafe(32)


class Web:
    """The chat page as a channel. Answers are read from the transcript, so any process can serve them.

    Two choices are the page's own: `word:person` (the button that is always there) and `language:<tag>`
    (the picker). Both come with the words of their button as text, so that they can also be understood
    as typed.
    """

    name = "web"
    can = CAN["web"]

    def __init__(
        self,
        *,
        transcript: Transcript,
        words: Words,
        settings: WebSettings,
        clock: Clock,
        new_id: NewId = new_id,
        address_of: AddressOf = remote,
        album: Album | None = None,
        linking: Linking | None = None,
    ) -> None:
        """Without an `album` the page takes no photos; with `linking` a conversation from elsewhere can go on
        in it."""
        self._assets = Assets()
        self._streams = Streams(settings)
        parts = Parts(
            name=self.name,
            settings=settings,
            transcript=transcript,
            words=words,
            clock=clock,
            new_id=new_id,
            gate=Gate(settings, clock, address_of),
            pages=Pages(settings, self._assets, lambda: new_id()[:22], photos=album is not None),
            streams=self._streams,
            photos=None if album is None else Photographs(self.name, album),
        )
        self._rooms = [Room(door, parts) for door in doors(settings)]
        self._linking = linking

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        desks = [route for room in self._rooms for route in Desk(room, receive).routes()]
        loader = web.get("/embed.js", self._loader)
        go = Go(self._rooms[0], self._linking).routes() if self._linking else []
        return [*desks, *go, loader, web.get(f"{PREFIX}{{file}}", self._assets.serve)]

    async def close(self, _app: web.Application | None = None) -> None:
        """Ends the open streams; to be put on the application's `on_shutdown`."""
        self._streams.close()

    @web.middleware
    async def not_found(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """A middleware for the whole application: a person who opens an address that is not there gets a
        page with a way back and to a person. Programs get what they got before."""
        try:
            return await handler(request)
        except web.HTTPNotFound:
            if "text/html" not in request.headers.get("Accept", ""):
                raise
            return await self._rooms[0].sorry(request, Refusal(404, refusal.NOT_FOUND))

    async def _loader(self, request: web.Request) -> web.Response:
        """The script that a council's site includes; its address stays, so it is not kept for long."""
        headers = {"Cache-Control": "public, max-age=3600", "X-Content-Type-Options": "nosniff"}
        text = self._assets.body("embed.js")
        return web.Response(text=text, content_type="text/javascript", charset="utf-8", headers=headers)
