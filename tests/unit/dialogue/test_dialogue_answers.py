"""Answers are stored by name, never by position: a deploy in the middle of a conversation is survived."""

from __future__ import annotations

from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.flows import form
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

START = hear("a form", intent="form")


async def filled(world: World, *keys: str, answers: int) -> Chat:
    """A conversation in the middle of a form with these keys, the first `answers` of them answered."""
    chat = Chat(world.house(form(*keys)))
    await chat.hear(START)
    await chat.send(*(f"my {key}" for key in keys[:answers]))
    return chat


async def test_answers_are_kept_under_the_names_of_their_questions(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    assert chat.answers == {"name": "my name"}
    assert chat.state.run
    assert chat.state.run.pending
    assert chat.state.run.pending.key == "colour"


async def test_the_last_answer_ends_the_skill_with_all_of_them(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    assert await chat.send("blue") == ["Thank you: my name, blue."]
    assert chat.state.run is None


async def test_a_question_inserted_before_the_waiting_one_is_just_asked(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("name", "age", "colour"))
    assert await chat.send("blue") == ["Your age?"]
    assert chat.answers == {"name": "my name"}
    assert await chat.send("forty") == ["Your colour?"]
    assert await chat.send("blue") == ["Thank you: my name, forty, blue."]


async def test_a_question_inserted_before_an_answered_one_is_just_asked(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("title", "name", "colour"))
    assert await chat.send("blue") == ["Your title?"]
    assert await chat.send("Dr") == ["Your colour?"]


async def test_a_question_inserted_later_does_not_disturb(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("name", "colour", "age"))
    assert await chat.send("blue") == ["Your age?"]


async def test_the_waiting_question_is_removed_and_the_next_one_asked(world: World) -> None:
    chat = await filled(world, "name", "colour", "age", answers=1)
    chat.house = world.house(form("name", "age"))
    assert await chat.send("blue") == ["Your age?"]
    assert await chat.send("forty") == ["Thank you: my name, forty."]


async def test_an_answered_question_is_removed_and_its_answer_never_submitted(world: World) -> None:
    chat = await filled(world, "name", "secret", "age", answers=2)
    chat.house = world.house(form("name", "age"))
    assert await chat.send("forty") == ["Thank you: my name, forty."]


async def test_the_waiting_question_was_the_last_and_is_removed(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("name"))
    assert await chat.send("blue") == ["Thank you: my name."]
    assert chat.state.run is None


async def test_the_removed_last_question_is_noticed_after_a_digression_too(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("name"))
    assert await chat.send("help") == ["You can ask about bins and repairs.", "Thank you: my name."]
    assert chat.state.run is None


async def test_reordered_questions_keep_their_answers(world: World) -> None:
    chat = await filled(world, "name", "colour", "age", answers=2)
    chat.house = world.house(form("colour", "age", "name"))
    assert await chat.send("forty") == ["Thank you: my colour, forty, my name."]


async def test_a_renamed_question_is_a_new_one(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("full name", "colour"))
    assert await chat.send("blue") == ["Your full name?"]


async def test_a_new_version_asks_everything_again(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("name", "colour", version=2))
    assert await chat.send("blue") == ["Your name?"]
    assert chat.answers == {}
    assert await chat.send("Ada", "red") == ["Thank you: Ada, red."]


async def test_a_new_version_is_announced_by_its_first_question_after_a_pause(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house(form("name", "colour", version=2))
    chat.wait(hours=2)
    await chat.send("hello")
    assert await chat.send("1") == ["Your name?"]


async def test_a_skill_that_a_deploy_took_away_is_let_go(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.house = world.house_without("form")
    assert await chat.send("blue") == ["Sorry, I did not understand. Can you say it in other words?"]
    assert chat.state.run is None
    assert await chat.send("report a repair") == ["Which room is it?"]


async def test_a_parked_task_whose_skill_is_gone_is_not_offered(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    await chat.hear(hear(picked="do:repair"))
    await chat.press("offer:switch")
    chat.house = world.house_without("form")
    await chat.send("kitchen", "tap", "25/11")
    assert await chat.send("yes") == ["It is reported. Your reference is R1."]


async def test_a_choice_between_tasks_of_which_one_is_gone_is_let_go(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    await chat.hear(hear(picked="do:repair"))
    chat.house = world.house_without("repair")
    chat.house.skills = type(chat.house.skills)([*chat.house.skills.by_name.values(), form("name", "colour")])
    assert await chat.send("blue") == ["Thank you: my name, blue."]


async def test_a_carry_on_that_leads_nowhere_any_more_is_let_go(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=1)
    chat.wait(hours=2)
    await chat.send("hello")
    chat.house = world.house_without("form")
    said = await chat.send("1")
    assert said == ["Sorry, I did not understand. Can you say it in other words?"]


async def test_answers_of_one_run_are_not_those_of_the_next(world: World) -> None:
    chat = await filled(world, "name", "colour", answers=2)
    first = chat.state.last_run
    await chat.hear(START)
    assert chat.said == ["Your name?"]
    assert chat.answers == {}
    assert first
    assert chat.state.run
    assert chat.state.run.id != first.id
