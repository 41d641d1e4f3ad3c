"""Everything that was put together, under one name each."""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from msgspec import Struct

from bot.alerting import Alerting
from bot.answer_parts import AnswerParts
from bot.clock import Clock
from bot.dialogue.house import House
from bot.jobs import Jobs
from bot.knowledge.bins.bins import Bins
from bot.knowledge.city import City
from bot.knowledge.directory.phones import Phones
from bot.lines import Lines
from bot.metrics import Metrics
from bot.repair_parts import RepairParts
from bot.settings import Settings
from bot.store.store import Store
from bot.street_parts import StreetParts
from bot.telling import Telling
from bot.turn import Turns
from channels.sending import Closes, Sends
from locales.catalogue import Catalogue
from nlu.pipeline import Pipeline
from nlu.rasa.backend import Rasa
from notifier.deliver import Deliver


class Parts(Struct):
    """Everything that was put together. `close` undoes it."""

    settings: Settings
    clock: Clock
    city: City
    store: Store
    bins: Bins
    phones: Phones
    words: Catalogue
    hears: Pipeline
    house: House
    lines: Lines
    turns: Turns
    jobs: Jobs
    metrics: Metrics
    holder: str
    deliver: Deliver
    telling: Telling
    alerting: Alerting
    repairs: RepairParts
    street: StreetParts
    answers: AnswerParts
    rasa: Rasa | None = None
    senders: Mapping[str, Sends] = {}

    async def close(self) -> None:
        try:
            await self.alerting.stop()
            await self.turns.close()
            await self.deliver.close()
            await self.telling.sends.close()
            await self.repairs.close()
            await self.street.close()
            for sends in self.senders.values():
                if isinstance(sends, Closes):
                    await sends.close()
        finally:
            await self.store.close()
        if self.rasa:
            await self.rasa.close()


def run_id() -> str:
    """An id for one talk through a skill: 96 random bits."""
    return secrets.token_urlsafe(12)
