"""How long to wait after a failure, and how long it has gone on."""

from __future__ import annotations

import datetime as dt
from random import Random

FIRST, LONGEST = 1.0, 60.0
"""Seconds until the second try, and the most between two."""

MOST_ASKED = 300.0
"""However long Chatwoot asks for, after so many seconds it is tried again."""

_DOUBLINGS = 6


class Trouble:
    """The failures of one hand-over in a row. `since` is the moment of the first, None when all is well."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._tries = 0
        self.since: dt.datetime | None = None

    def met(self, now: dt.datetime, after: float = 0.0) -> float:
        """Counts a failure; the seconds until the next try. They double, by half more or less so that many do
        not come back at once, and are no fewer than `after`."""
        self.since = self.since or now
        doubled: float = FIRST * 2 ** min(self._tries, _DOUBLINGS)
        pause = min(doubled, LONGEST) * (0.5 + self._random.random())
        self._tries += 1
        return max(pause, min(after, MOST_ASKED))

    def over(self) -> bool:
        """All is well again; whether it was not."""
        was = self.since is not None
        self._tries, self.since = 0, None
        return was
