"""Whatever is said, pressed, sent, deployed or broken, in whatever order: the conversation can go on.

Every rule that is checked after every step:

- the turn raises nothing but the crash that the test itself has made, and a crash changes nothing stored;
- something is said, and what is asked can be read;
- the state that is stored is the state that was meant;
- no effect happens twice, and none without the resident's yes at a review of exactly these answers;
- what one run was told is never found in another.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Coroutine
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.dialogue import state as states
from bot.dialogue.events import Answered, Asked
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.skill import Skill
from bot.dialogue.state import Run
from tests.unit.dialogue.anything import ANSWERS, BUTTONS, CORRECTIONS, NEAR, TASKS, VALID
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import Crash, Power
from tests.unit.dialogue.english import english
from tests.unit.dialogue.flows import form, repair
from tests.unit.dialogue.hear import HAZARDS, WORDS, hear, press, send_photo
from tests.unit.dialogue.house import World

GARBAGE = st.text(max_size=30)
QUIET = settings(
    max_examples=500,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


def deploys(world: World) -> tuple[House, ...]:
    """Today's house and the ones that deploys could make of it."""
    other = Skill(repair.name, 2, repair.intents, repair.topic, repair.short, repair.flow)
    return (
        world.house(form("name", "colour", "age")),
        world.house(form("name", "size", "colour"), other),
        world.house(form("age", "name", version=2)),
        world.house_without("bins", "form"),
    )


class Conversation(RuleBasedStateMachine):
    """A resident of whom nothing can be expected."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.world = World()
        self.houses = deploys(self.world)
        self.chat = Chat(self.houses[0])
        self.owner: dict[str, str] = {}
        self.told = 0

    def teardown(self) -> None:
        """Out of every state there is a way: stop, and begin something new."""
        self.world.power.fails_at = ""
        self.run(self.chat.send("stop"))
        assert self.run(self.chat.send("report a repair")) == ["Which room is it?"]
        self.runner.close()

    def run(self, turn: Coroutine[Any, Any, list[str]]) -> list[str]:
        return self.runner.run(turn)

    def turn(self, heard: Heard) -> None:
        """One message, delivered again when the process died over it."""
        before, done = self.chat.raw, set(self.world.office.filed)
        read = " ".join(english(reply.text) for reply in self.chat.state.last)
        finished = {key: self.world.office.requests[key] for key in self.world.journal.results}
        try:
            self.run(self.chat.hear(heard))
        except Crash:
            assert self.chat.raw == before
            self.run(self.chat.hear(heard))
        assert all(self.world.office.requests[key] == times for key, times in finished.items())
        for key in set(self.world.office.filed) - done:
            self.was_agreed_to(key, read)

    def was_agreed_to(self, key: str, read: str) -> None:
        """Nothing is filed but what was read out last, and was answered with a yes."""
        if key.endswith(":file"):
            assert Answered("review", "heard") in self.chat.events
            room, rest = self.world.office.filed[key].split(": ", 1)
            what, day = rest.rsplit(", ", 1)
            told = (f"Room: {room}", f"Problem: {what.removesuffix(' (wet)')}", f"Day: {day}")
            assert all(one in read for one in told)

    @initialize()
    def begins(self) -> None:
        self.turn(hear("hello"))

    @rule(said=st.sampled_from(TASKS), then=st.integers(0, 6))
    def asks_for_something(self, said: str, then: int) -> None:
        self.turn(hear(said))
        self.answers(then)

    @rule(times=st.integers(1, 6))
    def answers(self, times: int) -> None:
        """The way down to the end of a task, which luck alone would seldom find."""
        for _ in range(times):
            run = self.chat.state.run
            if run and run.pending:
                soon = self.chat.now + dt.timedelta(days=2)
                said = VALID.get(run.pending.key, "") or self.something_new()
                self.turn(hear(said.format(soon=soon)))

    def something_new(self) -> str:
        """Words that were never said before: wherever they are stored, they can be known again."""
        self.told += 1
        return f"told-{self.told}"

    @precondition(lambda self: self.chat.state.shown)
    @rule(data=st.data(), typed=st.booleans())
    def takes_a_shown_choice(self, data: st.DataObject, typed: bool) -> None:
        shown = data.draw(st.sampled_from(self.chat.state.shown))
        self.turn(hear(shown.key) if typed else press(shown.id))

    @rule(said=st.sampled_from((*WORDS, *CORRECTIONS, *ANSWERS, *HAZARDS)))
    def says(self, said: str) -> None:
        self.turn(hear(said))

    @rule(text=GARBAGE, intent=st.sampled_from(["", "bins", "affirm", "control.back", "safety.gas"]))
    def says_anything(self, text: str, intent: str) -> None:
        self.turn(hear(text, intent=intent, word=""))

    @rule(heard=st.sampled_from([hear("hm", ranking=NEAR), send_photo(), *map(press, BUTTONS)]))
    def sends_something_else(self, heard: Heard) -> None:
        self.turn(heard)

    @rule(hours=st.sampled_from([0.1, 1, 30, 24 * 40]))
    def goes_away(self, hours: float) -> None:
        self.chat.wait(hours=hours)

    @rule(number=st.integers(0, 3))
    def a_deploy(self, number: int) -> None:
        self.chat.house = self.houses[number]

    @rule(place=st.sampled_from(Power.PLACES))
    def the_process_will_die(self, place: str) -> None:
        self.world.power.fails_at = place

    @invariant()
    def something_is_said(self) -> None:
        assert not self.chat.events or self.chat.said
        assert all(said.strip() for said in self.chat.said)

    @invariant()
    def what_waits_was_asked(self) -> None:
        asked = any(isinstance(event, Asked) for event in self.chat.events)
        assert asked == self.chat.state.waits or not self.chat.events

    @invariant()
    def the_state_is_what_is_stored(self) -> None:
        assert self.chat.raw is None or states.dump(self.chat.state) == self.chat.raw

    @invariant()
    def no_effect_happens_twice(self) -> None:
        office = self.world.office
        finished = set(self.world.journal.results)
        assert finished <= set(office.requests)
        runs = [key.partition(":")[0] for key in office.filed]
        assert len(runs) == len(set(runs))

    @invariant()
    def answers_never_leak_between_runs(self) -> None:
        state = self.chat.state
        for one in filter(None, (state.run, state.parked, state.last_run)):
            for told in _told(one):
                assert self.owner.setdefault(told, one.id) == one.id


def _told(run: Run) -> list[str]:
    return [answer for answer in run.answers.values() if isinstance(answer, str) and "told-" in answer]


def test_any_conversation_can_go_on() -> None:
    run_state_machine_as_test(Conversation, settings=QUIET)
