"""Fake providers on loopback, and ours that speak to them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from accessibility.text import Rendered
from channels.sending import Outgoing
from notifier.providers.fake.notify_server import KEY, TEMPLATE, NotifyServer
from notifier.providers.fake.twilio_server import ACCOUNT, SERVICE, TOKEN, TwilioServer
from notifier.providers.notify import NotifyAccount, NotifySms
from notifier.providers.twilio import TwilioSms
from notifier.providers.twilio_settings import Account
from tests.unit.channels.conftest import START, Ticker

RESIDENT = "+447700900123"
CALLBACK = "https://assistant.council.test/webhooks/twilio/status"


def message(text: str = "Leeds: Thursday.", key: str = "k-1", to: str = RESIDENT) -> Outgoing:
    return Outgoing(key, to, Rendered(text, "en"), START)


@pytest.fixture
def ticker() -> Ticker:
    return Ticker()


@pytest.fixture
async def server(ticker: Ticker) -> AsyncIterator[TwilioServer]:
    made = TwilioServer(ticker)
    await made.start()
    yield made
    await made.close()


def account(server_url: str, service: str = SERVICE, sender: str = "") -> Account:
    return Account(ACCOUNT, TOKEN, service, sender, CALLBACK, server_url)


@pytest.fixture
async def twilio(server: TwilioServer, ticker: Ticker) -> AsyncIterator[TwilioSms]:
    made = TwilioSms(account(server.url), ticker, patience=0.5)
    yield made
    await made.close()


@pytest.fixture
async def notify_server(ticker: Ticker) -> AsyncIterator[NotifyServer]:
    made = NotifyServer(ticker)
    await made.start()
    yield made
    await made.close()


@pytest.fixture
async def notify(notify_server: NotifyServer, ticker: Ticker) -> AsyncIterator[NotifySms]:
    made = NotifySms(NotifyAccount(KEY, TEMPLATE, notify_server.url), ticker, patience=0.5)
    yield made
    await made.close()
