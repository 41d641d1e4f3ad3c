"""A resident who asks the skills that answer from what is written down; real files, complaints in memory."""

from __future__ import annotations

import datetime as dt
import itertools
from random import Random

from msgspec.structs import replace

from bot.dialogue.events import Counted
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.knowledge.answers.answers import Answers
from bot.knowledge.city import city
from bot.knowledge.complaints.complaints import Complaint, Complaints, Known, Status
from bot.knowledge.directory.departments import Departments
from bot.knowledge.directory.phones import Phones
from bot.knowledge.here import Here
from bot.knowledge.site import Site
from bot.skills import bins_order, complaint, council_tax, reaching
from bot.store.reference import new_reference
from channels.message import Capabilities
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import hear

PHONES = Phones.load("leeds")
LEEDS, DEPARTMENTS = Answers.load("leeds"), Departments.load()
SKILLS = (council_tax.council_tax, bins_order.order, bins_order.bulky, reaching.contact, complaint.complain)
REFERENCES = tuple(new_reference(random) for random in [Random(1)] * 2)


class MemoryComplaints(Complaints):
    """Kept as long as a test; `status` is how all of them stand."""

    def __init__(self) -> None:
        self.filed: dict[str, Complaint] = {}
        self.status: Status = "received"

    async def file(self, complaint: Complaint, key: str, conversation: int) -> str:
        self.filed.setdefault(key, complaint)
        return REFERENCES[list(self.filed).index(key)]

    async def of(self, conversation: int) -> tuple[Known, ...]:
        at = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
        return tuple(Known(REFERENCES[n], self.status, at) for n in reversed(range(len(self.filed))))


class OneChannel(Here):
    """A channel that can do what it is told to."""

    def __init__(self) -> None:
        self.what = Capabilities()

    async def can(self, conversation: int) -> Capabilities:
        return self.what


class Resident:
    """`say` and `press` are one message each, and what is answered. `answers` are Leeds's unless given."""

    def __init__(self, answers: Answers | None = None) -> None:
        numbers = itertools.count(1)
        self.here, self.complaints = OneChannel(), MemoryComplaints()
        site = Site(city("leeds"), "https://bins.example.org", 30)
        parts = (
            answers or LEEDS,
            Departments.load(),
            PHONES,
            site,
            self.here,
            self.complaints,
        )
        house = House(Skills(SKILLS), MemoryJournal(Power()), lambda: f"run-{next(numbers)}", parts)
        self.chat = Chat(house)

    async def say(self, text: str, intent: str | None = None, language: str = "en") -> str:
        heard = hear(text, intent=intent)
        heard = replace(heard, understanding=replace(heard.understanding, language=language))
        return " ".join(await self.chat.hear(heard))

    async def press(self, choice: str) -> str:
        return " ".join(await self.chat.press(choice))

    @property
    def buttons(self) -> list[str]:
        return [one.id for one in self.chat.state.shown]

    @property
    def counted(self) -> list[tuple[str, str]]:
        """What was counted in the last turn, and of which words."""
        return [(one.name, one.words) for one in self.chat.events if isinstance(one, Counted)]
