"""How many readings a second come in from a real broker, into means and rules, in one process; and how soon
one that crosses a mark is an alert while the others go on coming."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import shutil
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from msgspec import convert
from sqlalchemy import func, select

from bot.air_watch import AirWatch
from bot.clock import SystemClock
from bot.intake import Intake
from bot.knowledge.sensor_file import NewSensor
from bot.knowledge.sensors import AirCity
from bot.store.air import StoredAir
from bot.store.air_rules import StoredAirRules
from bot.store.readings import StoredReadings
from bot.store.sealed import Keys
from bot.store.sensor_tables import readings
from bot.store.sensors import StoredSensors
from bot.store.store import Store
from notifier.air.watch import Voice
from notifier.alert import Publisher
from notifier.feeds.chirpstack import ChirpStack
from notifier.feeds.decoded import Options
from notifier.feeds.mqtt import Broker, Mqtt, Watcher
from notifier.feeds.pipe import Pipe
from notifier.feeds.sanity import Sanity
from tests.bench.row import Row
from tests.databases import SECRET, made_database, running_server
from tests.mqtt import PLACES, Mosquitto

SENSORS, MINUTES = 500, 20
SECONDS = 6
UNITS = {"pm2_5": "µg/m³", "pm10": "µg/m³", "temperature": "°C", "humidity": "%"}
EACH = len(UNITS)
STEADY = 2_000 / EACH
"""Messages a second while a crossing is measured: 2,000 readings."""

FLOOD = 1e9
TOPIC = "application/1/device/any/event/up"
START = dt.datetime(2026, 11, 20, 12, 30, tzinfo=dt.UTC)
HALF_PAST = START - dt.timedelta(minutes=25)
CITY = convert(
    {
        "publisher": {"name": "a benchmark"},
        "middle": "town",
        "zones": [{"id": "town", "name": "Town", "districts": ["LS9"]}],
        "stations": [],
        "marks": [
            {"quantity": "pm2_5", "levels": [36, 54, 71]},
            {"quantity": "water_level", "levels": [1.0, 1.5, 2.0], "on": "reading"},
        ],
    },
    AirCity,
)


class _Subscribed(Watcher):
    """Waits for the broker."""

    def __init__(self) -> None:
        self.now = asyncio.Event()

    async def connected(self) -> None:
        self.now.set()


def rows() -> Iterator[Row]:
    """From each database; nothing without a broker."""
    binary = shutil.which("mosquitto", path=":".join(PLACES))
    if binary is None:
        return
    with TemporaryDirectory() as folder:
        yield from _of("SQLite", asyncio.run(_measured(f"sqlite:///{folder}/sensors.db", binary)))
    server = running_server()
    if server is not None:
        with made_database(server) as url:
            yield from _of("PostgreSQL", asyncio.run(_measured(url, binary)))


def _of(name: str, found: tuple[float, float]) -> Iterator[Row]:
    yield Row(f"readings from MQTT into means and rules, {name}", found[0], "1/s", target=2000.0, sense=">=")
    yield Row(f"crossing to alert, at 2,000 readings a second, {name}", found[1], "s", target=2.0)


async def _measured(url: str, binary: str) -> tuple[float, float]:
    """Readings a second as fast as they come, and seconds from a crossing to its alert."""
    with TemporaryDirectory() as folder:
        broker = Mosquitto(binary, Path(folder), "allow_anonymous true\nmax_queued_messages 0")
        await broker.start()
        try:
            async with _listening(url, broker.port) as store:
                return await _rate(store, broker, folder), await _crossing(store, broker, folder)
        finally:
            broker.stop()


@asynccontextmanager
async def _listening(url: str, port: int) -> AsyncIterator[Store]:
    """A process that listens to the broker, and its store."""
    clock, keys = SystemClock(START), Keys([SECRET])
    store = await Store.open(url, keys, clock)
    database = store.database
    sensors, air = StoredSensors(database, keys), StoredAir(database, clock, CITY)
    await sensors.put([_sensor(number) for number in range(SENSORS)] + [_sensor("gauge")])
    voice = Voice("leeds", CITY.publisher, Publisher("Leeds City Council"))
    rules = StoredAirRules(database)
    watch = AirWatch(CITY, StoredReadings(database), rules, store.alerts, voice, clock)
    intake = Intake(database, clock, CITY, sensors, air, watch, store.alerts)
    await intake.start()
    fields = {name: {"quantity": name, "unit": unit} for name, unit in UNITS.items()}
    fields["water_level"] = {"quantity": "water_level", "unit": "m"}
    parser = ChirpStack("lora", convert({"fields": fields}, Options))
    pipe = Pipe("lora", parser, Sanity(clock.now), intake, clock.now)
    subscribed = _Subscribed()
    mqtt = Mqtt(Broker("127.0.0.1", "application/#", "bench", port), pipe, Random(7), subscribed)
    listening = asyncio.create_task(mqtt.run())
    await subscribed.now.wait()
    yield store
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)
    await store.close()


async def _rate(store: Store, broker: Mosquitto, folder: str) -> float:
    """Twenty minutes of all sensors, as fast as it goes; the clock runs from the first that is stored."""
    minutes = (HALF_PAST + dt.timedelta(minutes=minute) for minute in range(MINUTES))
    lines = [_uplink(number, at) for at in minutes for number in range(SENSORS)]
    publisher = await _publish(broker, Path(folder) / "flood", lines, FLOOD)
    while not (before := await _stored(store)):  # noqa: ASYNC110
        await asyncio.sleep(0.01)
    began = perf_counter()
    while (now := await _stored(store)) < len(lines) * EACH:  # noqa: ASYNC110
        await asyncio.sleep(0.05)
    took = perf_counter() - began
    await publisher.wait()
    return (now - before) / took


async def _crossing(store: Store, broker: Mosquitto, folder: str) -> float:
    """The gauge says twice that the water is over the mark, amid all others."""
    later = HALF_PAST + dt.timedelta(minutes=MINUTES)
    count = int(STEADY * SECONDS)
    seconds = (dt.timedelta(minutes=number // SENSORS, seconds=number % 60) for number in range(count))
    lines = [_uplink(number % SENSORS, later + second) for number, second in enumerate(seconds)]
    publisher = await _publish(broker, Path(folder) / "steady", lines, STEADY)
    await asyncio.sleep(SECONDS / 2)
    await broker.publish(TOPIC, _gauge(later), _gauge(later + dt.timedelta(minutes=1)))
    began = perf_counter()
    while not await store.alerts.versions():  # noqa: ASYNC110
        await asyncio.sleep(0.005)
    took = perf_counter() - began
    await publisher.wait()
    return took


async def _publish(broker: Mosquitto, file: Path, lines: list[bytes], per_second: float) -> Process:
    await asyncio.to_thread(file.write_bytes, b"\n".join(lines))
    command = ("-m", "tests.bench.publishing", str(broker.port), TOPIC, str(file), str(per_second))
    return await asyncio.create_subprocess_exec(sys.executable, *command)


async def _stored(store: Store) -> int:
    query = select(func.count()).select_from(readings)
    return await store.database.read(lambda connection: connection.scalar(query) or 0)


def _sensor(number: int | str) -> NewSensor:
    return NewSensor("lora", _name(number), "indicative", f"Sensor {number}", "town", 60, 53.8, -1.55)


def _name(number: int | str) -> str:
    return f"sensor-{number}"


def _uplink(number: int, at: dt.datetime) -> bytes:
    swing = (number * 7 + at.minute * 3) % 20
    said = {"pm2_5": 9 + swing / 2, "pm10": 14 + swing, "temperature": 8 + swing / 9, "humidity": 70 + swing}
    return _event(_name(number), at, said)


def _gauge(at: dt.datetime) -> bytes:
    return _event(_name("gauge"), at, {"water_level": 1.2 + at.minute / 100})


def _event(name: str, at: dt.datetime, said: dict[str, float]) -> bytes:
    event = {
        "deduplicationId": f"{name}-{at.isoformat()}",
        "time": at.isoformat(),
        "deviceInfo": {"devEui": name, "deviceName": name},
        "object": said,
    }
    return json.dumps(event).encode()
