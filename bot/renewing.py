"""Tells people that their alerts will end, and ends them."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Collection
from zoneinfo import ZoneInfo

import structlog

from bot.store.notices import Notice, Says, Wording
from bot.store.query import AnyRow
from bot.store.renewals import AHEAD, Renewals
from bot.store.sealed import Keys
from channels.message import Reply
from notifier.subscription import Hours
from notifier.words.renewal import ended, ending

log = structlog.get_logger(__name__)

LASTS = dt.timedelta(hours=24)
"""How long such a message is of use, after quiet hours."""


class Renews:
    """`channels` can be sent to; `zone` is the city's."""

    def __init__(
        self, store: Renewals, keys: Keys, says: Says, channels: Collection[str], zone: ZoneInfo
    ) -> None:
        self._store = store
        self._keys = keys
        self._says = says
        self._channels = channels
        self._zone = zone

    async def run(self, now: dt.datetime) -> int:
        """All that time does to subscriptions; how many messages are new."""
        await self._store.resume(now)
        await self._store.forget_unlinked(now)
        while await self._store.renew(now):
            pass
        return await self._warn(now) + await self._end(now)

    async def _warn(self, now: dt.datetime) -> int:
        words, count = Wording(self._keys, self._says, "ending", now), 0
        while rows := await self._store.to_warn(now):
            ends = {row.id: max(row.ends_at, now + AHEAD) for row in rows}

            def reply(row: AnyRow, ends: dict[int, dt.datetime] = ends) -> Reply:
                return ending(ends[row.id].astimezone(self._zone).date())

            told = await asyncio.to_thread(self._notices, rows, "ending", reply, words, now)
            count += await self._store.warned(ends, told, now)
        return count

    async def _end(self, now: dt.datetime) -> int:
        words, count = Wording(self._keys, self._says, "ended", now), 0
        while rows := await self._store.to_end(now):
            told = await asyncio.to_thread(self._notices, rows, "ended", lambda row: ended(), words, now)
            count += await self._store.ended([row.id for row in rows], told, now)
            log.info("subscriptions_ended", count=len(rows))
        return count

    def _notices(
        self,
        rows: Collection[AnyRow],
        about: str,
        reply: Callable[[AnyRow], Reply],
        words: Wording,
        now: dt.datetime,
    ) -> list[Notice]:
        made = []
        for row in rows:
            key = f"{about}:{row.ends_at.date()}:{row.id}"
            start = self._after_quiet(row, now)
            if code := self._unsent(row):
                made.append(Notice(key, row, start + LASTS, code=code))
            else:
                said = words.of(reply(row), row.channel, row.language)
                made.append(Notice(key, row, start + LASTS, said, more={"not_before": start}))
        return made

    def _unsent(self, row: AnyRow) -> str:
        if row.stopped:
            return "stopped"
        if row.to_lookup is None or row.channel not in self._channels:
            return "unlinked"
        return "paused" if row.state == "paused" else ""

    def _after_quiet(self, row: AnyRow, now: dt.datetime) -> dt.datetime:
        """Now, or the next end of their quiet hours."""
        local = now.astimezone(self._zone)
        minute = local.hour * 60 + local.minute
        if row.quiet_start is None or not Hours(row.quiet_start, row.quiet_end).holds(minute):
            return now
        day = local.date() + dt.timedelta(days=int(row.quiet_end <= minute))
        hours, minutes = divmod(row.quiet_end, 60)
        end = dt.datetime.combine(day, dt.time(hours % 24, minutes), self._zone)
        return max(now, end.astimezone(dt.UTC))
