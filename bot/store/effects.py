"""What has been done for residents: `bot.dialogue.house.Journal` on the store.

Each call is a short transaction of its own: the effect itself happens between them, outside of any.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.clock import Clock
from bot.store.database import Database
from bot.store.query import Query
from bot.store.sealed import Keys
from bot.store.tables import effects
from bot.store.upsert import upsert

_start = Query(
    upsert(effects, lambda insert: insert.on_conflict_do_nothing(index_elements=["key"])),
    ["key", "conversation_id", "started_at"],
)
_result = Query(select(effects.c.result).where(effects.c.key == bindparam("wanted")))
_finish = Query(
    update(effects)
    .where(effects.c.key == bindparam("wanted"))
    .values(finished_at=bindparam("now"), result=bindparam("new_result"))
)


class Effects:
    """Remembers effects, so that none happens twice."""

    def __init__(self, database: Database, keys: Keys, clock: Clock) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock

    async def begin(self, key: str, conversation: int = 0) -> Any | None:
        """Records that the effect `key` has started; its result when it had already finished, else None.

        An effect that had started without finishing (its process died) is begun again under the same key: by
        that key the other side knows the request. `conversation` is the one that it dies with; 0 is none.
        """
        row = {"key": key, "conversation_id": conversation or None, "started_at": self._clock.now()}

        def work(connection: Connection) -> bytes | None:
            _start.run(connection, row)
            begun = _result.one(connection, {"wanted": key})
            return None if begun is None else begun.result

        result = await self._database.write(work)
        return None if result is None else self._keys.open(result, Any)

    async def finish(self, key: str, result: Any) -> None:
        """Records the effect's result (JSON). A key that was erased meanwhile is left alone."""
        values = {"wanted": key, "now": self._clock.now(), "new_result": self._keys.seal(result)}
        await self._database.write(lambda connection: _finish.run(connection, values))
