"""After an adviser has closed: thanks, the survey, and what is written later."""

from __future__ import annotations

import msgspec
import pytest

from bot.dialogue import state as states
from bot.dialogue.events import HandedOver, Scored
from bot.handover.alone import alone
from bot.handover.desk import Availability
from bot.handover.ended import ended, survey
from tests.unit.bot.in_line import CLOSED, Resident
from tests.unit.dialogue.english import english, shown
from tests.unit.dialogue.hear import hear, press

CARD = "Do not use any switches. Open the windows and go outside."


@pytest.fixture
async def resident() -> Resident:
    """Somebody who was in the middle of a form, asked for a person, and has been helped."""
    resident = Resident()
    await resident.turn(alone, hear("report a repair"))
    await resident.turn(alone, hear("kitchen"))
    await resident.turn(alone, hear("person"))
    resident.wait(minutes=20)
    return resident


def shows_survey(resident: Resident) -> None:
    state = resident.state
    state.shown = shown(survey())
    resident.raw = states.dump(state)


def test_the_survey_is_one_question_that_nobody_has_to_answer() -> None:
    reply = survey()
    assert english(reply.text) == "You do not have to answer. Did that help you?"
    assert not reply.expects_answer
    assert len(reply.choices) == 3


@pytest.mark.parametrize(("said", "score"), [("survey:3", 3), ("survey:2", 2), ("survey:1", 1)])
async def test_a_score_is_taken(resident: Resident, said: str, score: int) -> None:
    shows_survey(resident)
    assert await resident.turn(ended, press(said)) == ["Thank you. That helps us."]
    assert Scored(score) in resident.events
    assert resident.kinds() == ["Scored"]


async def test_a_score_can_be_typed_by_its_number(resident: Resident) -> None:
    shows_survey(resident)
    await resident.turn(ended, hear("3"))
    assert Scored(1) in resident.events


@pytest.mark.parametrize("heard", [hear("ta", intent="thanks"), hear("bye", intent="goodbye"), hear("yes")])
async def test_thanks_do_not_reopen(resident: Resident, heard: object) -> None:
    assert await resident.turn(ended, heard) == ["You are welcome."]  # type: ignore[arg-type]
    assert resident.kinds() == []


async def test_anything_else_reopens_it_for_nobody_in_particular(resident: Resident) -> None:
    (said,) = await resident.turn(ended, hear("it is broken again"))
    assert said.startswith("I have put you back in the queue. You are next. It will take about 4 minutes.")
    assert HandedOver("reopened") in resident.events


@pytest.mark.parametrize("now", [Availability(), CLOSED])
async def test_with_nobody_there_the_assistant_answers(resident: Resident, now: Availability) -> None:
    resident.desk.availability = now
    said = await resident.turn(ended, hear("opening hours"))
    assert said[0] == "We are open from nine to five."
    assert "Returned" in resident.kinds()
    assert "HandedOver" not in resident.kinds()


async def test_after_a_day_the_assistant_answers(resident: Resident) -> None:
    resident.wait(days=1)
    said = await resident.turn(ended, hear("opening hours"))
    assert said[0] == "We are open from nine to five."


async def test_what_is_written_then_is_no_answer_to_a_question_of_before(resident: Resident) -> None:
    resident.desk.availability = CLOSED
    await resident.turn(ended, hear("yes i tried that with the bedroom"))
    assert resident.state.run is None
    parked = resident.state.parked
    assert parked is not None
    assert parked.answers == {"room": "kitchen"}


async def test_a_form_in_which_nothing_was_told_is_let_go(resident: Resident) -> None:
    resident.raw = None
    await resident.turn(alone, hear("report a repair"))
    resident.desk.availability = CLOSED
    await resident.turn(ended, hear("opening hours"))
    assert (resident.state.run, resident.state.parked) == (None, None)


async def test_an_old_place_in_the_queue_is_not_said_again(resident: Resident) -> None:
    resident.desk.availability = CLOSED
    (said,) = await resident.turn(ended, hear("repeat"))
    assert said == "I have not said anything yet. You can ask me something else at any time."


async def test_danger_goes_to_the_front_where_somebody_is_there(resident: Resident) -> None:
    card, front = await resident.turn(ended, hear("i smell gas"))
    assert (card, front.startswith("You are at the front of the queue")) == (CARD, True)
    assert [one for one in resident.events if isinstance(one, HandedOver)] == [HandedOver("safety", "gas")]


async def test_danger_with_thanks_is_danger(resident: Resident) -> None:
    said = await resident.turn(ended, hear("thanks but i smell gas", intent="thanks"))
    assert said[0] == CARD


async def test_danger_with_a_task_shows_one_card(resident: Resident) -> None:
    said = await resident.turn(ended, hear("gas, report a repair"))
    assert said.count(CARD) == 1
    assert HandedOver("safety", "gas") in resident.events


async def test_danger_with_nobody_there_is_first_in_the_queue_too(resident: Resident) -> None:
    resident.desk.availability = msgspec.structs.replace(CLOSED, opens=None)
    card, told = await resident.turn(ended, hear("i smell gas"))
    assert (card, told.startswith("No adviser is here now. You do not have to wait for us.")) == (CARD, True)
    assert resident.kinds().index("Returned") < resident.kinds().index("HandedOver")
    assert resident.state.meanwhile
