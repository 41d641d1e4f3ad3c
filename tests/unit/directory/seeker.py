"""A resident who looks for a place: the real skill on made-up services."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import replace

from accessibility.renderers import renderer
from bot.dialogue import state as states
from bot.dialogue.address import Home
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.skill import Skill, Skills
from bot.dialogue.state import Memory
from bot.handover.cards import Cards
from bot.knowledge.city import city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.directory.service import Service
from bot.knowledge.facts import HOME
from bot.knowledge.site import Site
from bot.skills import about, services_find
from channels.message import Location
from locales import catalogue
from nlu.understanding import Entity
from tests.replays.leeds import estate
from tests.services_made_up import directory
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import hear

SITE = Site(city("leeds"), "https://bins.example.org", 30)
SCREEN = renderer("screen", catalogue.shipped())
PHONES = Phones.load("leeds")
SKILLS = [one for module in (about, services_find) for one in vars(module).values() if isinstance(one, Skill)]


class Seeker:
    """`say` and `press` are one message each, and what is answered; further names are entities."""

    def __init__(self, folder: Path, services: Sequence[Service]) -> None:
        numbers = itertools.count(1)
        self.directory = directory(folder, services)
        house = House(
            Skills(SKILLS),
            MemoryJournal(Power()),
            lambda: f"run-{next(numbers)}",
            (estate(), PHONES, SITE, self.directory),
            Cards(PHONES, lambda: self.chat.now.date()).replies,
        )
        self.chat = Chat(house)

    def lives(self, address: str) -> Home:
        """Somebody whose home has been asked for before."""
        book = estate().addresses
        home = book.find(book.parse(address)).homes[0]
        state = self.chat.state
        state.memory[HOME] = Memory(home.id, self.chat.now)
        self.chat.raw = states.dump(state)
        return home

    async def ask(self, text: str, location: Location | None = None, **named: str) -> str:
        """Where something is."""
        return await self.say(text, "services.find", location, **named)

    async def say(
        self, text: str, intent: str | None = None, location: Location | None = None, **named: str
    ) -> str:
        heard = hear(text, intent=intent, entities=named)
        found = tuple(Entity(name, 0, 0, value, "test") for name, value in named.items())
        understood = replace(heard.understanding, entities=found)
        await self.chat.hear(replace(heard, understanding=understood, location=location))
        return self._read()

    async def correct(self, text: str, rest: Heard) -> str:
        """A message that begins like a correction, with what follows."""
        await self.chat.hear(hear(text, rest=rest))
        return self._read()

    async def press(self, choice: str) -> str:
        await self.chat.press(choice)
        return self._read()

    def _read(self) -> str:
        """What was said last, as it stands on a screen."""
        read = [SCREEN.render(reply.text, "en").text for reply in self.chat.replies]
        return " ".join(" ".join(read).split())

    @property
    def counted(self) -> list[str]:
        """What was counted for staff in the last turn."""
        return [event.name for event in self.chat.events if hasattr(event, "name")]

    @property
    def links(self) -> list[str]:
        return [link.url for reply in self.chat.replies for link in reply.links]
