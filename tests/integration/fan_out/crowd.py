"""Short words for the tests of the fan-out: people who want to be told, warnings, and who was told."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

from msgspec.structs import replace
from sqlalchemy import insert, select, update

from accessibility.renderers import renderer
from accessibility.text import Rendered
from bot.clock import UK, FixedClock
from bot.fan_out import FanOut, Limits
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from bot.lines import Lines, Renders
from bot.store import conversations
from bot.store.audience import Variant
from bot.store.link_tables import aliases
from bot.store.outbox_tables import outbox
from bot.store.postbox import Pack
from bot.store.sealed import Keys
from bot.store.spots import Spots
from bot.store.store import Store
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations as talks
from channels.fake_sends import FakeSends
from channels.message import Reply
from locales.catalogue import shipped
from notifier.alert import Alert, Area, CouncilFacts, Kind, Level, Publisher, WeatherFacts
from notifier.deliver import Deliver, Surroundings
from notifier.subscription import Hours, Interest, Place, Wishes
from notifier.warning import Status, Warning
from notifier.words.said import said
from tests.databases import SECRET

EVERYWHERE = Area(everywhere=True)
PACKS: Mapping[str, Pack] = {"sms": lambda lines: lines, "telegram": lambda lines: lines}
OFFICE = Publisher("Met Office")
_numbers = itertools.count(1)
_words = renderer("sms", shipped())


def render(reply: Reply, language: str, slow: bool) -> Rendered:
    """As a text message, with the language that was asked for in front."""
    made = _words.render(reply.text, language)
    return replace(made, text=f"{language}: {made.text}")


def plainly(alert: Alert, variant: Variant, near: str) -> Reply:
    """As the product words it."""
    return said(
        alert,
        variant.told,
        at_risk=variant.at_risk,
        near=near,
        place="Leeds",
        language=variant.language,
    )


def warning(
    level: Level,
    *,
    order: float = 0.0,
    id: str = "w1",
    area: Area = EVERYWHERE,
    status: Status = "in_force",
    kind: Kind = "weather",
    at: dt.datetime = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC),
    expires: dt.datetime | None = None,
    types: tuple[str, ...] = ("rain",),
) -> Warning:
    """What a publisher says; `order` rises by itself."""
    facts = CouncilFacts({"en": "The bridge is shut."}) if kind == "council" else WeatherFacts(types)
    rising = order or float(next(_numbers))
    return Warning("test", id, rising, status, kind, level, area, facts, OFFICE, at, None, expires)


class Crowd:
    """A store with people and a fan-out of one process."""

    def __init__(
        self,
        store: Store,
        clock: FixedClock,
        *,
        keys: Keys | None = None,
        packs: Mapping[str, Pack] = PACKS,
        limit: int = 20_000,
        positions: Path | None = None,
    ) -> None:
        self.store, self.clock, self.keys = store, clock, keys or Keys([SECRET])
        self.held: list[int] = []
        places = Positions(positions)
        self.fan_out = FanOut(
            store.database,
            self.keys,
            clock,
            UK,
            store.alerts,
            store.postbox,
            Spots(self.keys, Districts("leeds", places), places),
            Lines(_renders(packs)),
            plainly,
            packs,
            Limits(limit, lambda: self.held.append(1)),
        )

    async def talk(self, address: str, channel: str = "sms", language: str = "en") -> int:
        """Somebody who has written; the number of their conversation."""
        lookup, sealed = self.keys.find(channel, address), self.keys.seal(address)
        now = self.clock.now()

        def work(connection: Any) -> int:
            row = conversations.begin(connection, channel, lookup, sealed, now)
            connection.execute(update(talks).where(talks.c.id == row.id).values(language=language))
            return int(row.id)

        return await self.store.database.write(work)

    async def person(
        self,
        name: str,
        level: Level = 2,
        *,
        kind: Kind = "weather",
        places: Sequence[str] = ("LS9 8AA",),
        channel: str = "sms",
        writes_on: str = "",
        language: str = "",
        speaks: str = "en",
        quiet: Hours | None = None,
        override: int = 4,
        at_risk: bool = False,
        sensor: str = "",
        **row: Any,
    ) -> int:
        """Somebody who wants to be told; the number of their subscription. `row` sets columns of it."""
        conversation = await self.talk(name, writes_on or channel, speaks)
        wishes = Wishes(
            (Interest(kind, level, sensor),),
            tuple(Place("home", code) for code in places),
            channel,
            at_risk=at_risk,
            language=language,
            quiet=quiet,
            override=override,
        )
        subscribed = self.store.subscriptions(["sms"], lambda code: Place("other", code))
        saved = await subscribed.save(conversation, wishes, "agreed")
        if row:
            await self.set(saved.id, **row)
        return saved.id

    async def set(self, subscription: int, **row: Any) -> None:
        """Changes columns of a subscription."""
        change = update(subscriptions).where(subscriptions.c.id == subscription).values(**row)
        await self.store.database.write(lambda connection: connection.execute(change).close())

    async def talk_set(self, subscription: int, **row: Any) -> None:
        """Changes columns of its conversation."""
        whose = select(subscriptions.c.conversation_id).where(subscriptions.c.id == subscription)
        change = update(talks).where(talks.c.id == whose.scalar_subquery()).values(**row)
        await self.store.database.write(lambda connection: connection.execute(change).close())

    async def link(self, subscription: int, channel: str, address: str, days: float = 0) -> None:
        """Another address of the same person."""
        whose = select(subscriptions.c.conversation_id).where(subscriptions.c.id == subscription)
        new = {
            "lookup": self.keys.find(channel, address),
            "channel": channel,
            "address": self.keys.seal(address),
            "linked_at": self.clock.now() + dt.timedelta(days=days),
        }

        def work(connection: Any) -> None:
            connection.execute(insert(aliases).values(conversation_id=connection.scalar(whose), **new))

        await self.store.database.write(work)

    async def warn(self, warning: Warning) -> int:
        """The warning comes and is sent; how many rows that makes."""
        await self.store.alerts.warn(warning)
        return await self.fan_out.all()

    async def tell(self, warning: Warning, channel: str = "sms") -> int:
        """The same, and the provider takes what is sent."""
        rows = await self.warn(warning)
        await self.drain(channel=channel)
        return rows

    async def told(self, *columns: str, code: str | None = "") -> list[Any]:
        """Of the rows of alerts, in order, the columns, `told` unless others are named; those that go, or
        those that do not for the reason `code`, or with None all."""
        wanted = columns or ("told",)
        query = select(*(outbox.c[name] for name in wanted)).where(outbox.c.kind == "alert")
        query = query if code is None else query.where(outbox.c.code == code)
        query = query.order_by(outbox.c.id)
        rows = await self.store.database.read(lambda connection: connection.execute(query).all())
        return [row[0] if len(wanted) == 1 else tuple(row) for row in rows]

    async def fail_all(self) -> None:
        """The provider says of all that was sent that it did not arrive."""
        change = update(outbox).values(status="undelivered", done_at=self.clock.now())
        await self.store.database.write(lambda connection: connection.execute(change).close())

    async def drain(self, *, channel: str = "sms") -> FakeSends:
        """Sends what waits; the provider that took it."""
        sends = FakeSends(channel)
        box = self.store.outbox("one")
        around = Surroundings(self.clock.now, Random(7), lambda channel, outcome: None)
        await Deliver(box, {channel: sends}, lambda: self.store.hub.watch(box.news), around).drain()
        return sends


def _renders(packs: Mapping[str, Pack]) -> Mapping[str, Renders]:
    return dict.fromkeys(packs, render)
