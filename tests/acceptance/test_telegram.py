"""The real program and Telegram: set up by its commands, and a message answered through the outbox."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from channels.telegram.fake import TelegramServer
from tests.acceptance.program import Program, run
from tests.phones import SECRET, SPEC, TOKEN

PUBLIC = "https://bins.example.org"


@pytest.fixture
async def telegram() -> AsyncIterator[TelegramServer]:
    telegram = TelegramServer(SPEC, TOKEN)
    async with TestServer(telegram.app()) as server:
        telegram.url = str(server.make_url("")).rstrip("/")
        yield telegram
    assert telegram.faults == []


def given(telegram: TelegramServer, **more: str) -> dict[str, str]:
    return {
        "SNICKET_TELEGRAM_TOKEN": TOKEN,
        "SNICKET_TELEGRAM_SECRET": SECRET,
        "SNICKET_TELEGRAM_API": telegram.url,
        "SNICKET_PUBLIC_URL": PUBLIC,
        **more,
    }


async def command(folder: Path, telegram: TelegramServer, *words: str, **more: str) -> tuple[int, str]:
    done = await asyncio.to_thread(run, "bot", *words, folder=folder, **given(telegram, **more))
    assert TOKEN not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


async def test_set_up_by_its_commands(folder: Path, telegram: TelegramServer) -> None:
    code, said = await command(folder, telegram, "telegram", "look")
    assert (code, "FAIL  Telegram: the webhook is not set" in said) == (1, True)
    code, said = await command(folder, telegram, "telegram", "set")
    assert (code, said.splitlines()[0]) == (0, f"ok    webhook: {PUBLIC}/webhooks/telegram")
    assert telegram.webhook["secret_token"] == SECRET
    assert [one["command"] for one in telegram.commands[""]] == ["help", "language", "person", "stop"]
    code, said = await command(folder, telegram, "check")
    assert f"ok    Telegram: the webhook is {PUBLIC}/webhooks/telegram" in said
    code, said = await command(folder, telegram, "telegram", "set", SNICKET_PUBLIC_URL="http://localhost")
    assert (code, "is not https" in said) == (1, True)


async def test_without_a_token_it_is_off(folder: Path) -> None:
    done = await asyncio.to_thread(run, "bot", "telegram", "look", folder=folder)
    assert (done.returncode, "SNICKET_TELEGRAM_TOKEN is not set" in done.stderr) == (2, True)


async def test_a_message_is_answered_by_the_running_program(folder: Path, telegram: TelegramServer) -> None:
    phone = telegram.phone(7)
    with Program(folder, **given(telegram)) as program:
        async with ClientSession() as session:
            url = f"{program.url}/webhooks/telegram"
            for text in ("when is my bin LS8 1AD", "12"):
                update = telegram.update(phone.message(1, text=text))
                assert await telegram.deliver(session, url, SECRET, update) == 200
                await _until(lambda text=text: len(phone.seen) == (1 if text != "12" else 2))
            assert await telegram.deliver(session, url, "another secret", {}) == 401
            async with session.get(f"{program.url}/metrics") as answer:
                assert 'snicket_telegram_updates_total{kind="message"} 2.0' in await answer.text()
        assert "12 Hollin Mews" in phone.seen[-1].text
        assert TOKEN.split(":")[1] not in program.log
        assert "Hollin" not in program.log


async def _until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():  # noqa: ASYNC110 - another process is at work
            await asyncio.sleep(0.02)
