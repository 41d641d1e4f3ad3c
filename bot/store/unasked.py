"""What residents are told unasked: whom it can reach, when nobody is disturbed, and the lines, once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, update

from bot.clock import Clock
from bot.store.conversation import BOT, Conversation
from bot.store.conversations import SPOKEN_ON
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts, seal_lines, write_lines
from bot.store.listener import tell
from bot.store.outbox_tables import suppressions
from bot.store.sealed import Keys
from bot.store.tables import conversations

ANSWERING = dt.timedelta(minutes=10)
"""For so long after their last message somebody is left to answer what they were asked."""

_talk, _listed = conversations.c, suppressions.c
_address = func.coalesce(_talk.reach_lookup, _talk.lookup)
_unwanted = exists().where(_listed.to_lookup == _address, _listed.scope.in_(("all", "pushes")))
_stopped = _unwanted.correlate(conversations)


class Later(Exception):
    """Undoes the transaction."""


class Unasked:
    """Writes the lines into a conversation, and sends them where its channel sends."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub, posts: Posts) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._posts = posts

    async def tell(
        self,
        talk: Conversation,
        lines: Sequence[NewEntry],
        state: bytes | None,
        claim: Callable[[Connection, dt.datetime], None],
    ) -> bool:
        """Keeps `state` if there is a new one; False, with nothing written, when the resident is busy by now
        or `claim` raises `Later`: it sees to it that nobody else tells the same."""
        bodies = seal_lines(self._keys, lines)
        sealed = None if state is None else self._keys.seal_bytes(state)
        now = self._clock.now()

        def work(connection: Connection) -> bytes:
            claim(connection, now)
            values: dict[str, Any] = {"last_seq": _talk.last_seq + len(lines)}
            if sealed is not None:
                values |= {"state": sealed, "revision": _talk.revision + 1}
            same = _talk.id == talk.id, _talk.revision == talk.revision
            moved = update(conversations).where(*same, *free(now)).values(values)
            row = connection.execute(moved.returning(_talk.last_seq, _talk.lookup)).first()
            if row is None:
                raise Later
            where = (talk.id, row.last_seq - len(lines) + 1, None)
            write_lines(connection, self._posts, *where, now, lines, bodies, "notice")
            tell(connection, row.lookup)
            return bytes(row.lookup)

        with suppress(Later):
            self._hub.wake(await self._database.write(work))
            return True
        return False


def reached(push: Collection[str]) -> ColumnElement[bool]:
    """Whether the resident can be told at all: on a channel on which they see what is said unasked, if they
    have not said that they want nothing of that."""
    return SPOKEN_ON.in_(push) & _talk.moved_to.is_(None) & ~_stopped


def free(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    """Whether nobody else speaks in the conversation, and they are not in the middle of answering."""
    idle = or_(_talk.held_until.is_(None), _talk.held_until <= now)
    answering = _talk.waiting & (_talk.last_at > now - ANSWERING)
    return _talk.owner == BOT, _talk.moved_to.is_(None), idle, ~answering
