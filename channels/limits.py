"""Token buckets: how often one session, sender or network address may write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from msgspec import Struct

Clock = Callable[[], dt.datetime]


class Rate(Struct, frozen=True):
    """`burst` messages at once, then `per_second` messages a second."""

    burst: int
    per_second: float


class _Level(Struct):
    tokens: float
    at: float


class Buckets:
    """One bucket a key, at most `most` of them in memory: the longest unused goes first."""

    def __init__(self, rate: Rate, clock: Clock, most: int = 50_000) -> None:
        self._rate = rate
        self._clock = clock
        self._most = most
        self._levels: dict[str, _Level] = {}

    def take(self, key: str) -> float:
        """Takes one token. Returns 0.0 when there was one, otherwise the seconds until there will be."""
        level = self._level(key)
        if level.tokens >= 1:
            level.tokens -= 1
            return 0.0
        return (1 - level.tokens) / self._rate.per_second

    def __len__(self) -> int:
        return len(self._levels)

    def _level(self, key: str) -> _Level:
        """The key's bucket, filled up to now and moved to the young end."""
        now = self._clock().timestamp()
        level = self._levels.pop(key, None) or _Level(float(self._rate.burst), now)
        gained = max(0.0, now - level.at) * self._rate.per_second
        level.tokens, level.at = min(float(self._rate.burst), level.tokens + gained), now
        self._levels[key] = level
        if len(self._levels) > self._most:
            del self._levels[next(iter(self._levels))]
        return level
