"""How fast a channel may be used: a bucket of tokens, and a halt when its provider asks for quiet."""

from __future__ import annotations

from collections.abc import Callable

from channels.sending import Pace


class Pacing:
    """A token for each call: `burst` of them at most, `per_second` new ones. `monotonic` is in seconds."""

    def __init__(self, pace: Pace, monotonic: Callable[[], float]) -> None:
        self._rate = pace.per_second
        self._most = float(max(1, pace.burst))
        self._monotonic = monotonic
        self._tokens = self._most
        self._at = monotonic()
        self._halted_until = 0.0

    def wait(self) -> float:
        """Takes a token and gives 0; with none there, the seconds after which to ask again."""
        if (halted := self.halted()) > 0:
            return halted
        now = self._monotonic()
        self._tokens = min(self._most, self._tokens + (now - self._at) * self._rate)
        self._at = now
        if self._tokens >= 1:
            self._tokens -= 1
            return 0.0
        return (1 - self._tokens) / self._rate

    def halt(self, seconds: float) -> None:
        """Nothing goes for so long; a shorter halt does not end a longer one."""
        self._halted_until = max(self._halted_until, self._monotonic() + seconds)

    def halted(self) -> float:
        """Seconds that are left of a halt."""
        return max(0.0, self._halted_until - self._monotonic())
