"""`look`: what was read stays what was read, until something that it hangs on has changed."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from accessibility.text import Count, _
from bot.dialogue import state as states
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import Skill, skill
from bot.dialogue.talk import Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.council import Timetable
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

START = hear("slots", intent="slots")


@skill("slots", topic=_("a free slot"))
async def slots(talk: Talk) -> None:
    """Reads the next free slot between two questions."""
    await talk.ask("first", yes_no(_("Shall I look?")))
    slot = await talk.look("slot", talk.need(Timetable).next, int)
    await talk.ask("second", yes_no(_("Is slot %(count)s good?", count=Count(slot))))
    talk.say("done", _("You have slot %(count)s.", count=Count(slot)))


async def test_what_was_read_is_kept_for_the_run(world: World) -> None:
    chat = Chat(world.house(slots))
    await chat.hear(START)
    assert await chat.send("yes") == ["Is slot 1 good?"]
    assert await chat.send("gibberish") == ["Sorry, I did not understand. Is slot 1 good?"]
    assert await chat.send("help") == ["You can ask about bins and repairs.", "Is slot 1 good?"]
    assert await chat.send("yes") == ["You have slot 1."]


async def test_the_next_run_reads_for_itself(world: World) -> None:
    chat = Chat(world.house(slots))
    for expected in ("Is slot 1 good?", "Is slot 2 good?"):
        await chat.hear(START)
        assert await chat.send("yes") == [expected]
        await chat.send("cancel")


async def test_it_is_read_afresh_after_a_correction(chat: Chat) -> None:
    await chat.send("when is my bin")
    assert await chat.send("12 Oak Road") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days."]
    assert await chat.send("no, 14") == ["Bin day for 14, Oak Road, LS8 1AA: in 2 days."]


async def test_it_is_read_afresh_after_going_back(world: World) -> None:
    chat = Chat(world.house(slots))
    await chat.hear(START)
    assert await chat.send("yes") == ["Is slot 1 good?"]
    assert await chat.send("back") == ["Shall I look?"]
    assert await chat.send("yes") == ["Is slot 2 good?"]


async def test_it_is_read_afresh_after_a_long_pause(world: World) -> None:
    chat = Chat(world.house(slots))
    await chat.hear(START)
    await chat.send("yes")
    chat.wait(hours=2)
    await chat.send("hello")
    assert await chat.send("1") == ["Is slot 2 good?"]


async def test_a_deploy_that_changes_the_shape_of_what_is_read_reads_it_afresh(world: World) -> None:
    class Slot(Struct):
        number: int

    def reshaped() -> Skill:
        @skill("slots", topic=_("a free slot"))
        async def flow(talk: Talk) -> None:
            await talk.ask("first", yes_no(_("Shall I look?")))
            slot = await talk.look("slot", lambda: Slot(7), Slot)
            await talk.ask("second", yes_no(_("Is slot %(count)s good?", count=Count(slot.number))))

        return flow

    chat = Chat(world.house(slots))
    await chat.hear(START)
    await chat.send("yes")
    chat.house = world.house(reshaped())
    assert await chat.send("gibberish") == ["Sorry, I did not understand. Is slot 7 good?"]


async def test_a_read_may_be_plain_or_awaited(world: World) -> None:
    @skill("slots", topic=_("a free slot"))
    async def both(talk: Talk) -> None:
        plain = await talk.look("plain", lambda: 40, int)
        awaited = await talk.look("awaited", talk.need(Timetable).next, int)
        talk.say("done", _("Together %(count)s.", count=Count(plain + awaited)))

    chat = Chat(world.house(both))
    assert await chat.hear(START) == ["Together 41."]


async def test_time_is_that_of_the_message(world: World) -> None:
    @skill("slots", topic=_("a free slot"))
    async def clock(talk: Talk) -> None:
        talk.say("now", _("It is %(count)s.", count=Count(talk.now.hour)))

    chat = Chat(world.house(clock))
    chat.wait(hours=3)
    assert await chat.hear(START) == ["It is 15."]


async def test_everything_that_is_stored_is_json(chat: Chat) -> None:
    await chat.send("when is my bin", "oak road")
    assert chat.raw
    assert msgspec.json.encode(msgspec.json.decode(chat.raw)) == chat.raw
    assert states.dump(states.load(chat.raw)) == chat.raw


def test_a_new_conversation_has_a_fresh_state() -> None:
    assert states.load(None) == states.State()
    assert states.load(b"") == states.State()
