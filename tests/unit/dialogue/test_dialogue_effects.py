"""`once`: what must not happen twice does not, wherever the process dies."""

from __future__ import annotations

import pytest

from accessibility.text import _
from bot.dialogue.questions.choice import choice
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import Crash, Office, Power
from tests.unit.dialogue.flows import ROOM_OPTIONS
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

REPORT = ("report a repair", "kitchen", "tap drips", "25/11")


async def test_an_effect_happens_once_however_often_the_skill_is_replayed(world: World, chat: Chat) -> None:
    await chat.send(*REPORT)
    assert not world.office.filed
    assert await chat.send("yes") == ["It is reported. Your reference is R1."]
    await chat.send("repeat", "help", "yes", "back", "no, the bathroom")
    assert list(world.office.filed.values()) == ["kitchen: tap drips, 2026-11-25"]
    assert sum(world.office.requests.values()) == 1


@pytest.mark.parametrize("place", Power.PLACES)
async def test_a_crash_before_or_after_any_step_files_one_report(
    world: World, chat: Chat, place: str
) -> None:
    await chat.send(*REPORT)
    world.power.fails_at = place
    with pytest.raises(Crash, match=place):
        await chat.send("yes")
    assert await chat.send("yes") == ["It is reported. Your reference is R1."]
    assert list(world.office.filed.values()) == ["kitchen: tap drips, 2026-11-25"]


@pytest.mark.parametrize("place", Power.PLACES)
async def test_the_idempotency_key_is_the_same_after_a_crash(world: World, chat: Chat, place: str) -> None:
    await chat.send(*REPORT)
    assert chat.state.run
    run = chat.state.run.id
    world.power.fails_at = place
    with pytest.raises(Crash):
        await chat.send("yes")
    await chat.send("yes")
    assert set(world.office.requests) == {f"{run}:file"}
    assert set(world.journal.started) == {f"{run}:file"}


async def test_a_finished_effect_is_not_requested_again_after_a_crash(world: World, chat: Chat) -> None:
    await chat.send(*REPORT)
    world.power.fails_at = "after finish"
    with pytest.raises(Crash):
        await chat.send("yes")
    await chat.send("yes")
    assert sum(world.office.requests.values()) == 1


async def test_an_effect_without_a_result_is_remembered_too(world: World, chat: Chat) -> None:
    await chat.send("ring me", "0113 496 0000")
    world.power.fails_at = "after finish"
    with pytest.raises(Crash):
        await chat.send("no")
    assert await chat.send("no") == ["We will ring you."]
    assert world.office.rung == 1


async def test_two_runs_are_two_requests(world: World, chat: Chat) -> None:
    await chat.send(*REPORT, "yes")
    await chat.send(*REPORT, "yes")
    assert len(world.office.filed) == 2
    assert chat.said == ["It is reported. Your reference is R2."]


async def test_started_is_recorded_before_the_effect(world: World, chat: Chat) -> None:
    await chat.send(*REPORT)
    world.power.fails_at = "before effect"
    with pytest.raises(Crash):
        await chat.send("yes")
    assert world.journal.started == ["run-1:file"]
    assert not world.office.filed


async def test_what_has_been_sent_is_not_changed_behind_the_residents_back(world: World, chat: Chat) -> None:
    await chat.send(*REPORT, "yes")
    assert await chat.send("back") == ["There is nothing to go back to."]
    await chat.send("no, the bathroom")
    assert chat.said == ["Sorry, I did not understand. Can you say it in other words?"]


async def test_a_short_skill_that_asks_after_its_effect_has_it_once(world: World, chat: Chat) -> None:
    await chat.send("report a repair", "kitchen")
    assert await chat.send("tap drips") == ["Which day suits you?"]
    assert await chat.send("join the queue") == ["You are in the queue. Will you stay?"]
    assert await chat.send("yes") == [
        "Your place is R1.",
        "You were telling us about your repair. Shall we carry on?",
    ]
    assert sum(world.office.requests.values()) == 1
    assert await chat.send("1") == ["Which day suits you?"]


async def test_looking_for_what_to_correct_has_no_effect(world: World) -> None:
    """A skill whose way depends on the time is looked through again, later: it must not act for that."""

    @skill("late", topic=_("a late report"))
    async def late(talk: Talk) -> None:
        wet = await talk.ask("wet", yes_no(_("Is it wet?")))
        if talk.now.hour >= 14:
            await talk.once("file", lambda key: talk.need(Office).file(f"wet: {wet}", key), str)
        talk.say("done", _("Thank you."))

    chat = Chat(world.house(late))
    await chat.hear(hear("late", intent="late"))
    await chat.send("yes")
    chat.wait(hours=3)
    await chat.send("no, the kitchen")
    assert not world.office.filed


async def test_a_review_is_put_again_when_an_answer_before_it_has_changed(world: World) -> None:
    """The resident agreed to what they had read, and to nothing else."""

    @skill("agree", topic=_("an agreement"))
    async def agree(talk: Talk) -> None:
        if talk.now.day > 23:
            await talk.ask("new", yes_no(_("Something new?"), label=_("New")))
        await talk.ask("old", yes_no(_("Something old?"), label=_("Old")))
        if await talk.review():
            await talk.ask("after", yes_no(_("One more thing?")))
            talk.say("done", _("Thank you."))

    chat = Chat(world.house(agree))
    await chat.hear(hear("agree", intent="agree"))
    await chat.send("yes")
    assert await chat.send("yes") == ["One more thing?"]
    chat.now = chat.now.replace(day=24)
    await chat.send("hello")
    assert await chat.send("carry on") == ["Something new?"]
    assert (await chat.send("yes"))[0].startswith("Please check. New: Yes Old: Yes")


async def test_a_review_is_put_again_after_a_correction_behind_it(world: World) -> None:
    @skill("agree", topic=_("an agreement"))
    async def agree(talk: Talk) -> None:
        await talk.ask("room", choice(_("Which room?"), ROOM_OPTIONS, label=_("Room")))
        if await talk.review():
            await talk.ask("after", yes_no(_("One more thing?")))
            talk.say("done", _("Thank you."))

    chat = Chat(world.house(agree))
    await chat.hear(hear("agree in the kitchen", intent="agree"))
    assert await chat.send("yes") == ["One more thing?"]
    assert await chat.send("no, the bedroom") == ["Please check. Room: bedroom Is this right?"]
