"""A small house for the engine: test skills, an estate, an office and a journal in memory."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from accessibility.text import _
from bot.dialogue.house import House
from bot.dialogue.skill import Skill, Skills
from channels.message import Reply
from tests.unit.dialogue import flows
from tests.unit.dialogue.council import MemoryJournal, Office, Power, Timetable
from tests.unit.dialogue.tiny_book import TinyBook

LANGUAGES = (("en", "English"), ("pl", "Polski"), ("ur", "اردو"))
CARDS = {
    "gas": _("Do not use any switches. Open the windows and go outside."),
    "electric": _("Do not touch it. Turn the power off if you can."),
}


def _cards(hazard: str) -> Sequence[Reply]:
    return [Reply(CARDS[hazard], importance="safety")] if hazard in CARDS else []


class World:
    """What lives longer than a deploy or a crash: the office, the journal, the estate."""

    def __init__(self) -> None:
        self.power = Power()
        self.office = Office(self.power)
        self.journal = MemoryJournal(self.power)
        self.timetable = Timetable()
        self.book = TinyBook()
        self._ids = itertools.count(1)

    def house(self, *skills: Skill) -> House:
        """The engine's parts, with these skills beside the ones that every house has."""
        names = {one.name for one in skills}
        everybody = [one for one in flows.ALL if one.name not in names]
        return House(
            Skills([*skills, *everybody]),
            self.journal,
            lambda: f"run-{next(self._ids)}",
            (self.office, self.timetable, self.book),
            _cards,
            LANGUAGES,
        )

    def house_without(self, *names: str) -> House:
        """The house after a deploy that removed these skills."""
        house = self.house()
        house.skills = Skills(one for one in house.skills.by_name.values() if one.name not in names)
        return house
