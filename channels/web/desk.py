"""What happens at one door: each handler reads the request, asks, and answers with a page or JSON."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from aiohttp import web

from channels.channel import Receive
from channels.message import Entry, Inbound, Media
from channels.web import refusal
from channels.web.careful import as_json, as_page
from channels.web.door import Session
from channels.web.gate import TOKEN_HEADER
from channels.web.page import isolated
from channels.web.photo_desk import PhotoDesk
from channels.web.post import Post, checked, from_form, from_json, label
from channels.web.refusal import Refusal
from channels.web.room import Room, line_number
from channels.web.transcript_file import as_file
from channels.web.upload import MULTIPART, from_multipart


class Desk:
    """Takes and answers the requests of one room."""

    def __init__(self, room: Room, receive: Receive) -> None:
        self._room = room
        self._door = room.door
        self._parts = room.parts
        self._receive = receive

    def routes(self) -> list[web.RouteDef]:
        page, base, room = self._door.page, self._door.base, self._room
        return [
            web.get(page, as_page(room, self._page)),
            web.post(page, as_page(room, self._post_form)),
            web.post(f"{base}/end", as_page(room, self._end)),
            web.get(f"{base}/transcript.txt", as_page(room, self._file)),
            web.post(f"{base}/messages", as_json(room, self._post_json)),
            web.get(f"{base}/messages", as_json(room, self._messages)),
            web.get(f"{base}/events", as_json(room, self._events), allow_head=False),
            *(PhotoDesk(room, self._parts.photos).routes() if self._parts.photos else ()),
        ]

    async def _page(self, request: web.Request) -> web.StreamResponse:
        return self._room.page(await self._room.view(request))

    async def _post_form(self, request: web.Request) -> web.StreamResponse:
        session = self._writer(request)
        answered = await self._take(request, session, await self._form(request, session))
        if last := await self._room.forgotten(session, answered):
            return self._room.page(await self._room.view(request, last=last))
        response = self._see_other(f"{self._door.page}#latest")
        self._room.remember(response, session)
        return response

    async def _form(self, request: web.Request, session: Session) -> Post:
        """The form. Photos come with it where the page's script does not send them."""
        photos = self._parts.photos
        if photos is None or request.content_type != MULTIPART:
            return await from_form(request)

        async def keep(data: bytes) -> Media:
            self._parts.gate.pace(request, session)
            return await photos.keep(session, data)

        with photos.place():
            return await from_multipart(request, partial(self._parts.gate.token, session), keep)

    async def _post_json(self, request: web.Request) -> web.StreamResponse:
        session = self._writer(request)
        post = await from_json(request, request.headers.get(TOKEN_HEADER, ""))
        last = await self._room.forgotten(session, await self._take(request, session, post))
        response = await self._room.news(request, session, post.after, last)
        self._room.remember(response, session)
        return response

    async def _end(self, request: web.Request) -> web.StreamResponse:
        """Forgets the conversation in this browser: others use it too, in a library or at a friend's."""
        session = self._writer(request)
        self._parts.gate.token(session, (await from_form(request)).token)
        response = self._see_other(self._door.page)
        self._door.remember(response, session, 0)
        return response

    async def _messages(self, request: web.Request) -> web.StreamResponse:
        session = self._parts.gate.known(request, self._door)
        return await self._room.news(request, session, line_number(request.query.get("after", "0")))

    async def _events(self, request: web.Request) -> web.StreamResponse:
        session = self._parts.gate.known(request, self._door)
        words = await self._room.words(request, session)
        # The browser's own account of where it left off is newer than the address it began with.
        after = line_number(request.headers.get("Last-Event-ID") or request.query.get("after", "0"))
        name, transcript = self._parts.name, self._parts.transcript
        return await self._parts.streams.serve(
            request,
            session.id,
            after,
            lambda seq, seconds: transcript.wait(name, session.id, seq, seconds),
            lambda entries: self._room.lines(entries, words),
            self._door.policy(),
        )

    async def _file(self, request: web.Request) -> web.StreamResponse:
        view = await self._room.view(request)
        council = isolated(self._parts.settings.council, view.words)
        heading = view.words.gettext("Ask %(council)s") % {"council": council}
        headers = self._door.policy() | {"Content-Disposition": 'attachment; filename="chat.txt"'}
        return web.Response(text=as_file(heading, view.lines, view.words), charset="utf-8", headers=headers)

    def _writer(self, request: web.Request) -> Session:
        """The session of a browser that writes from our own page. Raises `Refusal`."""
        self._parts.gate.same_origin(request)
        return self._parts.gate.known(request, self._door)

    async def _take(self, request: web.Request, session: Session, post: Post) -> Sequence[Entry]:
        """Checks the post and hands it on; what was answered. Raises `Refusal`, with the words to be given
        back."""
        self._parts.gate.token(session, post.token)
        post = checked(post)
        try:
            self._parts.gate.pace(request, session)
            inbound = await self._inbound(request, session, post)
        except Refusal as fault:
            fault.draft = post.text
            raise
        return await self._receive(inbound)

    async def _inbound(self, request: web.Request, session: Session, post: Post) -> Inbound:
        words = await self._room.words(request, session, post.language)
        said = label(post.choice, await self._room.entries(session), words) if post.choice else post.text
        at, hint = self._parts.clock(), words.language.tag
        once = post.once(session.id)
        media = await self._media(session, post)
        return Inbound(once, self._parts.name, session.id, said, at, post.choice, media, locale_hint=hint)

    async def _media(self, session: Session, post: Post) -> tuple[Media, ...]:
        photos = self._parts.photos
        if photos is not None:
            return await photos.find(session, post.photos)
        if post.photos:
            raise Refusal(400, refusal.NO_PHOTO, field="photos", problem="are not taken here")
        return ()

    def _see_other(self, location: str) -> web.Response:
        return web.Response(status=303, headers=self._door.policy() | {"Location": location})
