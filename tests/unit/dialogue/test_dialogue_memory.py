"""What is remembered between tasks: for a day, or longer with the resident's consent."""

from __future__ import annotations

import datetime as dt

from accessibility.text import Plain, _
from bot.dialogue.events import Answered, Counted, Forgotten
from bot.dialogue.skill import Skill, skill
from bot.dialogue.talk import Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World


def remembering(*, kept: bool, value: str = "blue") -> Skill:
    @skill("note", topic=_("a note"))
    async def flow(talk: Talk) -> None:
        talk.remember("colour", value, kept=kept)
        talk.say("noted", _("Noted."))

    return flow


@skill("recall", topic=_("your colour"))
async def recalling(talk: Talk) -> None:
    talk.say("colour", _("It is %(colour)s.", colour=Plain(str(talk.recall("colour")))))


@skill("forget", topic=_("forgetting"))
async def forgetting(talk: Talk) -> None:
    talk.forget("colour")
    talk.say("gone", _("It is forgotten."))


async def noted(world: World, *, kept: bool) -> Chat:
    chat = Chat(world.house(remembering(kept=kept), recalling, forgetting))
    await chat.hear(hear("note", intent="note"))
    return chat


async def recalled(chat: Chat) -> list[str]:
    return await chat.hear(hear("recall", intent="recall"))


async def test_a_fact_is_not_asked_for_twice(chat: Chat) -> None:
    await chat.send("when is my bin", "12 oak road")
    assert await chat.send("when is my bin") == ["Bin day for 12, Oak Road, LS8 1AA: in 2 days."]
    assert Answered("home", "recalled") in chat.events


async def test_the_opening_words_win_over_what_is_remembered(chat: Chat) -> None:
    await chat.send("when is my bin", "12 oak road")
    assert await chat.send("when is my bin at 14 oak road") == [
        "Bin day for 14, Oak Road, LS8 1AA: in 2 days."
    ]
    assert Answered("home", "prefilled") in chat.events


async def test_a_recalled_answer_can_be_gone_back_from(chat: Chat) -> None:
    await chat.send("when is my bin", "12 oak road", "when is my bin")
    assert await chat.send("back") == ["What is your address?"]


async def test_a_mentioned_fact_is_forgotten_after_a_day(world: World) -> None:
    chat = await noted(world, kept=False)
    chat.wait(hours=23, minutes=59)
    assert await recalled(chat) == ["It is blue."]
    chat.wait(minutes=1)
    assert await recalled(chat) == ["It is None."]


async def test_a_kept_fact_is_not(world: World) -> None:
    chat = await noted(world, kept=True)
    chat.wait(days=400)
    assert await recalled(chat) == ["It is blue."]


async def test_mentioning_a_kept_fact_again_keeps_it(world: World) -> None:
    chat = await noted(world, kept=True)
    chat.house = world.house(remembering(kept=False), recalling)
    await chat.hear(hear("note", intent="note"))
    chat.wait(days=2)
    assert await recalled(chat) == ["It is blue."]


async def test_another_fact_under_the_same_name_needs_its_own_consent(world: World) -> None:
    chat = await noted(world, kept=True)
    chat.house = world.house(remembering(kept=False, value="red"), recalling)
    await chat.hear(hear("note", intent="note"))
    assert await recalled(chat) == ["It is red."]
    chat.wait(days=2)
    assert await recalled(chat) == ["It is None."]


async def test_mentioning_a_fact_again_begins_its_day_afresh(world: World) -> None:
    chat = await noted(world, kept=False)
    chat.wait(hours=20)
    await chat.hear(hear("note", intent="note"))
    chat.wait(hours=20)
    assert await recalled(chat) == ["It is blue."]


async def test_a_fact_can_be_forgotten_at_once(world: World) -> None:
    chat = await noted(world, kept=True)
    await chat.hear(hear("forget", intent="forget"))
    assert await recalled(chat) == ["It is None."]


async def test_erasing_is_an_event_for_the_turn(world: World) -> None:
    @skill("erase", topic=_("erasing"))
    async def erase(talk: Talk) -> None:
        talk.forgotten()
        talk.count("erased")
        talk.count("erased")
        talk.say("gone", _("It is deleted."))

    chat = Chat(world.house(erase))
    await chat.hear(hear("erase", intent="erase"))
    assert Forgotten() in chat.events
    assert chat.events.count(Counted("erased")) == 1


async def test_what_was_remembered_is_stored_with_its_time(world: World) -> None:
    chat = await noted(world, kept=False)
    assert chat.state.memory["colour"].at == chat.now.astimezone(dt.UTC)
