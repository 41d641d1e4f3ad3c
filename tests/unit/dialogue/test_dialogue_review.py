"""Before anything is sent it is said back, and every answer can be changed (R09)."""

from __future__ import annotations

from bot.dialogue import state as states
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

REPORT = ("report a repair", "kitchen", "tap drips", "25/11")
CHECK = "Please check. Room: kitchen Problem: tap drips Day: 2026-11-25 Is this right?"


async def test_all_answers_are_said_back_with_a_way_to_change_each(chat: Chat) -> None:
    assert await chat.send(*REPORT) == [CHECK]
    assert chat.choices == ["Yes, send it", "Change: Room", "Change: Problem", "Change: Day", "No, stop"]


async def test_yes_sends(world: World, chat: Chat) -> None:
    await chat.send(*REPORT)
    assert await chat.send("yes") == ["It is reported. Your reference is R1."]


async def test_no_sends_nothing(world: World, chat: Chat) -> None:
    await chat.send(*REPORT)
    assert await chat.send("no") == ["OK. I have not sent it."]
    assert not world.office.filed


async def test_a_change_asks_that_question_and_comes_back_to_the_review(world: World, chat: Chat) -> None:
    await chat.send(*REPORT)
    assert await chat.send("3") == ["What is wrong?"]
    assert await chat.send("the tap is broken") == [
        "Please check. Room: kitchen Problem: the tap is broken Day: 2026-11-25 Is this right?"
    ]
    await chat.send("yes")
    assert list(world.office.filed.values()) == ["kitchen: the tap is broken, 2026-11-25"]


async def test_a_change_keeps_the_old_answer_until_the_new_one_is_valid(chat: Chat) -> None:
    await chat.send(*REPORT)
    assert await chat.send("Change: Day") == ["Which day suits you?"]
    assert chat.answers["day"] == "2026-11-25"
    assert (await chat.send("31/12"))[0].startswith("Sorry, I did not understand.")
    assert chat.answers["day"] == "2026-11-25"
    assert "Day: 2026-11-27" in (await chat.send("27/11"))[0]


async def test_a_change_may_bring_new_questions(chat: Chat) -> None:
    await chat.send(*REPORT, "Change: Room")
    assert await chat.send("bathroom") == ["Is the floor wet?"]
    assert "Wet floor: No" in (await chat.send("no"))[0]


async def test_a_correction_in_words_works_at_the_review_too(chat: Chat) -> None:
    await chat.send(*REPORT)
    assert "Room: bedroom" in (await chat.send("no, the bedroom"))[0]


async def test_something_else_puts_the_review_again_in_other_words(chat: Chat) -> None:
    await chat.send(*REPORT)
    assert await chat.send("hm") == [f"Sorry, I did not understand. {CHECK}"]
    assert await chat.send("hm") == [f"Please say yes to send it, or say what to change. {CHECK}"]


async def test_a_digression_puts_the_review_again(chat: Chat) -> None:
    await chat.send(*REPORT)
    assert await chat.send("opening hours") == ["We are open from nine to five.", CHECK]


async def test_a_pre_filled_answer_is_in_the_review(chat: Chat) -> None:
    """Nobody was asked for the room: it was heard in the opening words, so it is shown before it is sent."""
    assert await chat.send("report a repair in the kitchen") == ["I have understood: kitchen. What is wrong?"]
    assert "Room: kitchen" in (await chat.send("tap drips", "25/11"))[0]


async def test_a_day_that_has_passed_is_asked_for_again(chat: Chat) -> None:
    """Every stored answer is checked again on every replay."""
    await chat.send(*REPORT)
    chat.wait(days=5)
    await chat.send("hello")
    assert await chat.send("carry on") == ["Which day suits you?"]
    assert "day" not in chat.answers
    assert "Day: 2026-11-30" in (await chat.send("30/11"))[0]


async def test_an_option_that_is_gone_is_asked_for_again(chat: Chat) -> None:
    await chat.send(*REPORT)
    state = chat.state
    assert state.run
    state.run.answers["room"] = "cellar"
    chat.raw = states.dump(state)
    assert await chat.send("yes") == ["Which room is it?"]


async def test_entities_pre_fill_only_questions_without_an_answer(chat: Chat) -> None:
    await chat.send("report a repair in the kitchen")
    assert await chat.hear(hear("the bathroom tap drips")) == ["Which day suits you?"]
    assert chat.answers == {"room": "kitchen", "what": "the bathroom tap drips"}


async def test_the_opening_words_are_no_answer_to_an_open_question(chat: Chat) -> None:
    await chat.send("report a repair")
    assert chat.answers == {}
