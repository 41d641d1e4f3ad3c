"""The addresses of photos: the page's script sends one, takes it back, and every page shows them."""

from __future__ import annotations

import msgspec
from aiohttp import web

from channels.web.careful import as_json
from channels.web.door import Session
from channels.web.gate import TOKEN_HEADER
from channels.web.photos import Photographs
from channels.web.room import Room
from channels.web.upload import read_file


class PhotoDesk:
    """Takes and answers the requests of one room."""

    def __init__(self, room: Room, photos: Photographs) -> None:
        self._room = room
        self._photos = photos

    def routes(self) -> list[web.RouteDef]:
        room, base = self._room, f"{self._room.door.base}/photos"
        return [
            web.post(base, as_json(room, self._keep)),
            web.get(f"{base}/{{ref}}", as_json(room, self._full)),
            web.get(f"{base}/{{ref}}/small", as_json(room, self._small)),
            web.post(f"{base}/{{ref}}/remove", as_json(room, self._remove)),
        ]

    async def _keep(self, request: web.Request) -> web.StreamResponse:
        """One photo ahead of its message: the body is the file."""
        session = self._writer(request)
        self._room.parts.gate.pace(request, session)
        with self._photos.place():
            kept = await self._photos.keep(session, await read_file(request))
        response = self._answer({"ref": kept.ref})
        self._room.remember(response, session)
        return response

    async def _remove(self, request: web.Request) -> web.StreamResponse:
        """The resident has thought better of it."""
        await self._photos.drop(self._writer(request), request.match_info["ref"])
        return self._answer({})

    async def _full(self, request: web.Request) -> web.StreamResponse:
        return await self._show(request, small=False)

    async def _small(self, request: web.Request) -> web.StreamResponse:
        return await self._show(request, small=True)

    async def _show(self, request: web.Request, *, small: bool) -> web.Response:
        door = self._room.door
        return await self._photos.show(door, door.session(request), request.match_info["ref"], small=small)

    def _writer(self, request: web.Request) -> Session:
        """The session of a browser that writes from our own page. Raises `Refusal`."""
        gate = self._room.parts.gate
        gate.same_origin(request)
        session = gate.known(request, self._room.door)
        gate.token(session, request.headers.get(TOKEN_HEADER, ""))
        return session

    def _answer(self, body: object) -> web.Response:
        encoded = msgspec.json.encode(body)
        headers = self._room.door.policy()
        return web.Response(body=encoded, content_type="application/json", headers=headers)
