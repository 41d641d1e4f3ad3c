"""Air, warnings and subscriptions in memory, for houses without a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from bot.knowledge.alerts import Air, AirThere, Followed, Reached, Subscriptions, Told, Warnings
from notifier.alert import Alert
from notifier.subscription import LASTS, Place, State, Subscription, Wishes


class MemoryAir(Air):
    """The air of a few places; elsewhere nothing is measured."""

    def __init__(self, there: dict[str, AirThere] | None = None, sensors: Sequence[Followed] = ()) -> None:
        self.there = there or {}
        self.followed = tuple(sensors)

    async def near(self, code: str) -> AirThere:
        return self.there.get(code.partition(" ")[0], AirThere(None))

    async def sensors(self) -> Sequence[Followed]:
        return self.followed


class MemoryWarnings(Warnings):
    """What holds everywhere, and of which kinds feeds are read."""

    def __init__(self, alerts: Sequence[Alert] = (), reads: Sequence[str] = ()) -> None:
        self.alerts = tuple(alerts)
        self.kinds = tuple(reads)

    async def near(self, code: str) -> Sequence[Alert]:
        return self.alerts

    async def reads(self) -> Sequence[str]:
        return self.kinds


class MemorySubscriptions(Subscriptions):
    """Subscriptions of people who write on `here` and have addresses on `known`."""

    def __init__(
        self,
        now: dt.datetime,
        sends: Sequence[str] = (),
        here: str = "sms",
        known: Sequence[str] = ("sms",),
        districts: Sequence[str] = ("LS8", "LS9", "LS11"),
    ) -> None:
        self.now = now
        self.sends = tuple(sends)
        self.where = Reached(here, tuple(known))
        self.districts = tuple(districts)
        self.held: dict[int, Subscription] = {}
        self.homes: dict[int, str] = {}
        self.told: Told | None = None
        self.silent = False

    def channels(self, channel: str) -> Sequence[str]:
        return sorted(self.sends, key=lambda name: name != channel)

    async def reached(self, conversation: int) -> Reached:
        return self.where

    async def of(self, conversation: int) -> Subscription | None:
        return self.held.get(conversation)

    async def save(
        self, conversation: int, wishes: Wishes, agreed_to: str = "", home: str = ""
    ) -> Subscription:
        had = self.held.get(conversation)
        words = agreed_to or (had.agreed_to if had else "")
        state: State = "active" if wishes.channel in self.where.known else "waiting"
        new = Subscription(1, conversation, wishes, state, self.now, words, self.now + LASTS)
        self.held[conversation] = new
        if home:
            self.homes[conversation] = home
        return new

    async def pause(self, conversation: int, until: dt.datetime | None) -> None:
        self.held[conversation] = replace(self.held[conversation], state="paused", paused_until=until)

    async def resume(self, conversation: int) -> None:
        on = replace(self.held[conversation], state="active", paused_until=None)
        self.held[conversation] = on

    async def end(self, conversation: int) -> bool:
        return self.held.pop(conversation, None) is not None

    async def stopped(self, conversation: int) -> bool:
        return self.silent

    async def last_told(self, conversation: int) -> Told | None:
        return self.told

    def places(self, codes: Sequence[str]) -> Sequence[Place | None]:
        known = [code.upper() for code in codes]
        return [Place("other", code) if code.partition(" ")[0] in self.districts else None for code in known]
