"""Sends on the other channel what could not be delivered on the first."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

import msgspec
import structlog

from bot.held_back import AlertWording
from bot.store.audience import Variant
from bot.store.fallback import Fallback
from bot.store.notices import Body, Notice
from bot.store.query import AnyRow
from notifier.alert import Alert
from notifier.subscription import Hours

log = structlog.get_logger(__name__)

BATCH = 500


class FallsBack:
    """`channels` can be sent to; `zone` is the city's."""

    def __init__(
        self, store: Fallback, words: AlertWording, channels: Collection[str], zone: ZoneInfo
    ) -> None:
        self._store = store
        self._words = words
        self._channels = channels
        self._zone = zone

    async def run(self, now: dt.datetime) -> int:
        """All that did not arrive; how many messages are new."""
        after = count = 0
        made: dict[tuple[int, Variant], Body] = {}
        while rows := await self._store.unreached(now, after, BATCH):
            after = rows[-1].row_id
            told = await asyncio.to_thread(self._notices, rows, made, now)
            count += await self._store.send(told, now) if told else 0
        if count:
            log.info("fell_back", messages=count)
        return count

    def _notices(
        self, rows: Sequence[AnyRow], made: dict[tuple[int, Variant], Body], now: dt.datetime
    ) -> list[Notice]:
        return [self._notice(row, made, now) for row in rows if self._may(row, now)]

    def _may(self, row: AnyRow, now: dt.datetime) -> bool:
        """Whether they can be reached there, and are to be now."""
        if row.stopped or row.to_lookup is None or row.channel not in self._channels:
            return False
        local = now.astimezone(self._zone)
        quiet = row.quiet_start is not None and Hours(row.quiet_start, row.quiet_end).holds(
            local.hour * 60 + local.minute
        )
        return not quiet or row.level >= row.override

    def _notice(self, row: AnyRow, made: dict[tuple[int, Variant], Body], now: dt.datetime) -> Notice:
        variant = Variant(row.channel, row.language, row.told, row.at_risk, bytes(row.district))
        if (row.version_id, variant) not in made:
            alert = msgspec.json.decode(row.alert, type=Alert)
            made[row.version_id, variant] = self._words.of(row.version_id, alert, variant, now)
        columns = ("alert_id", "version_id", "told", "level")
        return Notice(
            key=f"alert:{row.version_id}:{row.id}:{row.channel}",
            whose=row,
            expires_at=row.expires_at,
            body=made[row.version_id, variant],
            kind="alert",
            priority=row.priority,
            more={name: getattr(row, name) for name in columns},
        )
