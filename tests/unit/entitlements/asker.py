"""Somebody who asks what they are entitled to: the real skill and facts, few benefits of the test's own."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msgspec.structs import replace

from accessibility.text import Text
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.handover.cards import Cards
from bot.knowledge.city import city
from bot.knowledge.data import CITIES
from bot.knowledge.directory.phones import Phones
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.hearing.hears import Hears
from bot.knowledge.entitlements.loading import read_facts
from bot.knowledge.entitlements.rule import Rule, Some
from bot.knowledge.here import Here
from bot.knowledge.site import Site
from bot.skills import ALL
from channels.message import Capabilities
from nlu.understanding import Entity
from tests.unit.dialogue import flows
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import hear

LEEDS = city("leeds")
PHONES = Phones.load("leeds")
HEARS = Hears()
READ = dt.date(2026, 11, 20)


def benefit(id: str, rule: Rule | None, **more: Any) -> Benefit:
    """A benefit of the test's own, named after its id."""
    said = {
        "name": Text(f"the {id}"),
        "gives": Text(f"It is the {id}."),
        "apply": Text(f"Ask for the {id}."),
        "source": f"Law of the {id}",
        "link": f"https://www.gov.uk/{id}",
        "status": "verified",
        "from_": dt.date(2026, 4, 6),
        "checked": READ,
    }
    return Benefit(id=id, rule=rule, **(said | more))


OLD = Rule(fact="age", reached="pension_age", because=Text("It is for people of State Pension age."))
MEALS = Rule(
    all=(
        Rule(fact="on_universal_credit", is_=True, because=Text("It goes with Universal Credit.")),
        Rule(fact="school_child", is_=True),
    )
)
SMALL = (
    benefit(
        "bus_pass",
        OLD,
        group="travel",
        changes=Text("It changes when you move."),
        otherwise=Text("It changes when you get older."),
    ),
    benefit("free_school_meals", MEALS, group="family"),
    benefit("healthy_start", Rule(fact="children", some=Some(0, 3)), group="family"),
    benefit("tv_licence", Rule(all=(OLD, Rule(fact="gets", one_of=("pension_credit",)))), group="older"),
    benefit(
        "blue_badge", Rule(fact="disability", one_of=("pip_moving_enhanced",)), signpost=True, group="health"
    ),
    benefit(
        "council_tax_support", Rule(fact="pays_council_tax", is_=True), status="unverified", group="home"
    ),
    benefit("school_clothing", None, instead=Text("There is no such help."), group="family"),
)


@lru_cache(maxsize=1)
def small() -> Entitlements:
    """The few benefits, by the real facts and figures."""
    return Entitlements(read_facts(CITIES), Figures.load(), SMALL)


@lru_cache(maxsize=1)
def leeds() -> Entitlements:
    """All that there is in Leeds."""
    return Entitlements.load("leeds")


class OneChannel(Here):
    """A channel that can do what it is told to."""

    def __init__(self, what: Capabilities) -> None:
        self.what = what

    async def can(self, conversation: int) -> Capabilities:
        return self.what


class Asker:
    """`say` and `press` are one message each, and what is answered."""

    def __init__(self, rules: Entitlements, can: Capabilities | None = None) -> None:
        numbers = itertools.count(1)
        names = {one.name for one in ALL}
        others = [one for one in flows.ALL if one.name not in names]
        here = OneChannel(can or Capabilities(max_choices=8))
        house = House(
            Skills([*ALL, *others]),
            MemoryJournal(Power()),
            lambda: f"run-{next(numbers)}",
            (PHONES, Site(LEEDS, "https://bins.example.org", 30), rules, HEARS, here),
            Cards(PHONES, lambda: self.chat.now.date()).replies,
        )
        self.chat = Chat(house)

    async def opens(self, text: str, *benefits: str) -> str:
        """The message that begins a check; `benefits` are those that it names."""
        return await self.say(text, *benefits, intent="entitlements.check")

    async def say(self, text: str, *benefits: str, intent: str | None = None, word: str | None = None) -> str:
        heard = hear(text, intent=intent, entities={}, word=word)
        found = tuple(Entity("benefit", 0, len(text), value, "test") for value in benefits)
        rest = heard.rest
        if rest is not None and found:
            rest = replace(rest, understanding=replace(rest.understanding, entities=found))
        understanding = replace(heard.understanding, entities=found)
        return " ".join(await self.chat.hear(replace(heard, understanding=understanding, rest=rest)))

    async def press(self, choice: str) -> str:
        """Presses the button whose id this is."""
        return " ".join(await self.chat.press(choice))

    @property
    def buttons(self) -> Sequence[str]:
        """The ids of the choices that are shown."""
        return [one.id for one in self.chat.state.shown]

    @property
    def asked(self) -> str:
        """The key of the question that waits, empty for none."""
        run = self.chat.state.run
        return run.pending.key if run is not None and run.pending is not None else ""

    @property
    def facts(self) -> dict[str, object]:
        """What is stored of the household."""
        return {
            key.removeprefix("fact."): value for key, value in self.chat.answers.items() if key[:5] == "fact."
        }
