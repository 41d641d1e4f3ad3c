"""The channel in front of a scripted assistant, and Amazon's servers on this machine."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from html import escape
from typing import Any

import pytest
from aiohttp import ClientResponse, web
from aiohttp.test_utils import TestClient
from msgspec import structs
from pytest_aiohttp.plugin import AiohttpClient

from accessibility.render_speech import SpeechRenderer
from accessibility.text import Rendered, Text
from channels.alexa import Alexa, Certificates, Patience, Verifier, load_roots
from channels.alexa.package import PATH
from channels.message import Entry, Inbound
from locales import catalogue
from tests.alexa.amazon_server import AmazonServer, LocalAmazon
from tests.alexa.asking import SKILL, envelope
from tests.alexa.checked import checked, words
from tests.alexa.signing import NOW, root, signed

RENDER = SpeechRenderer(catalogue.shipped())


def entry(text: str, *, asks: bool = False, wants: str = "", card: str = "") -> Entry:
    """A line as the assistant's renderer makes it."""
    ssml = f'<speak><prosody rate="90%">{escape(text)}</prosody></speak>'
    return Entry(1, NOW, "assistant", Rendered(ssml, "en", wants=wants, card=card or text), asks)


def say(text: Text, slow: bool) -> Entry:
    return Entry(0, NOW, "assistant", RENDER.render(text, "en"))


class Talk:
    """Answers by `script`; each message once, as the real one does. `received` has them all."""

    def __init__(self) -> None:
        self.script: Callable[[Inbound], Awaitable[Sequence[Entry]]] = self._echo
        self.received: list[Inbound] = []
        self._answers: dict[str, Sequence[Entry]] = {}

    async def __call__(self, inbound: Inbound) -> Sequence[Entry]:
        if inbound.id not in self._answers:
            self.received.append(inbound)
            self._answers[inbound.id] = await self.script(inbound)
        return self._answers[inbound.id]

    async def _echo(self, inbound: Inbound) -> Sequence[Entry]:
        return [entry(f"You said {inbound.text}.", asks=True)]


class Speaker:
    """Sends requests, signed; `patience` and `clock` are the channel's."""

    def __init__(
        self, client: TestClient[web.Request, web.Application], talk: Talk, amazon: AmazonServer
    ) -> None:
        self.client = client
        self.talk = talk
        self.amazon = amazon

    async def post(self, shape: Any, headers: dict[str, str] | None = None) -> ClientResponse:
        body = shape if isinstance(shape, bytes) else json.dumps(shape).encode()
        return await self.client.post(PATH, data=body, headers=signed(body) if headers is None else headers)

    async def asks(self, request: dict[str, Any], **more: Any) -> Any:
        """The response, checked."""
        answer = await self.post(envelope(request, endpoint=self.amazon.url, **more))
        assert answer.status == 200
        return checked(await answer.read())

    async def hears(self, request: dict[str, Any], **more: Any) -> str:
        return words((await self.asks(request, **more))["response"]["outputSpeech"]["ssml"])


@pytest.fixture
async def amazon() -> AsyncIterator[AmazonServer]:
    server = AmazonServer()
    await server.server.start_server()
    yield server
    await server.server.close()


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
async def speaker(aiohttp_client: AiohttpClient, amazon: AmazonServer, patience: Patience) -> Speaker:
    client, talk = LocalAmazon(amazon), Talk()

    def now() -> dt.datetime:
        return NOW

    verifier = Verifier(SKILL, Certificates(load_roots(root().pem), client.certificate, now), now)
    channel = Alexa(
        title="Leeds City Council", verifier=verifier, amazon=client, say=say, clock=now, patience=patience
    )
    app = web.Application()
    app.add_routes(channel.routes(talk))
    app.on_shutdown.append(channel.close)
    return Speaker(await aiohttp_client(app), talk, amazon)


def replaced(line: Entry, **changes: Any) -> Entry:
    return structs.replace(line, **changes)
