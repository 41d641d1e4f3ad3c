"""A card inside a form: where the words were an answer as well, the form goes on with it behind the card."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Showed
from bot.dialogue.heard import Heard
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

CARD = "Do not use any switches. Open the windows and go outside."
SPARKS = "Do not touch it. Turn the power off if you can."


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def chat(world: World) -> Chat:
    return Chat(world.house())


async def test_a_short_answer_that_the_model_takes_for_danger_is_an_answer(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    answer = hear("he is 82 and lives with me", intent="safety.gas")
    assert await chat.hear(answer) == [CARD, "Which day suits you?"]
    assert chat.answers == {"room": "kitchen", "what": "he is 82 and lives with me"}
    assert Showed("gas") in chat.events


async def test_a_choice_that_is_named_with_danger_is_chosen(chat: Chat) -> None:
    await chat.send("report a repair")
    assert await chat.send("kitchen ceiling, sparks") == [SPARKS, "What is wrong?"]
    assert chat.answers == {"room": "kitchen"}


async def test_words_that_are_surely_danger_are_no_answer_to_an_open_question(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    assert await chat.send("i smell gas") == [CARD, "What is wrong?"]
    assert chat.answers == {"room": "kitchen"}


async def test_what_does_not_fit_is_asked_again_and_is_no_miss(chat: Chat) -> None:
    await chat.send("report a repair")
    assert await chat.send("i smell gas") == [CARD, "Which room is it?"]
    assert chat.state.run
    assert chat.state.run.pending
    assert chat.state.run.pending.misses == 0


@pytest.mark.parametrize("hazard", ["suicide", "abuse", "child"])
async def test_a_form_is_told_nothing_of_what_is_nobody_s_to_keep(world: World, hazard: str) -> None:
    house = world.house()
    cards = house.cards
    house.cards = lambda one: cards("gas") if one == hazard else cards(one)
    chat = Chat(house)
    await chat.send("report a repair", "kitchen")
    assert await chat.hear(hear("i cannot go on", intent=f"safety.{hazard}")) == [CARD, "What is wrong?"]
    assert chat.answers == {"room": "kitchen"}


@pytest.mark.parametrize(
    "words", [hear("yes", hazard="gas"), hear("yes", intent="safety.gas", word="affirm")]
)
async def test_nothing_is_sent_by_a_message_about_danger(chat: Chat, world: World, words: Heard) -> None:
    await chat.send("report a repair", "kitchen", "tap drips", "25/11")
    said = await chat.hear(words)
    assert said[0] == CARD
    assert said[1].startswith("Please check.")
    assert world.office.filed == {}


async def test_after_a_long_pause_it_is_heard_as_danger_alone(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    chat.wait(hours=2)
    await chat.hear(hear("he is 82", intent="safety.gas"))
    assert chat.answers == {"room": "kitchen"}


async def test_a_choice_of_the_ladder_is_not_answered_by_it(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap", "when is my bin")
    await chat.hear(hear("he is 82", intent="safety.gas"))
    assert chat.state.offer is not None


@pytest.fixture
def carded(world: World) -> Chat:
    """Somebody in a house that has a card for everything."""
    house = world.house()
    cards = house.cards
    house.cards = lambda hazard: cards("gas") if hazard else ()
    return Chat(house)


@pytest.mark.parametrize("hazard", ["child", "homeless"])
async def test_a_few_words_that_were_asked_for_bring_no_card_of_circumstances(
    carded: Chat, hazard: str
) -> None:
    await carded.send("report a repair")
    assert CARD not in await carded.hear(hear("the kitchen", intent=f"safety.{hazard}"))
    assert carded.answers == {"room": "kitchen"}


@pytest.mark.parametrize("hazard", ["health", "suicide", "abuse", "gas", "fire_electric", "water"])
async def test_of_a_body_or_a_house_in_danger_the_model_is_believed_however_few_they_are(
    carded: Chat, hazard: str
) -> None:
    await carded.send("report a repair")
    assert (await carded.hear(hear("kitchen, she is blue", intent=f"safety.{hazard}")))[0] == CARD


async def test_the_fixed_words_bring_it_however_few_they_are(carded: Chat) -> None:
    await carded.send("report a repair")
    assert (await carded.hear(hear("the kitchen", hazard="child")))[0] == CARD


async def test_a_longer_tale_brings_it_whatever_it_answers(carded: Chat) -> None:
    await carded.send("report a repair")
    tale = hear("in the kitchen and he is all alone there", intent="safety.child")
    assert (await carded.hear(tale))[0] == CARD
