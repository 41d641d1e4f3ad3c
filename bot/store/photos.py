"""Photos of residents: sealed, bounded in number, and shown to nobody but their resident and advisers."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import secrets
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, or_, select, update

from bot.clock import Clock
from bot.store.database import Database
from bot.store.link_tables import aliases
from bot.store.photo_table import photos
from bot.store.sealed import Keys
from bot.store.tables import conversations
from bot.store.upsert import upsert
from channels.message import Media
from channels.photos import PHOTO_LIMIT, NoPhoto
from channels.picture import KIND, Picture, Redraws

MOST = 10
"""Photos of one conversation."""

DAILY = 5_000
"""Photos of all residents in a day: about four gigabytes at most, and more than a city sends."""

DAY = dt.timedelta(days=1)

_row = photos.c
_insert = upsert(photos, lambda new: new.on_conflict_do_nothing(index_elements=["seen"]).returning(_row.ref))


class StoredPhotos:
    """`channels.photos.Album` on the store, and the advisers' way to a photo. `redraw` makes of a file what
    is kept; `new_ref` gives names that nobody can guess."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        *,
        redraw: Callable[[bytes], Awaitable[Picture]] | None = None,
        new_ref: Callable[[], str] = lambda: secrets.token_urlsafe(32),
        daily: int = DAILY,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._redraw = redraw or Redraws()
        self._new_ref = new_ref
        self._daily = daily

    async def keep(self, channel: str, address: str, data: bytes) -> Media:
        """Keeps the photo; the same file of the same resident once. Raises `NoPhoto`."""
        if len(data) > PHOTO_LIMIT:
            raise NoPhoto("too_large")
        owners = self._keys.find_any(channel, address)
        mark = hashlib.sha256(data).hexdigest()
        seen = self._keys.find_any("photo", channel, address, mark)
        known = await self._database.read(lambda connection: self._known(connection, owners, seen))
        if known is not None:
            return known
        picture = await self._redraw(data)
        new = await asyncio.to_thread(self._sealed, picture)
        new |= {"owner_lookup": owners[0], "seen": seen[0], "kept_at": self._clock.now()}
        await self._database.write(lambda connection: self._keep(connection, owners, new))
        # Another delivery of the same file may have been faster: then that one's name counts.
        kept = await self._database.read(lambda connection: _media(connection, _row.seen == seen[0]))
        if kept is None:
            raise NoPhoto("too_many")
        return kept

    async def find(self, channel: str, address: str, refs: Sequence[str]) -> tuple[Media, ...]:
        """Those of the photos that are this resident's, in the order of `refs`."""
        its = _theirs(self._keys.find_any(channel, address)), _row.ref.in_(refs)
        query = select(_row.ref, _row.size).where(*its)
        rows = await self._database.read(lambda connection: connection.execute(query).all())
        found = {row.ref: Media(row.ref, KIND, row.size) for row in rows}
        return tuple(found[ref] for ref in dict.fromkeys(refs) if ref in found)

    async def look(self, channel: str, address: str, ref: str, *, small: bool = False) -> bytes | None:
        """The JPEG, or its small version; None when it is not there or somebody else's."""
        return await self._open(ref, _theirs(self._keys.find_any(channel, address)), small)

    async def drop(self, channel: str, address: str, ref: str) -> None:
        """Deletes a photo that no message has carried yet; any other stays."""
        owners = self._keys.find_any(channel, address)
        its = delete(photos).where(_row.ref == ref, _row.owner_lookup.in_(owners))
        await self._database.write(lambda connection: connection.execute(its).close())

    async def of(self, conversation: int, ref: str, *, small: bool = False) -> bytes | None:
        """As `look`, for who may read the conversation."""
        return await self._open(ref, _row.conversation_id == conversation, small)

    async def _open(self, ref: str, its: ColumnElement[bool], small: bool) -> bytes | None:
        query = select(_row.thumbnail if small else _row.picture).where(_row.ref == ref, its)
        sealed: Any = await self._database.read(lambda connection: connection.scalar(query))
        return None if sealed is None else await asyncio.to_thread(self._keys.open_bytes, sealed)

    def _sealed(self, picture: Picture) -> dict[str, Any]:
        return {
            "ref": self._new_ref(),
            "size": len(picture.full),
            "picture": self._keys.seal_bytes(picture.full),
            "thumbnail": self._keys.seal_bytes(picture.small),
        }

    def _known(self, connection: Connection, owners: Sequence[bytes], seen: Sequence[bytes]) -> Media | None:
        """The photo, if it is here already. Raises `NoPhoto` when there is no room for another."""
        known = _media(connection, _row.seen.in_(seen))
        if known is None:
            self._room(connection, owners)
        return known

    def _keep(self, connection: Connection, owners: Sequence[bytes], new: dict[str, Any]) -> None:
        if connection.dialect.name == "postgresql":  # one at a time, or two could both be the tenth
            resident = int.from_bytes(owners[0][:8], "big", signed=True)
            connection.execute(select(func.pg_advisory_xact_lock(resident)))
        if _media(connection, _row.seen == new["seen"]) is None:
            self._room(connection, owners)
        connection.execute(_insert[connection.dialect.name], new)

    def _room(self, connection: Connection, owners: Sequence[bytes]) -> None:
        today = _row.kept_at > self._clock.now() - DAY
        for which, most in ((_theirs(owners), MOST), (today, self._daily)):
            count = connection.scalar(select(func.count()).select_from(photos).where(which))
            if (count or 0) >= most:
                raise NoPhoto("too_many")


def attach(
    connection: Connection, owners: Sequence[bytes], media: Sequence[Media], conversation: int
) -> None:
    """The photos have arrived with their message: they stay as long as the conversation."""
    its = _row.ref.in_([one.ref for one in media]), _row.owner_lookup.in_(owners)
    connection.execute(update(photos).where(*its).values(owner_lookup=None, conversation_id=conversation))


def forget_unsent(connection: Connection, conversation: int) -> None:
    """Deletes the photos whose message has not come, of the resident whose conversation is about to go."""
    own = select(conversations.c.lookup).where(conversations.c.id == conversation)
    linked = select(aliases.c.lookup).where(aliases.c.conversation_id == conversation)
    connection.execute(delete(photos).where(or_(_row.owner_lookup.in_(own), _row.owner_lookup.in_(linked))))


def _theirs(owners: Sequence[bytes]) -> ColumnElement[bool]:
    """The photos of the resident with these look-up hashes."""
    talks = select(conversations.c.id).where(conversations.c.lookup.in_(owners))
    linked = select(aliases.c.conversation_id).where(aliases.c.lookup.in_(owners))
    its = _row.conversation_id
    return or_(_row.owner_lookup.in_(owners), its.in_(talks), its.in_(linked))


def _media(connection: Connection, which: ColumnElement[bool]) -> Media | None:
    row = connection.execute(select(_row.ref, _row.size).where(which)).first()
    return None if row is None else Media(row.ref, KIND, row.size)
