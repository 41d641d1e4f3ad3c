"""The fan-out: from a version of an alert to a message for everybody whom it is for.

Where it holds → who reads which words → the words → what that costs, and whether somebody has to say yes
first → the rows. Each step can be taken again: what a process that dies leaves, the next one finishes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct, structs
from sqlalchemy import Connection, Row

from accessibility import sms
from accessibility.text import Rendered
from bot.clock import Clock
from bot.lines import Lines
from bot.store import alert_rows, bodies, fan_out
from bot.store.alerts import StoredAlerts
from bot.store.audience import EVERYBODY, Audience, Variant, Version
from bot.store.bodies import Words
from bot.store.database import Database
from bot.store.postbox import Pack, Postbox
from bot.store.sealed import Keys
from bot.store.spots import Named, Spots
from channels.can import CAN
from channels.message import Reply
from notifier.alert import OVER, SEVERE, Alert

log = structlog.get_logger(__name__)

LIMIT = 20_000
"""Segments above which a second person has to say yes."""

ROWS = {"sqlite": 2_000, "postgresql": 100_000}
"""Subscriptions in one transaction. On SQLite what residents write goes in between; on PostgreSQL nobody
waits for it but a newer version of the same alert."""

ROUNDS = 3
"""How often it is looked for words that nobody read when the audience was first looked at."""

Says = Callable[[Alert, Variant, str], Reply]
"""Words an alert for a variant, `near` the district of this code."""


class Limits(Struct, frozen=True):
    """What a sending may cost, in segments, before a second person has to say yes; and who is told of it."""

    segments: int = LIMIT
    held: Callable[[], None] = lambda: None


class FanOut:
    """`zone` is the city's, for quiet hours; `packs` have the channels that can be sent to."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        zone: ZoneInfo,
        alerts: StoredAlerts,
        postbox: Postbox,
        spots: Spots,
        lines: Lines,
        says: Says,
        packs: Mapping[str, Pack],
        limits: Limits | None = None,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._zone = zone
        self._alerts = alerts
        self._postbox = postbox
        self._spots = spots
        self._lines = lines
        self._says = says
        self._packs = {name: pack for name, pack in packs.items() if CAN.get(name) and CAN[name].push}
        self._limits = limits or Limits()

    async def all(self) -> int:
        """Sends every version that is to be sent, the worst first; how many rows that made."""
        total = 0
        for version_id in await self._alerts.to_be_sent():
            total += await self.send(version_id)
        return total

    async def send(self, version_id: int) -> int:
        """Sends one; how many rows are new. None are when it is not to be sent any more, when another process
        is at it, or when it has to wait for a second person."""
        version = await self._begin(version_id)
        if version is None:
            return 0
        rendered: dict[Variant, Words] = {}
        total = 0
        for number in range(ROUNDS):
            variants, held = await self._database.read(Audience(version).variants)
            fresh = [_same(one) for one in variants if _same(one) not in rendered]
            if number and not fresh:
                break
            rendered |= {one: await self._words(version.alert, one) for one in fresh}
            await self._keep(version, [rendered[one] for one in fresh])
            if not number and await self._held(version, variants, rendered):
                return 0
            rows = await self._put(version, max((len(one.messages) for one in rendered.values()), default=1))
            if rows is None:
                return total
            total += rows
            if rows == held + sum(one.people * len(rendered[_same(one)].messages) for one in variants):
                break  # everybody who was counted has a row: nobody has come or changed in between
        await self._database.write(partial(_finish, version=version))
        log.info("alert_sent", version=version_id, rows=total, level=version.alert.level)
        return total

    async def _begin(self, version_id: int) -> Version | None:
        """The version, with where it holds written down."""
        found = await self._database.write(partial(_taken, version_id=version_id, spots=self._spots))
        if found is None:
            return None
        row, named, sensor = found
        alert, now = alert_rows.decoded(row), self._clock.now()
        local = now.astimezone(self._zone)
        if not alert.area.everywhere and not alert.area.sensor:
            here = await asyncio.to_thread(self._spots.covered, alert, named)
            await self._database.write(partial(fan_out.write_spots, version_id=version_id, spots=here))
        return Version(
            id=version_id,
            alert_id=row.alert_id,
            alert=alert,
            minute=local.hour * 60 + local.minute,
            now=now,
            channels=tuple(self._packs),
            sensor=sensor,
            refused=row.status == "refusing",
            approved=row.approved_by is not None,
        )

    async def _words(self, alert: Alert, variant: Variant) -> Words:
        """What all of a variant read. They are never cut: the rest of an alert has no page of its own."""
        await asyncio.sleep(0)  # a hundred of them take a while, and others wait
        reply = self._says(alert, variant, self._spots.district(variant.district))
        lines = self._lines.write(variant.channel, (reply,), variant.language)
        whole = [structs.replace(line.rendered, safety=True) for line in lines]
        messages = tuple(self._packs[variant.channel](whole))
        return Words(variant, messages, tuple(_segments(variant.channel, one) for one in messages))

    async def _keep(self, version: Version, words: Sequence[Words]) -> None:
        rows = bodies.sealed(self._keys, version.id, words, version.now)
        await self._database.write(partial(bodies.write, rows=rows))

    async def _held(
        self, version: Version, variants: Sequence[Variant], words: Mapping[Variant, Words]
    ) -> bool:
        """Whether it has to wait for a second person, which it is written down to do. Danger never waits, nor
        does the all-clear of what has gone."""
        people = sum(one.people for one in variants)
        segments = sum(one.people * sum(words[_same(one)].segments) for one in variants)
        free = version.approved or version.refused or version.alert.level >= SEVERE
        held = segments > self._limits.segments and not free and version.alert.phase not in OVER

        def work(connection: Connection) -> None:
            fan_out.estimated(connection, version.id, people, segments)
            if held:
                fan_out.wait(connection, version.id)

        await self._database.write(work)
        if held:
            log.warning("alert_waits_for_approval", version=version.id, people=people, segments=segments)
            self._limits.held()
        return held

    async def _put(self, version: Version, parts: int) -> int | None:
        """The rows, some in each transaction; None when a newer version, or another process, is at it."""
        highest = await self._database.read(fan_out.highest)
        step = await self._database.read(lambda connection: ROWS[connection.dialect.name])
        rows = 0
        for first in range(0, highest, step):
            last = first + step if first + step < highest else EVERYBODY[1]
            put = await self.put_some(version, (first, last), parts)
            if put is None:
                return None
            rows += put
        return rows

    async def put_some(self, version: Version, range: tuple[int, int], parts: int) -> int | None:
        """The rows for some of the subscriptions, in one transaction."""
        return await self._database.write(partial(self._some, version=version, range=range, parts=parts))

    def _some(
        self, connection: Connection, version: Version, range: tuple[int, int], parts: int
    ) -> int | None:
        if fan_out.ours(connection, version.id) is None:
            return None
        if not range[0]:
            fan_out.supersede(connection, version)
        put = fan_out.put(connection, version, range, parts)
        if put:
            self._postbox.told(connection)
        return put


def _taken(connection: Connection, version_id: int, spots: Spots) -> tuple[Row[Any], Named, int] | None:
    row = fan_out.ours(connection, version_id)
    if row is None:
        return None
    area = alert_rows.decoded(row).area
    sensor = fan_out.sensor(connection, area.sensor) if area.sensor else 0
    return row, spots.named(connection), sensor


def _finish(connection: Connection, version: Version) -> None:
    if fan_out.ours(connection, version.id) is not None:
        fan_out.done(connection, version)


def _same(variant: Variant) -> Variant:
    """Without how many they are."""
    return structs.replace(variant, people=0)


def _segments(channel: str, message: Rendered) -> int:
    return sms.measure(message.text).segments if CAN[channel].modality == "sms" else 0
