"""The assistant has the resident, who joins the queue in danger and when a person is wanted and there."""

from __future__ import annotations

import pytest
from msgspec import structs

from accessibility.text import _
from bot.dialogue.events import HandedOver
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.handover.alone import alone
from bot.handover.desk import Availability
from bot.handover.ways import CALL, LEAVE
from tests.unit.bot.in_line import CLOSED, THERE, WINDOW, Resident, house_with
from tests.unit.dialogue.flows import danger
from tests.unit.dialogue.hear import ROOMS, hear

CARD = "Do not use any switches. Open the windows and go outside."
TOLD = "The repairs team knows: i smell gas"
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


@pytest.mark.parametrize("now", [Availability(), structs.replace(CLOSED, reachable=False)])
async def test_with_nobody_who_could_ever_answer_the_card_stands_alone(
    resident: Resident, now: Availability
) -> None:
    resident.desk.availability = now
    assert await resident.turn(alone, hear("i smell gas")) == [CARD]
    assert "HandedOver" not in resident.kinds()


@pytest.mark.parametrize("now", [CLOSED, structs.replace(THERE, advisers=0)])
async def test_with_nobody_there_they_are_first_in_the_queue_all_the_same(
    resident: Resident, now: Availability
) -> None:
    resident.desk.availability = now
    card, told = await resident.turn(alone, hear("i smell gas"))
    assert card == CARD
    assert told.startswith("No adviser is here now.")
    assert "You do not have to wait for us. In danger now: call 999." in told
    assert "You are first in the queue for an adviser." in told
    assert HandedOver("safety", "gas") in resident.events
    assert resident.state.meanwhile


async def test_it_is_told_when_somebody_is_there_again_and_a_call_is_offered(resident: Resident) -> None:
    resident.desk.availability, resident.desk.free = CLOSED, (WINDOW,)
    _card, told = await resident.turn(alone, hear("i smell gas"))
    assert "Advisers are here again on 2026-11-24 at 09:00." in told
    assert [one.id for one in resident.state.shown] == [CALL, LEAVE]


async def test_with_nobody_there_the_question_that_waits_comes_last(resident: Resident) -> None:
    resident.desk.availability, resident.desk.free = CLOSED, (WINDOW,)
    await resident.turn(alone, hear("report a repair"))
    card, told, question = await resident.turn(alone, hear("i smell gas"))
    assert (card, question) == (CARD, "Which room is it?")
    assert told.endswith("You can ask me for a call.")
    assert [one.id for one in resident.state.shown] == list(ROOMS), "one list to pick from by number"


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
    for _time in range(2):
        await resident.turn(alone, hear("purple"))
    sorry, place = await resident.turn(alone, hear("purple"))
    assert sorry.startswith("I am sorry.")
    assert place.startswith("You are next.")
    assert [one for one in resident.events if isinstance(one, HandedOver)] == [HandedOver("misses")]


async def test_the_flag_of_an_earlier_danger_is_gone_by_the_next_message(resident: Resident) -> None:
    resident.desk.availability = CLOSED
    await resident.turn(alone, hear("i smell gas"))
    await resident.turn(alone, hear("opening hours"))
    assert not resident.state.meanwhile


async def test_for_what_is_mere_advice_nobody_is_called(resident: Resident) -> None:
    @skill("form", topic=_("your form"))
    async def form(talk: Talk) -> None:
        talk.warn("cold")
        await talk.ask("sure", yes_no(_("Is it still cold?")))

    resident.house = house_with(resident.desk, form)
    assert await resident.turn(alone, hear("a form")) == ["Is it still cold?"]
    assert "HandedOver" not in resident.kinds()
    assert "Showed" in resident.kinds()


async def test_for_what_an_answer_brings_to_light_a_person_is_called(resident: Resident) -> None:
    @skill("form", topic=_("your form"))
    async def form(talk: Talk) -> None:
        talk.warn("lift")
        await talk.ask("sure", yes_no(_("Do you hear the alarm?")))

    resident.house = house_with(resident.desk, form)
    assert await resident.turn(alone, hear("a form")) == [FRONT]
    assert HandedOver("safety", "lift") in resident.events


async def test_what_follows_a_danger_has_its_effect_and_asks_nothing(resident: Resident) -> None:
    resident.house = house_with(resident.desk, danger)
    resident.house.follows = {"gas": "danger"}
    assert await resident.turn(alone, hear("i smell gas")) == [CARD, TOLD, FRONT]
    assert not resident.asked()
    assert resident.state.run is not None, "its question comes when they are back"


async def test_with_nobody_there_what_follows_asks_on(resident: Resident) -> None:
    resident.desk.availability = CLOSED
    resident.house = house_with(resident.desk, danger)
    resident.house.follows = {"gas": "danger"}
    card, stamped, told, question = await resident.turn(alone, hear("i smell gas"))
    assert (card, stamped, question) == (CARD, TOLD, "Where is it?")
    assert told.startswith("No adviser is here now.")
