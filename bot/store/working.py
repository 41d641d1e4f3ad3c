"""Whether a turn is at work: what a channel shows to somebody who waits for its answer."""

from __future__ import annotations

from sqlalchemy import bindparam, func, or_, select

from bot.clock import Clock
from bot.store.database import Database
from bot.store.sealed import Keys
from bot.store.tables import conversations

_its = conversations.c
_held = (
    select(func.count())
    .select_from(conversations)
    .where(
        or_(
            _its.lookup.in_(bindparam("lookups", expanding=True)),
            _its.reach_lookup.in_(bindparam("lookups", expanding=True)),
        )
    )
    .where(_its.held_until > bindparam("now"))
)


class Working:
    """For the addresses of one channel. While an adviser has the conversation no turn is at work for long."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, channel: str) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._channel = channel

    async def at(self, address: str) -> bool:
        """Whether some process has the turn of this resident's conversation now."""
        values = {"lookups": self._keys.find_any(self._channel, address), "now": self._clock.now()}
        return bool(await self._database.read(lambda connection: connection.scalar(_held, values)))
