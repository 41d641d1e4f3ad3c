"""A resident in the queue: danger, their place, leaving and the language; else the assistant is silent."""

from __future__ import annotations

import msgspec
import pytest

from bot.dialogue.events import HandedOver
from bot.dialogue.picks import picked
from bot.handover.alone import alone
from bot.handover.request import Place
from bot.handover.waiting import CALL, LEAVE, waiting, where
from bot.knowledge.city import city
from locales import catalogue as catalogues
from locales.catalogue import Catalogue
from tests.unit.bot.in_line import CLOSED, THERE, Resident, house_with
from tests.unit.dialogue.english import english
from tests.unit.dialogue.flows import danger
from tests.unit.dialogue.hear import hear, press

CARD = "Do not use any switches. Open the windows and go outside."
CARRY_ON = " You can carry on typing. The adviser will see all of it."
PLACE = "You are number 2 in the queue. It will take about 8 minutes." + CARRY_ON
QUESTION = "Which room is it?"


@pytest.fixture
async def resident() -> Resident:
    """Somebody who was in the middle of a form and has asked for a person."""
    resident = Resident()
    await resident.turn(alone, hear("report a repair"))
    await resident.turn(alone, hear("kitchen"))
    await resident.turn(alone, hear("person"))
    return resident


@pytest.mark.parametrize(
    ("place", "said", "choices"),
    [
        (Place(1, 1), "You are next. It will take about 1 minute.", [LEAVE]),
        (Place(3, 14), "You are number 3 in the queue. It will take about 14 minutes.", [LEAVE]),
        (Place(3, 15), "You are number 3 in the queue. It will take about 15 minutes.", [LEAVE, CALL]),
        (Place(1), "You are next. I cannot say how long it will take.", [LEAVE, CALL]),
    ],
)
def test_the_place_is_told_with_the_ways_out(place: Place, said: str, choices: list[str]) -> None:
    reply = where(place)
    assert english(reply.text) == said + CARRY_ON
    assert [choice.id for choice in reply.choices] == choices


async def test_what_is_written_at_once_is_for_the_adviser(resident: Resident) -> None:
    assert await resident.turn(waiting, hear("kitchen")) == []
    assert await resident.turn(waiting, hear("when is my bin")) == []
    assert resident.events == []


async def test_after_two_minutes_the_place_is_told_again_and_then_not_at_each_message(
    resident: Resident,
) -> None:
    resident.wait(minutes=2)
    assert await resident.turn(waiting, hear("hello?")) == [PLACE]
    resident.wait(minutes=1)
    assert await resident.turn(waiting, hear("hello?")) == []


@pytest.mark.parametrize("asks", [hear("repeat"), hear("person"), hear("x", intent="handover.person")])
async def test_who_asks_is_told_at_once(resident: Resident, asks: object) -> None:
    assert await resident.turn(waiting, asks) == [PLACE]  # type: ignore[arg-type]


async def test_danger_goes_to_the_front_and_the_form_is_not_asked_on(resident: Resident) -> None:
    card, front = await resident.turn(waiting, hear("now i smell gas"))
    assert (card, front.startswith("You are at the front of the queue")) == (CARD, True)
    assert HandedOver("safety", "gas") in resident.events
    assert not resident.asked()


async def test_danger_in_a_message_that_names_a_task_is_handed_over_too(resident: Resident) -> None:
    resident.raw = None
    said = await resident.turn(waiting, hear("gas, report a repair"))
    assert said[0] == CARD
    assert HandedOver("safety", "gas") in resident.events
    assert resident.state.run is None, "no task is begun while somebody waits"


@pytest.mark.parametrize("leaves", [hear("stop"), hear("cancel"), hear("back"), press(LEAVE)])
async def test_who_leaves_has_the_assistant_and_their_form_again(resident: Resident, leaves: object) -> None:
    said = await resident.turn(waiting, leaves)  # type: ignore[arg-type]
    assert said[0] == "You have left the queue. You can ask me something else at any time."
    assert len(said) == 2
    assert resident.asked()
    assert "Returned" in resident.kinds()
    assert await resident.turn(alone, hear("repeat")) == said


LEAVES = {
    "en": "leave",
    "pl": "wyjdź",
    "ar": "الخروج",
    "ro": "ieșiți",
    "ur": "نکلیں",
    "pa": "ਨਿਕਲੋ",
    "pt": "sair",
    "zh-Hans": "退出排队",
    "ckb": "دەرچوون",
    "fa": "خروج",
    "bn": "ছাড়ুন",
    "gu": "છોડો",
}
"""A bare "leave" as the button of the queue has it; Chinese writes no words apart."""


@pytest.mark.parametrize("tag", city("leeds").languages)
async def test_a_bare_leave_is_the_button_in_every_language(resident: Resident, tag: str) -> None:
    words = catalogues.shipped()
    resident.desk.at = Place(2)  # a wait that nobody can tell: the other ways out are on offer, too
    await resident.turn(waiting, hear("repeat"))
    labels = [
        msgspec.structs.replace(one, label=_said(words, one.label, tag)) for one in resident.state.shown
    ]
    assert len(labels) > 1
    for leaves in (LEAVES[tag], labels[0].label.upper()):
        assert picked(tuple(labels), leaves) == LEAVE, leaves


def _said(words: Catalogue, label: str, tag: str) -> str:
    said = words.translate(label, tag)
    assert said, f"{label} in {tag}"
    return said


async def test_who_would_rather_be_called_leaves_the_queue_for_it(resident: Resident) -> None:
    resident.desk.at = Place(2)
    await resident.turn(waiting, hear("repeat"))
    said = await resident.turn(waiting, press(CALL))
    assert said[0] == "When shall we call you?"
    assert resident.kinds()[0] == "Returned"


async def test_a_sentence_about_calls_leaves_nothing(resident: Resident) -> None:
    assert await resident.turn(waiting, hear("they never ring me", intent="handover.callback")) == []


async def test_in_another_language_only_the_place_is_told_again(resident: Resident) -> None:
    await resident.turn(waiting, hear("language"))
    assert resident.asked()
    assert await resident.turn(waiting, press("language:pl")) == [PLACE]
    assert resident.language == "pl"
    assert resident.state.offer is None


async def test_after_danger_the_card_is_said_in_the_other_language(resident: Resident) -> None:
    await resident.turn(alone, hear("gas"))
    said = await resident.turn(
        waiting, hear("po polsku", intent="language.change", entities={"language": "pl"})
    )
    assert said == [CARD, PLACE]


async def test_the_question_for_a_language_is_let_go_by_any_other_message(resident: Resident) -> None:
    await resident.turn(waiting, hear("language"))
    await resident.turn(waiting, hear("my bin is full"))
    assert resident.state.offer is None


async def test_a_choice_that_waited_comes_back_after_the_question_for_a_language(resident: Resident) -> None:
    await resident.turn(waiting, hear("stop"))
    resident.wait(hours=1)
    assert await resident.turn(alone, hear("hello")) == [
        "You were telling us about your repair. Carry on, or start again?"
    ]
    await resident.turn(alone, hear("person"))
    put = resident.state.offer
    assert put is not None
    await resident.turn(waiting, hear("language"))
    await resident.turn(waiting, press("language:ur"))
    assert resident.state.offer == put


async def test_after_closing_time_it_is_said_that_nobody_comes_and_the_place_is_kept(
    resident: Resident,
) -> None:
    resident.desk.availability = CLOSED
    resident.wait(minutes=2)
    assert await resident.turn(waiting, hear("hello?")) == [
        "No adviser is here now. Advisers are here again on 2026-11-24 at 09:00. "
        "You keep your place in the queue."
    ]
    assert "Returned" not in resident.kinds()
    assert [one.id for one in resident.state.shown] == [LEAVE, CALL]


async def test_somebody_who_has_just_been_claimed_is_told_nothing(resident: Resident) -> None:
    resident.desk.at = None
    resident.wait(minutes=2)
    assert await resident.turn(waiting, hear("hello?")) == []


@pytest.fixture
async def alarmed() -> Resident:
    """Somebody in danger, in the middle of a form, while nobody is there."""
    resident = Resident()
    resident.desk.availability = CLOSED
    await resident.turn(alone, hear("report a repair"))
    await resident.turn(alone, hear("kitchen"))
    await resident.turn(alone, hear("i smell gas"))
    return resident


async def test_until_somebody_comes_the_assistant_helps_who_is_in_danger(alarmed: Resident) -> None:
    assert await alarmed.turn(waiting, hear("tap drips")) == ["Which day suits you?"]
    assert await alarmed.turn(waiting, hear("opening hours")) == [
        "We are open from nine to five.",
        "Which day suits you?",
    ]
    assert not {"Returned", "HandedOver"} & set(alarmed.kinds()), "they stay in the queue"
    assert alarmed.state.meanwhile


async def test_who_books_a_call_in_danger_stays_in_the_queue(alarmed: Resident) -> None:
    assert (await alarmed.turn(waiting, press(CALL)))[0] == "When shall we call you?"
    assert "Returned" not in alarmed.kinds()


async def test_a_word_for_stopping_stops_the_form_first_and_then_leaves(alarmed: Resident) -> None:
    assert await alarmed.turn(waiting, hear("stop")) == [
        "OK. I have stopped. You can ask me something else at any time."
    ]
    assert "Returned" not in alarmed.kinds()
    said = await alarmed.turn(waiting, hear("stop"))
    assert said[0].startswith("You have left the queue.")
    assert not alarmed.state.meanwhile


async def test_more_danger_shows_its_card_and_is_told_honestly_again(alarmed: Resident) -> None:
    card, told, question = await alarmed.turn(waiting, hear("i smell gas"))
    assert (card, told.startswith("No adviser is here now.")) == (CARD, True)
    assert question == "What is wrong?"
    assert HandedOver("safety", "gas") in alarmed.events


async def test_when_somebody_has_come_the_place_is_told_at_once_and_the_form_waits(alarmed: Resident) -> None:
    alarmed.desk.availability = THERE
    assert await alarmed.turn(waiting, hear("tap drips")) == [PLACE]
    assert not alarmed.state.meanwhile
    assert await alarmed.turn(waiting, hear("hello?")) == []


async def test_nobody_in_danger_is_forgotten_by_one_sentence(alarmed: Resident) -> None:
    said = await alarmed.turn(waiting, hear("forget me", intent="privacy.erase"))
    assert said == ["I can delete all that I hold about you. You will leave the queue then."]


async def test_danger_after_closing_is_no_promise_to_who_waits_already(resident: Resident) -> None:
    resident.desk.availability = CLOSED
    card, told = await resident.turn(waiting, hear("now i smell gas"))
    assert (card, told.startswith("No adviser is here now.")) == (CARD, True)
    assert resident.state.meanwhile


async def test_a_message_in_the_queue_answers_no_question_of_the_form(resident: Resident) -> None:
    """The card is shown, and what was said with it is for the adviser."""
    await resident.turn(waiting, hear("he is 82", intent="safety.gas"))
    assert resident.state.run is not None
    assert resident.state.run.answers == {"room": "kitchen"}


async def test_what_follows_a_danger_is_begun_in_the_queue_and_asks_nothing(resident: Resident) -> None:
    resident.house = house_with(resident.desk, danger)
    resident.house.follows = {"gas": "danger"}
    card, told, front = await resident.turn(waiting, hear("now i smell gas"))
    assert (card, told) == (CARD, "The repairs team knows: now i smell gas")
    assert front.startswith("You are at the front")
    assert not resident.asked()
    assert resident.state.parked, "the form of before is kept, too"


async def test_its_question_is_put_to_who_leaves_the_queue(resident: Resident) -> None:
    resident.house = house_with(resident.desk, danger)
    resident.house.follows = {"gas": "danger"}
    await resident.turn(waiting, hear("now i smell gas"))
    _left, question = await resident.turn(waiting, press(LEAVE))
    assert question == "Where is it?"


async def test_in_the_queue_with_nobody_there_it_asks_on(resident: Resident) -> None:
    resident.house = house_with(resident.desk, danger)
    resident.house.follows = {"gas": "danger"}
    resident.desk.availability = CLOSED
    said = await resident.turn(waiting, hear("now i smell gas"))
    assert said[-1] == "Where is it?"
    assert resident.asked()
    assert [reply.expects_answer for reply in resident.state.last][-1]
