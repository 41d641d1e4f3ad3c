"""Alexa: `POST /webhooks/alexa`. A request is believed by its signature, answered at once, and kept short.

The address is Amazon's name for the household (`userId`). Voice profiles are not used: they tell who probably
speaks from one sentence to the next, which is too little to be private by, and more than we need to know. So
what a household hears is what any of it may hear.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Iterable

import msgspec
from aiohttp import web

from accessibility.text import Text
from channels.alexa import words
from channels.alexa.amazon import Amazon
from channels.alexa.certificates import Untrusted
from channels.alexa.package import PATH
from channels.alexa.request import AlexaRequest, Unreadable
from channels.alexa.request import read as parsed
from channels.alexa.response import SILENCE, Answer, can_fulfill, encoded
from channels.alexa.session import session_of
from channels.alexa.speech import inner, joined
from channels.alexa.verifier import OtherSkill, Verifier
from channels.alexa.visit import Patience, Say, Visit
from channels.alexa.what import can_answer
from channels.body import JSON, BadInput, read
from channels.can import CAN
from channels.channel import Receive
from channels.limits import Clock

log = logging.getLogger(__name__)

BODY_LIMIT = 128 * 1024
"""Bytes. Amazon's own requests are a few thousand."""
SPOKEN = ("LaunchRequest", "IntentRequest")
_NEWS = ("AudioPlayer.", "PlaybackController.", "System.", "Messaging.", "Reminders.")
"""What begins so is news that must not be answered with speech, or with anything."""


class Alexa:
    """The channel. `title` stands above cards."""

    name = "alexa"
    can = CAN["alexa"]

    def __init__(
        self,
        *,
        title: str,
        verifier: Verifier,
        amazon: Amazon,
        say: Say,
        clock: Clock,
        patience: Patience | None = None,
    ) -> None:
        self._title = title
        self._verifier = verifier
        self._amazon = amazon
        self._say = say
        self._clock = clock
        self._patience = patience or Patience()
        self._tasks: set[asyncio.Future[object]] = set()

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        async def webhook(request: web.Request) -> web.Response:
            return await self._webhook(request, receive)

        return [web.post(PATH, webhook)]

    async def close(self, _app: web.Application | None = None) -> None:
        """Ends what still runs for requests that have been answered."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._amazon.close()

    async def _webhook(self, request: web.Request, receive: Receive) -> web.Response:
        try:
            asked = await self._believed(request)
        except BadInput as fault:
            return fault.response()
        try:
            body = await self._answered(asked, receive)
        except Exception:
            log.exception("a request of Alexa's was not answered")
            body = self._sorry(asked)
        return web.Response(body=body, content_type=JSON, charset="utf-8")

    async def _believed(self, request: web.Request) -> AlexaRequest:
        """The request, once it is certain to be Alexa's. Raises `BadInput`: nothing of another is read."""
        body = await read(request, JSON, BODY_LIMIT)
        try:
            await self._verifier.check_body(request.headers, body)
            asked = parsed(body)
            self._verifier.check_request(asked)
        except (Untrusted, Unreadable) as why:
            raise BadInput(400, "", str(why)) from None
        except OtherSkill:
            raise BadInput(403, "applicationId", "is another skill's") from None
        return asked

    async def _answered(self, asked: AlexaRequest, receive: Receive) -> bytes:
        if asked.event or asked.kind == "SessionEndedRequest" or asked.kind.startswith(_NEWS):
            return msgspec.json.encode(SILENCE)
        if asked.kind == "CanFulfillIntentRequest":
            return msgspec.json.encode(can_fulfill(can_answer(asked), tuple(asked.slots)))
        if asked.kind not in SPOKEN or not asked.user:
            return self._only(asked, words.CANNOT)
        visit = Visit(
            asked,
            receive,
            name=self.name,
            amazon=self._amazon,
            say=self._say,
            clock=self._clock,
            patience=self._patience,
            later=self._later,
        )
        return encoded(await visit.answer(), self._title)

    def _sorry(self, asked: AlexaRequest) -> bytes:
        return self._only(asked, words.SORRY)

    def _only(self, asked: AlexaRequest, text: Text) -> bytes:
        """One sentence of the channel's own; the session goes on as it was."""
        said = joined([inner(self._say(text, False))])
        return encoded(Answer(said, said, session=session_of(asked.attributes)), self._title)

    def _later(self, work: Awaitable[object]) -> None:
        """Lets `work` go on behind the response."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Future[object]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("what a request of Alexa's left behind has failed", exc_info=task.exception())
