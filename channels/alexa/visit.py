"""One request on its way through the conversation, and what it is answered with."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from msgspec import Struct, structs

from accessibility.text import Text
from channels.alexa import words
from channels.alexa.amazon import Amazon
from channels.alexa.request import AlexaRequest
from channels.alexa.response import Answer
from channels.alexa.session import Asked, Session, session_of
from channels.alexa.speech import card_text, inner, joined, slow, without_choices
from channels.alexa.what import What, what
from channels.channel import Receive
from channels.limits import Clock
from channels.message import Entry, Inbound

Say = Callable[[Text, bool], Entry]
"""The channel's own words as a line for it, slowly if need be."""

GOES_ON = ("", "affirm", "resume", "repeat")


class Patience(Struct, frozen=True):
    """Seconds: after `word` something is said while the answer is made, after `most` it has to wait for the
    next request. Alexa gives up after eight."""

    word: float = 2.0
    most: float = 6.0


class Visit:
    """`receive` is the conversation's. `later` takes what goes on when the response has been sent."""

    def __init__(
        self,
        request: AlexaRequest,
        receive: Receive,
        *,
        name: str,
        amazon: Amazon,
        say: Say,
        clock: Clock,
        patience: Patience,
        later: Callable[[Awaitable[object]], None],
    ) -> None:
        self._request = request
        self._receive = receive
        self._name = name
        self._amazon = amazon
        self._say = say
        self._clock = clock
        self._patience = patience
        self._later = later
        self._until = asyncio.get_running_loop().time() + patience.most
        self._session = Session() if request.new else session_of(request.attributes)

    async def answer(self) -> Answer:
        """What is said back. Raises what the conversation raises."""
        heard, session = what(self._request), self._session
        if heard.leaves or (heard.cancels and session.asked not in ("talk", "postcode")):
            return self._goodbye()
        if session.asked == "more" and heard.word == "deny":
            return self._goodbye()
        if session.asked == "more" and heard.word == "affirm":
            return self._ask(words.WHAT, "more")
        if session.asked == "postcode" and heard.word in ("affirm", "deny"):
            heard = await self._postcode_answered(heard)
        entries = await self._entries(heard)
        return self._still(heard) if entries is None else await self._told(heard, entries)

    async def _entries(self, heard: What) -> Sequence[Entry] | None:
        """What the conversation says; None when that takes too long. The turn goes on by itself, and its
        answer is there when the same message comes again."""
        waits = asyncio.ensure_future(self._receive(self._inbound(heard)))
        done, _ = await asyncio.wait({waits}, timeout=self._patience.word)
        if not done:
            speech = joined([inner(self._say(words.WAIT, False))])
            self._later(self._amazon.speak(self._request.device, self._request.id, speech))
            done, _ = await asyncio.wait({waits}, timeout=self._left)
        if not done:
            self._later(waits)
            return None
        return waits.result()

    def _inbound(self, heard: What) -> Inbound:
        late = self._session.late if heard.word in GOES_ON and not heard.opens else ""
        return Inbound(
            late or self._request.id,
            self._name,
            self._request.user,
            heard.text,
            self._clock(),
            heard.choice,
            locale_hint=self._request.locale.partition("-")[0],
        )

    @property
    def _left(self) -> float:
        return max(0.0, self._until - asyncio.get_running_loop().time())

    async def _postcode_answered(self, heard: What) -> What:
        """Yes: the postcode is read afresh, being kept nowhere. No, or it has gone: the question again."""
        if heard.word == "affirm":
            found = await self._amazon.postcode(self._request.device)
            if found.status == "known":
                return What(found.code)
        return What("say that again")

    async def _told(self, heard: What, entries: Sequence[Entry]) -> Answer:
        if not entries:
            return self._ask(words.NOTHING, "more")
        asks = entries[-1].expects_answer
        if asks and entries[-1].rendered.wants == "home" and not self._session.device:
            return await self._where(heard, entries)
        if not asks and self._one_shot(heard, entries):
            pieces = [without_choices(inner(entry)) for entry in entries]
            return Answer(joined(pieces), card=card_text(entries), ends=True)
        return self._open(heard, entries, asks)

    def _one_shot(self, heard: What, entries: Sequence[Entry]) -> bool:
        """Asked in one breath and answered in full. Whoever is in danger is listened to further."""
        return self._request.new and not heard.opens and all(one.importance == "normal" for one in entries)

    def _open(self, heard: What, entries: Sequence[Entry], asks: bool) -> Answer:
        """The answer, and a question behind it where it has none; then the microphone opens."""
        slowly = slow(entries)
        pieces, again = [inner(entry) for entry in entries], without_choices(inner(entries[-1]))
        if not asks:
            closing = words.WHAT if heard.guide else words.ANYTHING_ELSE
            again = inner(self._say(closing, slowly))
            if not heard.opens:
                pieces.append(again)
        return Answer(
            joined(pieces),
            joined([again, inner(self._say(words.ALWAYS, slowly))]),
            card_text(entries),
            session=structs.replace(self._session, asked="talk" if asks else "more", late=""),
        )

    async def _where(self, heard: What, entries: Sequence[Entry]) -> Answer:
        """The conversation asks for a home. The speaker may know the postcode: then that is asked instead,
        once in a session; where it may not be seen, how to allow it is said beside the question."""
        plain = self._open(heard, entries, asks=True)
        try:
            async with asyncio.timeout(self._left):
                found = await self._amazon.postcode(self._request.device)
        except TimeoutError:
            return plain
        session = structs.replace(plain.session, device=found.status != "unknown")
        before, question = [inner(entry) for entry in entries[:-1]], inner(entries[-1])
        if found.status == "known":
            asked = inner(self._say(words.is_it(found.code), slow(entries)))
            session = structs.replace(session, asked="postcode")
            return Answer(joined([*before, asked]), joined([asked]), card_text(entries[:-1]), session=session)
        if found.status == "forbidden":
            permit = inner(self._say(words.PERMIT, slow(entries)))
            speech = joined([*before, permit, question])
            return structs.replace(plain, speech=speech, consent=True, session=session)
        return structs.replace(plain, session=session)

    def _still(self, heard: What) -> Answer:
        late = self._inbound(heard).id
        said = inner(self._say(words.STILL, False))
        return Answer(joined([said]), joined([said]), session=structs.replace(self._session, late=late))

    def _ask(self, text: Text, asked: Asked) -> Answer:
        said = inner(self._say(text, False))
        always = inner(self._say(words.ALWAYS, False))
        session = structs.replace(self._session, asked=asked, late="")
        return Answer(joined([said]), joined([said, always]), session=session)

    def _goodbye(self) -> Answer:
        """Short; what was begun stays where it is (R10)."""
        waits = self._session.asked in ("talk", "postcode") and not self._request.new
        return Answer(joined([inner(self._say(words.KEPT if waits else words.GOODBYE, False))]), ends=True)
