"""Tells those who reported a repair what has become of it.

What changed is written into their conversation, and sent where the channel sends. Between 21:00 and 08:00 on
the city's clock nothing is told but of emergencies: it waits until the morning. Who talks with an adviser,
waits for one or is in the middle of answering is told after that.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

import structlog
from msgspec import structs

from bot.clock import Clock
from bot.dialogue import state as states
from bot.dialogue.state import State
from bot.handover.said import typed
from bot.knowledge.repairs import words
from bot.knowledge.repairs.repairs import Repairs
from bot.lines import Lines
from bot.store.case_telling import SUMMARY, Place, Telling, Untold
from bot.store.lines import NewEntry
from locales.languages import SOURCE

log = structlog.get_logger(__name__)

EVENING, MORNING = 21, 8
"""The hours between which nobody is disturbed but for an emergency."""


class RepairUpdates:
    """To be ticked every minute; any number of processes may. `push` are the channels on which a resident
    sees what is said unasked, `zone` is the city's."""

    def __init__(
        self,
        telling: Telling,
        repairs: Repairs,
        lines: Lines,
        clock: Clock,
        zone: ZoneInfo,
        push: Collection[str],
    ) -> None:
        self._telling = telling
        self._repairs = repairs
        self._lines = lines
        self._clock = clock
        self._zone = zone
        self._push = tuple(push)

    async def run(self) -> int:
        """Tells all that can be told now; how often something was told."""
        count, after = 0, (0, 0)
        more: Place | None = after
        while more is not None:
            found, more = await self._telling.untold(after, self._push, urgent=self._quiet())
            after = more or after
            for untold in found:
                count += await self._tell(untold)
        await self._telling.settle(self._push)
        if count:
            log.info("repairs_told", messages=count)
        return count

    async def _tell(self, untold: Untold) -> bool:
        state = states.load(untold.conversation.state)
        lines = self._said(untold, state)
        choices = next((line.rendered.choices for line in lines if line.rendered.choices), ())
        if not choices:
            return await self._telling.tell(untold, lines, None)
        state.shown, state.last_at = choices, self._clock.now()
        return await self._telling.tell(untold, lines, states.dump(state))

    def _said(self, untold: Untold, state: State) -> Sequence[NewEntry]:
        """What has changed, in their language. A written summary follows as the council wrote it."""
        talk = untold.conversation
        reply = words.changed(untold.known, untold.kind, self._repairs, self._zone)
        lines = self._lines.write(
            talk.channel, (reply,), talk.language or SOURCE, slow=state.slow, beside=state.beside
        )
        if untold.kind == SUMMARY and untold.words:
            lines += (NewEntry("adviser", typed(untold.words, SOURCE)),)
        return [structs.replace(line, lasting=True) for line in lines]

    def _quiet(self) -> bool:
        hour = self._clock.now().astimezone(self._zone).hour
        return hour >= EVENING or hour < MORNING
