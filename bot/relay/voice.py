"""What the relay says to residents and to agents: it is given the words, it has none of its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from bot.handover.request import Handover
from bot.store.lines import NewEntry
from bot.store.talks import Told

LEFT = "The resident has left the queue."
ENDED = "This request has been ended in the assistant's own helpline."
FORGOTTEN = (
    "The resident has asked to be forgotten. Please delete this conversation and its contact in Chatwoot."
)
NO_FILES = "Only words reach the resident: this file was not passed on."
NO_WORDS = "(The resident sent something without words.)"


class Voice(Protocol):
    """The words for one hand-over. `close` and `hand_back` end it, for a member of staff who has it; like all
    that changes a hand-over they raise `NotYours` when somebody else has."""

    async def brief(self, handover: Handover, lines: Sequence[Told]) -> str:
        """What agents read first, with the transcript so far."""

    async def joined(self, handover: Handover, name: str) -> Sequence[NewEntry]:
        """Who speaks from here on; `name` is the agent's, empty when it is not known."""

    async def unreached(self, handover: Handover) -> Sequence[NewEntry]:
        """That nobody could be reached, and where to turn."""

    async def close(self, handover: Handover, staff: int) -> None:
        """The end, solved."""

    async def hand_back(self, handover: Handover, staff: int) -> None:
        """Back to the assistant."""
