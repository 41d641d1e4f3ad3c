"""A skill that breaks a rule of the engine is told so, whatever it does to the engine's ways out."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from accessibility.text import Plain, _
from bot.dialogue.question import Question
from bot.dialogue.questions.words import words
from bot.dialogue.skill import Skills, skill
from bot.dialogue.suspend import Bug, Restart, Suspend
from bot.dialogue.talk import MOST_QUESTIONS, Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.flows import form, repair
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

Flow = Callable[[Talk], Awaitable[None]]
START = hear("go", intent="broken")


def asks(key: str) -> Question[str]:
    return words(_("Your %(key)s?", key=Plain(key)))


def conversation(world: World, flow: Flow) -> Chat:
    return Chat(world.house(skill("broken", topic=_("a broken skill"))(flow)))


async def twice(talk: Talk) -> None:
    await talk.ask("name", asks("name"))
    await talk.ask("name", asks("name"))


async def gathered(talk: Talk) -> None:
    await asyncio.gather(talk.ask("one", asks("one")), talk.ask("two", asks("two")))


async def grouped(talk: Talk) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(talk.ask("one", asks("one")))
        group.create_task(talk.ask("two", asks("two")))


async def swallowed(talk: Talk) -> None:
    try:
        await talk.ask("one", asks("one"))
    except BaseException:
        talk.now.isoformat()


async def swallowed_bare(talk: Talk) -> None:
    try:
        await talk.ask("one", asks("one"))
    except:  # noqa: E722 - the very mistake that the engine must notice
        talk.now.isoformat()


async def swallowed_by_finally(talk: Talk) -> None:
    try:
        await talk.ask("one", asks("one"))
    finally:
        return  # noqa: B012 - the very mistake


async def asked_on(talk: Talk) -> None:
    try:
        await talk.ask("one", asks("one"))
    except BaseException:
        await talk.ask("two", asks("two"))


async def said_on(talk: Talk) -> None:
    try:
        await talk.ask("one", asks("one"))
    except BaseException:
        talk.say("done", _("It is done."))


async def done_on(talk: Talk) -> None:
    async def effect(key: str) -> str:
        return key

    try:
        await talk.ask("one", asks("one"))
    except BaseException:
        await talk.once("effect", effect, str)


BROKEN: dict[Flow, str] = {
    gathered: "`two` is asked while another question waits",
    grouped: "asked inside a task group",
    swallowed: "Suspend was caught",
    swallowed_bare: "Suspend was caught",
    swallowed_by_finally: "Suspend was caught",
    asked_on: "`two` is asked while another question waits",
    said_on: "`done` is said while a question waits",
    done_on: "`effect` is done while a question waits",
}


@pytest.mark.parametrize("flow", BROKEN, ids=lambda flow: flow.__name__)
async def test_it_is_reported_at_the_first_question(world: World, flow: Flow) -> None:
    chat = conversation(world, flow)
    with pytest.raises(Bug, match=BROKEN[flow]):
        await chat.hear(START)


async def test_a_key_asked_twice_is_reported_with_the_way_to_mend_it(world: World) -> None:
    chat = conversation(world, twice)
    assert await chat.hear(START) == ["Your name?"]
    with pytest.raises(Bug, match=r"`name` is asked twice: number the key, as in `name\.1`"):
        await chat.send("Ada")


async def test_a_bug_leaves_the_stored_conversation_as_it_was(world: World) -> None:
    chat = conversation(world, twice)
    await chat.hear(START)
    before = chat.raw
    with pytest.raises(Bug):
        await chat.send("Ada")
    assert chat.raw == before
    assert "OK. I have stopped." in (await chat.send("cancel"))[0]


async def test_a_swallowed_restart_of_the_review_is_reported(world: World) -> None:
    @skill("repair", topic=_("your repair"))
    async def careless(talk: Talk) -> None:
        try:
            await repair.flow(talk)
        except Restart:
            talk.now.isoformat()

    chat = Chat(world.house(careless))
    await chat.send("report a repair", "kitchen", "tap")
    await chat.send("25/11")
    with pytest.raises(Bug, match="was caught"):
        await chat.press("review:change:room")


async def test_an_error_of_the_skill_itself_comes_out_as_it_is(world: World) -> None:
    async def failing(talk: Talk) -> None:
        raise LookupError("no such street")

    with pytest.raises(LookupError, match="no such street"):
        await conversation(world, failing).hear(START)


async def test_the_ways_out_are_not_caught_by_accident() -> None:
    assert not issubclass(Suspend, Exception)
    assert not issubclass(Restart, Exception)


async def test_sixty_questions_are_the_most(world: World) -> None:
    chat = Chat(world.house(form(*(f"key {number}" for number in range(MOST_QUESTIONS)))))
    await chat.hear(hear("a form", intent="form"))
    said = await chat.send(*(f"answer {number}" for number in range(MOST_QUESTIONS)))
    assert said[0].startswith("Thank you")


async def test_the_sixty_first_question_is_a_loop(world: World) -> None:
    chat = Chat(world.house(form(*(f"key {number}" for number in range(MOST_QUESTIONS + 1)))))
    await chat.hear(hear("a form", intent="form"))
    with pytest.raises(Bug, match="more than 60 questions"):
        await chat.send(*(f"answer {number}" for number in range(MOST_QUESTIONS)))


def test_two_skills_with_one_name_are_a_mistake() -> None:
    with pytest.raises(ValueError, match="skill form: its name or an intent is taken"):
        Skills([form("a"), form("b")])


def test_two_skills_with_one_intent_are_a_mistake() -> None:
    other = skill("other", topic=_("another form"), intents=("form",))(form("a").flow)
    with pytest.raises(ValueError, match="skill other: its name or an intent is taken"):
        Skills([form("a"), other])


async def test_a_service_that_was_not_handed_in_is_named(world: World) -> None:
    async def needy(talk: Talk) -> None:
        talk.need(asyncio.Event)

    with pytest.raises(LookupError, match="no Event was handed to the engine"):
        await conversation(world, needy).hear(START)
