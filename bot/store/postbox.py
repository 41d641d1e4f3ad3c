"""What is said in a conversation goes into the outbox, in the transaction that writes its lines.

`write_lines` posts every line that it writes, and there is no other way to write one. Where a channel's
answers travel in the response to the request, or its page reads the transcript, nothing is to be sent.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct
from sqlalchemy import Connection

from accessibility.text import Rendered
from bot.store import conversations, links
from bot.store.hub import Hub
from bot.store.lines import NewEntry
from bot.store.listener import tell
from bot.store.outbox_tables import outbox
from bot.store.query import AnyRow, Query
from bot.store.sealed import Keys, Sealed
from bot.store.upsert import upsert
from notifier.outbox import REPLY, SAFETY, Kind

Pack = Callable[[Sequence[Rendered]], Sequence[Rendered]]
"""What is said in one go, as the messages that are sent for it."""

GO = "/go/"
"""The path before the code of a link that goes on with the conversation on the web page."""

Whose = tuple[str, bytes, Sealed]
"""Channel, look-up hash and sealed address."""

OUTBOX = "outbox"
"""What the workers watch in the hub, as a keyed hash: there is something to be sent."""


class Usefulness(Struct, frozen=True):
    """How soon a message goes and how long it is of use: what is older is not sent any more."""

    priority: int
    lasts: dt.timedelta


ANSWER = Usefulness(REPLY, dt.timedelta(minutes=30))
URGENT = Usefulness(SAFETY, dt.timedelta(hours=2))
ADVISER = Usefulness(REPLY, dt.timedelta(hours=24))

_LATER = {"id", "holder", "lease_until", "provider", "provider_id", "sent_at", "done_at"}
_OF_ALERTS = {"alert_id", "version_id", "subscription_id", "body_id", "told", "level"}
_NEW = [column.name for column in outbox.columns if column.name not in _LATER | _OF_ALERTS]
_insert = Query(upsert(outbox, lambda new: new.on_conflict_do_nothing(index_elements=["key"])), _NEW)


class Postbox:
    """Takes what is to be sent. `packs` has the channels whose messages are, and how each packs them."""

    def __init__(self, keys: Keys, hub: Hub, packs: Mapping[str, Pack] | None = None) -> None:
        self._keys = keys
        self._hub = hub
        self._packs = dict(packs or {})
        self._loop = asyncio.get_running_loop()
        self.news = keys.find(OUTBOX)

    def carries(self, channel: str) -> bool:
        """Whether what is said on this channel has to be sent."""
        return channel in self._packs

    def post(
        self,
        connection: Connection,
        conversation_id: int,
        first_seq: int,
        inbox_id: int | None,
        at: dt.datetime,
        lines: Sequence[NewEntry],
        kind: Kind,
    ) -> None:
        """Lines of a conversation, numbered from `first_seq`; those of the resident are not sent back."""
        said = [line for line in lines if line.who != "resident"]
        if not said or not self._packs:
            return
        row = conversations.find(connection, conversation_id)
        whose = conversations.reached(row) if row is not None else None
        if whose is None or whose[0] not in self._packs:
            return
        where = {"conversation_id": conversation_id, "inbox_id": inbox_id}
        last = first_seq + len(lines) - 1
        name = f"reply:{conversation_id}:{first_seq}"
        self._put(connection, name, whose, at, said, {**where, "kind": kind, "seq": last})

    def farewell(
        self,
        connection: Connection,
        conversation_id: int,
        first_seq: int,
        gone: AnyRow,
        at: dt.datetime,
        lines: Sequence[NewEntry],
    ) -> None:
        """The last words to somebody whose conversation has just been erased; `gone` is its row."""
        if lines and gone.channel in self._packs:
            nobody = {"conversation_id": None, "inbox_id": None, "kind": "reply", "seq": None}
            whose = (gone.channel, gone.reached, Sealed(gone.address))
            self._put(connection, f"reply:{conversation_id}:{first_seq}", whose, at, lines, nobody)

    def notice(
        self,
        connection: Connection,
        name: str,
        conversation_id: int,
        whose: Whose,
        at: dt.datetime,
        lines: Sequence[NewEntry],
    ) -> None:
        """What a resident wants sent to another address of theirs, once for each `name`."""
        more = {"conversation_id": conversation_id, "inbox_id": None, "kind": "notice", "seq": None}
        self._put(connection, name, whose, at, lines, more)

    def _put(
        self,
        connection: Connection,
        name: str,
        whose: Whose,
        at: dt.datetime,
        said: Sequence[NewEntry],
        more: Mapping[str, object],
    ) -> None:
        use, (channel, lookup, address) = _use(said), whose
        common = {
            "channel": channel,
            "to_lookup": lookup,
            "address": address,
            "priority": use.priority,
            "created_at": at,
            "not_before": at,
            "expires_at": at + use.lasts,
            "status": "waiting",
            "attempts": 0,
            "code": "",
            **more,
        }
        for number, message in enumerate(self._packs[channel]([line.rendered for line in said])):
            own = {"key": f"{name}:{number}", "body": self._keys.seal(message)}
            _insert.run(connection, common | own)
            self._offer(connection, common["conversation_id"], message, at)
        self.told(connection)

    def _offer(
        self, connection: Connection, conversation: object, message: Rendered, at: dt.datetime
    ) -> None:
        """A link that leads back to the conversation begins to work with the message that has it."""
        for link in message.links:
            code = link.url.partition(GO)[2]
            if code and isinstance(conversation, int):
                links.offer(connection, self._keys, conversation, "web", code, at)

    def told(self, connection: Connection) -> None:
        """Wakes the workers. On SQLite their claim comes after this transaction: one thread writes."""
        tell(connection, self.news)
        if connection.dialect.name == "sqlite":
            self._loop.call_soon_threadsafe(self._hub.wake, self.news)


def _use(said: Sequence[NewEntry]) -> Usefulness:
    """What is said in one go is as urgent as its most urgent line, and lasts as long as its longest."""
    each = [_of(line) for line in said]
    return Usefulness(min(one.priority for one in each), max(one.lasts for one in each))


def _of(line: NewEntry) -> Usefulness:
    if line.who == "adviser" or line.lasting:
        return ADVISER
    return URGENT if line.importance == "safety" else ANSWER
