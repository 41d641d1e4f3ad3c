"""A conversation as an adviser reads it: by its number, each line with the reply behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct
from sqlalchemy import ColumnElement, Connection, bindparam, func, select

from bot.clock import Clock
from bot.handover.request import owner_of
from bot.store.conversation import Conversation, as_conversation
from bot.store.database import Database
from bot.store.handover_rows import Change
from bot.store.hub import Hub
from bot.store.lines import LINE, Silent, entries, open_replies
from bot.store.outbox_tables import outbox, suppressions
from bot.store.sealed import Keys
from bot.store.tables import callbacks, conversations, handovers, reports, transcript
from channels.message import Entry
from notifier.status import LEAST_FIRST

_lines = (
    select(*LINE)
    .where(transcript.c.conversation_id == bindparam("conversation"))
    .where(transcript.c.seq > bindparam("after"))
    .order_by(transcript.c.seq)
)


class Told(Struct, frozen=True):
    """A line of the transcript. `reply` is the JSON of the `Reply` behind it, empty when there is none."""

    entry: Entry
    reply: bytes


class Case(Struct, frozen=True):
    """Something that was reported. `conversation` is None when it is unlinked."""

    reference: str
    kind: str
    day: dt.date
    status: str
    filed_at: dt.datetime
    conversation: int | None


class Talks:
    """Reads whole conversations, and keeps what an adviser corrects in them."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub

    async def read(self, conversation: int) -> tuple[Conversation, bytes] | None:
        """The conversation and what its pages watch in the hub; None when it has been erased. Raises
        `SealError` when it lies under a lost secret."""
        query = select(conversations).where(conversations.c.id == conversation)
        found = await self._database.read(lambda connection: connection.execute(query).first())
        return None if found is None else (as_conversation(self._keys, found), found.lookup)

    async def lines(self, conversation: int, after: int = 0) -> tuple[Told, ...]:
        """The lines with `seq > after`, oldest first."""
        wanted = {"conversation": conversation, "after": after}
        rows = await self._database.read(lambda connection: connection.execute(_lines, wanted).all())
        opened = entries(self._keys, rows)
        return tuple(Told(entry, self._reply(row.body)) for row, entry in zip(rows, opened, strict=True))

    async def deliveries(self, conversation: int) -> Mapping[int, str]:
        """What became of the messages that carried a line, by the line's number: of several the least."""
        its = outbox.c
        query = select(its.seq, its.status).where(its.conversation_id == conversation, its.seq.is_not(None))
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        found: dict[int, str] = {}
        for seq, status in rows:
            found[seq] = min(found.get(seq, status), status, key=LEAST_FIRST.index)
        return found

    async def reachable(self, conversation: int) -> bool:
        """Whether messages get to the resident: False when the provider refuses their address."""
        its = conversations.c
        lookup = func.coalesce(its.reach_lookup, its.lookup)
        query = select(suppressions.c.scope).join(conversations, suppressions.c.to_lookup == lookup)
        query = query.where(its.id == conversation, suppressions.c.scope == "all")
        return await self._database.read(lambda connection: connection.execute(query).first()) is None

    async def correct(self, handover: int, staff: int, state: bytes, revision: int) -> None:
        """Keeps the state with an answer that the adviser put right, computed for `revision`. Raises
        `NotYours`, with nothing written, when the conversation is not theirs or has moved on."""
        sealed = self._keys.seal_bytes(state)
        own = owner_of(staff)

        def work(change: Change) -> list[bytes]:
            found = change.mine(handover, staff)
            change.moved(found, own, own, state=(sealed, revision))
            return change.woken

        for lookup in await self._database.write(lambda c: work(Change(c, Silent(), self._clock.now()))):
            self._hub.wake(lookup)

    async def cases(self, conversation: int) -> tuple[Case, ...]:
        """What this resident has reported, newest first."""
        return await self._cases(reports.c.conversation_id == conversation)

    async def case(self, reference: str) -> Case | None:
        """The report with this reference."""
        found = await self._cases(reports.c.reference == reference.upper())
        return found[0] if found else None

    async def behind(self, reference: str) -> tuple[str, int | None] | None:
        """What a reference stands for, `handover`, `callback` or `report`, and its conversation, which is
        None when it is unlinked; None for a reference that nothing has."""
        tables = (("handover", handovers), ("callback", callbacks), ("report", reports))

        def work(connection: Connection) -> tuple[str, int | None] | None:
            for kind, its in tables:
                query = select(its.c.conversation_id).where(its.c.reference == reference.upper())
                if (found := connection.execute(query).first()) is not None:
                    return kind, found.conversation_id
            return None

        return await self._database.read(work)

    async def latest(self, conversation: int) -> str | None:
        """The reference of the newest hand-over of a conversation."""
        newest = select(func.max(handovers.c.id)).where(handovers.c.conversation_id == conversation)
        query = select(handovers.c.reference).where(handovers.c.id == newest.scalar_subquery())
        found: str | None = await self._database.read(lambda connection: connection.scalar(query))
        return found

    async def _cases(self, which: ColumnElement[bool]) -> tuple[Case, ...]:
        its = reports.c
        query = select(its.reference, its.kind, its.day, its.status, its.filed_at, its.conversation_id)
        query = query.where(which).order_by(its.id.desc())
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        return tuple(Case(*one) for one in rows)

    def _reply(self, body: bytes) -> bytes:
        return next(iter(open_replies(self._keys, [body])), b"")
