"""Two back ends: the second answers what the first does not."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from nlu.backend import Backend, BackendError, Ranking
from nlu.normalise import Folded

RESTS = 5.0
"""Seconds for which a silent back end is not asked again: one resident waits for it, not every one."""


class Either:
    """Asks `first`; when it gives no answer, tells `missed` why and asks `second`.

    What `missed` raises is raised instead of an answer. Without a `second` the `BackendError` is.
    """

    def __init__(
        self,
        first: Backend,
        second: Backend | None = None,
        missed: Callable[[BackendError], None] | None = None,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        self._first = first
        self._second = second
        self._missed = missed
        self._clock = clock
        self._silent: BackendError | None = None
        self._again = 0.0

    async def rank(self, said: Folded) -> tuple[Backend, Ranking]:
        """Who answered, and what."""
        problem = self._silent if self._clock() < self._again else None
        if problem is None:
            try:
                ranking = await self._first.rank(said)
            except BackendError as silent:
                problem = silent
                self._silent, self._again = silent, self._clock() + RESTS
            else:
                return self._first, ranking
        if self._second is None:
            raise problem
        if self._missed:
            self._missed(problem)
        return self._second, await self._second.rank(said)
