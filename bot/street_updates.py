"""Tells those who follow a report of a street what has become of it: in their conversation, and sent where
the channel sends; not between 21:00 and 08:00 on the city's clock, and never in the middle of an answer."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

import structlog
from msgspec import structs

from bot.clock import Clock
from bot.dialogue import state as states
from bot.knowledge.street.street import Street
from bot.knowledge.street.words import standing
from bot.lines import Lines
from bot.repair_updates import EVENING, MORNING
from bot.store.lines import NewEntry
from bot.store.street_telling import Place, StreetTelling, Untold
from channels.message import Reply
from locales.languages import SOURCE

log = structlog.get_logger(__name__)


class StreetUpdates:
    """To be ticked every minute; any number of processes may. `push` are the channels on which a resident
    sees what is said unasked, `zone` is the city's."""

    def __init__(
        self,
        telling: StreetTelling,
        street: Street,
        lines: Lines,
        clock: Clock,
        zone: ZoneInfo,
        push: Collection[str],
    ) -> None:
        self._telling = telling
        self._street = street
        self._lines = lines
        self._clock = clock
        self._zone = zone
        self._push = tuple(push)

    async def run(self) -> int:
        """Tells all that can be told now; how often something was told."""
        count, after = 0, (0, 0)
        more: Place | None = None if self._quiet() else after
        while more is not None:
            found, more = await self._telling.untold(after, self._push)
            after = more or after
            for untold in found:
                count += await self._telling.tell(untold, self._said(untold))
        await self._telling.settle(self._push)
        if count:
            log.info("street_told", messages=count)
        return count

    def _said(self, untold: Untold) -> Sequence[NewEntry]:
        """What has changed, in their language."""
        talk = untold.conversation
        state = states.load(talk.state)
        reply = Reply(standing(untold.known, self._street))
        lines = self._lines.write(
            talk.channel, (reply,), talk.language or SOURCE, slow=state.slow, beside=state.beside
        )
        return [structs.replace(line, lasting=True) for line in lines]

    def _quiet(self) -> bool:
        hour = self._clock.now().astimezone(self._zone).hour
        return hour >= EVENING or hour < MORNING
