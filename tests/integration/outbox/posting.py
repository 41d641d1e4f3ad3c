"""Short words for the tests of the outbox: something is to be sent, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from random import Random
from typing import Any

from sqlalchemy import insert, select

from accessibility.text import Rendered
from bot.clock import FixedClock
from bot.store.outbox_tables import outbox
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.sending import Sends
from notifier.deliver import Deliver, Surroundings
from notifier.outbox import REPLY, Due, Kind
from tests.databases import SECRET
from tests.integration.store.talking import ME, line, said

PACKS = {"sms": lambda lines: lines}
"""Text messages are sent, one a line."""

KEYS = Keys([SECRET])


async def answered(store: Store, *texts: str, address: str = ME) -> None:
    """A resident writes and is answered."""
    await said(store, "hello", *map(line, texts), address=address)


async def posted(
    store: Store,
    now: dt.datetime,
    *texts: str,
    address: str = ME,
    kind: Kind = "reply",
    priority: int = REPLY,
    minutes: float = 30,
) -> None:
    """Rows for one address, as something other than a conversation would write them."""
    new = [new_row(now, text, address, kind, priority, minutes) for text in texts]
    await store.database.write(lambda connection: connection.execute(insert(outbox), new))


def new_row(
    now: dt.datetime,
    text: str,
    address: str,
    kind: Kind = "reply",
    priority: int = REPLY,
    minutes: float = 30,
) -> dict[str, object]:
    """The columns of a row that waits."""
    return {
        "key": f"{kind}:{address}:{text}",
        "body": KEYS.seal(Rendered(text, "en")),
        "kind": kind,
        "channel": "sms",
        "to_lookup": KEYS.find("sms", address),
        "address": KEYS.seal(address),
        "priority": priority,
        "created_at": now,
        "not_before": now,
        "expires_at": now + dt.timedelta(minutes=minutes),
        "status": "waiting",
        "attempts": 0,
        "code": "",
    }


async def rows(store: Store, *columns: str) -> list[Any]:
    """The rows as they stand, in the order in which they were written; of one column its values."""
    query = select(*(outbox.c[name] for name in columns)).order_by(outbox.c.id)
    found = await store.database.read(lambda connection: connection.execute(query).all())
    return [row[0] if len(columns) == 1 else tuple(row) for row in found]


def texts(due: Sequence[Due]) -> list[str]:
    """What is to be sent, as it is read."""
    return [row.rendered.text for row in due]


class Worker:
    """One worker on a store, with its figures."""

    def __init__(self, store: Store, sends: Sends, clock: FixedClock, name: str = "one") -> None:
        self.counts: Counter[str] = Counter()
        self.outbox = store.outbox(name)
        around = Surroundings(clock.now, Random(7), lambda channel, outcome: self.counts.update([outcome]))
        self.deliver = Deliver(
            self.outbox, {sends.name: sends}, lambda: store.hub.watch(self.outbox.news), around
        )

    async def drain(self) -> None:
        """Sends all that may go now."""
        await self.deliver.drain()
