"""Courtesies of the ladder: labels in other scripts, a question asked anew, an address that is not known."""

from __future__ import annotations

from accessibility.text import RenderedChoice, _
from bot.dialogue.picks import picked
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear, press
from tests.unit.dialogue.house import World

ISOLATED = tuple(
    RenderedChoice(f"id-{number}", str(number), f"\u2068{house} Larch Row\u2069")
    for number, house in enumerate(("2", "4", "6", "12A"), 1)
)


@skill("which", intents=("which",), topic=_("which bin"), short=True)
async def which(talk: Talk) -> None:
    """Asks only when the words do not say."""
    options = (Option("red", _("Red"), ("colour", "red")), Option("blue", _("Blue"), ("colour", "blue")))
    picked_one = await talk.ask("colour", choice(_("Which colour?"), options))
    talk.say("answer", _("It is red.") if picked_one == "red" else _("It is blue."))


def test_a_house_number_is_read_through_the_marks_of_right_to_left_text() -> None:
    assert picked(ISOLATED, "6") == "id-3"
    assert picked(ISOLATED, "12a") == "id-4"
    assert picked(ISOLATED, "3") == "id-3", "no house has it, so that it counts the list"


async def test_a_short_question_asked_anew_takes_the_place_of_the_one_that_waits() -> None:
    chat = Chat(World().house(which))
    assert await chat.hear(hear("which", intent="which")) == ["Which colour?"]
    said = await chat.hear(hear("which for this", intent="which", entities={"colour": "blue"}))
    assert said == ["It is blue."]
    assert chat.state.run is None


async def test_an_address_that_is_not_known_is_said_with_the_first_question() -> None:
    chat = Chat(World().house())
    assert await chat.send("when is my bin 99 elm street") == [
        "I cannot find 99 elm street in this city's list. What is your address?"
    ]


async def test_to_start_again_after_a_greeting_means_the_task() -> None:
    chat = Chat(World().house())
    await chat.send("report a repair", "kitchen")
    chat.wait(hours=2)
    await chat.send("opening hours")
    assert await chat.press("offer:start_again") == ["Which room is it?"]


async def test_a_single_word_is_not_taken_for_a_subject() -> None:
    chat = Chat(World().house())
    assert await chat.hear(hear("flurb", ranking=(("out_of_scope", 0.9),))) == [
        "Sorry, I did not understand. Can you say it in other words?"
    ]
    await chat.hear(press("word:person"))
