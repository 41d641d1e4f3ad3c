"""MQTT with a real broker: nothing is lost on the way from the broker to the disk."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import hashlib
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from notifier.feeds.feed import Parses
from notifier.feeds.fields import Field
from notifier.feeds.mqtt import HELD, Broker, Mqtt, Watcher
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.pipe import Pipe
from notifier.feeds.sensorthings import Options, SensorThings
from tests.integration.feeds.conftest import Kept
from tests.mqtt import Mosquitto
from tests.unit.feeds.iot import gas, observed

TOPIC = "v1.1/Datastreams(1)/Observations"
AIR = SensorThings("city", Options({"1": Field("no2", "GQ")}))


def payload(number: int) -> bytes:
    """One of many Observations, no two of the same moment."""
    at = f"2026-11-20T08:{number // 60 % 60:02}:{number % 60:02}Z"
    return json.dumps({"phenomenonTime": at, "result": 10 + number / 1000}).encode()


class Seen(Watcher):
    """Counts connections, and keeps why they were lost."""

    def __init__(self) -> None:
        self.connections = 0
        self.problems: list[str] = []
        self.up = asyncio.Event()
        self.down = asyncio.Event()

    async def connected(self) -> None:
        self.connections += 1
        self.down.clear()
        self.up.set()

    async def lost(self, problem: str) -> None:
        self.problems.append(problem)
        self.up.clear()
        self.down.set()


def at(mosquitto: Mosquitto, **changes: Any) -> Broker:
    return Broker("127.0.0.1", TOPIC, **{"session": "snicket-test", "port": mosquitto.port, **changes})


@asynccontextmanager
async def subscribed(broker: Broker, pipe: Pipe, held: int = HELD) -> AsyncIterator[Seen]:
    """A subscription that runs for as long as the block lasts, and is connected when it begins."""
    seen = Seen()

    async def soon(_seconds: float) -> None:
        await asyncio.sleep(0.02)  # the broker of this machine needs no patience

    task = asyncio.create_task(Mqtt(broker, pipe, Random(1), seen, soon, held).run())
    try:
        async with asyncio.timeout(10):
            await (seen.up.wait() if broker.password != "wrong" else seen.down.wait())
        yield seen
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


@pytest.fixture
def pipe(pipe_of: Callable[[Parses], Pipe]) -> Pipe:
    return pipe_of(AIR)


@pytest.mark.parametrize("version", [3, 5])
async def test_what_is_published_arrives(mosquitto: Mosquitto, pipe: Pipe, kept: Kept, version: Any) -> None:
    async with subscribed(at(mosquitto, version=version), pipe):
        await mosquitto.publish(TOPIC, *map(payload, range(50)))
        await kept.until(50)
    assert sorted(one.value for one in kept.readings) == [10 + number / 1000 for number in range(50)]
    assert {one.sensor for one in kept.readings} == {"Datastreams(1)"}


@pytest.mark.parametrize("version", [3, 5])
async def test_what_is_published_while_we_are_away_arrives_later(
    mosquitto: Mosquitto, pipe: Pipe, kept: Kept, version: Any
) -> None:
    broker = at(mosquitto, version=version)
    async with subscribed(broker, pipe):
        pass
    await mosquitto.publish(TOPIC, *map(payload, range(20)))
    assert not kept.readings
    async with subscribed(broker, pipe):
        await kept.until(20)


async def test_the_broker_restarts_in_the_middle(mosquitto: Mosquitto, pipe: Pipe, kept: Kept) -> None:
    async with subscribed(at(mosquitto), pipe) as seen:
        await mosquitto.publish(TOPIC, *map(payload, range(20)))
        await kept.until(20)
        mosquitto.stop()
        await asyncio.wait_for(seen.down.wait(), 10)
        await mosquitto.start()
        await asyncio.wait_for(seen.up.wait(), 10)
        await mosquitto.publish(TOPIC, *map(payload, range(20, 40)))
        await kept.until(40)
    assert seen.connections >= 2
    assert seen.problems


async def test_what_could_not_be_stored_is_delivered_again(
    mosquitto: Mosquitto, pipe: Pipe, kept: Kept
) -> None:
    """The sanity check has seen it by then; it may not take the second delivery for a repetition."""
    kept.broken = True
    async with subscribed(at(mosquitto), pipe) as seen:
        await mosquitto.publish(TOPIC, payload(1))
        await asyncio.wait_for(seen.down.wait(), 10)
        assert seen.problems[0] == "NotStored: ConnectionError"
        kept.broken = False
        await kept.until(1)
    assert [one.value for one in kept.readings] == [10.001]


async def test_a_group_shares_the_load(
    mosquitto: Mosquitto, pipe_of: Callable[[Parses], Pipe], kept: Kept
) -> None:
    one, other = (at(mosquitto, session=f"snicket-{name}", share="city") for name in "ab")
    first, second = pipe_of(AIR), pipe_of(AIR)
    async with subscribed(one, first), subscribed(other, second):
        await mosquitto.publish(TOPIC, *map(payload, range(200)))
        await kept.until(200)
    assert len(kept.readings) == len({value.value for value in kept.readings}) == 200


async def test_more_than_is_sent_ahead_arrives_whole(mosquitto: Mosquitto, pipe: Pipe, kept: Kept) -> None:
    async with subscribed(at(mosquitto), pipe):
        await mosquitto.publish(TOPIC, *map(payload, range(1_500)))
        await kept.until(1_500)
    assert len(kept.taken) < 1_500  # several are stored together


async def test_what_does_not_fit_into_memory_is_delivered_again(
    mosquitto: Mosquitto, pipe: Pipe, kept: Kept
) -> None:
    broker = at(mosquitto)
    async with subscribed(broker, pipe):
        pass
    await mosquitto.publish(TOPIC, *map(payload, range(400)))
    async with subscribed(broker, pipe, held=100) as seen:
        await kept.until(400)
    assert len({value.value for value in kept.readings}) == len(kept.readings) == 400
    assert seen.problems[0] == "MqttError: the broker sent more at once than can be held"


async def test_notifications_of_a_context_broker(
    mosquitto: Mosquitto, pipe_of: Callable[[Parses], Pipe], kept: Kept
) -> None:
    body = {"id": "n", "type": "Notification", "data": [observed(no2=gas(40))]}
    async with subscribed(at(mosquitto), pipe_of(NgsiLd("city"))):
        await mosquitto.publish(TOPIC, json.dumps({"metadata": {}, "body": body}).encode())
        await kept.until(1)
    assert kept.readings[0].value == 40


async def test_what_cannot_be_read_is_refused_and_does_not_come_again(
    mosquitto: Mosquitto, pipe: Pipe, kept: Kept
) -> None:
    async with subscribed(at(mosquitto), pipe) as seen:
        await mosquitto.publish(TOPIC, b"\xff not json", payload(1))
        await kept.until(1)
    assert kept.reasons == ["unreadable"]
    assert not seen.problems


async def test_a_wrong_password_is_a_problem_and_is_not_told(
    mosquitto_binary: str, tmp_path: Path, pipe: Pipe, kept: Kept
) -> None:
    # By mosquitto's own recipe: PBKDF2 with SHA-512.
    salt = bytes(range(12))
    hashed = hashlib.pbkdf2_hmac("sha512", b"the-right-one", salt, 101)
    written = "$".join(base64.b64encode(one).decode() for one in (salt, hashed))
    passwords = tmp_path / "passwords"
    passwords.write_text(f"city:$7$101${written}\n")
    broker = Mosquitto(mosquitto_binary, tmp_path, f"allow_anonymous false\npassword_file {passwords}")
    await broker.start()
    try:
        async with subscribed(at(broker, user="city", password="wrong"), pipe) as seen:
            assert "wrong" not in seen.problems[0]
            assert not seen.connections
        login: dict[str, Any] = {"username": "city", "password": "the-right-one"}
        async with subscribed(at(broker, user="city", password="the-right-one"), pipe):
            await broker.publish(TOPIC, payload(1), **login)
            await kept.until(1)
    finally:
        broker.stop()


def test_a_broker_does_not_show_its_password() -> None:
    assert "hunter2" not in repr(Broker("h", "t", "s", user="u", password="hunter2"))
