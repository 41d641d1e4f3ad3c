"""The real program and a Twilio on this machine: text messages are answered, through a power cut, too."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from notifier.providers.fake.twilio_server import ACCOUNT, SERVICE, TOKEN, TwilioServer
from notifier.providers.fake.twilio_signing import Signing
from tests.acceptance.program import Program, data_folder

PUBLIC = "https://assistant.council.test"
RESIDENT = "+447700900123"
PATIENCE = 30


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioServer]:
    server = TwilioServer(lambda: dt.datetime.now(dt.UTC))
    await server.start()
    yield server
    await server.close()


@pytest.fixture
def program(twilio: TwilioServer, tmp_path: Path, estate: Path) -> Program:
    made = Program(
        data_folder(tmp_path / "data", estate),
        SNICKET_NOW="",
        SNICKET_PUBLIC_URL=PUBLIC,
        SNICKET_SMS="twilio",
        SNICKET_TWILIO_ACCOUNT=ACCOUNT,
        SNICKET_TWILIO_TOKEN=TOKEN,
        SNICKET_TWILIO_SERVICE=SERVICE,
        SNICKET_TWILIO_API=twilio.url,
    )
    twilio.signing = Signing(PUBLIC, made.url, TOKEN)
    return made


async def test_a_text_message_is_answered(program: Program, twilio: TwilioServer) -> None:
    with program:
        async with asyncio.timeout(PATIENCE):
            assert (await twilio.text("When is my bin collected?", RESIDENT))[0] == 200
            [answer] = await twilio.arrived(RESIDENT)
            assert answer == "Leeds Council: Please send your postcode and house number."
            assert await twilio.report(twilio.messages[0]["sid"], "delivered") == 204
            twilio.signing = Signing(PUBLIC, program.url, "another token")
            assert (await twilio.text("When is my bin collected?", RESIDENT))[0] == 403
    assert "7700900123" not in program.log
    assert "bin collected" not in program.log
    assert TOKEN not in program.log


@pytest.mark.timeout(200)
async def test_what_was_acknowledged_is_answered_after_a_power_cut(
    program: Program, twilio: TwilioServer
) -> None:
    sid = "SM" + "1" * 32
    with program:
        assert (await twilio.text("hello", RESIDENT, sid))[0] == 200
        await asyncio.wait([asyncio.create_task(twilio.arrived(RESIDENT))], timeout=0.02)
        program.kill()
    with program:
        assert (await twilio.text("hello", RESIDENT, sid))[0] == 200
        async with asyncio.timeout(PATIENCE * 3):
            assert (await twilio.arrived(RESIDENT))[0].startswith("Leeds Council: Hello")
    assert len(twilio.texts(RESIDENT)) == 1
