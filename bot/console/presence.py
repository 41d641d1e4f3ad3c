"""Who has which conversation open in this process, so that two advisers know of each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store.hub import Hub


class Presence:
    """Counts open pages by conversation and member of staff."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self._open: dict[int, Counter[int]] = {}

    @contextmanager
    def here(self, conversation: int, staff: int, lookup: bytes) -> Iterator[None]:
        """The page is open for as long as the block lasts; the others hear of both ends."""
        counts = self._open.setdefault(conversation, Counter())
        counts[staff] += 1
        self._hub.wake(lookup)
        try:
            yield
        finally:
            counts[staff] -= 1
            if not counts[staff]:
                del counts[staff]
            if not counts:
                self._open.pop(conversation, None)
            self._hub.wake(lookup)

    def others(self, conversation: int, staff: int) -> tuple[int, ...]:
        """Who else has it open, by their ids."""
        return tuple(sorted(one for one in self._open.get(conversation, ()) if one != staff))
