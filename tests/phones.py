"""People with Telegram: the real channel behind a real server, and a Bot API server that is held to the
specification. `service.phone(7)` is somebody; `say`, `press` and `deliver` are what reaches us from them."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from telegram import Bot

from accessibility.text import Rendered, RenderedLink
from channels.fake import Assistant, Script
from channels.message import Media, Reply
from channels.photos import NoPhoto
from channels.telegram import NAME, PATH, Parts, Telegram, TelegramSends, connect, disconnect
from channels.telegram.fake import Phone, Spec, TelegramServer
from channels.telegram.fetching import Fetching
from channels.telegram.groups import Groups
from channels.telegram.indicator import Indicator

SPEC = Spec.read(Path(__file__).parent / "data" / "telegram" / "bot_api.json")
TOKEN = "4242:for-the-tests-0123456789-abcdefghijk"
SECRET = "a-secret_for-Telegram"
START = dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.UTC)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> dt.datetime:
        return self.now

    @property
    def seconds(self) -> int:
        return int(self.now.timestamp())

    def advance(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


class Kept:
    """Photos in memory; `refuses` has them refused for that reason."""

    def __init__(self) -> None:
        self.photos: list[bytes] = []
        self.refuses = ""

    async def keep(self, channel: str, address: str, data: bytes) -> Media:
        if self.refuses:
            raise NoPhoto(self.refuses)  # type: ignore[arg-type]
        self.photos.append(data)
        return Media(f"photo-{len(self.photos)}", "image/jpeg", len(data))


class Contacts:
    """Who was lost and who came back, in order."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    async def lost(self, address: str) -> None:
        self.told.append(("lost", address))

    async def back(self, address: str) -> None:
        self.told.append(("back", address))


class Pauses:
    """A sleep that ends when it is told to; `asked` are the seconds asked for."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.asked.append(seconds)
        self._over = asyncio.Event()
        await self._over.wait()

    def over(self) -> None:
        self._over.set()


def says(reply: Reply, language: str) -> Rendered:
    """A reply in English, marked with the language that was asked for."""
    links = tuple(RenderedLink(link.url, link.label.msgid if link.label else "") for link in reply.links)
    return Rendered(f"[{language or 'en'}] {reply.text.msgid}", language or "en", links=links)


class Service:
    """Everything, with what the tests look at."""

    def __init__(self, script: Script, bot: Bot, telegram: TelegramServer) -> None:
        self.clock = Clock()
        self.assistant = Assistant(script, self.clock)
        self.bot = bot
        self.telegram = telegram
        self.kept = Kept()
        self.contacts = Contacts()
        self.pauses = Pauses()
        self.busy = True
        self.counts: list[str] = []
        self.indicator = Indicator(bot, self._busy, self.pauses)
        self.sends = TelegramSends(bot, lambda language: f"Share ({language})")
        self.channel = Telegram(self._parts())
        self.session: ClientSession
        self.url = ""

    def _parts(self) -> Parts:
        return Parts(
            bot=self.bot,
            secrets=(SECRET, "an older one"),
            transcript=self.assistant,
            fetching=Fetching(self.bot, self.kept, NAME),
            groups=Groups(self.bot, says),
            indicator=self.indicator,
            says=says,
            contact=self.contacts,
            languages=("en", "pl", "ur", "zh-Hans", "pt"),
            clock=self.clock,
            counted=self.counts.append,
        )

    async def _busy(self, address: str) -> bool:
        return self.busy

    def phone(self, user: int = 7, language: str = "en") -> Phone:
        return self.telegram.phone(user, language)

    async def deliver(self, content: dict[str, Any], secret: str = SECRET) -> int:
        """One update, as Telegram sends it; the status of our answer."""
        return await self.redeliver(self.telegram.update(content), secret)

    async def redeliver(self, update: dict[str, Any], secret: str = SECRET) -> int:
        return await self.telegram.deliver(self.session, self.url, secret, update)

    async def say(self, text: str, phone: Phone | None = None, **more: Any) -> int:
        phone = phone or self.phone()
        return await self.deliver(phone.message(self.clock.seconds, text=text, **more))

    async def settled(self) -> None:
        """Until what goes on beside the requests is done."""
        while self.channel._tasks:
            await asyncio.gather(*self.channel._tasks)


@asynccontextmanager
async def serving(script: Script, patience: float = 20.0) -> AsyncIterator[Service]:
    telegram = TelegramServer(SPEC, TOKEN)
    async with TestServer(telegram.app()) as outside:
        bot = connect(TOKEN, str(outside.make_url("")).rstrip("/"), patience)
        service = Service(script, bot, telegram)
        app = web.Application()
        app.add_routes(service.channel.routes(service.assistant.receive))
        async with TestServer(app) as inside, ClientSession() as session:
            service.session, service.url = session, str(inside.make_url(PATH))
            yield service
            await service.channel.close()
        await disconnect(bot)
    assert telegram.faults == [], "a call or an update breaks the specification"
