"""A channel that is opened like a door: what was left is offered, or one is greeted."""

from __future__ import annotations

from tests.unit.dialogue.chat import Chat

OPEN = "word:open"
CARRY_ON = "You were telling us about your repair. Shall we carry on?"


async def test_what_waits_is_offered_and_carried_on_with(chat: Chat) -> None:
    asked = await chat.send("report a repair", "kitchen")
    assert await chat.press(OPEN) == [CARRY_ON]
    assert await chat.send("yes") == asked
    assert chat.answers == {"room": "kitchen"}


async def test_opened_again_and_again_it_is_offered_each_time(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    for _ in range(3):
        assert await chat.press(OPEN) == [CARRY_ON]
        chat.wait(hours=5)
    await chat.send("yes")
    assert chat.answers == {"room": "kitchen"}


async def test_what_waits_can_be_left(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    await chat.press(OPEN)
    await chat.send("no")
    assert chat.state.run is None
    assert chat.state.parked is None


async def test_another_question_lets_the_offer_go_and_keeps_the_task(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    await chat.press(OPEN)
    said = await chat.send("opening hours")
    assert said[0] == "We are open from nine to five."


async def test_an_open_question_does_not_take_the_opening_for_its_answer(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    await chat.press(OPEN)
    await chat.send("yes")
    assert "what" not in chat.answers


async def test_nothing_to_take_up_is_no_fault(chat: Chat) -> None:
    assert await chat.press(OPEN)
