"""The assistant has the resident, who joins the queue in danger and when a person is wanted and there."""

from __future__ import annotations

import pytest

from bot.dialogue.events import HandedOver
from bot.handover.alone import alone
from bot.handover.desk import Availability
from tests.unit.bot.in_line import CLOSED, Resident
from tests.unit.dialogue.hear import hear

CARD = "Do not use any switches. Open the windows and go outside."
FRONT = (
    "You are at the front of the queue for an adviser. You can carry on typing. "
    "The adviser will see all of it."
)


@pytest.fixture
def resident() -> Resident:
    return Resident()


async def test_without_danger_it_is_the_ladder_that_answers(resident: Resident) -> None:
    assert await resident.turn(alone, hear("opening hours")) == ["We are open from nine to five."]
    assert "HandedOver" not in resident.kinds()


async def test_after_the_card_the_resident_is_at_the_front_of_the_queue(resident: Resident) -> None:
    assert await resident.turn(alone, hear("i smell gas")) == [CARD, FRONT]
    assert HandedOver("safety", "gas") in resident.events


@pytest.mark.parametrize("now", [Availability(), CLOSED])
async def test_with_nobody_there_the_card_stands_alone(resident: Resident, now: Availability) -> None:
    resident.desk.availability = now
    assert await resident.turn(alone, hear("i smell gas")) == [CARD]
    assert "HandedOver" not in resident.kinds()


async def test_with_nobody_there_the_question_that_waits_is_put_again(resident: Resident) -> None:
    resident.desk.availability = CLOSED
    await resident.turn(alone, hear("report a repair"))
    assert await resident.turn(alone, hear("i smell gas")) == [CARD, "Which room is it?"]


async def test_who_joins_the_queue_in_danger_is_not_asked_on(resident: Resident) -> None:
    await resident.turn(alone, hear("report a repair"))
    assert await resident.turn(alone, hear("i smell gas")) == [CARD, FRONT]
    assert not resident.asked()
    assert resident.state.run is not None, "the form is kept for later"


async def test_a_message_that_also_begins_a_task_is_not_asked_on_either(resident: Resident) -> None:
    assert await resident.turn(alone, hear("i smell gas, report a repair")) == [CARD, FRONT]
    assert resident.state.run is not None


async def test_who_asks_for_a_person_is_not_asked_on(resident: Resident) -> None:
    await resident.turn(alone, hear("report a repair"))
    (said,) = await resident.turn(alone, hear("person"))
    assert said.startswith("You are next.")
    assert not resident.asked()


async def test_what_is_left_to_repeat_is_the_question_and_the_card(resident: Resident) -> None:
    await resident.turn(alone, hear("report a repair"))
    await resident.turn(alone, hear("person"))
    assert [reply.expects_answer for reply in resident.state.last] == [True]
    resident = Resident()
    await resident.turn(alone, hear("i smell gas"))
    assert [reply.importance for reply in resident.state.last] == ["safety"]


async def test_three_misses_hand_over_once_and_say_why(resident: Resident) -> None:
    for _ in range(2):
        await resident.turn(alone, hear("purple"))
    sorry, place = await resident.turn(alone, hear("purple"))
    assert sorry.startswith("I am sorry.")
    assert place.startswith("You are next.")
    assert [one for one in resident.events if isinstance(one, HandedOver)] == [HandedOver("misses")]
