"""The ladder: every rung, and that a higher one goes first."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Answered, Showed
from bot.dialogue.heard import Heard
from bot.dialogue.ladder import LADDER
from bot.dialogue.scene import Scene
from bot.dialogue.state import State
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

ORDER = (
    "safety",
    "joining",
    "global_words",
    "short_words",
    "pictures",
    "offer",
    "action",
    "pause",
    "pending",
    "correction",
    "digression",
    "task",
    "clarify",
    "no_match",
)
GAS = "Do not use any switches. Open the windows and go outside."
SWITCH = "You were telling us about your repair. Finish that first?"


def test_the_order_is_fixed() -> None:
    assert tuple(rung.__name__ for rung in LADDER) == ORDER


@pytest.mark.parametrize("rung", LADDER[:-1], ids=ORDER[:-1])
async def test_a_rung_that_has_nothing_to_do_says_nothing(world: World, rung: object) -> None:
    scene = Scene(State(), hear("flurb"), world.house(), "en")
    assert callable(rung)
    assert await rung(scene) is False
    assert scene.events == []


async def test_the_last_rung_handles_everything(world: World) -> None:
    scene = Scene(State(), hear(""), world.house(), "en")
    assert await LADDER[-1](scene) is True


HIGHER: dict[str, tuple[list[str], Heard, str]] = {
    "safety before a global word": ([], hear("help, gas", word="help"), GAS),
    "safety before the waiting question": (["report a repair", "kitchen"], hear("I smell gas"), GAS),
    "a global word before the waiting question": (
        ["report a repair", "kitchen"],
        hear("help"),
        "You can ask about bins and repairs.",
    ),
    "the ladder's own choice before the waiting question": (
        ["report a repair", "bathroom", "tap", "when is my bin"],
        hear("no"),
        "What is your address?",
    ),
    "a pressed action before the waiting question": (
        ["report a repair", "kitchen"],
        hear("some words", picked="do:bins"),
        SWITCH,
    ),
    "the waiting question before a correction": (
        ["report a repair", "kitchen"],
        hear("no, the bathroom"),
        "Which day suits you?",
    ),
    "the waiting question before another task": (
        ["report a repair", "kitchen"],
        hear("when is my bin"),
        "Which day suits you?",
    ),
    "a correction before another task": (
        ["report a repair", "kitchen", "tap"],
        hear("no, the bedroom, report a repair"),
        "I have understood: bedroom. Which day suits you?",
    ),
    "a short answer before a task": ([], hear("opening hours"), "We are open from nine to five."),
    "a task before two meanings": (
        [],
        hear("report a repair", ranking=(("repair", 0.5), ("bins", 0.5))),
        "Which room is it?",
    ),
}


@pytest.mark.parametrize("case", HIGHER.values(), ids=HIGHER)
async def test_the_higher_rung_goes_first(chat: Chat, case: tuple[list[str], Heard, str]) -> None:
    before, message, first = case
    await chat.send(*before)
    assert (await chat.hear(message))[0] == first


async def test_a_pause_goes_before_the_waiting_question(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    chat.wait(hours=2)
    await chat.send("tap drips")
    assert "what" not in chat.answers


async def test_safety_inside_a_form_keeps_the_form(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    assert await chat.send("there is a smell of gas") == [GAS, "What is wrong?"]
    assert chat.replies[0].importance == "safety"
    assert chat.answers == {"room": "kitchen"}
    assert Showed("gas") in chat.events
    assert await chat.send("tap drips") == ["Which day suits you?"]


async def test_safety_found_by_the_model_is_a_second_net(chat: Chat) -> None:
    assert await chat.hear(hear("it smells odd", intent="safety.gas")) == [GAS]


async def test_safety_and_a_task_in_one_message_do_both(chat: Chat) -> None:
    assert await chat.send("report a repair, sparks in the kitchen") == [
        "Do not touch it. Turn the power off if you can.",
        "I have understood: kitchen. What is wrong?",
    ]
    assert Answered("room", "prefilled") in chat.events


async def test_safety_at_a_choice_of_the_ladder_puts_the_choice_again(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap", "when is my bin")
    assert await chat.send("gas") == [GAS, SWITCH]


async def test_a_hazard_without_a_card_is_heard_as_any_message(chat: Chat) -> None:
    """No words would be the worst answer to a hazard."""
    assert await chat.hear(hear("help", hazard="meteor")) == ["You can ask about bins and repairs."]
    assert not any(isinstance(event, Showed) for event in chat.events)


async def test_an_action_of_a_skill_that_is_gone_is_heard_as_words(chat: Chat) -> None:
    assert await chat.hear(hear("opening hours", picked="do:gone")) == ["We are open from nine to five."]
