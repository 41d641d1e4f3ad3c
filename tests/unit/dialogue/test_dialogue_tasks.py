"""More than one thing at a time: answered in between, switched to, put aside, taken up again."""

from __future__ import annotations

from bot.dialogue.events import Cancelled, Finished, Parked, Resumed, Started
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear

SWITCH = "You were telling us about your repair. Finish that first?"
CARRY_ON = "You were telling us about your repair. Shall we carry on?"
LATER = "You were telling us about your repair. Carry on, or start again?"


async def test_a_short_skill_is_answered_and_the_question_put_again(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    assert await chat.send("opening hours") == ["We are open from nine to five.", "Which day suits you?"]
    assert await chat.send("25/11") != []
    assert chat.answers == {"room": "kitchen", "what": "tap drips", "day": "2026-11-25"}


async def test_a_half_given_answer_survives_a_digression(chat: Chat) -> None:
    await chat.send("when is my bin", "elm street")
    assert await chat.send("opening hours") == [
        "We are open from nine to five.",
        "Elm Street has 20 addresses. Which number?",
    ]
    assert await chat.send("4") == ["Bin day for 4, Elm Street, LS8 1AB: in 1 days."]


async def test_another_task_is_not_begun_over_a_half_done_one(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    assert await chat.send("when is my bin") == [SWITCH]
    assert chat.choices == ["Finish that first", "Change to your bin day"]


async def test_a_task_in_which_nothing_was_said_yet_is_simply_left(chat: Chat) -> None:
    await chat.send("report a repair")
    assert await chat.send("when is my bin") == ["What is your address?"]
    assert chat.state.parked is None


async def test_finish_puts_the_waiting_question_again(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin")
    assert await chat.send("1") == ["Which day suits you?"]


async def test_yes_to_finish_first_finishes(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap drips", "when is my bin")
    assert await chat.send("yes") == ["Is the floor wet?"]
    assert "wet" not in chat.answers


async def test_no_to_finish_first_changes_and_answers_nothing_by_accident(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap drips", "when is my bin")
    assert await chat.send("no") == ["What is your address?"]
    assert chat.state.parked
    assert "wet" not in chat.state.parked.answers


async def test_an_answer_to_the_waiting_question_is_taken_although_a_choice_was_put(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin")
    assert (await chat.send("25/11"))[0].startswith("Please check.")


async def test_the_words_that_asked_for_the_other_task_open_it(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin at 12 oak road")
    assert await chat.send("2") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days.", CARRY_ON]


async def test_the_parked_task_is_offered_after_the_other_and_carried_on(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin", "2")
    assert Parked("repair") in chat.events
    assert await chat.send("12 oak road") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days.", CARRY_ON]
    assert await chat.send("yes") == ["Which day suits you?"]
    assert Resumed("repair") in chat.events
    assert chat.answers == {"room": "kitchen", "what": "tap drips"}
    assert chat.state.parked is None


async def test_the_parked_task_can_be_left(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin", "2", "12 oak road")
    assert await chat.send("2") == ["OK. You can ask me something else at any time."]
    assert Cancelled("repair") in chat.events
    assert chat.state.parked is None


async def test_two_are_kept_and_an_older_third_is_let_go(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "when is my bin", "2", "elm street")
    await chat.send("ring me")
    assert await chat.send("2") == ["Which number shall we ring?"]
    state = chat.state
    assert state.run
    assert state.run.skill == "callback"
    assert state.parked
    assert state.parked.skill == "bins"


async def test_help_puts_the_ladders_own_choice_again(chat: Chat) -> None:
    """An answer given after it is the answer to what was last asked."""
    await chat.send("report a repair", "bathroom", "tap drips", "when is my bin")
    assert await chat.send("help") == ["You can ask about bins and repairs.", SWITCH]
    assert await chat.send("no") == ["What is your address?"]


async def test_a_button_of_another_skill_asks_too(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    assert await chat.press("do:bins") == [SWITCH]


async def test_starting_and_ending_are_recorded(chat: Chat) -> None:
    await chat.send("when is my bin at 12 oak road")
    assert Started("bins", "run-1") in chat.events
    assert Finished("bins", "run-1") in chat.events


async def test_within_the_hour_the_question_is_simply_answered(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    chat.wait(minutes=59)
    assert (await chat.send("25/11"))[0].startswith("Please check.")


async def test_after_an_hour_nothing_is_answered_by_accident(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap drips")
    chat.wait(hours=1)
    assert await chat.send("yes") == [LATER]
    assert "wet" not in chat.answers


async def test_carry_on_puts_the_one_question_that_is_left(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    chat.wait(hours=20)
    await chat.send("hello")
    assert await chat.send("1") == ["Which day suits you?"]
    assert chat.answers == {"room": "kitchen", "what": "tap drips"}


async def test_start_again_begins_the_same_task_with_nothing_in_it(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    chat.wait(hours=20)
    await chat.send("hello")
    assert await chat.send("2") == ["Which room is it?"]
    assert chat.answers == {}


async def test_start_again_hears_what_was_wanted_on_coming_back(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    chat.wait(hours=20)
    assert await chat.send("when is my bin at 12 oak road") == [LATER]
    assert await chat.send("2") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days."]


async def test_the_answer_itself_after_the_offer_is_taken(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    chat.wait(hours=20)
    await chat.send("hello")
    assert (await chat.send("26/11"))[0].startswith("Please check.")


async def test_a_question_before_which_nothing_was_said_is_answered_after_any_pause(chat: Chat) -> None:
    await chat.send("when is my bin")
    chat.wait(days=3)
    assert await chat.send("12 oak road") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days."]


async def test_stop_works_after_a_pause_too(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips")
    chat.wait(days=3)
    assert await chat.hear(hear("stop")) == ["OK. I have stopped. You can ask me something else at any time."]
    assert chat.state.run is None
