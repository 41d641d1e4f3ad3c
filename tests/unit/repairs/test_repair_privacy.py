"""What is held of repairs, and what "forget me" does to one that is not done: said before it is asked."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from bot.dialogue.events import Forgotten
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.knowledge.held import Held, Holdings
from bot.knowledge.site import Site
from bot.skills import ALL
from tests.replays.leeds import estate
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import MemoryJournal, Power
from tests.unit.dialogue.hear import NOON, hear
from tests.unit.repairs.tenant import LEEDS

STAYS = "The place, what is broken and who is at risk there stay."


class Some(Holdings):
    """So many repairs, of which so many are open."""

    def __init__(self, cases: int, open_cases: int) -> None:
        self.cases, self.open_cases = cases, open_cases

    async def held(self, conversation: int) -> Held:
        until = NOON.date() + dt.timedelta(days=30)
        return Held(2, 0, NOON.date(), until, cases=self.cases, open_cases=self.open_cases)


def chat(cases: int, open_cases: int) -> Chat:
    numbers = itertools.count(1)
    parts = (estate(), Site(LEEDS, "https://bins.example.org", 30), Some(cases, open_cases))
    return Chat(House(Skills(ALL), MemoryJournal(Power()), lambda: f"run-{next(numbers)}", parts))


@pytest.mark.parametrize(
    ("cases", "said"),
    [(0, ""), (1, "I also hold: 1 report of a repair."), (3, "I also hold: 3 reports of repairs.")],
)
async def test_repairs_are_among_what_is_held(cases: int, said: str) -> None:
    told = await chat(cases, 0).hear(hear("what do you know about me", intent="privacy.access"))
    assert (said in " ".join(told)) is True
    assert ("report" in " ".join(told)) is bool(cases)


async def test_an_open_repair_is_told_to_stay_before_anything_is_asked() -> None:
    talk = chat(2, 1)
    told, asked = await talk.hear(hear("forget me", intent="privacy.erase"))
    assert told.startswith("The law says the council must do your repair. " + STAYS)
    assert told.endswith("To end the repair, too, take your report back first.")
    assert asked.endswith("Shall I delete all that I hold about you?")


async def test_afterwards_nobody_is_told_that_nothing_is_left() -> None:
    talk = chat(1, 1)
    await talk.hear(hear("forget me", intent="privacy.erase"))
    (told,) = await talk.send("yes")
    assert told.startswith("It is deleted. Of your repair I keep the place,")
    assert told.endswith("We cannot tell you about the repair any more.")
    assert Forgotten() in talk.events


async def test_without_an_open_repair_all_goes() -> None:
    talk = chat(2, 0)
    (asked,) = await talk.hear(hear("forget me", intent="privacy.erase"))
    assert STAYS not in asked
    assert await talk.send("yes") == ["It is deleted. I hold nothing about you now."]


async def test_who_says_no_keeps_everything() -> None:
    talk = chat(1, 1)
    await talk.hear(hear("forget me", intent="privacy.erase"))
    assert await talk.send("no") == ["OK. I have deleted nothing."]
    assert Forgotten() not in talk.events
