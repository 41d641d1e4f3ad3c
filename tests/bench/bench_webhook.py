"""How soon a text message is acknowledged over HTTP, signed as Twilio signs, while turns run; against a
server that verifies nothing, stores nothing and answers at once."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from bot.app import assemble
from bot.application import application
from bot.settings import read_settings
from tests.bench.row import Row
from tests.testbot import MODELS

A_SECOND, SECONDS = 100, 10
SAYINGS = ("when is my bin", "14 LS8 1AA", "hello", "what goes in the green bin", "thanks", "help")
PUBLIC, TOKEN, PATH = "https://bins.example.org", "the token of an account", "/webhooks/twilio/sms"
SETTINGS = {
    "SNICKET_SECRET": "for the bench " * 4,
    "SNICKET_PUBLIC_URL": PUBLIC,
    "SNICKET_SMS": "twilio",
    "SNICKET_TWILIO_ACCOUNT": "AC" + "0" * 32,
    "SNICKET_TWILIO_TOKEN": TOKEN,
    "SNICKET_TWILIO_NUMBER": "+447400000001",
    "SNICKET_TWILIO_API": "http://127.0.0.1:9",
}


def rows() -> Iterator[Row]:
    """Milliseconds from sending a message to its acknowledgement; the client is in the same process."""
    with TemporaryDirectory() as folder:
        took, floor, late = asyncio.run(_measured(Path(folder)))
    half, most = len(took) // 2, int(len(took) * 0.99)
    yield Row(f"acknowledged at {A_SECOND} a second, p50", took[half], "ms", floor[half])
    yield Row(f"acknowledged at {A_SECOND} a second, p99", took[most], "ms", floor[most], 50.0)
    yield Row("turns still to be done when the last was acknowledged", late, "")


async def _measured(folder: Path) -> tuple[list[float], list[float], int]:
    bare = web.Application()
    bare.router.add_post(PATH, _at_once)
    floor = await _posted(bare)
    parts = await assemble(read_settings({"SNICKET_DATA": str(folder), **SETTINGS}), models=MODELS)
    took = await _posted(await application(parts))
    late = parts.turns.waiting
    await parts.turns.idle()
    await parts.close()
    return took, floor, late


async def _at_once(request: web.Request) -> web.Response:
    await request.read()
    return web.Response(text="<Response/>", content_type="application/xml")


async def _posted(app: web.Application) -> list[float]:
    """The milliseconds of each message, shortest first."""
    async with TestClient(TestServer(app)) as client:
        began, tasks = perf_counter(), []
        for number in range(A_SECOND * SECONDS):
            await asyncio.sleep(max(0.0, began + number / A_SECOND - perf_counter()))
            tasks.append(asyncio.create_task(_one(client, number)))
        return sorted(await asyncio.gather(*tasks))


async def _one(client: TestClient[web.Request, web.Application], number: int) -> float:
    person, step = divmod(number, len(SAYINGS))
    sender, sid = f"+4474{person:08d}", f"SM{number:032x}"
    form = {"MessageSid": sid, "From": sender, "To": "+447400000001", "Body": SAYINGS[step]}
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}{PATH}", MultiDict(form))
    began = perf_counter()
    async with client.post(PATH, data=form, headers={"X-Twilio-Signature": signature}) as answer:
        await answer.read()
        assert answer.status == 200
    return (perf_counter() - began) * 1000
