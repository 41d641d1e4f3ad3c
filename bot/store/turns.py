"""The two transactions of a turn: the message comes in and the turn is opened; its outcome is written.

Between them nothing is locked in the database. A lease on the conversation's row says who has the turn;
others wait for it, in the order in which their messages came, and take it over when it has run out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from random import Random

from sqlalchemy import Connection

from bot.clock import UK, Clock
from bot.handover.request import ADVISER
from bot.store import conversations, counters, inbox, suppressions, unanswered
from bot.store.arrival import AlreadyHere, Arrival, Arrived, seen_as
from bot.store.conversation import Superseded, as_conversation
from bot.store.database import Database
from bot.store.handover_rows import HELPLINE, Change
from bot.store.hub import Hub
from bot.store.inbox import Unfinished, as_unfinished
from bot.store.lines import entries, read_answers, seal_lines, write_lines
from bot.store.listener import tell
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys, Sealed
from bot.store.turn import Duplicate, Moved, Opened, TurnWrite
from channels.message import Entry, Inbound

_LOOK_SECONDS = 1.0  # how often a waiting turn looks for itself, should the process that has it have died


class Turns:
    """Opens turns and commits them."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, hub: Hub, random: Random, postbox: Postbox
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._random = random
        self._postbox = postbox
        self._news = keys.find(HELPLINE)
        self._waiting: dict[int, set[int]] = {}

    async def open(self, inbound: Inbound, holder: str, *, durable: bool = False) -> Opened | Duplicate:
        """Stores the message, once, and waits until it is its turn."""
        arrived = await self.take_in(inbound, holder, durable=durable)
        if arrived is None:
            return await self._known(inbound, holder)
        return await self.begin(arrived, inbound, holder)

    async def take_in(self, inbound: Inbound, holder: str, *, durable: bool) -> Arrived | None:
        """Stores the message; None when it came before."""
        arrival = Arrival(self._keys, inbound, holder, self._postbox)
        try:
            arrived = await self._database.write(
                lambda c: arrival.store(c, self._clock.now()), durable=durable
            )
        except AlreadyHere:
            return None
        self._hub.wake(arrived.lookup)
        return arrived

    async def put_down(self, arrived: Arrived) -> None:
        """Nobody is at work on it, nor has the turn."""

        def work(connection: Connection) -> None:
            inbox.put_down(connection, arrived.inbox_id)
            if arrived.turn is not None:
                conversations.leave(connection, arrived.conversation_id, arrived.turn.holder)

        await self._database.write(work)

    async def begin(self, arrived: Arrived, inbound: Inbound, holder: str) -> Opened | Duplicate:
        """Waits until it is the turn of a message that has been taken in."""
        if arrived.turn is not None:
            conversation = as_conversation(self._keys, arrived.turn, inbound.address)
            return Opened(conversation, inbound, arrived.inbox_id, arrived.seq, holder)
        try:
            return await self._wait(arrived, inbound, holder)
        except AlreadyHere:
            return await self._known(inbound, holder)

    async def again(self, message: Unfinished, holder: str) -> Opened | None:
        """Opens the turn of a message whose turn died; None when it is not free or has been finished."""
        try:
            turn = await self._database.write(
                lambda c: self._take(c, message.conversation_id, message.inbox_id, holder, again=True)
            )
        except AlreadyHere:
            return None
        return turn and self._opened(*turn, message.inbound, message.inbox_id, holder)

    async def commit(self, write: TurnWrite) -> tuple[Entry, ...]:
        """Writes the outcome and gives the turn back. Raises `Superseded`, having written no reply, when the
        revision or the owner is another by now; the message counts as handled if a person has it."""
        state = self._keys.seal_bytes(write.state)
        bodies = seal_lines(self._keys, write.entries)
        outcome = await self._database.write(lambda c: self._commit(c, write, state, bodies))
        if isinstance(outcome, Superseded):
            raise outcome
        lookup, lines = outcome
        self._hub.wake(lookup)
        if write.moved != Moved():
            self._hub.wake(self._news)
        return lines

    async def leave(self, opened: Opened) -> None:
        """Ends a turn that has nothing to write: a person owns the conversation and has the message. If they
        have given it back meanwhile the message waits for a turn of its own."""

        def work(connection: Connection) -> bytes | None:
            conversations.leave(connection, opened.conversation.id, opened.holder)
            row = conversations.find(connection, opened.conversation.id)
            self._handled(connection, opened.inbox_id, row)
            if row is None:
                return None
            tell(connection, row.lookup)
            return bytes(row.lookup)

        lookup = await self._database.write(work)
        if lookup is not None:
            self._hub.wake(lookup)

    async def unfinished(self) -> tuple[Unfinished, ...]:
        """The messages whose turn died, in the order in which they came."""
        now = self._clock.now()
        rows = await self._database.read(lambda c: inbox.unfinished(c, now))
        return tuple(as_unfinished(self._keys, row) for row in rows)

    async def release(self, holder: str) -> None:
        """Frees what `holder` had when it died. A process that starts again under its old name says this
        first, so that nobody waits for a lease that nobody has."""
        await self._database.write(lambda c: inbox.release(c, holder))
        self._hub.wake_all()

    async def _wait(self, arrived: Arrived, inbound: Inbound, holder: str) -> Opened | Duplicate:
        """Waits for the turn; of those who wait here for one conversation, only the earliest asks for it."""
        take = partial(
            self._take, conversation_id=arrived.conversation_id, inbox_id=arrived.inbox_id, holder=holder
        )
        line = self._waiting.setdefault(arrived.conversation_id, set())
        line.add(arrived.inbox_id)
        try:
            with self._hub.watch(arrived.lookup) as watch:
                while True:
                    first = arrived.inbox_id == min(line)
                    if first and (turn := await self._database.write(take)):
                        return self._opened(*turn, inbound, arrived.inbox_id, holder)
                    await watch.changed(_LOOK_SECONDS)
        finally:
            line.discard(arrived.inbox_id)
            if not line:
                self._waiting.pop(arrived.conversation_id, None)

    def _take(
        self, connection: Connection, conversation_id: int, inbox_id: int, holder: str, again: bool = False
    ) -> tuple[AnyRow, AnyRow] | None:
        """Takes the turn for a stored message; None when it is not free. Raises `AlreadyHere` when there is
        nothing left to do: another process has finished the message, or all of it has been erased."""
        now = self._clock.now()
        turn = conversations.take(connection, conversation_id, inbox_id, holder, now)
        if turn is None:
            if conversations.find(connection, conversation_id) is None:
                raise AlreadyHere
            return None
        message = inbox.pick_up(connection, inbox_id, holder, now, again)
        if message is None:
            raise AlreadyHere
        return turn, message

    def _opened(self, turn: AnyRow, message: AnyRow, inbound: Inbound, inbox_id: int, holder: str) -> Opened:
        conversation = as_conversation(self._keys, turn, inbound.address)
        return Opened(conversation, inbound, inbox_id, message.seq, holder, message.attempts)

    async def _known(self, inbound: Inbound, holder: str) -> Opened | Duplicate:
        """A message that came before: its answers, or its turn if that died."""
        seen = seen_as(self._keys, inbound)
        row = await self._database.read(lambda c: inbox.known(c, seen))
        if row is None:
            return Duplicate(0, ())
        if row.done_at is None and inbox.is_dead(row, self._clock.now()):
            dead = next((m for m in await self.unfinished() if m.inbox_id == row.id), None)
            opened = dead and await self.again(dead, holder)
            if opened:
                return opened
        lines = await self._database.read(lambda c: read_answers(c, row.conversation_id, row.id))
        return Duplicate(row.conversation_id, entries(self._keys, lines), row.done_at is None)

    def _commit(
        self, connection: Connection, write: TurnWrite, state: Sealed, bodies: Sequence[Sealed]
    ) -> tuple[bytes, tuple[Entry, ...]] | Superseded:
        now = self._clock.now()
        moved = conversations.advance(connection, write, state)
        if moved is None:
            return self._superseded(connection, write)
        first = moved.last_seq - len(write.entries) + 1
        where = (write.conversation_id, first, write.inbox_id)
        lines = write_lines(connection, self._postbox, *where, now, write.entries, bodies)
        inbox.done(connection, write.inbox_id, now)
        if write.pushes and self._postbox.carries(moved.channel):
            self._wanted(connection, write, now)
        self._handed_over(connection, write, moved.channel, now)
        counters.add(connection, self._clock.today(UK), write.language, write.counted)
        unanswered.add(connection, self._clock.today(UK), write.language, write.unanswered)
        tell(connection, moved.lookup)
        return moved.lookup, lines

    def _handed_over(self, connection: Connection, write: TurnWrite, channel: str, now: dt.datetime) -> None:
        """The hand-over's side of a turn."""
        moved, change = write.moved, Change(connection, self._postbox, now)
        if moved.handover is not None:
            change.open(self._random, write.conversation_id, moved.handover, channel, write.language)
        if moved.leaves:
            change.leave(write.conversation_id)
        if moved.score is not None:
            change.score(write.conversation_id, moved.score)
        if moved != Moved():
            tell(connection, self._news)

    def _wanted(self, connection: Connection, write: TurnWrite, now: dt.datetime) -> None:
        """Whether this resident wants anything unasked from now on."""
        row = conversations.find(connection, write.conversation_id)
        assert row is not None
        if write.pushes == "start":
            suppressions.take_out(connection, [row.reach_lookup or row.lookup], "pushes")
        else:
            whose = conversations.reached(row)
            suppressions.put(connection, *whose, "pushes", "resident", now)

    def _superseded(self, connection: Connection, write: TurnWrite) -> Superseded:
        row = conversations.find(connection, write.conversation_id)
        if row is not None and row.owner != write.owner:
            self._handled(connection, write.inbox_id, row)
        return Superseded(row.owner if row is not None else "erased")

    def _handled(self, connection: Connection, inbox_id: int, row: AnyRow | None) -> None:
        """The message needs no turn any more if a person reads it; otherwise it is taken up again."""
        if row is None or row.owner.startswith(ADVISER):
            inbox.done(connection, inbox_id, self._clock.now())
        else:
            inbox.put_down(connection, inbox_id)
