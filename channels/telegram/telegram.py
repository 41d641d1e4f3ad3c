"""Telegram: `POST /webhooks/telegram`, with the secret that Telegram was given in a header.

Every update that is genuine is answered 200, also one that makes no sense: whatever else we answered,
Telegram would send it again for a day. Only when the message could not be stored is it 503, and it comes
again. The answer to an update may itself be one call of the Bot API (Bot API, Making requests when getting
updates): so a pressed button stops spinning at once, and a voice note is answered without a conversation.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Callable, Coroutine, Iterable, Sequence
from typing import Any, Protocol

import msgspec
from aiohttp import web
from msgspec import Struct
from telegram import Bot, Update

from channels.body import read
from channels.can import CAN
from channels.channel import Receive, Transcript
from channels.limits import Buckets, Clock, Rate
from channels.message import Inbound, Media, Reply
from channels.telegram import data, reading, words, written
from channels.telegram.api import disconnect
from channels.telegram.fetching import Fetching
from channels.telegram.groups import Groups
from channels.telegram.indicator import Indicator
from channels.telegram.reading import Group, Moved, Said
from channels.telegram.sends import NAME
from channels.telegram.words import Says

log = logging.getLogger(__name__)

PATH = "/webhooks/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
BODY_LIMIT = 512 * 1024
USUAL = Rate(burst=30, per_second=1.0)
"""What one person may write: an album of photos is ten messages at once."""

SLACK = 3.0
"""Seconds that a message may take to us, when it is worked out which message was edited."""

LONGEST_NOTE = 200
"""Characters that `answerCallbackQuery` shows."""


class Contact(Protocol):
    """Told when somebody can no longer be written to, or can again."""

    async def lost(self, address: str) -> None: ...

    async def back(self, address: str) -> None: ...


class Parts(Struct, frozen=True, kw_only=True):
    """What the channel is made of. Any of the `secrets` is taken, so that one can be changed. `counted` is
    told what kind each update was of."""

    bot: Bot
    secrets: Sequence[str]
    transcript: Transcript
    fetching: Fetching
    groups: Groups
    indicator: Indicator
    says: Says
    contact: Contact
    languages: tuple[str, ...]
    clock: Clock
    counted: Callable[[str], None]


class Telegram:
    """The way in. `receive` stores the message and returns; its answer goes out through the outbox."""

    name = NAME
    can = CAN[NAME]

    def __init__(self, parts: Parts, rate: Rate = USUAL) -> None:
        self._parts = parts
        self._buckets = Buckets(rate, parts.clock)
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self, receive: Receive) -> Iterable[web.RouteDef]:
        async def webhook(request: web.Request) -> web.Response:
            return await self._webhook(request, receive)

        return [web.post(PATH, webhook)]

    async def close(self) -> None:
        """Ends what goes on beside the requests."""
        await self._parts.indicator.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await disconnect(self._parts.bot)

    async def _webhook(self, request: web.Request, receive: Receive) -> web.Response:
        if not genuine(self._parts.secrets, request.headers.get(HEADER, "")):
            self._parts.counted("not_genuine")
            return web.Response(status=401)
        try:
            update = parsed(await read(request, "application/json", BODY_LIMIT), self._parts.bot)
            found = reading.read(update)
        except Exception as fault:  # the library raises whatever a strange value leads to
            log.warning("an update of Telegram was not understood: %s", type(fault).__name__)
            self._parts.counted("malformed")
            return web.Response()
        try:
            return await self._handled(found, update.update_id, receive)
        except Exception:
            log.exception("a message of Telegram was not stored; it will come again")
            self._parts.counted("failed")
            return web.Response(status=503)

    async def _handled(self, found: reading.Read, id: int, receive: Receive) -> web.Response:
        if isinstance(found, Said):
            return await self._said(found, id, receive)
        if isinstance(found, Moved):
            self._parts.counted("blocked" if found.blocked else "unblocked")
            await (self._parts.contact.lost if found.blocked else self._parts.contact.back)(found.address)
        elif isinstance(found, Group):
            self._parts.counted("group")
            self._beside(self._parts.groups.leave(found.chat, self._served(found.language)))
        else:
            self._parts.counted(found.kind)
        return web.Response()

    async def _said(self, said: Said, id: int, receive: Receive) -> web.Response:
        parts = self._parts
        if self._buckets.take(said.address):
            parts.counted("too_often")
            return web.Response()
        if said.edited_after is not None and not await self._is_latest(said, said.edited_after):
            parts.counted("edited")
            return web.Response()
        choice = said.choice or await self._choice(said)
        media, trouble = await self._media(said)
        text = said.text or choice
        parts.counted("pressed" if said.query else "message")
        if text or media or said.location:
            await receive(self._inbound(said, id, text, choice, media))
            parts.indicator.began(said.address)
        return await self._reply(said, trouble)

    def _inbound(self, said: Said, id: int, text: str, choice: str, media: tuple[Media, ...]) -> Inbound:
        return Inbound(
            str(id),
            self.name,
            said.address,
            text,
            self._parts.clock(),
            choice,
            media,
            said.location,
            self._served(said.language),
            correction=said.edited_after is not None,
        )

    async def _reply(self, said: Said, trouble: Reply | None) -> web.Response:
        """The one call that the answer to an update may be."""
        if said.query:
            note = said.text[:LONGEST_NOTE]
            return call(
                "answerCallbackQuery", callback_query_id=said.query, **({"text": note} if note else {})
            )
        if trouble is None:
            return web.Response()
        language = await self._parts.transcript.language(self.name, said.address)
        shown = self._parts.says(trouble, language or self._served(said.language))
        return call("sendMessage", chat_id=int(said.address), text=written.plain(shown))

    async def _media(self, said: Said) -> tuple[tuple[Media, ...], Reply | None]:
        if said.picture is not None:
            return await self._parts.fetching.fetch(said.address, said.picture)
        return (), words.ONLY_WORDS if said.unreadable else None

    async def _choice(self, said: Said) -> str:
        """The id behind a button's data; one that was too long for it is looked up in what was shown."""
        if not data.is_hashed(said.data):
            return data.read(said.data)
        lines = await self._parts.transcript.read(self.name, said.address)
        return data.read(said.data, (choice.id for line in reversed(lines) for choice in line.choices))

    async def _is_latest(self, said: Said, after: float) -> bool:
        """Whether an edited message is the last thing that its sender has said, and says something else.

        Told by ages, which need no clock to agree: the message was sent `after` seconds ago, and nothing of
        the resident's may have come since.
        """
        lines = await self._parts.transcript.read(self.name, said.address)
        own = [line for line in lines if line.who == "resident"]
        if not own or own[-1].text == said.text:
            return False
        return after <= (self._parts.clock() - own[-1].at).total_seconds() + SLACK

    def _served(self, code: str) -> str:
        return words.served(code, self._parts.languages)

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def genuine(secrets: Iterable[str], header: str) -> bool:
    """Whether the header has one of the secrets, compared in a time that tells nothing of them."""
    given = header.encode("utf-8", "surrogateescape")
    return any(hmac.compare_digest(secret.encode(), given) for secret in secrets if secret)


def parsed(body: bytes, bot: Bot) -> Update:
    """The update. Raises all kinds of exceptions when it is none."""
    update = Update.de_json(msgspec.json.decode(body, type=dict[str, Any]), bot)
    if not isinstance(update.update_id, int) or isinstance(update.update_id, bool):
        raise TypeError("an update's id must be a whole number")
    return update


def call(method: str, **arguments: object) -> web.Response:
    """An answer to an update that is a call of the Bot API."""
    body = msgspec.json.encode({"method": method, **arguments})
    return web.Response(body=body, content_type="application/json")
