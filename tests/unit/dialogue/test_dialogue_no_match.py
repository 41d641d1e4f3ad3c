"""Nothing fits: three different answers, the last of them a person. Two meanings: the resident says which."""

from __future__ import annotations

from bot.dialogue.events import Counted, Missed
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear

FIRST = "Sorry, I did not understand. Can you say it in other words?"


async def test_without_a_task_other_words_then_what_can_be_asked_then_a_person(chat: Chat) -> None:
    assert await chat.send("flurb") == [FIRST]
    assert await chat.send("flurb") == [
        "Sorry, I still do not understand.",
        "You can ask about bins and repairs.",
    ]
    assert await chat.send("flurb") == [
        "I am sorry. I do not understand this well enough.",
        "You can ring the council.",
    ]


async def test_a_person_is_offered_with_the_first_miss_already(chat: Chat) -> None:
    await chat.send("flurb")
    assert chat.choices == ["Talk to a person"]
    assert await chat.send("1") == ["You can ring the council."]


async def test_in_a_question_other_words_then_how_to_answer_then_a_person(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap")
    assert await chat.send("flurb") == ["Sorry, I did not understand. Is the floor wet?"]
    assert await chat.send("flurb") == ["Please answer yes or no. Is the floor wet?"]
    assert await chat.send("flurb") == [
        "I am sorry. I do not understand this well enough.",
        "You can ring the council.",
        "Is the floor wet?",
    ]


async def test_a_question_without_a_hint_of_its_own_says_three_different_things_too(chat: Chat) -> None:
    await chat.send("report a repair")
    said = [await chat.send("flurb") for _ in range(3)]
    assert len({tuple(one) for one in said}) == 3
    assert said[1] == ["Please choose one of these. Which room is it?"]
    assert chat.choices == ["kitchen", "bathroom", "bedroom"]


async def test_after_the_person_the_count_begins_again(chat: Chat) -> None:
    await chat.send("report a repair", "flurb", "flurb", "flurb")
    assert await chat.send("flurb") == ["Sorry, I did not understand. Which room is it?"]


async def test_each_question_counts_for_itself(chat: Chat) -> None:
    await chat.send("report a repair", "flurb", "flurb", "bathroom", "tap")
    assert await chat.send("flurb") == ["Sorry, I did not understand. Is the floor wet?"]


async def test_an_answer_ends_the_count_without_a_task(chat: Chat) -> None:
    await chat.send("flurb", "flurb", "when is my bin", "12 oak road")
    assert await chat.send("flurb") == [FIRST]


async def test_a_miss_keeps_what_is_known(chat: Chat) -> None:
    await chat.send("when is my bin", "elm street")
    await chat.send("flurb")
    assert await chat.send("4") == ["Bin day for 4, Elm Street, LS8 1AB: in 1 days."]


async def test_misses_are_counted_for_staff_with_the_question(chat: Chat) -> None:
    await chat.send("flurb")
    assert Counted("unanswered", "flurb") in chat.events
    assert Missed(1) in chat.events


async def test_what_fits_no_question_is_counted_without_words(chat: Chat) -> None:
    await chat.send("when is my bin")
    await chat.send("flurb")
    assert Counted("unanswered") in chat.events


async def test_out_of_scope_says_so_and_offers_a_person(chat: Chat) -> None:
    assert await chat.hear(hear("tree roots", ranking=(("out_of_scope", 0.8), ("bins", 0.1)))) == [
        "I do not have an answer I trust for that. A person can look into it."
    ]
    assert chat.choices == ["Talk to a person", "What can you do?"]


async def test_saying_again_what_one_is_doing_does_not_begin_it_again(chat: Chat) -> None:
    await chat.send("report a repair", "bathroom", "tap drips")
    assert await chat.send("report a repair") == ["Sorry, I did not understand. Is the floor wet?"]
    assert chat.answers == {"room": "bathroom", "what": "tap drips"}


async def test_two_meanings_nearly_as_likely_are_put_to_the_resident(chat: Chat) -> None:
    unclear = hear("about my kitchen", ranking=(("repair", 0.4), ("bins", 0.35)))
    assert await chat.hear(unclear) == ["Did you mean one of these?"]
    assert chat.choices == ["your repair", "your bin day", "Talk to a person"]


async def test_the_words_that_were_unclear_open_the_chosen_skill(chat: Chat) -> None:
    await chat.hear(hear("about my kitchen", ranking=(("repair", 0.4), ("bins", 0.35))))
    assert await chat.send("1") == ["I have understood: kitchen. What is wrong?"]
    assert chat.answers == {"room": "kitchen"}


async def test_the_person_among_the_meanings_works(chat: Chat) -> None:
    await chat.hear(hear("hm", ranking=(("repair", 0.4), ("bins", 0.35))))
    assert await chat.send("Talk to a person") == ["You can ring the council."]


async def test_something_else_than_a_meaning_is_heard_on_its_own(chat: Chat) -> None:
    await chat.hear(hear("hm", ranking=(("repair", 0.4), ("bins", 0.35))))
    assert await chat.send("opening hours") == ["We are open from nine to five."]


async def test_one_clear_meaning_or_none_is_not_put_as_a_choice(chat: Chat) -> None:
    for ranking in (
        (("repair", 0.4), ("bins", 0.1)),
        (("repair", 0.1), ("bins", 0.1)),
        (("repair", 0.4), ("nobody", 0.39)),
        (("repair", 0.4), ("repair", 0.39)),
        (("repair", 0.9),),
    ):
        await chat.hear(hear("hm", ranking=ranking))
        assert chat.state.offer is None


async def test_inside_a_question_meanings_are_not_put(chat: Chat) -> None:
    await chat.send("report a repair")
    said = await chat.hear(hear("hm", ranking=(("callback", 0.4), ("bins", 0.35))))
    assert said == ["Sorry, I did not understand. Which room is it?"]


async def test_a_turn_never_ends_in_silence(chat: Chat) -> None:
    """Even when a skill forgets to say something."""
    await chat.hear(hear("silent", intent="silent"))
    assert await chat.send("no") == ["OK. You can ask me something else at any time."]
