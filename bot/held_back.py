"""Tells what was held back, when quiet hours, a talk with an adviser, or a pause are over."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

import structlog
from msgspec import Struct, field

from accessibility.text import Rendered
from bot.store import alert_rows, bodies
from bot.store.audience import Variant, Version
from bot.store.bodies import Words
from bot.store.digests import HELD, Digests
from bot.store.fan_out import OVER_FOR, STALE
from bot.store.notices import Body, Notice, Row, Says, Wording, segments
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from channels.message import Reply
from notifier.alert import OVER, Alert
from notifier.outbox import PRIORITY_OF
from notifier.words.digest import Passed, passed

log = structlog.get_logger(__name__)

BATCH = 2_000

SaysAlert = Callable[[Alert, Variant, str], Reply]
"""Words an alert for a variant, `near` the district of this code."""


class AlertWording:
    """The words of alerts, as the fan-out's: what is there already is used again."""

    def __init__(self, keys: Keys, says: Says, alert: SaysAlert, district: Callable[[bytes], str]) -> None:
        self._keys = keys
        self._says = says
        self._alert = alert
        self.district = district

    def of(self, version_id: int, alert: Alert, variant: Variant, now: dt.datetime) -> Body:
        """The words of a version for a variant."""
        reply = self._alert(alert, variant, self.district(variant.district))
        messages: Sequence[Rendered] = self._says(reply, variant.channel, variant.language)
        sizes = tuple(segments(one, variant.channel) for one in messages)
        words = Words(variant, tuple(messages), sizes)
        return Body(tuple(bodies.sealed(self._keys, version_id, [words], now)))


class _Found(Struct):
    """What came of a batch."""

    looked: list[AnyRow] = field(default_factory=list)
    told: list[Notice] = field(default_factory=list)
    gone: dict[int, list[tuple[AnyRow, Version]]] = field(default_factory=dict)


class TellsHeld:
    """`zone` is the city's, `place` its name; `channels` can be sent to."""

    def __init__(
        self,
        store: Digests,
        keys: Keys,
        says: Says,
        words: AlertWording,
        channels: Collection[str],
        zone: ZoneInfo,
        place: str,
    ) -> None:
        self._store = store
        self._keys = keys
        self._says = says
        self._words = words
        self._channels = tuple(channels)
        self._zone = zone
        self._place = place

    async def run(self, now: dt.datetime) -> int:
        """Looks after all who may be told again; how many messages are new."""
        local = now.astimezone(self._zone)
        minute = local.hour * 60 + local.minute
        digests = Wording(self._keys, self._says, "digest", now)
        alerts: dict[Variant, dict[int, Body]] = {}
        after = count = 0
        while people := await self._store.free(now, minute, after, BATCH):
            after = people[-1].id
            count += await self._batch({row.id: row for row in people}, now, minute, digests, alerts)
        if count:
            log.info("held_back_told", messages=count)
        return count

    async def _batch(
        self,
        people: Mapping[int, AnyRow],
        now: dt.datetime,
        minute: int,
        digests: Wording,
        alerts: dict[Variant, dict[int, Body]],
    ) -> int:
        held = await self._store.held(people, now)
        newest = await self._store.newest({row.alert_id for row in held})
        found = _Found()
        for alert_id, row in newest.items():
            theirs = [one for one in held if one.alert_id == alert_id]
            version = await self._version(row, now, minute)
            await self._sort(version, theirs, found, alerts)
        found.told += await self._passed(people, newest, found.gone, digests)
        return await self._store.done(found.looked, found.told, now) if found.looked else 0

    async def _version(self, row: AnyRow, now: dt.datetime, minute: int) -> Version:
        alert = alert_rows.decoded(row)
        sensor = await self._store.sensor(alert.area.sensor)
        return Version(row.id, row.alert_id, alert, minute, now, self._channels, sensor)

    async def _sort(
        self,
        version: Version,
        held: Sequence[AnyRow],
        found: _Found,
        alerts: dict[Variant, dict[int, Body]],
    ) -> None:
        """Who is told the newest version now, who knows, for whom it came and went, and who has to wait."""
        theirs: dict[int, list[AnyRow]] = {}
        for row in held:
            theirs.setdefault(row.subscription_id, []).append(row)
        meant = await self._store.meant(version, theirs)
        known = await self._store.told(version.alert_id, theirs)

        def decide() -> None:
            for subscription, rows in theirs.items():
                means = meant.get(subscription)
                if means is None or means.code not in HELD:
                    found.looked += rows
                if means is None and subscription not in known:
                    missed = [row for row in rows if row.code != "paused" and row.level > version.alert.level]
                    found.gone.setdefault(subscription, []).extend((row, version) for row in missed)
                elif means is not None and means.code is None:
                    words = self._alert_body(version, means, alerts)
                    found.told.append(_notice(version, means, words, self._zone))

        await asyncio.to_thread(decide)

    def _alert_body(self, version: Version, means: AnyRow, alerts: dict[Variant, dict[int, Body]]) -> Body:
        variant = Variant(means.channel, means.language, means.told, means.at_risk, bytes(means.district))
        made = alerts.setdefault(variant, {})
        if version.id not in made:
            made[version.id] = self._words.of(version.id, version.alert, variant, version.now)
        return made[version.id]

    async def _passed(
        self,
        people: Mapping[int, AnyRow],
        newest: Mapping[int, AnyRow],
        gone: Mapping[int, Sequence[tuple[AnyRow, Version]]],
        words: Wording,
    ) -> list[Notice]:
        """One message each for those for whom something came and went."""
        versions = {row.version_id for rows in gone.values() for row, _ in rows}
        if not versions:
            return []
        alerts = await self._store.alerts(versions)
        near = {one: await self._store.districts(one, list(gone)) for one in versions}

        def write() -> list[Notice]:
            return [
                self._digest(
                    people[one], _each(rows, newest, alerts, near, self._words.district), rows, words
                )
                for one, rows in gone.items()
                if rows and self._reachable(people[one])
            ]

        return await asyncio.to_thread(write)

    def _reachable(self, whose: AnyRow) -> bool:
        return not whose.stopped and whose.to_lookup is not None and whose.channel in self._channels

    def _digest(
        self, whose: AnyRow, each: Sequence[Passed], rows: Sequence[tuple[AnyRow, Version]], words: Wording
    ) -> Notice:
        """The one message."""
        adviser = all(row.code == "with_adviser" for row, _ in rows)
        reply = passed(each, adviser=adviser, place=self._place, language=whose.language)
        last, version = rows[-1]
        said = words.of(reply, whose.channel, whose.language)
        return Notice(f"digest:{last.id}:{whose.id}", whose, version.now + OVER_FOR, said)


def _each(
    rows: Sequence[tuple[AnyRow, Version]],
    newest: Mapping[int, AnyRow],
    alerts: Mapping[int, tuple[Alert, dt.datetime]],
    near: Mapping[int, Mapping[int, bytes]],
    district: Callable[[bytes], str],
) -> list[Passed]:
    """Each alert at its worst, with its times and the reader's place."""
    by_alert: dict[int, list[AnyRow]] = {}
    for row, _ in rows:
        by_alert.setdefault(row.alert_id, []).append(row)
    made = []
    for alert_id, its in by_alert.items():
        worst = max(its, key=lambda row: row.level)
        row = newest[alert_id]
        at = alerts[its[0].version_id][1]
        place = district(near[worst.version_id].get(worst.subscription_id, b""))
        ended = row.ended_at or row.at
        made.append(Passed(alerts[worst.version_id][0], alert_rows.decoded(row), at, ended, place))
    return made


def _notice(version: Version, means: AnyRow, words: Body, zone: ZoneInfo) -> Notice:
    """The newest version for one who could not be told it."""
    over = means.told in OVER
    level = 0 if over else version.alert.level
    lasts = OVER_FOR if over else STALE.get(version.alert.kind, dt.timedelta(hours=24))
    until = version.now + lasts
    if not over and version.alert.expires is not None:
        until = min(until, version.alert.expires)
    day = version.now.astimezone(zone).date()
    return Notice(
        key=f"alert:{version.id}:{means.id}:{means.channel}:after:{day}",
        whose=means,
        expires_at=until,
        body=words,
        kind="alert",
        priority=PRIORITY_OF[level],
        more=_columns(version, means.told, level),
    )


def _columns(version: Version, told: str, level: int) -> Row:
    return {"alert_id": version.alert_id, "version_id": version.id, "told": told, "level": level}
