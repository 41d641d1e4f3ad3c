"""What Chatwoot hears of a resident who wants a person, whatever goes wrong on the way."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable

import pytest

from bot.clock import FixedClock
from bot.relay.chatwoot import REFERENCE, ChatwootError
from bot.relay.outward import Thread
from bot.relay.relay import EVERY
from bot.relay.voice import ENDED, FORGOTTEN, LEFT
from bot.store.relays import HELD
from tests.integration.relay.chatwoot_server import FAULTS, FakeChatwoot
from tests.integration.relay.conftest import OpenDesk
from tests.integration.relay.desk import UNREACHED, Desk
from tests.integration.relay.residents import asks, leaves, member, owner
from tests.integration.store.talking import ME, OTHER, read

CREATES = ("POST contacts", "POST conversations", "POST conversations/1/messages")


async def test_who_joins_the_queue_is_a_conversation_with_the_brief_as_a_note(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    assert chatwoot.conversations[1]["status"] == "open"
    assert chatwoot.conversations[1]["custom_attributes"] == {REFERENCE: handover.reference}
    assert chatwoot.notes(1) == ["asked, en, sms: a person please / You are in the queue."]
    assert chatwoot.said(1) == []
    assert (await desk.now(handover)).status == "queued"


async def test_chatwoot_is_told_neither_a_phone_number_nor_our_look_up_hash(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    talk = await desk.relay._stores.talks.read(handover.conversation)
    assert talk is not None
    everything = f"{chatwoot.contacts} {chatwoot.conversations} {chatwoot.messages} {chatwoot.asked}"
    for hidden in (ME, ME.replace(" ", ""), talk[1].hex()):
        assert hidden not in everything


async def test_what_the_resident_writes_later_follows_in_order_each_once(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await desk.says("It is the boiler.")
    await desk.step(handover)
    await desk.says("It drips.")
    await desk.says("")
    await desk.step(handover)
    await desk.step(handover)
    assert chatwoot.said(1) == [
        "It is the boiler.",
        "It drips.",
        "(The resident sent something without words.)",
    ]


async def test_the_same_resident_is_the_same_contact_another_is_another(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    first = await desk.waits()
    await desk.waits(OTHER)
    await leaves(desk.store)
    await desk.step(first)
    again = await desk.waits()
    assert len(chatwoot.contacts) == 2
    contacts = [one["contact_id"] for one in chatwoot.conversations.values()]
    assert contacts[0] == contacts[2] != contacts[1]
    assert chatwoot.conversations[3]["custom_attributes"] == {REFERENCE: again.reference}


async def test_an_inbox_with_one_conversation_for_each_resident_begins_it_again(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    chatwoot.single = True
    first = await desk.waits()
    answer = chatwoot.agent_writes(1, "Hello.")
    await desk.told(answer)
    await desk.told(chatwoot.agent_turns(1, "resolved"))
    await desk.step(first)
    assert not await desk.step(first)
    second = await asks(desk.store, owner="closed")
    await desk.step(second)
    assert list(chatwoot.conversations) == [1]
    assert chatwoot.conversations[1]["status"] == "open"
    assert len([note for note in chatwoot.notes(1) if note.startswith("asked")]) == 2
    await desk.look(second)
    assert await desk.told(answer) == 410
    assert [text for _, _, text in await read(desk.store)].count("Hello.") == 1
    assert (await desk.now(second)).status == "queued"


async def test_an_inbox_with_a_bot_does_not_hand_them_back_at_once(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    chatwoot.bot = True
    handover = await desk.waits()
    await desk.look(handover)
    assert chatwoot.conversations[1]["status"] == "open"
    assert (await desk.now(handover)).status == "queued"


@pytest.mark.parametrize("only", CREATES)
@pytest.mark.parametrize("fault", FAULTS)
async def test_whatever_fails_the_resident_waits_on_and_nothing_is_there_twice(
    desk: Desk, chatwoot: FakeChatwoot, fault: str, only: str
) -> None:
    handover = await asks(desk.store)
    chatwoot.fault, chatwoot.only = fault, only
    with pytest.raises(ChatwootError) as caught:
        await desk.step(handover)
    assert caught.value.after == (7 if fault == "429" else 0)
    assert (await desk.now(handover)).status == "queued"
    assert await owner(desk.store, handover.conversation) == "queue"
    chatwoot.fault = ""
    await desk.step(handover)
    assert (len(chatwoot.contacts), len(chatwoot.conversations), len(chatwoot.messages[1])) == (1, 1, 1)


@pytest.mark.parametrize("fault", FAULTS)
async def test_an_uncertain_line_is_looked_up_before_it_is_sent_again(
    desk: Desk, chatwoot: FakeChatwoot, fault: str
) -> None:
    handover = await desk.waits()
    await desk.says("one")
    await desk.says("two")
    chatwoot.fault, chatwoot.only = fault, "POST conversations/1/messages"
    with pytest.raises(ChatwootError):
        await desk.step(handover)
    chatwoot.fault = ""
    await desk.step(handover)
    assert chatwoot.said(1) == ["one", "two"]


async def test_a_line_without_trouble_is_sent_without_looking_anything_up(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await desk.says("one")
    before = len(chatwoot.asked)
    await desk.step(handover)
    assert chatwoot.asked[before:] == ["POST conversations/1/messages"]


async def test_a_process_that_dies_in_a_send_leaves_nothing_double_and_nothing_out(
    open_desk: OpenDesk, chatwoot: FakeChatwoot, clock: FixedClock
) -> None:
    dying = await open_desk("dying")
    handover = await dying.waits()
    await dying.says("one")
    chatwoot.fault, chatwoot.only = "lost", "POST"
    with pytest.raises(ChatwootError):
        await dying.step(handover)
    chatwoot.fault = ""
    await dying.says("two")
    next_one = await open_desk("next", dying.staff)
    await next_one.step(handover)
    assert chatwoot.said(1) == ["one"]  # the lease of the one that died has not run out
    clock.advance(HELD)
    await next_one.step(handover)
    assert chatwoot.said(1) == ["one", "two"]


async def test_of_two_processes_one_passes_on(open_desk: OpenDesk, chatwoot: FakeChatwoot) -> None:
    one = await open_desk("one")
    two = await open_desk("two", one.staff)
    handover = await asks(one.store)
    await asyncio.gather(one.step(handover), two.step(handover))
    await one.says("It drips.")
    await asyncio.gather(two.step(handover), one.step(handover))
    assert (len(chatwoot.conversations), len(chatwoot.notes(1)), chatwoot.said(1)) == (1, 1, ["It drips."])


async def test_a_conversation_that_is_deleted_there_is_begun_again_with_all_that_was_said(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await desk.says("It drips.")
    await desk.step(handover)
    del chatwoot.conversations[1]
    desk.clock.advance(seconds=EVERY)
    with pytest.raises(ChatwootError):
        await desk.step(handover)
    await desk.step(handover)
    assert chatwoot.notes(2) == ["asked, en, sms: a person please / You are in the queue. / It drips."]
    assert chatwoot.said(2) == []


async def test_who_leaves_the_queue_is_resolved_there(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    await leaves(desk.store)
    assert not await desk.step(handover)
    assert chatwoot.conversations[1]["status"] == "resolved"
    assert chatwoot.notes(1)[-1] == LEFT
    before = chatwoot.writes()
    assert not await desk.step(handover)
    assert await desk.relays.work() == ()
    assert chatwoot.writes() == before


async def test_who_leaves_while_chatwoot_is_down_is_resolved_later(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await leaves(desk.store)
    chatwoot.fault = "500"
    with pytest.raises(ChatwootError):
        await desk.step(handover)
    chatwoot.fault = ""
    assert await desk.relays.work() == (handover.id,)
    await desk.relay.step(Thread(handover.id))
    assert chatwoot.conversations[1]["status"] == "resolved"


async def test_who_leaves_before_chatwoot_knew_of_them_is_nothing_to_chatwoot(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await asks(desk.store)
    await leaves(desk.store)
    assert not await desk.step(handover)
    assert chatwoot.asked == []


async def test_who_is_forgotten_here_is_resolved_there_and_agents_are_asked_to_delete_them(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await desk.store.erase(handover.conversation)
    assert not await desk.step(handover)
    assert chatwoot.notes(1)[-1] == FORGOTTEN
    assert chatwoot.conversations[1]["status"] == "resolved"


async def test_who_a_colleague_has_taken_in_our_own_console_is_left_to_them(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    colleague = await member(desk.store, 2)
    await desk.store.handovers.claim(handover.id, colleague)
    await desk.says("It drips.")
    await desk.step(handover)
    assert chatwoot.said(1) == []
    await desk.store.handovers.close(handover.id, colleague, "solved", ())
    assert not await desk.step(handover)
    assert chatwoot.notes(1)[-1] == ENDED


async def test_after_five_minutes_without_chatwoot_the_resident_is_told_once_and_waits_on(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await asks(desk.store)
    chatwoot.fault = "500"
    thread, trouble = Thread(handover.id), desk.relay._trouble()
    told_after: list[dt.timedelta] = []
    for _ in range(12):
        assert await desk.relay._tried(thread, trouble)
        if UNREACHED in [text for _, _, text in await read(desk.store)]:
            told_after.append(desk.clock.now() - handover.queued_at)
    assert told_after[0] - dt.timedelta(seconds=desk.pauses[-len(told_after)]) >= dt.timedelta(minutes=5)
    assert [text for _, _, text in await read(desk.store)].count(UNREACHED) == 1
    assert (await desk.now(handover)).status == "queued"
    assert desk.failures == ["500"] * 12
    chatwoot.fault = ""
    assert await desk.relay._tried(thread, trouble)
    assert await desk.told(chatwoot.agent_writes(1, "Here I am.")) == 200
    assert (await read(desk.store))[-1] == (5, "adviser", "Here I am.")


async def test_who_waited_for_five_minutes_already_is_told_at_the_first_failure(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await asks(desk.store)
    desk.clock.advance(dt.timedelta(minutes=5))
    chatwoot.fault = "401"
    await desk.relay._tried(Thread(handover.id), desk.relay._trouble())
    assert (await read(desk.store))[-1][2] == UNREACHED


async def test_who_was_told_is_told_again_only_when_chatwoot_had_come_back(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    thread, trouble = Thread(handover.id), desk.relay._trouble()
    for outage in range(1, 4):
        chatwoot.fault = "500"
        for _ in range(12):
            desk.clock.advance(seconds=EVERY)
            await desk.relay._tried(thread, trouble)
        assert [text for _, _, text in await read(desk.store)].count(UNREACHED) == outage
        chatwoot.fault = ""
        await desk.relay._tried(thread, trouble)
    assert (await desk.now(handover)).status == "queued"


async def test_pauses_grow_and_differ_and_chatwoots_wish_is_heeded(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await asks(desk.store)
    thread, trouble = Thread(handover.id), desk.relay._trouble()
    chatwoot.fault = "500"
    for number in range(5):
        await desk.relay._tried(thread, trouble)
        assert 0.5 * 2**number <= desk.pauses[-1] <= 1.5 * 2**number
    assert len({round(pause / 2**number, 6) for number, pause in enumerate(desk.pauses)}) == 5
    chatwoot.fault, chatwoot.retry_after = "429", "240"
    await desk.relay._tried(thread, trouble)
    assert desk.pauses[-1] == 240


async def test_a_running_relay_passes_on_as_soon_as_something_is_written(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    task = asyncio.create_task(desk.relay.run())
    try:
        await asks(desk.store)
        await until(chatwoot, lambda: bool(chatwoot.messages.get(1)))
        await desk.says("It drips.")
        await until(chatwoot, lambda: chatwoot.said(1) == ["It drips."])
        await leaves(desk.store)
        await until(chatwoot, lambda: chatwoot.conversations[1]["status"] == "resolved")
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(chatwoot: FakeChatwoot, true: Callable[[], bool]) -> None:
    """Waits until Chatwoot is as it is to be, well before the relay would look by itself."""
    async with asyncio.timeout(10):
        while not true():
            chatwoot.changed.clear()
            await chatwoot.changed.wait()
