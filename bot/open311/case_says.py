"""What becomes of cases from what the council's own system says: notes for staff, and once they are done the
tenant is asked whether it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from bot.knowledge.repairs.changes import Change, Done, SetStatus, Stale
from bot.knowledge.repairs.changes import Note as Remark
from bot.store.case_relay_rows import Relayed
from bot.store.case_relays import StoredRelays

NOBODY = 0
"""Changes that no member of staff makes."""

_TRIES = 4


class Changes(Protocol):
    """What changes a case: `bot/store/case_changes.py`."""

    async def change(self, reference: str, revision: int, staff: int, change: Change) -> int:
        """The new revision. Raises `Stale` and `LookupError`."""


class CaseSays:
    """Implements `bot.open311.polling.Says`."""

    def __init__(self, relays: StoredRelays, changes: Changes) -> None:
        self._relays = relays
        self._changes = changes

    async def sent(self, one: Relayed) -> None:
        """See `Says.sent`."""
        await self._change(one, SetStatus("sent"), lambda now: now.status == "received")

    async def noted(self, one: Relayed, words: str) -> None:
        """See `Says.noted`."""
        await self._change(one, Remark(f"Repairs system, {words}"), lambda now: True)

    async def done(self, one: Relayed, words: str) -> None:
        """See `Says.done`."""
        done = Done(f"The repairs system says that it is done. {words}".strip())
        await self._change(one, done, lambda now: now.status != "done")

    async def _change(self, one: Relayed, change: Change, still: Callable[[Relayed], bool]) -> None:
        """Changes the case as it stands now, as long as that makes sense."""
        now: Relayed | None = one
        for _ in range(_TRIES):
            if now is None or now.closed or not still(now):
                return
            try:
                await self._changes.change(now.reference, now.revision, NOBODY, change)
                return
            except Stale:
                now = await self._relays.read(one.case)
            except LookupError:
                return
