"""A message arriving: what one transaction writes before the message is acknowledged."""

from __future__ import annotations

import datetime as dt
import unicodedata

from msgspec import Struct
from sqlalchemy import Connection

from accessibility.text import Rendered
from bot.store import conversations, inbox, suppressions
from bot.store.lines import NewEntry, seal_lines, write_lines
from bot.store.links import alias_of
from bot.store.listener import tell
from bot.store.photos import attach
from bot.store.postbox import Postbox
from bot.store.query import AnyRow
from bot.store.sealed import Keys
from channels.message import Inbound


class AlreadyHere(Exception):
    """The message came before, or its turn is over: what this transaction began is undone."""


class Arrived(Struct, frozen=True):
    """A stored message. `turn` is the conversation's row if the turn was free; else it has to be awaited.
    `lookup` is what those who wait for the conversation watch."""

    conversation_id: int
    inbox_id: int
    seq: int
    lookup: bytes
    turn: AnyRow | None


class Arrival:
    """One message on its way in, held by `holder` if it can be."""

    def __init__(self, keys: Keys, inbound: Inbound, holder: str, postbox: Postbox) -> None:
        self._keys = keys
        self._postbox = postbox
        self._inbound = inbound
        self._holder = holder
        self._message = keys.seal(inbound)
        self.lookups = keys.find_any(inbound.channel, inbound.address)
        self.seen = seen_as(keys, inbound)

    def store(self, connection: Connection, now: dt.datetime) -> Arrived:
        """Stores the message and its line, and takes the turn if it is free. Raises `AlreadyHere`."""
        if self._keys.rotating and inbox.known(connection, self.seen[1:]):
            raise AlreadyHere
        met = self._conversation(connection, now)
        inbox_id = inbox.put(connection, self.seen[0], met.id, met.last_seq, self._message, self._holder, now)
        if inbox_id is None:
            raise AlreadyHere
        media = self._inbound.media
        line = NewEntry("resident", _as_written(_words(self._inbound), met.language), media=media)
        bodies = seal_lines(self._keys, (line,))
        write_lines(connection, self._postbox, met.id, met.last_seq, inbox_id, now, (line,), bodies)
        if self._postbox.carries(self._inbound.channel):
            suppressions.came_back(connection, self.lookups, self._inbound.at)
        if media:
            attach(connection, self.lookups, media, met.id)
        tell(connection, met.lookup)
        turn = conversations.take(connection, met.id, inbox_id, self._holder, now)
        return Arrived(met.id, inbox_id, met.last_seq, met.lookup, turn)

    def _conversation(self, connection: Connection, now: dt.datetime) -> AnyRow:
        if self.lookups[1:]:
            suppressions.rekey(connection, self.lookups)
        met = conversations.touch(connection, self.lookups, now)
        if met is not None:
            return met
        whence = (self._inbound.channel, self.lookups[0], self._keys.seal(self._inbound.address))
        linked = alias_of(connection, self.lookups)
        met = None if linked is None else conversations.touch_linked(connection, linked, *whence, now)
        return met or conversations.begin(connection, *whence, now)


def seen_as(keys: Keys, inbound: Inbound) -> list[bytes]:
    """The hashes that recognise a message. With the address in it, nobody can have another resident's answers
    by guessing a message id."""
    return keys.find_any("seen", inbound.channel, inbound.address, inbound.id)


def _words(inbound: Inbound) -> str:
    """What the transcript shows; of a shared position, degrees that an adviser can look up on a map."""
    place = inbound.location
    return f"📍 {place.latitude:.5f}, {place.longitude:.5f}" if place and not inbound.text else inbound.text


def _as_written(text: str, language: str) -> Rendered:
    """The resident's own words. Before anything is understood the conversation's language is the best that is
    known of theirs (`und`: none yet); the direction is that of the first letter that has one."""
    strong = next((kind for kind in map(unicodedata.bidirectional, text) if kind in ("L", "R", "AL")), "L")
    return Rendered(text, language or "und", "ltr" if strong == "L" else "rtl")
