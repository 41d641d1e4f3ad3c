"""How every feed is doing, and what of it was not believed and why, for those who have to act on it."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal

from aiohttp import web
from msgspec import Struct

from bot.console.careful import Careful
from bot.console.guard import BASE
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.visit import Visit
from bot.store.feeds import Health, Refused
from notifier.refusal import REASONS

SOURCES: Final[Mapping[str, str]] = {
    "cap": "Warnings in the Common Alerting Protocol",
    "nswws": "Met Office severe weather warnings",
    "ea": "Environment Agency floods",
    "aurn": "UK-AIR stations",
    "ngsi-ld": "NGSI-LD context broker",
    "tts": "The Things Stack",
    "chirpstack": "ChirpStack",
    "sensorthings": "OGC SensorThings",
}
"""What a feed can be, by the word in its file."""

State = Literal["silent", "failing", "unheard", "fine"]

WORDS: Final[Mapping[State, str]] = {
    "silent": "Silent",
    "failing": "Failing",
    "unheard": "Not heard from yet",
    "fine": "Fine",
}
"""In the order in which they need somebody."""

_ORDER = tuple(WORDS)


class Shown(Struct, frozen=True):
    """One feed: what it is, how it does and since when, where that is known, and what was refused today."""

    health: Health
    about: str
    state: State
    since: dt.datetime | None
    refused: tuple[Refused, ...]

    @property
    def words(self) -> str:
        return WORDS[self.state]

    @property
    def count(self) -> int:
        """How much was refused today."""
        return sum(one.count for one in self.refused)


class FeedsPage:
    """The list, those that nothing comes from first."""

    def __init__(self, parts: Parts, pages: Pages) -> None:
        self._parts = parts
        self._pages = pages

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(f"{BASE}/feeds", careful.look(self._feeds))]

    async def _feeds(self, visit: Visit) -> web.StreamResponse:
        stores, today = self._parts.stores, self._parts.clock.today(self._parts.settings.zone)
        health = await stores.feeds.health()
        refused = await stores.feeds.refusals(today)
        feeds = shown(health, refused, self._parts.settings.feeds)
        return await self._pages.page(visit, "feeds.html", feeds=feeds, reason=reason)


def shown(
    health: Sequence[Health], refused: Iterable[Refused], about: Mapping[str, str]
) -> tuple[Shown, ...]:
    """The feeds in the order in which they need somebody. `about` says what each is; one of which nothing was
    ever said is there, too."""
    its: dict[str, list[Refused]] = defaultdict(list)
    for one in refused:
        its[one.feed].append(one)
    known = {one.name: one for one in health}
    for name in sorted(set(about) - set(known)):
        known[name] = Health(name, "", None, None, None, 0, "", None, 0)
    found = [
        Shown(one, about.get(one.name, ""), *_state(one), tuple(sorted(its[one.name], key=_most)))
        for one in known.values()
    ]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.state), one.health.name)))


def reason(one: Refused) -> str:
    """Why, in words; the bare name of a reason that this version does not know."""
    return REASONS.get(one.reason, one.reason)


def about(source: str, note: str) -> str:
    """What a feed is, for the page."""
    return f"{SOURCES.get(source, source)}. {note}".strip()


def _state(health: Health) -> tuple[State, dt.datetime | None]:
    if health.alarmed_at is not None:
        return "silent", health.answered_at if health.failures else health.heard_at or health.answered_at
    if health.failures:
        return "failing", health.answered_at
    last = health.heard_at or health.answered_at
    return ("fine" if last else "unheard"), last


def _most(one: Refused) -> tuple[int, str]:
    return -one.count, one.reason
