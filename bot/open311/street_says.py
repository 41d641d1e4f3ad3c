"""What becomes of reports of streets from what the council's own system says: notes for staff, and the
status that those who follow it are told."""

from __future__ import annotations

from collections.abc import Callable

from bot.knowledge.repairs.changes import Stale
from bot.knowledge.street.report import Status
from bot.store.street_changes import StreetChanges
from bot.store.street_relays import StreetRelayed, StreetRelays

NOBODY = 0
"""Changes that no member of staff makes."""

_TRIES = 4


class StreetSays:
    """Implements `bot.open311.polling.Says`."""

    def __init__(self, relays: StreetRelays, changes: StreetChanges) -> None:
        self._relays = relays
        self._changes = changes

    async def sent(self, one: StreetRelayed) -> None:
        """See `Says.sent`."""
        await self._change(one, "sent", "", lambda now: now.status == "received")

    async def noted(self, one: StreetRelayed, words: str) -> None:
        """See `Says.noted`."""
        await self._change(one, None, f"Street system, {words}", lambda now: True)

    async def done(self, one: StreetRelayed, words: str) -> None:
        """See `Says.done`."""
        told = f"The street system says that it is done. {words}".strip()
        await self._change(one, "done", told, lambda now: now.status != "done")

    async def _change(
        self,
        one: StreetRelayed,
        status: Status | None,
        words: str,
        still: Callable[[StreetRelayed], bool],
    ) -> None:
        """Changes the report as it stands now, as long as that makes sense."""
        now: StreetRelayed | None = one
        for _ in range(_TRIES):
            if now is None or now.closed or not still(now):
                return
            try:
                await self._changes.change(now.reference, now.revision, NOBODY, status, words)
                return
            except Stale:
                now = await self._relays.read(one.number)
            except LookupError:
                return
