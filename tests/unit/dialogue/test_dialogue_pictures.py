"""Photos: an answer where one was asked for, otherwise kept, said so, and nothing is lost over it."""

from __future__ import annotations

from bot.dialogue.heard import Heard
from channels.message import Media
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear, send_photo

BLIND = "I have kept 1 photo. I cannot look at pictures. An adviser can, if you talk to one."
ALONE = f"{BLIND} Please tell me in words what it is about."


def photos(count: int, text: str = "") -> Heard:
    return hear(text, media=tuple(Media(f"photo-{n}", "image/jpeg", 2048) for n in range(count)))


async def test_a_photo_alone_is_kept_and_asked_about_and_a_person_is_offered(chat: Chat) -> None:
    assert await chat.hear(send_photo()) == [ALONE]
    assert chat.choices == ["Talk to a person"]
    assert chat.state.misses == 0, "it is no misunderstanding"


async def test_several_are_counted(chat: Chat) -> None:
    assert (await chat.hear(photos(3)))[0].startswith("I have kept 3 photos. ")


async def test_in_a_form_the_question_is_put_again(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    assert await chat.hear(send_photo()) == [BLIND, "What is wrong?"]
    assert await chat.send("the tap drips") == ["Which day suits you?"]


async def test_words_that_come_with_a_photo_are_heard(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    assert await chat.hear(photos(1, "the tap drips")) == [BLIND, "Which day suits you?"]


async def test_words_that_begin_a_task_begin_it(chat: Chat) -> None:
    assert await chat.hear(photos(1, "report a repair")) == [BLIND, "Which room is it?"]


async def test_where_a_photo_was_asked_for_it_is_the_answer(chat: Chat) -> None:
    await chat.send("ring me", "0113 222 4406")
    assert await chat.hear(photos(2, "here it is")) == ["We will ring you.", "Thank you for the photo."]


async def test_a_choice_that_waits_is_put_again(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap")
    put = (await chat.send("when is my bin"))[-1]
    said = await chat.hear(send_photo())
    assert said == [BLIND, put]
    assert await chat.send("no") == ["What is your address?"]


async def test_danger_comes_first_and_a_word_works(chat: Chat) -> None:
    assert (await chat.hear(photos(1, "I smell gas")))[0].startswith("Do not use any switches.")
    assert await chat.hear(photos(1, "help")) == ["You can ask about bins and repairs."]
