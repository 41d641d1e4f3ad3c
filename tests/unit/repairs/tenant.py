"""A tenant who talks to the skills of repairs: real words and real law, cases in memory."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from bot.dialogue.house import House
from bot.dialogue.skill import Skill, Skills
from bot.handover.cards import Cards
from bot.knowledge.city import city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.here import Here
from bot.knowledge.repairs.case import Filed, Report, Where
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.site import Site
from bot.knowledge.texts import Texted, Texts
from bot.skills import ALL
from channels.message import Capabilities, Reply
from nlu.understanding import Entity
from tests.repairs_in_memory import MemoryCases
from tests.replays.leeds import Closed, estate
from tests.unit.dialogue import flows
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import hear

LEEDS = city("leeds")
REPAIRS = Repairs.load("leeds", ZoneInfo("Europe/London"))
PHONES = Phones.load("leeds")
SITE = Site(LEEDS, "https://bins.example.org", 30)
ADDRESS = "15 Oakwood Court, LS8 2PA"
FOLLOWS = dict.fromkeys(("gas", "fire_electric", "water"), "repairs.danger")


class OneChannel(Here):
    """A channel that can do what it is told to."""

    def __init__(self) -> None:
        self.what = Capabilities()

    async def can(self, conversation: int) -> Capabilities:
        return self.what


class OneNumber(Texts):
    """Somebody who calls from `calling`, or from a channel without a number."""

    def __init__(self) -> None:
        self.calling = ""

    @property
    def works(self) -> bool:
        return False

    async def number(self, conversation: int) -> str:
        return self.calling

    async def said(self, conversation: int) -> Sequence[Reply]:
        return ()

    async def send(
        self, conversation: int, number: str, said: Sequence[Reply], language: str, key: str
    ) -> Texted:
        raise AssertionError("nothing is texted here")


class Tenant:
    """`say` and `press` are one message each, and what is answered; `postcode` and the like name what was
    understood of the words."""

    def __init__(self) -> None:
        numbers = itertools.count(1)
        self.power, self.texts, self.here = Power(), OneNumber(), OneChannel()
        self.cases = MemoryCases(lambda: self.chat.now, REPAIRS)
        house = House(
            Skills([*ALL, *_others()]),
            MemoryJournal(self.power),
            lambda: f"run-{next(numbers)}",
            (estate(), PHONES, SITE, REPAIRS, self.cases, self.texts, self.here, Closed()),
            Cards(PHONES, lambda: self.chat.now.date()).replies,
            follows=FOLLOWS,
        )
        self.chat = Chat(house)

    async def say(self, text: str, intent: str | None = None, hazard: str = "", **named: str) -> str:
        """One message; the words of the answers, one after the other."""
        heard = hear(text, intent=intent, entities=named, hazard=hazard)
        found = tuple(Entity(name, 0, len(text), value, "test") for name, value in named.items())
        heard = replace(heard, understanding=replace(heard.understanding, entities=found))
        return " ".join(await self.chat.hear(heard))

    async def press(self, choice: str) -> str:
        """Presses the button whose id this is."""
        return " ".join(await self.chat.press(choice))

    @property
    def buttons(self) -> list[str]:
        """The ids of the choices that are shown."""
        return [one.id for one in self.chat.state.shown]

    async def reported(self, problem: str = "damp", detail: str = "mould", conversation: int = 1) -> Filed:
        """A case that was filed before."""
        where = Where(f"home of {problem}", ADDRESS, "LS8 2PA")
        report = Report(
            aware_at=self.chat.now, said="it is broken", problem=problem, detail=detail, where=where
        )
        return await self.cases.file(report, f"{problem}.{detail}.{conversation}", conversation)


def _others() -> list[Skill]:
    """Tasks of the engine's tests that the product has no like of."""
    names = {one.name for one in ALL}
    return [one for one in flows.ALL if one.name not in names]
