"""The conversation behind one door, as it is read: its language, its lines, and the answers made of them."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from aiohttp import web
from msgspec import Struct

from channels.channel import Transcript
from channels.limits import Clock
from channels.message import Entry
from channels.web import refusal
from channels.web.door import Door, NewId, Session
from channels.web.gate import Gate
from channels.web.line import Line, lines
from channels.web.page import Pages, View
from channels.web.photos import Photographs
from channels.web.refusal import Refusal
from channels.web.settings import WebSettings
from channels.web.stream import Streams
from channels.web.words import PageWords, Words, preferred

FURTHEST = 2**53
"""The largest line number that a script can hold exactly."""


class Parts(Struct, frozen=True):
    """What all rooms share."""

    name: str
    settings: WebSettings
    transcript: Transcript
    words: Words
    clock: Clock
    new_id: NewId
    gate: Gate
    pages: Pages
    streams: Streams
    photos: Photographs | None = None


class Room:
    """Reads for one door."""

    def __init__(self, door: Door, parts: Parts) -> None:
        self.door = door
        self.parts = parts

    async def words(self, request: web.Request, session: Session, shown: str = "") -> PageWords:
        """The conversation's language; before it begins, that of the page that is shown, else what the link
        or the browser asks for."""
        tag = await self.parts.transcript.language(self.parts.name, session.id)
        asked = f"{shown},{request.query.get('lang', '')},{request.headers.get('Accept-Language', '')}"
        return PageWords(self.parts.words, tag or preferred(self.parts.words, asked))

    async def entries(self, session: Session, after: int = 0) -> Sequence[Entry]:
        return await self.parts.transcript.read(self.parts.name, session.id, after)

    def lines(self, entries: Sequence[Entry], words: PageWords) -> list[Line]:
        return lines(entries, self.parts.clock(), self.parts.settings.zone, words)

    async def view(
        self,
        request: web.Request,
        fault: Refusal | None = None,
        *,
        whole: bool = True,
        last: Sequence[Entry] = (),
    ) -> View:
        """What the page would show now; a browser without a conversation gets a new one. `last` is what was
        said last of a conversation that is stored no more."""
        session = self.door.session(request) or Session(self.parts.new_id())
        words = await self.words(request, session, _language(last))
        shown = self.lines(last or await self.entries(session), words) if whole else ()
        return View(self.door, session, words, shown, fault, self.door.parent(request))

    def page(self, view: View) -> web.Response:
        """The chat page, with what was wrong in its place where something was."""
        status = view.refusal.status if view.refusal else 200
        headers = self.door.policy() | (view.refusal.headers if view.refusal else {})
        page = self.parts.pages.chat(view)
        response = web.Response(text=page, status=status, content_type="text/html", headers=headers)
        self.remember(response, view.session)
        return response

    async def news(
        self, request: web.Request, session: Session, after: int, last: Sequence[Entry] = ()
    ) -> web.Response:
        """The lines after `after`, and the language that the conversation has now. `last` as in `view`."""
        words = await self.words(request, session, _language(last))
        shown = self.lines(last or await self.entries(session, after), words)
        return self._json({"lines": shown, "language": words.language.tag, "forgotten": bool(last)})

    async def forgotten(self, session: Session, answered: Sequence[Entry]) -> Sequence[Entry]:
        """What was answered, when it is stored nowhere: the resident asked to be forgotten."""
        return () if not answered or await self.entries(session) else answered

    async def sorry(self, request: web.Request, fault: Refusal) -> web.Response:
        """A plain page that says what is wrong and how to reach a person."""
        session = self.door.session(request) or Session("")
        words = await self._words_at_least(request, session)
        page = self.parts.pages.problem(View(self.door, session, words, refusal=fault))
        headers = self.door.policy() | fault.headers
        return web.Response(text=page, status=fault.status, content_type="text/html", headers=headers)

    async def fault(self, request: web.Request, fault: Refusal) -> web.Response:
        """The same for the script: `words` for the resident, the rest for developers."""
        words = await self._words_at_least(request, self.door.session(request) or Session(""))
        error = {"field": fault.field, "problem": fault.problem, "words": words.say(fault.words)}
        return self._json({"error": error}, fault)

    def remember(self, response: web.StreamResponse, session: Session) -> None:
        self.door.remember(response, session, int(self.parts.settings.keep.total_seconds()))

    async def _words_at_least(self, request: web.Request, session: Session) -> PageWords:
        """As `words`. What is broken may be the transcript: then the browser's language has to do."""
        try:
            return await self.words(request, session)
        except Exception:
            accepted = request.headers.get("Accept-Language", "")
            return PageWords(self.parts.words, preferred(self.parts.words, accepted))

    def _json(self, body: object, fault: Refusal | None = None) -> web.Response:
        status, more = (fault.status, fault.headers) if fault else (200, {})
        headers = self.door.policy() | more
        encoded = msgspec.json.encode(body)
        return web.Response(body=encoded, status=status, content_type="application/json", headers=headers)


def _language(entries: Sequence[Entry]) -> str:
    return entries[-1].rendered.language if entries else ""


def line_number(seq: str) -> int:
    """A line number that a client names. Raises `Refusal` 400."""
    if seq.isascii() and seq.isdigit() and len(seq) < 17 and int(seq) <= FURTHEST:
        return int(seq)
    raise Refusal(400, refusal.UNREADABLE, field="after", problem="must be a whole number")
