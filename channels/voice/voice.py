"""Calls: each thing that a caller says is one request, and the answer is what they hear next.

`POST /webhooks/twilio/voice` begins a call and takes each answer. The turn's number is in its address, so
that a request which Twilio repeats is answered as before and does nothing twice. `…/voice/wait` asks again
for an answer that took too long; `…/voice/after` is told how it went when a caller was put through.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from aiohttp import web
from msgspec import Struct

from accessibility.text import Text
from channels.body import BadInput
from channels.can import CAN
from channels.channel import Receive, Transcript
from channels.limits import Clock
from channels.message import Entry, Inbound
from channels.twilio.webhook import Webhook, twiml
from channels.voice import words
from channels.voice.call import MOST_TURNS, SILENCES, Call, Turn
from channels.voice.twiml import Spoken, ends, link, listens, puts_through, waits
from channels.voice.voices import SPOKEN
from channels.voice.words import Speaks

log = logging.getLogger(__name__)

PATH = "/webhooks/twilio/voice"
WAIT, AFTER = f"{PATH}/wait", f"{PATH}/after"
PATIENCE = 4.0
"""Seconds after which a caller hears that we are looking; Twilio itself waits fifteen."""
LONGEST = 2_000
DIAL = "tel:"
CALL_BACK, PERSON = "do:handover.callback", "word:person"


class VoiceSettings(Struct, frozen=True):
    """`council` is named in the greeting; `hints` are words that callers are likely to say (at most 500
    characters in all), for better hearing."""

    council: str
    hints: str


class Voice:
    """The channel. `speaks` writes what it says itself, `transcript` has what was said last."""

    name = "voice"
    can = CAN["voice"]

    def __init__(
        self,
        webhook: Webhook,
        transcript: Transcript,
        speaks: Speaks,
        settings: VoiceSettings,
        clock: Clock,
        patience: float = PATIENCE,
    ) -> None:
        self._webhook = webhook
        self._transcript = transcript
        self._speaks = speaks
        self._settings = settings
        self._clock = clock
        self._patience = patience

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        handles: Mapping[str, _Handles] = {PATH: self._heard, WAIT: self._waited, AFTER: self._put_back}

        def route(path: str, handle: _Handles) -> web.RouteDef:
            async def webhook(request: web.Request) -> web.Response:
                return await self._taken(request, receive, handle)

            return web.post(path, webhook)

        return [route(path, handle) for path, handle in handles.items()]

    async def _taken(self, request: web.Request, receive: Receive, handle: _Handles) -> web.Response:
        try:
            call = Call.of(await self._webhook.form(request), Turn.of(request), receive)
        except BadInput as fault:
            return fault.response()
        try:
            return twiml(await handle(call))
        except Exception:
            log.exception("a caller was not answered")
            return twiml(self._asks(call, [words.SORRY], await self._tongue(call)))

    async def _heard(self, call: Call) -> str:
        """The caller has said or pressed something, or nothing, or has only just called."""
        if call.said:
            return await self._said(call)
        if call.turn == Turn():
            return await self._greets(call)
        return await self._silent(call)

    async def _greets(self, call: Call) -> str:
        """Says who we are; and to who calls again, that a question is still open."""
        language = await self._tongue(call)
        lines = await self._transcript.read(self.name, call.address)
        open_question = bool(lines) and lines[-1].who == "assistant" and lines[-1].expects_answer
        greeting = words.greeting(self._settings.council)
        said = [greeting, words.UNFINISHED] if open_question else [greeting]
        return self._asks(call, said, language)

    async def _said(self, call: Call) -> str:
        """One turn of the conversation; who has to wait for it hears so."""
        inbound = self._inbound(call, call.said)
        answer = asyncio.ensure_future(call.receive(inbound))
        done, _ = await asyncio.wait({answer}, timeout=self._patience)
        if not done:
            answer.add_done_callback(_looked_at)
            looking = self._speaks(words.LOOKING, await self._tongue(call))
            return waits([looking], link(WAIT, turn=call.turn.number))
        return await self._answered(call, answer.result())

    async def _waited(self, call: Call) -> str:
        """The same message again: its answer is waited for, whichever process is at work on it."""
        inbound = self._inbound(call, "")
        answer = asyncio.ensure_future(call.receive(inbound))
        done, _ = await asyncio.wait({answer}, timeout=self._patience)
        if not done:
            answer.add_done_callback(_looked_at)
            return waits([], link(WAIT, turn=call.turn.number))
        return await self._answered(call, answer.result())

    async def _answered(self, call: Call, entries: Sequence[Entry]) -> str:
        said = [Spoken(entry.text, entry.rendered.language) for entry in entries]
        language = await self._tongue(call)
        number = _dialled(entries)
        if number:
            return puts_through(said, number, link(AFTER, turn=call.turn.number + 1))
        return listens(said, self._next(call), language, self._settings.hints)

    async def _silent(self, call: Call) -> str:
        """Nothing was heard: the last question again, then that a person can help, then that person."""
        language, silences = await self._tongue(call), call.turn.silences
        if silences >= SILENCES:
            return await self._given_up(call, language)
        first = self._speaks(words.SILENT if silences <= 1 else words.STILL_SILENT, language)
        last = await self._last(call) if silences <= 1 else []
        return listens([first, *last], self._next(call, silences), language, self._settings.hints)

    async def _given_up(self, call: Call, language: str) -> str:
        """Somebody whom we cannot hear may be heard by a person. When none is there they lose nothing."""
        entries = await call.receive(self._inbound(call, PERSON, PERSON))
        said = [Spoken(entry.text, entry.rendered.language) for entry in entries]
        if number := _dialled(entries):
            return puts_through(said, number, link(AFTER, turn=call.turn.number + 1))
        return ends([*said, self._speaks(words.GOODBYE, language)])

    async def _last(self, call: Call) -> list[Spoken]:
        """What the assistant said last."""
        lines = await self._transcript.read(self.name, call.address)
        if not lines or lines[-1].who == "resident":
            return []
        return [Spoken(lines[-1].text, lines[-1].rendered.language)]

    async def _put_back(self, call: Call) -> str:
        """A caller who was put through is back: nobody answered, or the talk is over."""
        language = await self._tongue(call)
        if call.dialled == "completed":
            return ends([self._speaks(words.THANKS, language)])
        entries = await call.receive(self._inbound(call, CALL_BACK, CALL_BACK))
        said = [Spoken(entry.text, entry.rendered.language) for entry in entries]
        none = self._speaks(words.NO_ANSWER, language)
        return listens([none, *said], self._next(call), language, self._settings.hints)

    def _asks(self, call: Call, said: Sequence[Text], language: str) -> str:
        spoken = [self._speaks(text, language) for text in said]
        return listens(spoken, self._next(call), language, self._settings.hints)

    def _next(self, call: Call, silences: int = 0) -> str:
        """Where the next thing that is said goes; silence after it counts on."""
        number = min(call.turn.number + 1, MOST_TURNS)
        return link(PATH, turn=number, silences=min(silences + 1, SILENCES))

    def _inbound(self, call: Call, said: str, choice: str = "") -> Inbound:
        once = f"{call.id}:{call.turn.number}"
        return Inbound(once, self.name, call.address, said[:LONGEST], self._clock(), choice)

    async def _tongue(self, call: Call) -> str:
        """The language that is spoken with this caller."""
        wanted = await self._transcript.language(self.name, call.address) or SPOKEN[0]
        return wanted if wanted in SPOKEN else SPOKEN[0]


_Handles = Callable[[Call], Awaitable[str]]


def _dialled(entries: Sequence[Entry]) -> str:
    """The number that the caller is to be put through to, if that was said."""
    links = (link.url for entry in entries for link in entry.links)
    return next((url.removeprefix(DIAL) for url in links if url.startswith(DIAL)), "")


def _looked_at(answer: asyncio.Future[Sequence[Entry]]) -> None:
    """Nobody waits for this answer any more; the next request asks for it anew. A fault is logged there."""
    if not answer.cancelled():
        answer.exception()
