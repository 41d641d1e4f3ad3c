"""Who may write into a conversation: changed by comparing, so that two people cannot both take it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, update

from bot.clock import Clock
from bot.store import conversations as rows
from bot.store.conversation import Conversation, Superseded, as_conversation
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import NewEntry, seal_lines, write_lines
from bot.store.listener import tell
from bot.store.query import Query
from bot.store.sealed import Keys
from bot.store.tables import conversations

_row = conversations.c
# The turn that is under way is void with this, so its lease goes too.
_change = Query(
    update(conversations)
    .where(_row.id == bindparam("conversation"))
    .where(_row.revision == bindparam("known"), _row.owner == bindparam("old_owner"))
    .values(
        owner=bindparam("new_owner"),
        revision=_row.revision + 1,
        last_seq=_row.last_seq + bindparam("lines"),
        waiting=False,
        holder=None,
        held_until=None,
    )
    .returning(conversations)
)


class Ownership:
    """Hands conversations over."""

    def __init__(self, database: Database, keys: Keys, clock: Clock, hub: Hub) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub

    async def change(
        self, conversation: Conversation, new_owner: str, lines: Sequence[NewEntry] = ()
    ) -> Conversation:
        """Makes `new_owner` the owner and writes `lines` (that a person has joined, say) in the same moment.

        Raises `Superseded` when the conversation is not as `conversation` says any more: the other was first.
        A reply of the assistant that is on its way is dropped when it comes to be written.
        """
        bodies = seal_lines(self._keys, lines)
        values = {
            "conversation": conversation.id,
            "known": conversation.revision,
            "old_owner": conversation.owner,
            "new_owner": new_owner,
            "lines": len(lines),
        }

        def work(connection: Connection) -> tuple[bytes, Conversation] | Superseded:
            row = _change.one(connection, values)
            if row is None:
                now = rows.find(connection, conversation.id)
                return Superseded(now.owner if now is not None else "erased")
            first = row.last_seq - len(lines) + 1
            write_lines(connection, row.id, first, None, self._clock.now(), lines, bodies)
            tell(connection, row.lookup)
            return row.lookup, as_conversation(self._keys, row, conversation.address)

        changed = await self._database.write(work)
        if isinstance(changed, Superseded):
            raise changed
        self._hub.wake(changed[0])
        return changed[1]
