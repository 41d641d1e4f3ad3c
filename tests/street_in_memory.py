"""Reports of streets in memory, for houses without a store: kept as the store keeps them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from bot.knowledge.street.near import NEAR, metres
from bot.knowledge.street.report import Known, Report
from bot.knowledge.street.reports import StreetReports
from bot.store.reference import new_reference


class MemoryStreet(StreetReports):
    """`filed` has each report by its reference, `followers` who has seen it and whether they are told. With
    `breaks` the next report is kept and only the answer is lost."""

    def __init__(self, now: Callable[[], dt.datetime]) -> None:
        self.now = now
        self.filed: dict[str, Report] = {}
        self.known: dict[str, Known] = {}
        self.followers: dict[str, dict[int, bool]] = {}
        self.keys: dict[str, str] = {}
        self.dangerous: set[str] = set()
        self.breaks: Exception | None = None
        self._random = Random(4)

    async def file(self, report: Report, key: str, conversation: int) -> str:
        if key not in self.keys:
            reference = self.keys[key] = new_reference(self._random)
            self.filed[reference] = report
            self.known[reference] = Known(reference, report.kind, "received", self.now(), self.now())
            self.followers[reference] = {conversation: report.tells}
        lost, self.breaks = self.breaks, None
        if lost is not None:
            raise lost
        return self.keys[key]

    async def near(self, kind: str, latitude: float, longitude: float) -> tuple[Known, ...]:
        found = []
        for reference, known in self.known.items():
            spot = self.filed[reference].spot
            if known.kind == kind and known.open and spot.latitude is not None and spot.longitude is not None:
                away = metres(latitude, longitude, spot.latitude, spot.longitude)
                found.append((away, known))
        return tuple(known for away, known in sorted(found, key=lambda one: one[0]) if away <= NEAR)

    async def follow(self, reference: str, conversation: int, *, tells: bool, dangerous: bool) -> Known:
        self.followers[reference].setdefault(conversation, tells)
        if dangerous:
            self.dangerous.add(reference)
        return self.known[reference]

    async def of(self, conversation: int) -> tuple[Known, ...]:
        mine = [one for one, who in self.followers.items() if conversation in who]
        return tuple(self.known[one] for one in reversed(mine))

    async def find(self, reference: str) -> Known | None:
        return self.known.get(reference)
