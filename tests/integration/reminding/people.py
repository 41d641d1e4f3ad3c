"""Short words for the tests of what the clock pushes: people, their bins, and what they are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select, update

from accessibility.renderer import Manner
from accessibility.renderers import renderer
from accessibility.text import Rendered
from bot.clock import UK, FixedClock
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.schedule_file import database_path
from bot.knowledge.city import city
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions
from bot.lines import Lines
from bot.reminding import Reminding, RemindingParts
from bot.store.alert_tables import bodies
from bot.store.outbox_tables import outbox
from bot.store.spots import Spots
from bot.store.store import Store
from bot.store.subscription_tables import subscription_places, subscriptions
from bot.store.tables import conversations as talks
from channels.message import Reply
from locales.catalogue import shipped
from notifier.subscription import Hours, Interest, Wishes
from tests.integration.fan_out.crowd import PACKS, Crowd, plainly
from tests.unit.bins import town

COUNCIL = "Leeds Council"
NIGHT = Hours(22 * 60, 7 * 60)
_SMS = renderer("sms", shipped())


def render(reply: Reply, language: str, slow: bool) -> Rendered:
    """As the product does for text messages."""
    safety = reply.importance == "safety"
    manner = Manner(prefix=COUNCIL)
    return _SMS.render(reply.text, language, [], reply.links, safety=safety, manner=manner)


class People(Crowd):
    """A crowd with bins, and the clock that pushes. Nothing is loaded until `publish`."""

    def __init__(self, store: Store, clock: FixedClock, folder: Path) -> None:
        super().__init__(store, clock)
        self._folder = folder
        self.says: list[tuple[str, str]] = []
        self.reminding = self.process()

    def process(self) -> Reminding:
        """What the clock pushes, in a process of its own."""

        def counted(reply: Reply, language: str, slow: bool) -> Rendered:
            made = render(reply, language, slow)
            self.says.append((language, made.text))
            return made

        places = Positions(None)
        parts = RemindingParts(
            store=self.store,
            keys=self.keys,
            clock=self.clock,
            city=city("leeds"),
            bins=Bins("leeds", database_path(self._folder, "leeds")),
            lines=Lines(dict.fromkeys(PACKS, counted)),
            packs=PACKS,
            alert=plainly,
            district=Spots(self.keys, Districts("leeds", places), places).district,
        )
        return Reminding(parts)

    async def publish(
        self,
        *jobs: tuple[int, str, str],
        homes: Sequence[town.Row] = town.HOMES,
        now: dt.datetime | None = None,
    ) -> None:
        """The council publishes these collections: home, bin, day."""
        files = town.write(self._folder / "published", homes, jobs or town.JOBS)
        await town.load_async(self._folder, *files, now or self.clock.now())

    async def with_bins(
        self,
        name: str,
        home: str = "1",
        *,
        at: int = 18 * 60,
        quiet: Hours | None = NIGHT,
        channel: str = "sms",
        writes_on: str = "",
        language: str = "en",
        **row: Any,
    ) -> int:
        """Somebody who wants to be reminded; the number of their subscription."""
        talk = await self.talk(name, writes_on or channel, language)
        wishes = Wishes((Interest("bins", 1),), (), channel, quiet=quiet, bins_at=at)
        saved = await self.store.subscriptions(["sms"], lambda code: True).save(talk, wishes, "agreed", home)
        if row:
            await self.set(saved.id, **row)
        return saved.id

    def at(self, text: str) -> None:
        """It is this time on the wall clock of Leeds."""
        then = dt.datetime.fromisoformat(text).replace(tzinfo=UK)
        self.clock.advance(then - self.clock.now())

    async def messages(self, like: str = "") -> list[str]:
        """The words of all that waits or went, in order, of rows whose key begins with `like`."""
        query = select(outbox.c.key, bodies.c.body).join(bodies, bodies.c.id == outbox.c.body_id)
        rows = await self.store.database.read(lambda c: c.execute(query.order_by(outbox.c.id)).all())
        found = [self.keys.open(row.body, Rendered).text for row in rows if row.key.startswith(like)]
        return [text.removeprefix(f"{COUNCIL}: ") for text in found]

    async def rows(self, *columns: str, like: str = "") -> list[Any]:
        """The columns of the rows of the outbox whose key begins with `like`."""
        query = select(outbox.c.key, *(outbox.c[name] for name in columns)).order_by(outbox.c.id)
        rows = await self.store.database.read(lambda c: c.execute(query).all())
        found = [tuple(row)[1:] for row in rows if row.key.startswith(like)]
        return [row[0] if len(columns) == 1 else row for row in found]

    async def subscription(self, id: int) -> Any:
        """Its row, None when it is gone."""
        query = select(subscriptions).where(subscriptions.c.id == id)
        return await self.store.database.read(lambda c: c.execute(query).first())

    async def by_name(self) -> dict[str, list[str]]:
        """What each person is told, in order."""
        query = select(talks.c.address, bodies.c.body).join(outbox, outbox.c.conversation_id == talks.c.id)
        query = query.join(bodies, bodies.c.id == outbox.c.body_id).order_by(outbox.c.id)
        told: dict[str, list[str]] = {}
        for row in await self.store.database.read(lambda c: c.execute(query).all()):
            text = self.keys.open(row.body, Rendered).text.removeprefix(f"{COUNCIL}: ")
            told.setdefault(self.keys.open(row.address, str), []).append(text)
        return told

    async def move(self, subscription: int, code: str) -> None:
        """Their one place is another."""
        change = update(subscription_places).where(subscription_places.c.subscription_id == subscription)
        spots = {"spot": self.keys.find("spot", code), "district": self.keys.find("spot", code.split()[0])}
        moved = change.values(**spots, place=self.keys.seal(code))
        await self.store.database.write(lambda c: c.execute(moved).close())

    async def ends(self, row: str, **values: Any) -> None:
        """What becomes of the rows whose key begins with `row`."""
        change = update(outbox).where(outbox.c.key.startswith(row)).values(**values)
        await self.store.database.write(lambda c: c.execute(change).close())
