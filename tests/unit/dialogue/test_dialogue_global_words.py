"""The words that always work, in every state (R07), and the keys 0 and 9."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Cancelled, LanguageChanged
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

PERSON, HELP = "You can ring the council.", "You can ask about bins and repairs."
STOPPED = "OK. I have stopped. You can ask me something else at any time."
STATES = {
    "at the start": (),
    "in a choice": ("report a repair",),
    "in open words": ("report a repair", "kitchen"),
    "in yes or no": ("report a repair", "bathroom", "tap"),
    "in a date": ("report a repair", "kitchen", "tap"),
    "in a review": ("report a repair", "kitchen", "tap", "25/11"),
    "in an address": ("when is my bin", "elm street"),
    "in a choice of the ladder": ("report a repair", "kitchen", "tap", "when is my bin"),
    "after an answer": ("when is my bin", "12 oak road"),
}
in_every_state = pytest.mark.parametrize("before", STATES.values(), ids=STATES)


@in_every_state
async def test_person(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.send(*before)
    assert (await chat.send("person"))[0] == PERSON


@in_every_state
async def test_help(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.send(*before)
    assert (await chat.send("help"))[0] == HELP


@in_every_state
async def test_what_was_asked_is_asked_again_behind_help(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.send(*before)
    asked = [reply for reply in chat.replies if reply.expects_answer]
    await chat.send("help")
    assert list(chat.replies[1:]) == asked


@in_every_state
@pytest.mark.parametrize("word", ["stop", "cancel"])
async def test_stop_and_cancel(chat: Chat, before: tuple[str, ...], word: str) -> None:
    await chat.send(*before)
    assert await chat.send(word) == [STOPPED]
    assert chat.state.run is None
    assert chat.state.offer is None


@in_every_state
async def test_repeat_says_the_very_same_again(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.send(*before)
    said = chat.replies
    await chat.send("repeat")
    if before:
        assert chat.replies == said
    else:
        assert chat.said[0].startswith("I have not said anything yet.")


@in_every_state
async def test_slower_repeats_and_is_remembered(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.send(*before, "slower", "help")
    assert chat.state.slow


@in_every_state
async def test_language_comes_back_to_where_the_conversation_was(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.send(*before)
    said, waits = chat.replies, chat.state.waits
    assert await chat.send("language") == ["Which language?"]
    assert chat.choices == ["English", "Polski", "اردو"]
    await chat.send("Polski")
    assert LanguageChanged("pl") in chat.events
    assert chat.state.waits == waits
    if before:
        assert chat.replies == said
    else:
        assert chat.said == ["We can talk in this language now."]


async def test_a_language_that_was_named_is_changed_to_at_once(chat: Chat) -> None:
    await chat.send("report a repair")
    in_polish = hear("po polsku", word="language", entities={"language": "pl"})
    assert await chat.hear(in_polish) == ["Which room is it?"]
    assert chat.language == "pl"
    assert await chat.send("kitchen") == ["What is wrong?"]


async def test_a_language_that_is_not_spoken_is_said_so(chat: Chat) -> None:
    welsh = hear("yn Gymraeg", word="language", entities={"language": "cy"})
    assert await chat.hear(welsh) == ["I do not speak that language yet.", "Which language?"]


async def test_the_last_answer_is_said_again_in_the_new_language(chat: Chat) -> None:
    await chat.send("when is my bin", "12 oak road", "9")
    assert await chat.send("2") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days."]


async def test_asking_for_the_languages_twice_still_leads_back(chat: Chat) -> None:
    await chat.send("when is my bin", "12 oak road", "9", "9", "repeat")
    assert chat.said == ["Which language?"]
    assert await chat.send("2") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days."]


async def test_a_choice_of_the_ladder_still_waits_after_the_language(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap", "when is my bin", "language", "Polski")
    assert await chat.send("no") == ["What is your address?"]
    assert chat.state.parked
    assert "wet" not in chat.state.parked.answers


async def test_no_to_the_languages_goes_back_and_answers_nothing(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap", "language")
    assert await chat.send("no") == ["Is the floor wet?"]
    assert "wet" not in chat.answers


async def test_an_answer_instead_of_a_language_is_taken(chat: Chat) -> None:
    await chat.send("report a repair", "language")
    assert await chat.send("kitchen") == ["What is wrong?"]


async def test_a_language_button_works_at_any_time(chat: Chat) -> None:
    await chat.send("report a repair")
    assert await chat.press("language:ur") == ["Which room is it?"]
    assert chat.language == "ur"


@pytest.mark.parametrize("intent", ["control.repeat", "control.slower"])
async def test_a_control_said_in_a_sentence_works_too(chat: Chat, intent: str) -> None:
    await chat.send("when is my bin", "12 oak road")
    said = list(chat.said)
    assert await chat.hear(hear("could you say that again please", intent=intent)) == said


async def test_a_person_asked_for_in_a_sentence(chat: Chat) -> None:
    await chat.send("report a repair")
    asked = hear("can I talk to somebody", intent="handover.person")
    assert await chat.hear(asked) == [PERSON, "Which room is it?"]


async def test_a_word_on_a_button_works(chat: Chat) -> None:
    await chat.send("report a repair")
    assert await chat.press("word:person") == [PERSON, "Which room is it?"]
    assert await chat.press("word:nonsense") == ["Sorry, I did not understand. Which room is it?"]


@pytest.mark.parametrize("before", [(), ("report a repair",), STATES["in a choice of the ladder"]])
async def test_nought_is_a_person_and_nine_the_languages(chat: Chat, before: tuple[str, ...]) -> None:
    await chat.send(*before)
    assert (await chat.send("0"))[0] == PERSON
    assert await chat.send("9") == ["Which language?"]


async def test_where_a_number_is_awaited_they_are_numbers(chat: Chat) -> None:
    await chat.send("when is my bin", "elm street")
    assert await chat.send("9") == ["Bin day for 9, Elm Street, LS8 1AB: in 1 days."]


async def test_at_a_choice_over_a_number_they_are_keys_again(chat: Chat) -> None:
    await chat.send("when is my bin", "elm street", "report a repair")
    assert chat.said == ["You were telling us about your bin day. Finish that first?"]
    assert (await chat.send("0"))[0] == PERSON


@pytest.mark.parametrize("nine", ["9", " 9. ", "٩", "۹", "９"])
async def test_the_keys_work_in_every_script(chat: Chat, nine: str) -> None:
    assert await chat.send(nine) == ["Which language?"]


async def test_stopping_is_recorded(chat: Chat) -> None:
    await chat.send("report a repair", "stop")
    assert Cancelled("repair") in chat.events


async def test_a_house_without_the_skill_behind_a_word_hears_it_as_words(world: World) -> None:
    chat = Chat(world.house())
    assert await chat.hear(hear("where from", word="source")) == [
        "Sorry, I did not understand. Can you say it in other words?"
    ]
