"""Text messages that residents ask for on another channel: once each, and not too many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import Connection, delete, select

from bot.clock import Clock
from bot.knowledge.texts import Texted
from bot.store.conversations import find, reached
from bot.store.database import Database
from bot.store.lines import NewEntry
from bot.store.once import first
from bot.store.outbox_tables import suppressions as unwanted
from bot.store.postbox import Postbox
from bot.store.sealed import Keys
from bot.store.tries_table import tries
from bot.store.upsert import upsert

MOST = 3
"""A day, from one conversation and to one number: nobody is to be pestered by way of us."""

DAY = dt.timedelta(days=1)
_its = tries.c
_more = upsert(
    tries,
    lambda new: new.on_conflict_do_update(index_elements=[_its.lookup], set_={"failures": _its.failures + 1}),
)


class StoredTexts:
    """Counts, and puts them into the outbox."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, postbox: Postbox) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._postbox = postbox

    async def whence(self, conversation: int) -> tuple[str, str]:
        """The channel and the address of the last message."""
        row = await self._database.read(lambda connection: find(connection, conversation))
        if row is None:
            return "", ""
        channel, _, address = reached(row)
        return channel, self._keys.open(address, str)

    async def send(
        self, conversation: int, channel: str, number: str, lines: Sequence[NewEntry], key: str
    ) -> Texted:
        """Puts `lines` into the outbox for `number`, once for each `key`."""
        lookup, now = self._keys.find(channel, number), self._clock.now()
        address = self._keys.seal(number)
        counted = [self._keys.find("texts", number), self._keys.find("texts", str(conversation))]

        def work(connection: Connection) -> Texted:
            if connection.scalar(select(unwanted.c.at).where(unwanted.c.to_lookup == lookup).limit(1)):
                return "unwanted"
            if any(_today(connection, one, now) >= MOST for one in counted):
                return "enough"
            if first(connection, f"texts:{key}"[:200], conversation, now):
                for one in counted:
                    connection.execute(_more[connection.dialect.name], _one(one, now))
                whose = (channel, lookup, address)
                self._postbox.notice(connection, f"text:{key}", conversation, whose, now, lines)
            return "sent"

        return await self._database.write(work)


def _today(connection: Connection, lookup: bytes, now: dt.datetime) -> int:
    """How many there have been within a day of the first."""
    connection.execute(delete(tries).where(_its.lookup == lookup, _its.ends_at <= now))
    return connection.scalar(select(_its.failures).where(_its.lookup == lookup)) or 0


def _one(lookup: bytes, now: dt.datetime) -> dict[str, object]:
    return {"lookup": lookup, "kind": "texts", "failures": 1, "ends_at": now + DAY}
