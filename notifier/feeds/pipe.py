"""What every way in does with what has come: it is parsed, checked and handed on, whatever it is and
wherever it came from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from msgspec import Struct

from notifier.feeds.feed import Parsed, Parses, Takes
from notifier.feeds.parsed import merged
from notifier.feeds.sanity import Sanity

Said = Callable[[str, Parsed], None]
"""Is told what came of each piece."""


class Message(Struct, frozen=True):
    """Bytes, and the topic they came on, empty for HTTP."""

    data: bytes
    topic: str = ""


class Pipe:
    """One feed's way from bytes to what is kept."""

    def __init__(
        self,
        feed: str,
        parser: Parses,
        sanity: Sanity,
        takes: Takes,
        clock: Callable[[], dt.datetime],
        said: Said = lambda _feed, _found: None,
    ) -> None:
        self.feed = feed
        self.parser = parser
        self._sanity = sanity
        self._takes = takes
        self._clock = clock
        self._said = said

    async def messages(self, several: Sequence[Message]) -> Parsed:
        """These have come; when it returns, all of it is on disk. Raises whatever keeps it from being
        kept."""
        now = self._clock()
        return await self.take(merged(self.parser.parse(one.data, now, one.topic) for one in several))

    async def take(self, found: Parsed) -> Parsed:
        """As `messages`, of what is parsed already. What was believed and what was not."""
        checked = self._sanity.check(found)
        try:
            await self._takes.take(self.feed, checked)
        except BaseException:
            self._sanity.forget(checked)
            raise
        self._said(self.feed, checked)
        return checked
