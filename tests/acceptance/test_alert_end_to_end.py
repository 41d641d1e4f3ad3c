"""From a sensor in the street to a text message in somebody's language, and to the all-clear: real programs,
a real PostgreSQL and a real broker, and a Twilio on this machine."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import aiohttp
import pytest
from lxml import etree

from notifier.providers.fake.twilio_server import TOKEN, TwilioServer
from tests.acceptance.town import HOUR, PUBLIC, SECRET, Town
from tests.integration.hooks.receiver import Receiver
from tests.mqtt import Mosquitto, mosquitto, mosquitto_binary
from tests.unit.notifier.cap_reading import text, valid

__all__ = ["mosquitto", "mosquitto_binary"]

AFTERNOON = dt.datetime(2026, 11, 24, 14, 0, 30, tzinfo=dt.UTC)
TWO = dt.datetime(2026, 11, 24, 14, 0, tzinfo=dt.UTC)
HIGH, LOW = 450.0, 20.0
"""Means of NO2 of an hour, µg/m³: index 7, and 1."""

ONE, OTHER = "+447700900123", "+447700900124"
WISH = "LS9 میں ہوا خراب ہو تو مجھے خبردار کریں"
YES = "ہاں"
URDU = re.compile("[\u0600-\u06ff]")
PATIENCE = 60


@pytest.fixture
async def twilio() -> AsyncIterator[TwilioServer]:
    server = TwilioServer(lambda: dt.datetime.now(dt.UTC))
    await server.start()
    yield server
    await server.close()


@pytest.fixture
async def newsroom() -> AsyncIterator[Receiver]:
    made = await Receiver().start()
    yield made
    await made.close()


@pytest.fixture
def town(
    tmp_path: Path, estate: Path, postgresql_database: str, mosquitto: Mosquitto, twilio: TwilioServer
) -> Iterator[Town]:
    made = Town(tmp_path, estate, postgresql_database, mosquitto, twilio)
    yield made
    made.stop()


async def subscribe(town: Town, number: str) -> int:
    """Somebody asks in Urdu to be told of bad air, and agrees; how many texts they have had."""
    for said in (WISH, YES, YES):
        before = len(town.twilio.texts(number))
        assert (await town.twilio.text(said, number))[0] == 200
        await town.twilio.arrived(number, before + 1)
    return len(town.twilio.texts(number))


async def get(town: Town, path: str) -> bytes:
    async with aiohttp.ClientSession() as session, session.get(town.url + path) as answer:
        assert answer.status == 200
        return await answer.read()


@pytest.mark.timeout(300)
async def test_bad_air_is_told_in_urdu_and_so_is_its_end(
    town: Town, twilio: TwilioServer, newsroom: Receiver
) -> None:
    town.sensors()
    added = town.bot("hooks", "add", "Newsroom", newsroom.url, "--kinds", "air")
    newsroom.secret = re.findall(r"whsec_\S+", added)[0]
    town.start(AFTERNOON)
    async with asyncio.timeout(PATIENCE):
        had = await subscribe(town, ONE)
        assert await subscribe(town, OTHER) == had

        await town.measured(HIGH, [TWO - HOUR, TWO])
        alert = (await twilio.arrived(ONE, had + 1))[had]
        assert (await twilio.arrived(OTHER, had + 1))[had] == alert
        [told] = await newsroom.told(1)
        assert (told["type"], told["data"]["level"], told["data"]["facts"]["index"]) == ("alert.new", 3, 7)

        assert (await twilio.text("STOP", OTHER))[0] == 200
    stopped = twilio.texts(OTHER)

    for step in range(1, 7):
        town.stop()
        now = AFTERNOON + 3 * step * HOUR
        # Nobody listens when the first of them are sent: the broker keeps them.
        ends = [TWO + (3 * step - back) * HOUR for back in (2, 1, 0)]
        await town.measured(LOW, ends[:2])
        town.start(now, works=step == 6)
        await town.measured(LOW + step, ends[2:])
        async with asyncio.timeout(PATIENCE):
            await town.judged(2 + 3 * step)
    async with asyncio.timeout(PATIENCE):
        clear = (await twilio.arrived(ONE, had + 2))[had + 1]
        assert [event["type"] for event in await newsroom.told(2)] == ["alert.new", "alert.clear"]
        feed = etree.fromstring(await get(town, "/alerts.atom"))
        air = [one for one in feed.findall("{*}entry") if one.find("{*}category").get("term") == "air"]
        links = [one.find("{*}link").get("href") for one in air]
        messages = [valid(await get(town, link.removeprefix(PUBLIC))) for link in links]
    town.stop()

    assert twilio.texts(ONE)[had:] == [alert, clear], "each once"
    assert twilio.texts(OTHER) == stopped, "who has said STOP hears nothing more"
    assert [event["data"]["cap"] for event in reversed(newsroom.events)] == links
    assert [text(message, "msgType") for message in messages] == ["Update", "Alert"]
    assert text(messages[0], "info/responseType") == "AllClear"
    for private in (ONE.lstrip("+"), OTHER.lstrip("+"), WISH, SECRET, TOKEN, newsroom.secret):
        assert private not in town.log
    assert "Traceback" not in town.log
    assert URDU.search(alert)
    assert URDU.search(clear)
