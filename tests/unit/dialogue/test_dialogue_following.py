"""A skill follows a danger: behind the card, with the words that were heard; the task at hand is kept."""

from __future__ import annotations

import pytest

from accessibility.text import Plain, _
from bot.dialogue.events import Counted, Parked, Showed, Started
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.flows import danger
from tests.unit.dialogue.hear import hear, press
from tests.unit.dialogue.house import World

CARD = "Do not use any switches. Open the windows and go outside."
SPARKS = "Do not touch it. Turn the power off if you can."
TOLD = "The repairs team knows: i smell gas"
WHERE = "Where is it?"
AGAIN = "You were telling us about your repair. Shall we carry on?"


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def chat(world: World) -> Chat:
    house = world.house(danger)
    house.follows = {"gas": "danger", "electric": "danger", "suicide": "danger", "flood": "gone"}
    return Chat(house)


async def test_it_begins_behind_the_card_with_the_words_that_were_heard(chat: Chat) -> None:
    assert await chat.send("i smell gas") == [CARD, TOLD, WHERE]
    assert [type(event) for event in chat.events if isinstance(event, Showed | Started)] == [Showed, Started]


async def test_the_task_at_hand_is_kept_and_offered_again(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    assert await chat.send("i smell gas") == [CARD, TOLD, WHERE]
    assert Parked("repair") in chat.events
    assert await chat.send("in the cellar") == ["Thank you.", AGAIN]
    assert await chat.send("yes") == ["What is wrong?"]
    assert chat.answers == {"room": "kitchen"}


async def test_a_task_that_had_only_been_begun_is_offered_again_too(chat: Chat) -> None:
    await chat.send("report a repair", "i smell gas")
    assert await chat.send("in the cellar") == ["Thank you.", AGAIN]


async def test_what_was_put_aside_before_is_not_lost_to_a_task_without_answers(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "when is my bin")
    await chat.press("offer:switch")
    await chat.send("i smell gas")
    assert await chat.send("in the cellar") == ["Thank you.", AGAIN]


async def test_a_choice_of_the_ladder_s_own_is_let_go(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "when is my bin")
    assert (await chat.send("i smell gas"))[:2] == [CARD, TOLD]
    assert chat.state.offer is None


async def test_inside_itself_only_the_card_is_shown(chat: Chat, world: World) -> None:
    await chat.send("i smell gas")
    assert await chat.send("there are sparks") == [SPARKS, WHERE]
    assert len(world.office.filed) == 1


async def test_the_same_danger_is_not_followed_twice_within_an_hour(chat: Chat, world: World) -> None:
    await chat.send("i smell gas", "in the cellar")
    chat.wait(minutes=59)
    assert await chat.send("i smell gas") == [CARD]
    chat.wait(minutes=1)
    assert await chat.send("i smell gas") == [CARD, TOLD, WHERE]
    assert len(world.office.filed) == 2


async def test_another_danger_is_followed_at_once(chat: Chat) -> None:
    await chat.send("i smell gas", "in the cellar")
    assert (await chat.send("there are sparks"))[-1] == WHERE


async def test_an_answer_to_a_closed_question_is_an_answer(chat: Chat) -> None:
    await chat.send("report a repair")
    assert await chat.send("kitchen ceiling, sparks") == [SPARKS, "What is wrong?"]
    assert chat.state.parked is None


async def test_what_the_model_alone_takes_for_danger_is_an_answer_where_one_is_awaited(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    said = await chat.hear(hear("he is 82 and lives with me", intent="safety.gas"))
    assert said == [CARD, "Which day suits you?"]


async def test_it_comes_before_a_task_that_the_same_words_begin(chat: Chat) -> None:
    said = await chat.send("i smell gas, report a repair")
    assert said == [CARD, f"{TOLD}, report a repair", WHERE]


@pytest.mark.parametrize("hazard", ["suicide", "abuse", "child", "health", "homeless"])
async def test_behind_these_cards_no_form_is_begun(world: World, hazard: str) -> None:
    house = world.house(danger)
    cards = house.cards
    house.cards = lambda one: cards("gas") if one == hazard else cards(one)
    house.follows = {hazard: "danger"}
    assert await Chat(house).hear(hear("i cannot go on", hazard=hazard)) == [CARD]


@pytest.mark.parametrize("place", ["before begin", "before effect", "after finish"])
async def test_whatever_breaks_the_card_is_shown_and_nothing_is_lost(
    chat: Chat, world: World, place: str
) -> None:
    await chat.send("report a repair", "kitchen")
    world.power.fails_at = place
    assert await chat.send("i smell gas") == [CARD, "What is wrong?"]
    assert Counted("danger_not_followed") in chat.events
    assert chat.answers == {"room": "kitchen"}
    assert await chat.send("i smell gas") == [CARD, TOLD, WHERE], "the next word of it tries again"


async def test_what_nothing_follows_has_its_card(world: World) -> None:
    assert await Chat(world.house(danger)).send("i smell gas") == [CARD]


async def test_a_skill_that_a_deploy_took_away_is_not_missed(world: World) -> None:
    house = world.house()
    house.follows = {"gas": "danger"}
    assert await Chat(house).send("i smell gas") == [CARD]


async def test_after_a_long_pause_the_task_is_put_aside_and_not_answered(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    chat.wait(hours=2)
    assert await chat.send("i smell gas") == [CARD, TOLD, WHERE]
    assert chat.state.parked
    assert chat.state.parked.answers == {"room": "kitchen"}


async def test_a_choice_may_name_what_it_is_about(world: World) -> None:
    @skill("form", topic=_("your form"))
    async def form(talk: Talk) -> None:
        sure = await talk.ask("sure", yes_no(_("%(which)s?", which=Plain(talk.opening.picked))))
        talk.say("done", _("Yes.") if sure else _("No."))

    chat = Chat(world.house(form))
    assert await chat.hear(press("do:form:K7P4MW")) == ["do:form:K7P4MW?"]


async def test_a_choice_that_names_no_skill_is_none(world: World) -> None:
    (said,) = await Chat(world.house()).hear(press("do:nothing:K7P4MW"))
    assert said.startswith("Sorry")
