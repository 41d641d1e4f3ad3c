"""Handing back and correcting: the marker first, the task offered again, misses forgiven, answers kept."""

from __future__ import annotations

import pytest
from msgspec import structs

from bot.dialogue import state as states
from bot.dialogue.scene import SWITCH
from bot.dialogue.state import State
from bot.handover.back import back
from bot.handover.form import Unclear, answered, corrected, read_form
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.english import english, shown
from tests.unit.dialogue.hear import ROOMS, hear
from tests.unit.dialogue.house import World

BACK = "You are back with the council's assistant."
CARRY_ON = "You were telling us about your repair. Shall we carry on?"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def chat(world: World) -> Chat:
    return Chat(world.house())


async def handed_back(chat: Chat) -> list[str]:
    """What is said when an adviser gives the resident back; the chat goes on from there."""
    state, said = await back(chat.state, chat.house, chat.now, "en", 1)
    state.shown = next((shown(reply) for reply in reversed(said) if reply.choices), ())
    chat.raw = states.dump(state)
    return [english(reply.text) for reply in said]


async def test_with_nothing_to_carry_on_it_says_what_can_be_done(chat: Chat) -> None:
    await chat.send("hello")
    assert await handed_back(chat) == [BACK, "You can ask me something else at any time."]


async def test_the_task_that_waited_is_offered_again_and_nothing_is_asked_twice(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    assert await handed_back(chat) == [BACK, CARRY_ON]
    assert await chat.send("carry on") == ["Which day suits you?"]
    assert chat.answers == {"room": "kitchen", "what": "tap drips"}


async def test_the_task_can_be_left(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    await handed_back(chat)
    await chat.send("no")
    assert chat.state.parked is None
    assert chat.state.run is None


async def test_two_tasks_both_survive(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin")
    await chat.press(SWITCH)
    await chat.send("elm street")
    assert chat.state.parked
    first, *rest = await handed_back(chat)
    assert first == BACK
    assert rest == ["Elm Street has 20 addresses. Which number?"]
    assert chat.state.parked.skill == "repair"


async def test_misses_before_the_hand_over_count_no_more(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "blue", "green")
    assert chat.state.run
    assert chat.state.run.pending
    assert chat.state.run.pending.misses == 2
    await handed_back(chat)
    assert chat.state.parked
    assert chat.state.parked.pending
    assert chat.state.parked.pending.misses == 0


async def test_a_task_that_a_deploy_took_away_is_let_go(chat: Chat, world: World) -> None:
    await chat.send("report a repair", "kitchen")
    chat.house = world.house_without("repair")
    assert await handed_back(chat) == [BACK, "You can ask me something else at any time."]


async def test_the_state_that_was_read_stays_as_it_was(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    before = chat.state
    await back(before, chat.house, chat.now, "en", 1)
    assert before == chat.state


async def test_the_form_has_the_answers_so_far(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    form = await read_form(chat.state, chat.house, chat.now, 1)
    assert form
    assert [(one.key, english(one.said)) for one in form.answers] == [
        ("room", "kitchen"),
        ("what", "tap drips"),
    ]
    assert await read_form(State(), chat.house, chat.now, 1) is None


async def test_an_answer_is_put_right_and_the_others_stay(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    run = chat.state.run
    assert run
    state = await corrected(chat.state, run.id, "what", hear("the sink is blocked"), chat.house, 1)
    assert state.run
    assert state.run.answers == {"room": "kitchen", "what": "the sink is blocked"}
    heard = structs.replace(hear("bathroom"), picked="bathroom")
    state = await corrected(state, run.id, "room", heard, chat.house, 1)
    assert state.run
    assert state.run.answers == {"room": "bathroom", "what": "the sink is blocked"}


@pytest.mark.parametrize(("key", "words"), [("room", "purple"), ("nothing", "kitchen")])
async def test_what_is_no_answer_changes_nothing(chat: Chat, key: str, words: str) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    run = chat.state.run
    assert run
    with pytest.raises(Unclear):
        await corrected(chat.state, run.id, key, hear(words), chat.house, 1)
    with pytest.raises(Unclear):
        await corrected(chat.state, "another run", "what", hear("a tap"), chat.house, 1)


async def run_of(chat: Chat) -> str:
    assert chat.state.run
    return chat.state.run.id


async def test_the_form_has_the_question_that_waits_with_its_choices(chat: Chat) -> None:
    await chat.send("report a repair")
    form = await read_form(chat.state, chat.house, chat.now, 1)
    assert form
    assert form.waiting
    assert (form.waiting.key, english(form.waiting.asks)) == ("room", "Which room is it?")
    assert [one.id for one in form.waiting.choices] == list(ROOMS)


async def test_the_question_that_waits_is_answered_and_the_form_goes_on_after_it(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    state = await answered(chat.state, await run_of(chat), "what", hear("the tap drips"), chat.house, 1)
    chat.raw = states.dump(state)
    form = await read_form(chat.state, chat.house, chat.now, 1)
    assert form
    assert form.waiting
    assert form.waiting.key == "day", "the next one can be answered, too"
    assert await handed_back(chat) == [BACK, CARRY_ON]
    assert await chat.send("carry on") == ["Which day suits you?"]
    assert chat.answers == {"room": "kitchen", "what": "the tap drips"}


async def test_the_last_answer_leads_to_the_resident_s_own_check(chat: Chat, world: World) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    state = await answered(chat.state, await run_of(chat), "day", hear("25/11"), chat.house, 1)
    chat.raw = states.dump(state)
    form = await read_form(chat.state, chat.house, chat.now, 1)
    assert form
    assert form.waiting is None, "whether it is right is theirs to say"
    assert world.office.filed == {}
    with pytest.raises(Unclear):
        await answered(chat.state, await run_of(chat), "review", hear("yes"), chat.house, 1)
    await handed_back(chat)
    (check,) = await chat.send("carry on")
    assert check.startswith("Please check.")
    await chat.send("yes")
    assert len(world.office.filed) == 1


async def test_a_part_of_the_answer_makes_the_question_a_closer_one(chat: Chat) -> None:
    await chat.send("when is my bin")
    state = await answered(chat.state, await run_of(chat), "home", hear("elm street"), chat.house, 1)
    form = await read_form(state, chat.house, chat.now, 1)
    assert form
    assert form.waiting
    assert english(form.waiting.asks) == "Elm Street has 20 addresses. Which number?"
    chat.raw = states.dump(state)
    state = await answered(chat.state, await run_of(chat), "home", hear("7"), chat.house, 1)
    assert state.run
    assert "home" in state.run.answers


@pytest.mark.parametrize(("key", "words"), [("day", "purple"), ("what", "a tap"), ("nothing", "x")])
async def test_what_does_not_answer_the_waiting_question_changes_nothing(
    chat: Chat, key: str, words: str
) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    before = chat.state
    with pytest.raises(Unclear):
        await answered(before, await run_of(chat), key, hear(words), chat.house, 1)
    with pytest.raises(Unclear):
        await answered(before, "another run", "day", hear("25/11"), chat.house, 1)
    assert before == chat.state


async def test_the_task_that_was_put_aside_is_answered_where_it_lies(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    state = chat.state
    state.run, state.parked = None, state.run
    assert state.parked
    state = await answered(state, state.parked.id, "day", hear("25/11"), chat.house, 1)
    assert state.run is None
    assert state.parked
    assert "day" in state.parked.answers


async def test_nothing_is_done_by_an_adviser_s_answer_before_the_handing_back(
    chat: Chat, world: World
) -> None:
    await chat.send("ring me", "0113 496 0000")
    state = await answered(chat.state, await run_of(chat), "photos", hear("no"), chat.house, 1)
    assert world.office.rung == 0
    chat.raw = states.dump(state)
    await handed_back(chat)
    await chat.send("carry on")
    assert world.office.rung == 1


async def test_an_answered_task_above_another_goes_on_by_itself(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin")
    await chat.press(SWITCH)
    await chat.send("elm street")
    state = await answered(chat.state, await run_of(chat), "home", hear("7"), chat.house, 1)
    chat.raw = states.dump(state)
    first, day, *offer = await handed_back(chat)
    assert (first, day.startswith("Bin day for")) == (BACK, True)
    assert offer == [CARRY_ON]
