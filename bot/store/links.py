"""Links one conversation to further addresses of its resident, by a code that works once and not for long.

Nothing is linked silently: who has the code on one channel uses it on the other. An address that had a
conversation of its own gives it up: that is kept as long as any other and gets no more messages.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random
from typing import Literal

from sqlalchemy import ColumnElement, Connection, Delete, bindparam, delete, exists, insert, select, update

from bot.clock import Clock
from bot.store import case_people, street_forgetting
from bot.store.conversations import SPOKEN_ON, find, reached
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import NewEntry, Posts, seal_lines, write_lines
from bot.store.link_tables import aliases, link_codes
from bot.store.listener import tell
from bot.store.query import AnyRow, Query
from bot.store.reference import ALPHABET
from bot.store.sealed import Keys, Sealed
from bot.store.subscription_rows import move, settle
from bot.store.tables import conversations, handovers

Kind = Literal["web", "code"]

LASTS = {"web": dt.timedelta(hours=24), "code": dt.timedelta(minutes=15)}
"""How long a link to the web page and a code that is typed may be used."""

LENGTH = {"web": 16, "code": 8}
"""Characters: 72 and 36 bits. Nobody can try out many in that time."""

_its = conversations.c
_code = link_codes.c
_alias_of = Query(select(aliases.c.conversation_id).where(aliases.c.lookup == bindparam("wanted")))
_busy = exists().where(
    handovers.c.conversation_id == bindparam("own"), handovers.c.status.in_(("queued", "adviser"))
)


Whence = tuple[str, bytes, Sealed]
"""Channel, look-up hash and sealed address."""

Told = Callable[[str, str], Sequence[NewEntry]]
"""What is said in a conversation on that channel, in that language."""


class Busy(Exception):
    """The address is in the middle of a talk with an adviser: nothing is linked."""


class Links:
    """Makes codes and takes them."""

    def __init__(
        self, database: Database, keys: Keys, clock: Clock, hub: Hub, random: Random, posts: Posts
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._random = random
        self._posts = posts

    async def code(self, conversation: int) -> str:
        """A code to be typed on another channel; one that was given out before works no longer."""
        code, now = fresh("code", self._random), self._clock.now()

        def work(connection: Connection) -> None:
            connection.execute(_codes_of(conversation))
            offer(connection, self._keys, conversation, "code", code, now)

        await self._database.write(work)
        return code

    async def works(self, kind: Kind, code: str) -> bool:
        """Whether `code` would link an address now."""
        wanted = select(_code.lookup).where(*self._valid(kind, code))
        return await self._database.read(lambda c: c.execute(wanted).first() is not None)

    async def take(
        self, kind: Kind, code: str, channel: str, address: str, told: Told | None = None
    ) -> int | None:
        """Links the address to the code's conversation, whose id is returned; None for a code that is wrong,
        used or too old. `told` gives what that conversation is told of it, where it goes on by itself.
        Raises `Busy`, and then the code still works."""
        lookups = self._keys.find_any(channel, address)
        whence = (channel, lookups[0], self._keys.seal(address))
        return await self._linked(kind, code, lambda connection: (whence, lookups), told)

    async def join(self, kind: Kind, code: str, conversation: int, told: Told | None = None) -> int | None:
        """As `take`, for the address from which the last message of `conversation` came; None as well when it
        has been erased meanwhile."""

        def whence(connection: Connection) -> tuple[Whence, list[bytes]] | None:
            row = find(connection, conversation)
            if row is None:
                return None
            here = reached(row)
            return here, [here[1]]

        return await self._linked(kind, code, whence, told)

    async def _linked(
        self,
        kind: Kind,
        code: str,
        address: Callable[[Connection], tuple[Whence, list[bytes]] | None],
        told: Told | None,
    ) -> int | None:
        """The one transaction in which an address changes its conversation."""
        lines = await self._lines(kind, code, told)
        bodies = seal_lines(self._keys, lines)

        def work(connection: Connection) -> tuple[int, bytes] | None:
            whose = address(connection)
            if whose is None:
                return None
            used = delete(link_codes).where(*self._valid(kind, code)).returning(_code.conversation_id)
            found = connection.scalar(used)
            target = find(connection, found) if found is not None else None
            if target is None:
                return None
            whence, lookups = whose
            if target.lookup not in lookups:
                self._give_up(connection, lookups, target.id)
                self._alias(connection, target.id, whence, lookups)
                self._say(connection, target, lines, bodies)
            return target.id, target.lookup

        done = await self._database.write(work)
        if done is None:
            return None
        self._hub.wake(done[1])
        return done[0]

    async def _lines(self, kind: Kind, code: str, told: Told | None) -> Sequence[NewEntry]:
        """What the conversation is told where it has been so far."""
        wanted = select(SPOKEN_ON, _its.language).join(link_codes).where(*self._valid(kind, code))
        row = await self._database.read(lambda c: c.execute(wanted).first())
        return told(*row) if told and row is not None else ()

    def _alias(self, connection: Connection, target: int, whence: Whence, lookups: Sequence[bytes]) -> None:
        """The address is the target's from now on; with that, its alerts may have somewhere to go, and those
        of the conversation that had it may not."""
        taken = delete(aliases).where(aliases.c.lookup.in_(lookups)).returning(aliases.c.conversation_id)
        before = connection.scalars(taken).all()
        channel, lookup, address = whence
        new = {"lookup": lookup, "channel": channel, "address": address, "conversation_id": target}
        connection.execute(insert(aliases), new | {"linked_at": self._clock.now()})
        settle(connection, {target, *before})

    def _say(
        self,
        connection: Connection,
        target: AnyRow,
        lines: Sequence[NewEntry],
        bodies: Sequence[Sealed],
    ) -> None:
        if lines:
            longer = update(conversations).where(_its.id == target.id)
            connection.execute(longer.values(last_seq=_its.last_seq + len(lines)))
            where, now = (target.id, target.last_seq + 1, None), self._clock.now()
            write_lines(connection, self._posts, *where, now, lines, bodies, "notice")
        tell(connection, target.lookup)

    async def language(self, conversation: int) -> str:
        """The conversation's language, empty when none is settled."""
        wanted = select(_its.language).where(_its.id == conversation)
        return await self._database.read(lambda c: c.scalar(wanted)) or ""

    async def linked(self, conversation: int) -> tuple[str, ...]:
        """The channels of the further addresses, in the order in which they were linked."""
        rows = select(aliases.c.channel).where(aliases.c.conversation_id == conversation)
        ordered = rows.order_by(aliases.c.linked_at)
        return tuple(await self._database.read(lambda c: c.scalars(ordered).all()))

    async def unlink(self, conversation: int) -> int:
        """Takes every further address away, and the codes that could link another; how many there were."""

        def work(connection: Connection) -> int:
            connection.execute(_codes_of(conversation))
            connection.execute(update(conversations).where(_its.id == conversation).values(HERE))
            gone = delete(aliases).where(aliases.c.conversation_id == conversation)
            count = connection.execute(gone).rowcount
            settle(connection, [conversation])
            return count

        return await self._database.write(work)

    def _valid(self, kind: Kind, code: str) -> tuple[ColumnElement[bool], ...]:
        lookups = self._keys.find_any("link", kind, code)
        return _code.lookup.in_(lookups), _code.expires_at > self._clock.now()

    def _give_up(self, connection: Connection, lookups: Sequence[bytes], target: int) -> None:
        """The conversation that the address had is no longer found by it."""
        own = connection.scalar(select(_its.id).where(_its.lookup.in_(lookups), _its.id != target))
        if own is None:
            return
        if connection.scalar(select(_busy), {"own": own}):
            raise Busy
        nowhere = {"lookup": self._random.randbytes(32), "moved_to": target, **HERE}
        connection.execute(update(conversations).where(_its.id == own).values(nowhere))
        theirs = update(aliases).where(aliases.c.conversation_id == own)
        connection.execute(theirs.values(conversation_id=target))
        move(connection, self._keys, own, target)
        case_people.move(connection, own, target)
        street_forgetting.move(connection, own, target)


HERE = {"reach_channel": None, "reach_lookup": None, "reach_address": None}
"""The resident is where the conversation began."""


def fresh(kind: Kind, random: Random) -> str:
    """A code that has not been given out; `offer` makes it work."""
    return "".join(random.choice(ALPHABET) for _ in range(LENGTH[kind]))


def offer(
    connection: Connection, keys: Keys, conversation: int, kind: Kind, code: str, now: dt.datetime
) -> None:
    """Lets `code` link an address to the conversation, once."""
    new = {
        "lookup": keys.find("link", kind, code),
        "conversation_id": conversation,
        "kind": kind,
        "expires_at": now + LASTS[kind],
    }
    connection.execute(insert(link_codes), new)


def alias_of(connection: Connection, lookups: Sequence[bytes]) -> int | None:
    """The conversation to which an address was linked. An older secret's hash gives way to the current."""
    current, *older = lookups
    if older:
        rekeyed = update(aliases).where(aliases.c.lookup.in_(older)).values(lookup=current)
        connection.execute(rekeyed)
    row: AnyRow | None = _alias_of.one(connection, {"wanted": current})
    return row.conversation_id if row is not None else None


def _codes_of(conversation: int) -> Delete:
    return delete(link_codes).where(_code.conversation_id == conversation)
