"""Subscribes to an MQTT broker, and loses nothing on the way from there to the disk.

A message is acknowledged when what it says is stored, and not before: of what a process has not acknowledged
when it dies, or while the database is away, the broker delivers all of it again to the same session. The
broker sends only so many ahead of that (`receive maximum` of MQTT 5; with 3.1.1 it is the broker's own
`max_inflight`), and nothing larger than we take. Processes that share a load subscribe as one group.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Final, Literal

import aiomqtt
import structlog
from msgspec import Struct
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from notifier.feeds.fields import LARGEST
from notifier.feeds.pipe import Message, Pipe

log = structlog.get_logger(__name__)

AHEAD: Final = 500
"""Messages that the broker sends before the first of them is acknowledged, and that are stored together."""

HELD: Final = 20 * AHEAD
"""Messages that are held in memory. Some brokers send far more than they were asked to, Mosquitto 2.0.11
among them when a session with a long queue is taken up again. What goes beyond this is dropped with the
connection, and delivered again on the next one."""

EXPIRES: Final = 24 * 3600
"""Seconds for which the broker keeps messages for a session that is away."""

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0
KEEPALIVE: Final = 30
_TIMEOUT = 15.0
_REFUSED = 0x80  # reason codes from here on say no

Wait = Callable[[float], Awaitable[None]]


class Broker(Struct, frozen=True):
    """Where to subscribe, and as whom. `session` names this subscriber to the broker, and is the same after a
    restart. Members of the group `share` each get a part of the messages; empty for all of them. `ca` is a
    file of certificates to trust instead of the system's."""

    host: str
    topic: str
    session: str
    port: int = 1883
    tls: bool = False
    ca: Path | None = None
    user: str = ""
    password: str = ""
    share: str = ""
    version: Literal[3, 5] = 5

    def __repr__(self) -> str:
        return f"Broker({self.host}:{self.port} {self.filter})"

    @property
    def filter(self) -> str:
        """What is subscribed to."""
        return f"$share/{self.share}/{self.topic}" if self.share else self.topic


class Watcher:
    """Is told how the connection is; does nothing by itself."""

    async def connected(self) -> None:
        """The broker has taken the subscription."""

    async def lost(self, problem: str) -> None:
        """There is no connection; `problem` has no secret."""


class Mqtt:
    """One subscription. `wait` sleeps; `held` is how many messages may be in memory."""

    def __init__(
        self,
        broker: Broker,
        pipe: Pipe,
        random: Random,
        watcher: Watcher | None = None,
        wait: Wait = asyncio.sleep,
        held: int = HELD,
    ) -> None:
        self._broker = broker
        self._pipe = pipe
        self._random = random
        self._watcher = watcher or Watcher()
        self._wait = wait
        self._held = held
        self._failures = 0

    async def run(self) -> None:
        """Until it is cancelled: connects, and again whenever the connection is lost."""
        while True:
            try:
                await self._connection()
            except (aiomqtt.MqttError, OSError, _NotStored) as problem:
                await self._failed(f"{type(problem).__name__.lstrip('_')}: {problem}")

    async def _failed(self, problem: str) -> None:
        with contextlib.suppress(Exception):
            await self._watcher.lost(problem)
        longest = min(LONGEST_WAIT, FIRST_WAIT * 2**self._failures)
        self._failures = min(self._failures + 1, 10)
        await self._wait(longest * (0.5 + self._random.random() / 2))

    async def _connection(self) -> None:
        async with _Client(self._broker, self._held) as client:
            granted = await client.subscribe(self._broker.filter, qos=1)
            if any((code if isinstance(code, int) else code.value) >= _REFUSED for code in granted):
                raise aiomqtt.MqttError(f"the broker refuses the subscription to {self._broker.filter}")
            await self._watcher.connected()
            async for batch in client.batches():
                await self._store([Message(bytes(one.payload), str(one.topic)) for one in batch])
                client.acknowledge(batch)
                self._failures = 0

    async def _store(self, batch: list[Message]) -> None:
        """Raises `_NotStored`: what keeps messages from being stored leaves them with the broker."""
        try:
            await self._pipe.messages(batch)
        except Exception as problem:
            log.exception("feed_not_stored", feed=self._pipe.feed)
            raise _NotStored(type(problem).__name__) from problem


class _NotStored(Exception):
    """Messages could not be stored."""


class _Queue(asyncio.Queue[aiomqtt.Message]):
    """Remembers that something did not fit."""

    overflowed = False

    def put_nowait(self, item: aiomqtt.Message) -> None:
        if self.full():
            self.overflowed = True
        else:
            super().put_nowait(item)


class _Client(aiomqtt.Client):
    """aiomqtt's client, which acknowledges only when it is told to."""

    def __init__(self, broker: Broker, held: int) -> None:
        five = broker.version == 5
        super().__init__(
            broker.host,
            broker.port,
            identifier=broker.session,
            username=broker.user or None,
            password=broker.password or None,
            protocol=aiomqtt.ProtocolVersion.V5 if five else aiomqtt.ProtocolVersion.V311,
            **({"clean_start": False, "properties": _properties()} if five else {"clean_session": False}),
            keepalive=KEEPALIVE,
            timeout=_TIMEOUT,
            tls_context=_tls(broker),
            max_queued_incoming_messages=held,
            queue_type=_Queue,
            logger=logging.getLogger(__name__),
        )
        self._client.manual_ack_set(True)

    async def batches(self) -> AsyncIterator[list[aiomqtt.Message]]:
        """What has come, as much of it at once as is there."""
        messages, queue = aiter(self.messages), self._queue
        while True:
            batch = [await anext(messages)]
            while not queue.empty() and len(batch) < AHEAD:
                batch.append(queue.get_nowait())
            yield batch
            if queue.empty() and isinstance(queue, _Queue) and queue.overflowed:
                raise aiomqtt.MqttError("the broker sent more at once than can be held")

    def acknowledge(self, batch: list[aiomqtt.Message]) -> None:
        """These need not be delivered again."""
        for message in batch:
            self._client.ack(message.mid, message.qos)


def _properties() -> Properties:
    properties = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    properties.SessionExpiryInterval = EXPIRES
    properties.ReceiveMaximum = AHEAD
    properties.MaximumPacketSize = LARGEST
    return properties


def _tls(broker: Broker) -> ssl.SSLContext | None:
    if not broker.tls:
        return None
    return ssl.create_default_context(cafile=str(broker.ca) if broker.ca else None)
