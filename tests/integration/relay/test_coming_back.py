"""What agents write in Chatwoot reaches the resident: once, in order, and nothing that is not for them."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools

import pytest

from bot.handover.request import LEASE, Handover
from bot.relay.voice import NO_FILES
from tests.integration.relay.chatwoot_server import OTHER_INBOX, FakeChatwoot
from tests.integration.relay.conftest import OpenDesk
from tests.integration.relay.desk import Desk
from tests.integration.relay.residents import leaves, owner
from tests.integration.store.talking import read

JOINED = "You are talking to Sam Example."


async def heard(desk: Desk, after: int = 2) -> list[tuple[str, str]]:
    """What the resident has read since they joined the queue."""
    return [(who, text) for _, who, text in await read(desk.store, after=after)]


async def test_an_agents_answer_takes_the_resident_and_says_who_it_is(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    assert await desk.told(chatwoot.agent_writes(1, "Hello.")) == 200
    assert await heard(desk) == [("system", JOINED), ("adviser", "Hello.")]
    taken = await desk.now(handover)
    assert (taken.status, taken.adviser) == ("adviser", desk.staff)
    assert await owner(desk.store, handover.conversation) == f"adviser:{desk.staff}"
    await desk.told(chatwoot.agent_writes(1, "Which street?"))
    assert (await heard(desk))[2:] == [("adviser", "Which street?")]


async def test_words_from_right_to_left_stay_so(desk: Desk, chatwoot: FakeChatwoot) -> None:
    await desk.waits()
    await desk.told(chatwoot.agent_writes(1, "سلام"))
    last = (await desk.store.transcript.read("sms", "07700 900123"))[-1]
    assert (last.text, last.rendered.direction, last.rendered.language) == ("سلام", "rtl", "und")


async def test_a_webhook_that_comes_twice_is_said_once(desk: Desk, chatwoot: FakeChatwoot) -> None:
    await desk.waits()
    event = chatwoot.agent_writes(1, "Hello.")
    statuses = await asyncio.gather(*(desk.told(event) for _ in range(5)))
    assert statuses == [200] * 5
    assert await heard(desk) == [("system", JOINED), ("adviser", "Hello.")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
async def test_webhooks_out_of_order_are_read_in_the_order_in_which_they_were_written(
    desk: Desk, chatwoot: FakeChatwoot, order: tuple[int, ...]
) -> None:
    await desk.waits()
    events = [chatwoot.agent_writes(1, text) for text in ("one", "two", "three")]
    for which in order:
        assert await desk.told(events[which]) == 200
    assert [text for _, text in await heard(desk)] == [JOINED, "one", "two", "three"]


async def test_the_end_that_overtakes_the_last_answer_does_not_swallow_it(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    answer = chatwoot.agent_writes(1, "It is mended.")
    assert await desk.told(chatwoot.agent_turns(1, "resolved")) == 200
    assert await desk.told(answer) == 200
    assert [text for _, text in await heard(desk)] == [JOINED, "It is mended.", "Finished."]
    closed = await desk.now(handover)
    assert (closed.status, closed.outcome, closed.adviser) == ("closed", "solved", desk.staff)
    before = chatwoot.writes()
    assert not await desk.step(handover)
    assert chatwoot.writes() == before  # Chatwoot knows


async def test_a_status_that_is_out_of_date_does_nothing(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    late = dict(chatwoot.agent_turns(1, "resolved"))
    chatwoot.agent_turns(1, "open")
    assert await desk.told(late) == 200
    assert (await desk.now(handover)).status == "queued"


async def test_pending_hands_them_back_to_the_assistant(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    await desk.told(chatwoot.agent_writes(1, "Hello."))
    await desk.told(chatwoot.agent_turns(1, "pending"))
    assert (await desk.now(handover)).status == "returned"
    assert await owner(desk.store, handover.conversation) == "bot"
    assert (await heard(desk))[-1] == ("system", "Back.")


async def test_resolving_twice_ends_once(desk: Desk, chatwoot: FakeChatwoot) -> None:
    await desk.waits()
    event = chatwoot.agent_turns(1, "resolved")
    assert [await desk.told(event), await desk.told(event)] == [200, 200]
    assert [text for _, text in await heard(desk)] == ["Finished."]


@pytest.mark.parametrize(
    "more",
    [
        {"private": True},
        {"private": None},
        {"message_type": 0},
        {"message_type": 2},
        {"message_type": 3},
        {"source_id": "snicket-ABC123-4"},
        {"content_attributes": {"deleted": True}},
    ],
    ids=str,
)
async def test_what_is_not_an_agents_answer_never_reaches_the_resident(
    desk: Desk, chatwoot: FakeChatwoot, more: dict[str, object]
) -> None:
    handover = await desk.waits()
    assert await desk.told(chatwoot.agent_writes(1, "Hidden.", **more)) == 200
    await desk.look(handover)
    assert await heard(desk) == []
    assert (await desk.now(handover)).status == "queued"


async def test_a_file_is_not_passed_on_and_the_agent_is_told_once(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    await desk.told(chatwoot.agent_writes(1, None, attachments=[{"file_type": "image"}]))
    await desk.look(handover)
    assert chatwoot.notes(1)[1:] == [NO_FILES]
    assert await heard(desk) == []


@pytest.mark.parametrize("fault", ["500", "401", "cut", "slow"])
async def test_an_answer_is_said_even_when_chatwoot_cannot_be_asked(
    desk: Desk, chatwoot: FakeChatwoot, fault: str
) -> None:
    handover = await desk.waits()
    event = chatwoot.agent_writes(1, "Hello.")
    chatwoot.fault = fault
    assert await desk.told(event) == 200
    chatwoot.fault = ""
    await desk.look(handover)
    assert await heard(desk) == [("system", JOINED), ("adviser", "Hello.")]


async def test_answers_whose_webhooks_were_lost_are_found_when_it_is_looked(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    for number in range(130):
        chatwoot.agent_writes(1, f"{number}")
    await desk.look(handover)
    assert [text for _, text in await heard(desk)] == [JOINED, *(str(number) for number in range(130))]
    chatwoot.agent_turns(1, "resolved")
    await desk.look(handover)
    assert (await desk.now(handover)).status == "closed"


async def test_an_answer_to_who_has_left_is_refused_so_that_the_agent_sees_it(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await leaves(desk.store)
    assert await desk.told(chatwoot.agent_writes(1, "Hello.")) == 410
    await desk.store.erase(handover.conversation)
    assert await desk.told(chatwoot.agent_writes(1, "Hello?")) == 410


async def test_the_lease_is_renewed_as_long_as_the_conversation_is_open(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await desk.told(chatwoot.agent_writes(1, "One moment."))
    for _ in range(10):
        await desk.look(handover)
        assert await desk.store.handovers.expire() == ()
    assert (await desk.now(handover)).lease_until == desk.clock.now() + LEASE


async def test_who_was_put_back_while_nobody_looked_is_with_their_agent_again(
    open_desk: OpenDesk, chatwoot: FakeChatwoot
) -> None:
    desk = await open_desk()
    handover = await desk.waits()
    await desk.told(chatwoot.agent_writes(1, "One moment."))
    desk.clock.advance(LEASE)
    assert [one.id for one in await desk.store.handovers.expire()] == [handover.id]
    await desk.look(handover)
    again = await desk.now(handover)
    assert (again.status, again.adviser) == ("adviser", desk.staff)
    assert [text for _, text in await heard(desk)] == [JOINED, "One moment."]


async def test_an_answer_after_the_lease_ran_out_is_said_as_well(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    await desk.told(chatwoot.agent_writes(1, "One moment."))
    desk.clock.advance(LEASE)
    assert await desk.told(chatwoot.agent_writes(1, "Here it is.")) == 200
    assert (await heard(desk))[-1] == ("adviser", "Here it is.")
    assert (await desk.now(handover)).lease_until == desk.clock.now() + LEASE


async def test_the_shift_of_who_stands_for_chatwoot_never_ends(desk: Desk, chatwoot: FakeChatwoot) -> None:
    for _ in range(5):
        desk.clock.advance(dt.timedelta(hours=11))
        await desk.relay.keep_shift()
        assert await desk.relay._stores.shifts.on_shift(desk.staff) is not None


async def test_off_shift_the_agent_is_told_and_the_answer_comes_later(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await desk.relay._stores.shifts.end(desk.staff)
    event = chatwoot.agent_writes(1, "Hello.")
    assert await desk.told(event) == 500
    assert (await desk.now(handover)).status == "queued"
    await desk.relay._stores.shifts.begin(desk.staff, desk.clock.now() + dt.timedelta(hours=1))
    assert await desk.told(event) == 200
    assert [text for _, text in await heard(desk)] == [JOINED, "Hello."]


async def test_webhooks_that_are_not_signed_by_chatwoot_do_nothing(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    await desk.waits()
    event = chatwoot.agent_writes(1, "Forged.")
    assert await desk.told(event, secret="another secret") == 401
    assert await desk.told(event, age=301) == 401
    assert await desk.told(event, age=-301) == 401
    assert (await desk.http.post("/webhooks/chatwoot", json=event)).status == 401
    assert await heard(desk) == []


async def test_what_cannot_be_read_is_refused_and_what_is_not_ours_is_left_alone(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover: Handover = await desk.waits()
    event = chatwoot.agent_writes(1, "Hello.")
    assert await desk.told({"id": 4}) == 400
    assert await desk.told({**event, "id": "many"}) == 400
    assert await desk.told({**event, "inbox": {"id": OTHER_INBOX}}) == 200
    assert await desk.told({**event, "event": "message_updated"}) == 200
    assert await desk.told({**event, "conversation": {"id": 99}}) == 410
    assert await heard(desk) == []
    assert (await desk.now(handover)).status == "queued"
