"""Reminds people of their bins on the evening before, in batches, off the event loop."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Collection, Sequence

import structlog
from msgspec import Struct

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.evening import evening as told_of
from bot.store.notices import Notice, Says, Wording
from bot.store.query import AnyRow
from bot.store.reminders_bins import LATE, LATEST, BinReminders, Evening, told_at
from bot.store.sealed import Keys, SealError
from notifier.subscription import Hours

log = structlog.get_logger(__name__)

BATCH = 500


class _Looked(Struct, frozen=True):
    """What came of a batch: who was looked at, and what is told."""

    checked: tuple[int, ...]
    told: tuple[Notice, ...]


class RemindsOfBins:
    """`bins` is an instance of its own: a batch asks it in a thread. `channels` can be sent to."""

    def __init__(
        self, store: BinReminders, keys: Keys, bins: Bins, says: Says, channels: Collection[str]
    ) -> None:
        self._store = store
        self._keys = keys
        self._bins = bins
        self._says = says
        self._channels = channels

    async def run(self, now: dt.datetime) -> int:
        """Looks after all whose time has come; how many messages are new."""
        if not self._bins.publishes_days or self._bins.source is None:
            return 0
        evening = Evening(now, self._bins.city.clock)
        words = Wording(self._keys, self._says, "bins", now)
        after = count = 0
        while rows := await self._store.due(evening, after, BATCH):
            after = rows[-1].id
            looked = await asyncio.to_thread(self._look, rows, evening, words)
            if looked.checked:
                count += await self._store.done(evening, looked.checked, looked.told)
        if count:
            log.info("bins_reminded", messages=count)
        return count

    def _look(self, rows: Sequence[AnyRow], evening: Evening, words: Wording) -> _Looked:
        checked, told = [], []
        for row in rows:
            quiet = None if row.quiet_start is None else Hours(row.quiet_start, row.quiet_end)
            minute = told_at(row.bins_at, quiet)
            if evening.minute < minute:
                continue
            checked.append(row.id)
            notice = self._notice(row, evening, minute, quiet, words)
            if notice is not None:
                told.append(notice)
        return _Looked(tuple(checked), tuple(told))

    def _notice(
        self,
        row: AnyRow,
        evening: Evening,
        minute: int,
        quiet: Hours | None,
        words: Wording,
    ) -> Notice | None:
        try:
            home = self._keys.open(row.home, str)
        except SealError:
            log.warning("home_not_opened", subscription=row.id)
            return None
        found = told_of(self._bins, home, evening.now, row.bins_checked)
        if found is None:
            return None
        until = max(LATEST, minute + LATE)
        key = f"bins:{found.name}:{row.id}"
        code = self._unsent(row, evening, until, quiet)
        if code:
            return Notice(key, row, evening.at(until), code=code)
        said = words.of(found.reply, row.channel, row.language)
        return Notice(key, row, evening.at(until), said)

    def _unsent(self, row: AnyRow, evening: Evening, until: int, quiet: Hours | None) -> str:
        """Why somebody is not reminded though there is something; empty for those who are."""
        if row.stopped:
            return "stopped"
        if row.to_lookup is None or row.channel not in self._channels:
            return "unlinked"
        if evening.minute >= until:
            return "late"
        return "quiet" if quiet is not None and quiet.holds(evening.minute) else ""
