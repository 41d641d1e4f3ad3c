"""What is in force, as residents ask for it."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Mapping, Sequence

from bot.clock import Clock
from bot.knowledge.alerts import Warnings
from bot.store.alerts import StoredAlerts
from bot.store.feeds import StoredFeeds
from bot.store.spots import Spots
from notifier.alert import Alert

LATELY = dt.timedelta(hours=1)
"""A feed that has not answered for so long says nothing about now."""


class StoredWarnings(Warnings):
    """`kinds` has the one that each feed of the feeds file tells of."""

    def __init__(
        self,
        alerts: StoredAlerts,
        feeds: StoredFeeds,
        spots: Spots,
        clock: Clock,
        kinds: Mapping[str, str],
    ) -> None:
        self._alerts = alerts
        self._feeds = feeds
        self._spots = spots
        self._clock = clock
        self._kinds = kinds

    async def near(self, code: str) -> Sequence[Alert]:
        held = [alert for alert in await self._alerts.in_force() if not alert.area.sensor]
        if not code:
            return held
        here = await asyncio.to_thread(lambda: [self._spots.at(alert, code) for alert in held])
        return [alert for alert, holds in zip(held, here, strict=True) if holds]

    async def reads(self) -> Sequence[str]:
        since = self._clock.now() - LATELY
        health = await self._feeds.health(list(self._kinds)) if self._kinds else ()
        read = [one.name for one in health if one.answered_at is not None and one.answered_at > since]
        return sorted({self._kinds[name] for name in read})
