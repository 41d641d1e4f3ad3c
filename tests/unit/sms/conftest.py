"""The channel of text messages behind a real server, and the provider's side of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from channels.fake import Assistant, by_words, said
from channels.limits import Rate
from channels.message import Media
from channels.photos import NoPhoto
from channels.sending import Report
from channels.sms.intake import Intake
from channels.sms.notify import NotifyMessages
from channels.sms.photo_intake import PhotoIntake
from channels.sms.twilio import TwilioMessages
from channels.twilio.media import Unfetched
from channels.twilio.signature import Signatures
from channels.twilio.webhook import Webhook
from notifier.providers.fake.notify_server import BEARER, NotifyServer
from notifier.providers.fake.twilio_server import TOKEN, TwilioServer
from notifier.providers.fake.twilio_signing import Signing
from tests.unit.channels.conftest import Ticker

PUBLIC = "https://assistant.council.test"
SHARED = ("webhooks_sharedkey_1", "the-secret-of-the-shared-key")
PATIENT = Rate(burst=1_000, per_second=1_000)

RESIDENT = "+447700900123"


class OptOuts:
    """Keeps who wants nothing, in order of asking."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []

    async def stop(self, channel: str, address: str) -> None:
        self.asked.append(("stop", channel, address))

    async def start(self, channel: str, address: str) -> None:
        self.asked.append(("start", channel, address))


class Album:
    """Files by address, and what is kept of them."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.kept: list[bytes] = []

    async def fetch(self, url: str) -> bytes:
        if url not in self.files:
            raise Unfetched("a file cannot be fetched")
        return self.files[url]

    async def keep(self, channel: str, address: str, data: bytes) -> Media:
        if not data.startswith(b"\xff\xd8"):
            raise NoPhoto("not_a_picture")
        self.kept.append(data)
        return Media(f"photo-{len(self.kept)}", "image/jpeg", len(data))


class Service:
    """One assistant that takes text messages, and the providers that bring them."""

    def __init__(self, clock: Ticker) -> None:
        self.clock = clock
        self.assistant = Assistant(by_words({"bins": said("Thursday.")}), clock)
        self.opt_outs = OptOuts()
        self.album = Album()
        self.reports: list[Report] = []
        self.twilio: TwilioServer
        self.notify: NotifyServer
        self.signing: Signing
        self.url = ""

    @property
    def heard(self) -> list[str]:
        return [inbound.text for inbound in self.assistant.received]

    async def reported(self, report: Report) -> None:
        self.reports.append(report)


async def untaken(address: str, reason: str) -> str:
    return f"No photo <{reason}>."


MakeService = Callable[..., Awaitable[Service]]


@pytest.fixture
def make_service(aiohttp_client: AiohttpClient) -> MakeService:
    """Starts a service; `tokens`, `shared` and `rate` are its settings."""

    async def make(
        tokens: Sequence[str] = (TOKEN,), shared: bool = False, rate: Rate = PATIENT, **more: Any
    ) -> Service:
        service = Service(Ticker())
        signatures = Signatures(tokens, dict([SHARED]) if shared else None)
        intake = Intake(service.opt_outs, service.clock, rate)
        photos = PhotoIntake(service.album, service.album, untaken)
        messages = TwilioMessages(Webhook(PUBLIC, signatures), intake, service.reported, photos, **more)
        notify = NotifyMessages([BEARER, "the-next-one"], intake, service.reported)
        app = web.Application()
        app.add_routes([*messages.routes(service.assistant.receive)])
        app.add_routes([*notify.routes(service.assistant.receive)])
        client = await aiohttp_client(app)
        service.url = str(client.make_url("")).rstrip("/")
        service.signing = Signing(PUBLIC, service.url, TOKEN, SHARED if shared else None)
        service.twilio = TwilioServer(service.clock, service.signing)
        service.notify = NotifyServer(service.clock, service.url)
        return service

    return make


@pytest.fixture
async def service(make_service: MakeService) -> Service:
    return await make_service()


def at(seconds: float = 0) -> dt.datetime:
    return Ticker().now + dt.timedelta(seconds=seconds)
