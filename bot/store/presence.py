"""Who has which conversation open, in all processes that share the database.

A row for each conversation, member and process, with the time of the last sign of life. One that is too old
counts no more: its process has died.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, bindparam, delete, select

from bot.clock import Clock
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.listener import tell
from bot.store.presence_table import presence
from bot.store.query import Query
from bot.store.tables import conversations
from bot.store.upsert import upsert

BEAT = dt.timedelta(seconds=20)
"""How often a page that stays open is written down again."""

GONE_AFTER = dt.timedelta(seconds=50)
"""Without a sign of life for so long nobody is there: two beats may be missed."""

_its = presence.c
_insert = Query(
    upsert(
        presence,
        lambda new: new.on_conflict_do_update(
            index_elements=["conversation_id", "staff_id", "process"],
            set_={"seen_at": new.excluded.seen_at},
        ),
    ),
    ["conversation_id", "staff_id", "process", "seen_at"],
)
_here = Query(
    select(_its.staff_id)
    .where(_its.conversation_id == bindparam("conversation"))
    .where(_its.seen_at > bindparam("since", type_=_its.seen_at.type))
    .distinct()
    .order_by(_its.staff_id)
)


class StoredPresence:
    """`process` names this one, in at most 32 characters."""

    def __init__(self, database: Database, clock: Clock, hub: Hub, process: str) -> None:
        self._database = database
        self._clock = clock
        self._hub = hub
        self._process = process

    async def enter(self, conversation: int, staff: int, lookup: bytes) -> None:
        """The first page of a member here is open; the other pages are told. Nothing happens for a
        conversation that has been erased."""
        await self._write(conversation, staff, lookup)

    async def stay(self, conversation: int, staff: int) -> None:
        """A sign of life."""
        await self._write(conversation, staff, None)

    async def leave(self, conversation: int, staff: int, lookup: bytes) -> None:
        """The last of these pages is closed; the others are told."""

        def work(connection: Connection) -> None:
            mine = _its.conversation_id == conversation, _its.staff_id == staff
            connection.execute(delete(presence).where(*mine, _its.process == self._process))
            tell(connection, lookup)

        await self._database.write(work)
        self._hub.wake(lookup)

    async def of(self, conversation: int) -> tuple[int, ...]:
        """The ids of those who have it open anywhere."""
        wanted = {"conversation": conversation, "since": self._clock.now() - GONE_AFTER}
        rows = await self._database.read(lambda connection: _here.all(connection, wanted))
        return tuple(one.staff_id for one in rows)

    async def _write(self, conversation: int, staff: int, lookup: bytes | None) -> None:
        values = {
            "conversation_id": conversation,
            "staff_id": staff,
            "process": self._process,
            "seen_at": self._clock.now(),
        }

        def work(connection: Connection) -> None:
            if not _known(connection, conversation):
                return
            _insert.run(connection, values)
            if lookup is not None:
                tell(connection, lookup)

        await self._database.write(work)
        if lookup is not None:
            self._hub.wake(lookup)


def _known(connection: Connection, conversation: int) -> bool:
    """Whether the conversation is there; until this transaction ends it is not erased."""
    its = select(conversations.c.id).where(conversations.c.id == conversation)
    return connection.execute(its.with_for_update(read=True, key_share=True)).first() is not None
