"""The world behind the test skills: the office that reports are filed with, and the journal of effects."""

from __future__ import annotations

from collections import Counter
from typing import Any


class Crash(Exception):
    """The process dies here, as far as a test can make it."""


class Power:
    """Fails once, at the next of the named places that is passed; `""` never."""

    PLACES = ("before begin", "after begin", "before effect", "after effect", "before finish", "after finish")

    def __init__(self) -> None:
        self.fails_at = ""

    def passes(self, place: str) -> None:
        if place == self.fails_at:
            self.fails_at = ""
            raise Crash(place)


class Office:
    """Files reports, and knows a request again by its key, as the other side of an effect must."""

    def __init__(self, power: Power) -> None:
        self.filed: dict[str, str] = {}
        self.requests: Counter[str] = Counter()
        self.rung = 0
        self._power = power

    async def file(self, report: str, key: str) -> str:
        """Its reference: the same one for the same key."""
        self._power.passes("before effect")
        self.requests[key] += 1
        self.filed.setdefault(key, report)
        self._power.passes("after effect")
        return f"R{list(self.filed).index(key) + 1}"

    async def ring(self, key: str) -> None:
        """An effect without a result."""
        self.requests[key] += 1
        self.rung += 1


class MemoryJournal:
    """Remembers effects for as long as the test lives: longer than any crash of the conversation."""

    def __init__(self, power: Power) -> None:
        self.started: list[str] = []
        self.results: dict[str, Any] = {}
        self._power = power

    async def begin(self, key: str, conversation: int) -> Any | None:
        self._power.passes("before begin")
        self.started.append(key)
        self._power.passes("after begin")
        return self.results.get(key)

    async def finish(self, key: str, result: Any) -> None:
        self._power.passes("before finish")
        self.results[key] = result
        self._power.passes("after finish")


class Timetable:
    """Something read that changes with every reading: the next free slot."""

    def __init__(self) -> None:
        self.reads = 0

    async def next(self) -> int:
        self.reads += 1
        return self.reads
