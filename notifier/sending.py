"""One message to its end: asked about, sent, and what came of it put into a mark."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from random import Random

import structlog

from channels.sending import CannotTell, Later, Outgoing, Receipt, Refused, Sends
from notifier.outbox import Due, Mark
from notifier.policy import ASKED_AFTER, BEGUN, TRIES, again_unasked, backoff
from notifier.status import OF_REPORT, Status

log = structlog.get_logger(__name__)

LONGEST = 30.0
"""Seconds that one call to a provider may take; then what came of it is not known."""

ASKED_FOR = dt.timedelta(hours=1)
"""How long a provider that does not answer is asked about a message that is of no use any more."""

Counted = Callable[[str, str], None]
"""Counts one more of (channel, outcome)."""


class Sending:
    """Calls one channel and says what came of it. `halt` is told when the provider asks for quiet."""

    def __init__(
        self,
        sends: Sends,
        now: Callable[[], dt.datetime],
        random: Random,
        counted: Counted,
        halt: Callable[[float], None],
    ) -> None:
        self._sends = sends
        self._now = now
        self._random = random
        self._counted = counted
        self._halt = halt

    def unsent(self, row: Due) -> Mark | None:
        """The mark of a row that is not to be sent; None for one that is."""
        if row.suppressed:
            return self._over(row, "suppressed")
        if row.expires_at <= self._now():
            return self._over(row, "expired")
        return self._over(row, "failed", "tries") if row.attempts >= BEGUN else None

    async def send(self, row: Due) -> Mark:
        """One call; `row.attempts` counts those before it."""
        attempt = row.attempts + 1
        try:
            async with asyncio.timeout(LONGEST):
                receipt = await self._sends.send(_outgoing(row, attempt))
        except Refused as problem:
            self._counted(row.channel, "gone" if problem.gone else "refused")
            log.info("message_refused", row=row.id, channel=row.channel, code=problem.code, gone=problem.gone)
            return Mark(row.id, "failed", code=problem.code, gone=problem.gone)
        except Later as problem:
            return self._later(row, problem, attempt)
        except Exception as problem:
            # Its words may have the address in them.
            log.warning("outcome_unknown", row=row.id, channel=row.channel, problem=type(problem).__name__)
            self._counted(row.channel, "unknown")
            return self._ask_later(row, ASKED_AFTER)
        return self._has(row, receipt, "sent")

    async def ask(self, row: Due) -> Mark:
        """What became of a row whose sending was begun by somebody who did not say how it ended."""
        try:
            async with asyncio.timeout(LONGEST):
                receipt = await self._sends.find(_outgoing(row, row.attempts))
        except CannotTell:
            return self._unasked(row)
        except Later as problem:
            if problem.everyone:
                self._halt(max(problem.seconds, 1.0))
            return self._unanswered(row, problem.seconds)
        except Exception as problem:
            log.warning("provider_not_asked", row=row.id, channel=row.channel, problem=type(problem).__name__)
            return self._unanswered(row, 0.0)
        if receipt is not None:
            return self._has(row, receipt, "found")
        self._counted(row.channel, "absent")
        return self.unsent(row) or Mark(row.id, "waiting", not_before=self._now())

    def _has(self, row: Due, receipt: Receipt, outcome: str) -> Mark:
        """The provider has it, or has said at once that it will come to nothing."""
        status = OF_REPORT[receipt.status]
        self._counted(row.channel, outcome if status in ("sent", "delivered") else status)
        return Mark(row.id, status, receipt.provider, receipt.provider_id, receipt.code)

    def _later(self, row: Due, problem: Later, attempt: int) -> Mark:
        """Not sent: tried again while it is of use."""
        self._counted(row.channel, "later")
        pause = max(problem.seconds, self._jittered(backoff(attempt)))
        if problem.everyone:
            self._halt(pause)
        then = self._now() + dt.timedelta(seconds=pause)
        if attempt >= TRIES:
            return self._over(row, "failed", problem.code)
        if then >= row.expires_at:
            return self._over(row, "expired", problem.code)
        return Mark(row.id, "waiting", code=problem.code, not_before=then)

    def _unasked(self, row: Due) -> Mark:
        """Nobody can tell: for some kinds a second copy is better than none."""
        over = self.unsent(row)
        again = over is None and again_unasked(row)
        self._counted(row.channel, "unsure_again" if again else "unsure_dropped")
        log.warning("outcome_never_known", row=row.id, channel=row.channel, kind=row.kind, again=again)
        if again:
            return Mark(row.id, "waiting", not_before=self._now())
        return over or Mark(row.id, "dropped", code="unknown")

    def _unanswered(self, row: Due, seconds: float) -> Mark:
        """The provider does not answer now: asked again, but not for ever."""
        if self._now() >= row.expires_at + ASKED_FOR:
            self._counted(row.channel, "unsure_dropped")
            return Mark(row.id, "dropped", code="unknown")
        return self._ask_later(row, max(seconds, ASKED_AFTER * 2))

    def _ask_later(self, row: Due, seconds: float) -> Mark:
        pause = self._jittered(dt.timedelta(seconds=seconds))
        return Mark(row.id, "uncertain", not_before=self._now() + dt.timedelta(seconds=pause))

    def _over(self, row: Due, status: Status, code: str = "") -> Mark:
        """It is not sent, and says so: in the log, in the figures, and beside its line for advisers."""
        self._counted(row.channel, status)
        if status != "suppressed":
            log.warning("message_not_sent", row=row.id, channel=row.channel, kind=row.kind, why=status)
        return Mark(row.id, status, code=code)

    def _jittered(self, pause: dt.timedelta) -> float:
        """Seconds, 75 to 125 % of the pause: who failed together does not try together."""
        return pause.total_seconds() * (0.75 + self._random.random() / 2)


def _outgoing(row: Due, attempt: int) -> Outgoing:
    return Outgoing(row.key, row.address, row.rendered, row.created_at, attempt)
