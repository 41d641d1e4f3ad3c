"""Telling Telegram where we are, and what is found when something there is no longer right."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator

import pytest
from telegram import WebhookInfo

from accessibility.text import Text
from channels.fake import by_words
from channels.telegram import connect, disconnect
from channels.telegram.setup import UPDATES, callable_by_telegram, codes, look, put, webhook
from tests.phones import SECRET, Service, serving

URL = "https://assistant.example.gov.uk/webhooks/telegram"
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
async def service() -> AsyncIterator[Service]:
    async with serving(by_words({})) as made:
        yield made


def written(text: Text, tag: str) -> str:
    """No words in Polish yet."""
    return "" if tag == "pl" else f"{tag}: {text.msgid}"


async def told(service: Service, url: str = URL) -> list[str]:
    return [f"{'FAIL ' if one.broken else ''}{one.says}" async for one in look(service.bot, url, NOW)]


async def test_everything_is_set(service: Service) -> None:
    languages = ("en", "pl", "zh-Hans", "ckb", "ur")
    done = [one async for one in put(service.bot, URL, SECRET, languages, written)]
    assert all(one.fine for one in done)
    assert service.telegram.webhook["url"] == URL
    assert service.telegram.webhook["secret_token"] == SECRET
    assert service.telegram.webhook["allowed_updates"] == list(UPDATES)
    assert list(service.telegram.commands) == ["", "en", "ur", "zh"]
    assert service.telegram.commands["zh"][0] == {"command": "help", "description": "zh-Hans: What I can do"}
    described = [call for method, call in service.telegram.calls if method == "setMyDescription"]
    assert [call.get("language_code", "") for call in described] == ["", "en", "ur", "zh"]


async def test_set_and_then_looked_at_all_is_well(service: Service) -> None:
    async for _ in put(service.bot, URL, SECRET, ("en",), written):
        pass
    found = [one async for one in look(service.bot, URL, NOW)]
    assert [one.fine for one in found] == [True, False, True]
    assert "may be put into groups" in found[1].says


async def test_an_address_that_telegram_does_not_call_is_refused_here(service: Service) -> None:
    [one] = [one async for one in put(service.bot, "http://localhost:8080/x", SECRET, ("en",), written)]
    assert one.broken
    assert service.telegram.calls == []


@pytest.mark.parametrize(
    ("url", "good"),
    [
        (URL, True),
        ("https://a.test:8443/x", True),
        ("https://a.test:8080/x", False),
        ("http://a.test", False),
    ],
)
def test_the_addresses_that_telegram_calls(url: str, good: bool) -> None:
    assert (callable_by_telegram(url) == "") is good


async def test_no_webhook_or_another_one_is_told(service: Service) -> None:
    assert (await told(service))[-1].startswith("FAIL Telegram: the webhook is not set")
    service.telegram.webhook = {"url": "https://elsewhere.test/"}
    assert "https://elsewhere.test/" in (await told(service))[-1]


async def test_what_telegram_could_not_deliver_is_told(service: Service) -> None:
    info = WebhookInfo(URL, False, 3, last_error_date=NOW, last_error_message="Wrong response: 502")
    found = [one.says for one in webhook(info, URL, NOW + dt.timedelta(hours=1))]
    assert found[1:] == [
        "Telegram: the webhook gets other updates than we read: run python -m bot telegram set",
        "Telegram: 3 updates wait to be delivered",
        "Telegram: the last delivery that failed was at 2026-11-24 10:00: Wrong response: 502",
    ]
    assert len(webhook(info, URL, NOW + dt.timedelta(days=2))) == 3


async def test_a_wrong_token_and_no_network(service: Service) -> None:
    server = str(service.bot.base_url).split("/bot")[0]
    for where, says in ((server, "the token is refused"), ("http://127.0.0.1:9", "no answer: NetworkError")):
        bot = connect("4242:wrong", where)
        [one] = [one async for one in look(bot, URL, NOW)]
        assert says in one.says
        assert "wrong" not in one.says
        [*_, last] = [one async for one in put(bot, URL, SECRET, ("en",), written)]
        assert last.broken
        assert "4242" not in last.says
        await disconnect(bot)


def test_telegram_s_codes_have_two_letters() -> None:
    assert codes(("en", "pl", "zh-Hans", "ckb")) == {"": "en", "en": "en", "pl": "pl", "zh": "zh-Hans"}
