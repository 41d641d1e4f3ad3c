"""The product put together with Twilio on this machine, and a resident with a phone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp.test_utils import TestServer
from sqlalchemy import select

from bot.app import assemble
from bot.application import application
from bot.clock import FixedClock
from bot.parts import Parts
from bot.settings import read_settings
from bot.store.outbox_tables import outbox
from notifier.providers.fake.notify_server import BEARER, KEY, TEMPLATE, NotifyServer
from notifier.providers.fake.twilio_server import ACCOUNT, SERVICE, TOKEN, TwilioServer
from notifier.providers.fake.twilio_signing import Signing
from tests.conftest import NOW
from tests.testbot import MODELS

PUBLIC = "https://assistant.council.test"


class Phone:
    """What a resident does, and what the provider does between them and us."""

    def __init__(self, parts: Parts, clock: FixedClock, twilio: TwilioServer, notify: NotifyServer) -> None:
        self.parts = parts
        self.clock = clock
        self.twilio = twilio
        self.notify = notify
        self._sent = 0
        self._numbers = count(100)
        self._earlier = 0
        self.number = ""

    async def new(self) -> None:
        """From here on another resident, and providers without faults."""
        self.number = f"+447700900{next(self._numbers)}"
        self.twilio.fault, self.twilio.always = "", 0
        self._earlier = len(await self._rows())

    @property
    def messages(self) -> list[dict[str, Any]]:
        """What Twilio has for this resident."""
        return [one for one in self.twilio.messages if one["to"] == self.number]

    async def text(self, words: str, sender: str = "", **more: str) -> list[str]:
        """Writes; what comes back as text messages once all is quiet."""
        self._sent += 1
        sender = sender or self.number
        before = len(self.twilio.texts(sender))
        status, _ = await self.twilio.text(words, sender, **{"sid": f"SM{'f' * 26}{self._sent:06x}", **more})
        assert status == 200
        await self.quiet()
        return self.twilio.texts(sender)[before:]

    async def quiet(self, seconds: float = 2) -> None:
        """Every turn is had and everything that may go is sent."""
        await self.parts.turns.idle()
        await self.parts.deliver.drain()
        self.clock.advance(seconds=seconds)

    async def statuses(self) -> list[str]:
        """How far each message of the outbox to this resident has come, in order."""
        return (await self._rows())[self._earlier :]

    async def _rows(self) -> list[str]:
        query = select(outbox.c.status).order_by(outbox.c.id)
        return await self.parts.store.database.read(lambda connection: list(connection.scalars(query)))


@asynccontextmanager
async def texting(folder: Path, **settings: str) -> AsyncIterator[Phone]:
    """Starts it all; `settings` beside those of Twilio."""
    clock = FixedClock(NOW)
    twilio, notify = TwilioServer(clock.now), NotifyServer(clock.now)
    await twilio.start()
    await notify.start()
    environment = {
        "SNICKET_DATA": str(folder),
        "SNICKET_SECRET": "for the tests " * 4,
        "SNICKET_PUBLIC_URL": PUBLIC,
        "SNICKET_SMS": "twilio",
        "SNICKET_TWILIO_ACCOUNT": ACCOUNT,
        "SNICKET_TWILIO_TOKEN": TOKEN,
        "SNICKET_TWILIO_SERVICE": SERVICE,
        "SNICKET_TWILIO_API": twilio.url,
        "SNICKET_NOTIFY_KEY": KEY,
        "SNICKET_NOTIFY_TEMPLATE": TEMPLATE,
        "SNICKET_NOTIFY_BEARER": BEARER,
        "SNICKET_NOTIFY_API": notify.url,
    } | settings
    parts = await assemble(read_settings(environment), clock, models=MODELS)
    server = TestServer(await application(parts))
    await server.start_server()
    here = str(server.make_url("")).rstrip("/")
    twilio.signing = Signing(PUBLIC, here, TOKEN)
    notify.reach = here
    try:
        phone = Phone(parts, clock, twilio, notify)
        await phone.new()
        yield phone
    finally:
        await server.close()
        await parts.close()
        await twilio.close()
        await notify.close()
