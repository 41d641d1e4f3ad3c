"""One resident at the helpline: a desk that says what it is told, and turns on a state that is stored."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable

import msgspec

from accessibility.text import _
from bot.dialogue import state as states
from bot.dialogue.events import AnyEvent, Asked, LanguageChanged, replies
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.picks import picked
from bot.dialogue.skill import Skill, skill
from bot.dialogue.state import State
from bot.dialogue.talk import Talk
from bot.handover.desk import Availability, Desk, Window
from bot.handover.request import Place
from bot.knowledge.city import city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.site import Site
from bot.skills.handover import person
from tests.unit.dialogue.english import english, shown
from tests.unit.dialogue.hear import NOON
from tests.unit.dialogue.house import World

THERE = Availability(staffed=True, open=True, advisers=1, reachable=True, until=dt.time(17), minutes=4)
OPENS = dt.datetime.fromisoformat("2026-11-24T09:00")
CLOSED = msgspec.structs.replace(THERE, open=False, until=None, opens=OPENS)
WINDOW = Window(OPENS.date(), dt.time(9), dt.time(11))
Decides = Callable[[State, Heard, House, str, int], Awaitable[list[AnyEvent]]]


class OneDesk(Desk):
    """Stands as `availability` says, with the resident at `at`."""

    def __init__(self) -> None:
        self.availability = THERE
        self.at: Place | None = Place(2, 8)
        self.free: tuple[Window, ...] = ()

    async def now(self, conversation: int) -> Availability:
        return self.availability

    async def place(self, conversation: int) -> Place | None:
        return self.at

    async def windows(self, most: int) -> tuple[Window, ...]:
        return self.free[:most]

    async def book(self, conversation: int, window: Window, number: str, interpreter: str, key: str) -> str:
        raise AssertionError("nothing is booked here")


@skill("handover.callback", topic=_("a call"), at_once=True)
async def call(talk: Talk) -> None:
    talk.say("call", _("When shall we call you?"))


class Resident:
    """`turn(alone, heard)` is one message in that state of the conversation."""

    def __init__(self) -> None:
        self.desk = OneDesk()
        self.house = house_with(self.desk, person, call)
        self.raw: bytes | None = None
        self.now = NOON
        self.language = "en"
        self.events: list[AnyEvent] = []

    @property
    def state(self) -> State:
        return states.load(self.raw)

    def wait(self, **span: float) -> None:
        """Lets time pass: `minutes=2`."""
        self.now += dt.timedelta(**span)

    async def turn(self, decides: Decides, heard: Heard) -> list[str]:
        """What is said, in English."""
        state = self.state
        chosen = picked(state.shown, heard.text, heard.picked)
        heard = msgspec.structs.replace(heard, picked=chosen, at=self.now)
        self.events = await decides(state, heard, self.house, self.language, 1)
        said = replies(self.events)
        self.language = next(
            (one.language for one in self.events if isinstance(one, LanguageChanged)), self.language
        )
        if said:
            state.shown = next((shown(reply) for reply in reversed(said) if reply.choices), ())
        self.raw = states.dump(state)
        return [english(reply.text) for reply in said]

    def kinds(self) -> list[str]:
        """What happened in the last turn, without what was said."""
        return [type(one).__name__ for one in self.events if type(one).__name__ not in ("Said", "Answered")]

    def asked(self) -> bool:
        """Whether the last turn ended in a question."""
        return any(isinstance(one, Asked) for one in self.events)


def house_with(desk: Desk, *skills: Skill) -> House:
    """The small house of the engine's tests, with a desk in it."""
    world = World()
    small = world.house(*skills)
    leeds = city("leeds")
    phones, site = Phones.load(leeds.id), Site(leeds, "https://council.example", 30)
    parts = (world.office, world.timetable, world.book, desk, phones, site)
    return House(small.skills, small.journal, small.new_id, parts, small.cards, small.languages)
