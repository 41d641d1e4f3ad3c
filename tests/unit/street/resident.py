"""A resident who talks to the skills of streets: the real words and lists, reports in memory."""

from __future__ import annotations

import itertools
from pathlib import Path

from msgspec.structs import replace

from bot.dialogue.house import House
from bot.dialogue.skill import Skill, Skills
from bot.handover.cards import Cards
from bot.knowledge.city import city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.places.load import load
from bot.knowledge.places.positions import Positions, positions_path
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.site import Site
from bot.knowledge.street.report import Report
from bot.knowledge.street.street import Street
from bot.skills import repairs_status, street_report, street_status
from channels.message import Capabilities, Location, Media
from tests.repairs_in_memory import MemoryCases
from tests.replays.leeds import estate
from tests.street_in_memory import MemoryStreet
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import hear
from tests.unit.repairs.tenant import OneChannel

LEEDS = city("leeds")
PHONES = Phones.load("leeds")
REPAIRS = Repairs.load("leeds", LEEDS.zone)
SKILLS = [
    one
    for module in (repairs_status, street_report, street_status)
    for one in vars(module).values()
    if isinstance(one, Skill)
]
HERE = Location(53.83012, -1.50004)
CODE = "LS8 1AD"
SCREEN = Capabilities(push=True, photos=True)
SPEECH = Capabilities("speech", buttons=False, max_choices=3)


def street(folder: Path) -> Street:
    """Leeds, with the position of one postcode."""
    file = folder / "codes.csv"
    file.write_text(f"Postcode,lat,long\n{CODE},53.8300,-1.5000\n", encoding="utf-8")
    to = positions_path(folder)
    load([file], to)
    return Street.load("leeds", Positions(to))


class Resident:
    """`say` and `press` are one message each, and what is answered."""

    def __init__(self, street: Street, reports: MemoryStreet | None = None) -> None:
        numbers = itertools.count(1)
        self.here = OneChannel()
        self.here.what = SCREEN
        self.reports = reports or MemoryStreet(lambda: self.chat.now)
        house = House(
            Skills(SKILLS),
            MemoryJournal(Power()),
            lambda: f"run-{next(numbers)}-{id(self)}",
            (
                *(estate(), PHONES, Site(LEEDS, "https://bins.example.org", 30), REPAIRS, self.here),
                *(street, self.reports, MemoryCases(lambda: self.chat.now, REPAIRS)),
            ),
            Cards(PHONES, lambda: self.chat.now.date()).replies,
        )
        self.chat = Chat(house)

    async def tell(self, text: str, **more: object) -> str:
        """Begins a report with these words."""
        return await self.say(text, intent="street.report", **more)

    async def say(
        self,
        text: str,
        intent: str | None = None,
        *,
        at: Location | None = None,
        media: tuple[Media, ...] = (),
        language: str = "en",
    ) -> str:
        heard = replace(hear(text, intent=intent, media=media), location=at)
        heard = replace(heard, understanding=replace(heard.understanding, language=language))
        return " ".join(await self.chat.hear(heard))

    async def answer(self, *texts: str) -> str:
        """Answers one question after another; what is said to the last."""
        said = ""
        for text in texts:
            said = await self.say(text)
        return said

    @property
    def asks(self) -> str:
        """The key of the question that waits, empty for none."""
        run = self.chat.state.run
        return run.pending.key if run and run.pending else ""

    @property
    def report(self) -> Report:
        """The only report that was made."""
        [found] = self.reports.filed.values()
        return found
