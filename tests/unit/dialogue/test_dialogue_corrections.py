""" "No, number 14": one answer is replaced; the old one stays until the new one is valid."""

from __future__ import annotations

from bot.dialogue.events import Answered, Parked
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World


async def half_way(chat: Chat) -> None:
    """Room and problem are known; the day is asked."""
    assert await chat.send("report a repair", "kitchen", "tap drips") == ["Which day suits you?"]


async def test_a_correction_replaces_the_answer_that_its_words_fit(chat: Chat) -> None:
    await half_way(chat)
    assert await chat.send("no, the bedroom") == ["I have understood: bedroom. Which day suits you?"]
    assert chat.answers == {"room": "bedroom", "what": "tap drips"}
    assert Answered("", "corrected") in chat.events


async def test_a_correction_may_open_a_question_that_was_off_the_route(chat: Chat) -> None:
    await half_way(chat)
    assert await chat.send("no, the bathroom") == ["I have understood: bathroom. Is the floor wet?"]
    assert await chat.send("yes") == ["Which day suits you?"]


async def test_answers_off_the_route_are_kept_but_never_submitted(world: World, chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap drips", "yes", "25/11")
    await chat.send("no, the kitchen")
    assert chat.answers["wet"] is True
    assert "Wet floor" not in chat.said[0]
    await chat.send("yes")
    assert list(world.office.filed.values()) == ["kitchen: tap drips, 2026-11-25"]


async def test_an_answer_off_the_route_is_there_again_when_the_route_comes_back(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap drips", "yes", "25/11")
    await chat.send("no, the kitchen")
    assert "Wet floor: Yes" in (await chat.send("no, the bathroom"))[0]


async def test_an_invalid_correction_keeps_the_old_answer(chat: Chat) -> None:
    await half_way(chat)
    assert await chat.send("no, the balcony") == ["Sorry, I did not understand. Which day suits you?"]
    assert chat.answers["room"] == "kitchen"


async def test_a_narrowed_correction_keeps_the_old_answer_until_the_new_one_is_valid(chat: Chat) -> None:
    await chat.send("when is my bin", "12 Oak Road")
    assert await chat.send("no, elm street number 99") == [
        "Sorry, I did not understand. Can you say it in other words?"
    ]
    assert await chat.send("no, oakwood court") == ["Which address is it?"]
    assert chat.answers == {"home": "12-oak-road"}
    assert await chat.send("flat 3") == ["Bin day for Flat 3, Oakwood Court, LS8 1AC: in 2 days."]


async def test_back_during_a_correction_keeps_the_old_answer(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "25/11")
    assert await chat.press("review:change:what") == ["What is wrong?"]
    assert "Problem: tap drips" in (await chat.send("back"))[0]


async def test_back_during_a_narrowed_correction_of_a_finished_task_tells_the_old_answer_again(
    chat: Chat,
) -> None:
    await chat.send("when is my bin", "12 Oak Road", "no, oakwood court")
    assert await chat.send("back") == ["Bin day for 12, Oak Road, LS8 1AA: in 2 days."]


async def test_a_finished_task_can_be_corrected(chat: Chat) -> None:
    await chat.send("when is my bin", "12 Oak Road")
    assert await chat.send("no, number 14") == ["Bin day for 14, Oak Road, LS8 1AA: in 2 days."]


async def test_a_finished_task_can_be_corrected_after_a_short_answer_in_between(chat: Chat) -> None:
    await chat.send("when is my bin", "12 Oak Road")
    assert await chat.send("opening hours") == ["We are open from nine to five."]
    assert await chat.send("no, number 14") == ["Bin day for 14, Oak Road, LS8 1AA: in 2 days."]


async def test_correcting_a_finished_task_keeps_the_one_at_hand(chat: Chat) -> None:
    await chat.send("when is my bin", "12 Oak Road", "report a repair", "kitchen", "tap drips")
    assert await chat.send("no, 14 oak road") == [
        "Bin day for 14, Oak Road, LS8 1AA: in 2 days.",
        "You were telling us about your repair. Shall we carry on?",
    ]
    assert Parked("repair") in chat.events
    assert await chat.send("1") == ["Which day suits you?"]
    assert chat.answers == {"room": "kitchen", "what": "tap drips"}


async def test_a_correction_keeps_what_is_known_of_the_waiting_answer(world: World) -> None:
    """The half-known address waits on while the answer before it is put right."""
    chat = Chat(world.house())
    await chat.send("when is my bin", "elm street")
    assert chat.said == ["Elm Street has 20 addresses. Which number?"]
    assert await chat.send("no, oakwood court") == ["Which address is it?"]


async def test_open_words_are_never_taken_from_a_correction(chat: Chat) -> None:
    await half_way(chat)
    await chat.send("no, something else")
    assert chat.answers["what"] == "tap drips"


async def test_the_words_of_a_waiting_open_question_are_its_own(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    await chat.send("no, the bathroom door is stuck")
    assert chat.answers == {"room": "kitchen", "what": "no, the bathroom door is stuck"}


async def test_a_correction_of_the_waiting_question_is_its_answer(chat: Chat) -> None:
    await chat.send("report a repair")
    assert await chat.send("no, the bedroom") == ["What is wrong?"]


async def test_back_asks_the_last_question_again(chat: Chat) -> None:
    await half_way(chat)
    assert await chat.send("back") == ["What is wrong?"]
    assert chat.answers == {"room": "kitchen"}
    assert await chat.send("back") == ["Which room is it?"]
    assert await chat.send("back") == ["There is nothing to go back to.", "Which room is it?"]


async def test_back_leaves_a_half_given_answer_first(chat: Chat) -> None:
    await chat.send("when is my bin", "elm street")
    assert await chat.send("back") == ["What is your address?"]
    assert await chat.send("back") == ["There is nothing to go back to.", "What is your address?"]


async def test_back_opens_a_finished_task_that_had_no_effect(chat: Chat) -> None:
    await chat.send("when is my bin", "12 Oak Road")
    assert await chat.send("back") == ["What is your address?"]


async def test_back_with_nothing_said_yet(chat: Chat) -> None:
    assert await chat.send("back") == ["There is nothing to go back to."]


async def test_a_correction_with_nothing_to_correct_is_heard_as_it_is(chat: Chat) -> None:
    assert await chat.send("no, the kitchen") == [
        "Sorry, I did not understand. Can you say it in other words?"
    ]


async def test_a_correction_whose_rest_says_two_things_means_the_latest_answer_that_fits(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "25/11")
    said = await chat.hear(hear("no, the 26/11", rest=hear("the 26/11 in the bedroom")))
    assert "Day: 2026-11-26" in said[0]
    assert "Room: kitchen" in said[0]
