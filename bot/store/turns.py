"""The two transactions of a turn: the message comes in and the turn is opened; its outcome is written.

Between them nothing is locked in the database. A lease on the conversation's row says who has the turn; others
wait for it, in the order in which their messages came, and take it over when it has run out.
"""

from __future__ import annotations

import unicodedata

from sqlalchemy import Connection

from accessibility.text import Rendered
from bot.clock import UK, Clock
from bot.store import conversations, counters, inbox
from bot.store.conversations import BOT, Superseded, as_conversation
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.inbox import Unfinished, as_unfinished
from bot.store.lines import NewEntry, entries, read_answers, seal_lines, write_lines
from bot.store.listener import tell
from bot.store.queue import Queue
from bot.store.sealed import Keys
from bot.store.turn import Duplicate, Opened, TurnWrite
from channels.message import Entry, Inbound

_LOOK_SECONDS = 1.0  # how often a waiting turn looks for itself, should the process that has it have died


class _AlreadyHere(Exception):
    """The message is in the inbox; what this transaction began is undone."""


class Turns:
    """Opens turns and commits them."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._queue = Queue()

    async def open(self, inbound: Inbound, holder: str) -> Opened | Duplicate:
        """Stores the message and waits for its turn."""
        lookups = self._keys.find_any(inbound.channel, inbound.address)
        seen = self._keys.find_any("seen", inbound.channel, inbound.address, inbound.id)
        arrival = _Arrival(self._keys, inbound, holder, lookups, seen)
        try:
            opened = await self._database.write(lambda c: arrival.work(c, self._clock))
        except _AlreadyHere:
            return await self._seen_before(inbound, seen, holder)
        self._hub.wake(lookups[0])
        return opened
