"""What people complain of in other helplines, thread by thread: each on the whole product, by its pages.

The numbers are those of the threads on GitHub. What the store alone decides has tests of its own in
`tests/integration/store/test_handover_complaints.py`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import re

import pytest

from bot.clock import FixedClock
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens

MISSED = "my black bin was missed at 15 Oakwood Court"


async def waits(helpline: Helpline, text: str = "talk to a person", address: str = "resident-1") -> str:
    """A resident joins the queue; the reference."""
    await helpline.says(text, address)
    return (await helpline.stores.queue.look()).waiting[-1].reference


async def taken(helpline: Helpline, by: Browser) -> str:
    """A resident has an adviser; the reference."""
    reference = await waits(helpline)
    await claim(by, reference)
    return reference


async def claim(by: Browser, reference: str) -> str:
    await by.open("/helpline/queue")
    return await by.send(f"/helpline/talk/{reference}/claim")


async def read(helpline: Helpline, after: int = 0, address: str = "resident-1") -> list[tuple[str, str]]:
    lines = await helpline.parts.store.transcript.read("web", address, after)
    return [(line.who, line.text) for line in lines]


async def latest(helpline: Helpline) -> int:
    return (await helpline.parts.store.transcript.read("web", "resident-1"))[-1].seq


def goes_on(helpline: Helpline, **step: float) -> None:
    clock = helpline.parts.clock
    assert isinstance(clock, FixedClock)
    clock.advance(dt.timedelta(**step))


async def test_01_the_bot_keeps_replying_after_the_handover(helpline: Helpline, enters: Opens) -> None:
    """chatwoot/rasa-agent-bot-demo 12."""
    await taken(helpline, await enters("Amira Khan"))
    before = await latest(helpline)
    for words in ("when is my bin collected", "help", "15 Oakwood Court"):
        await helpline.says(words)
    assert {who for who, _ in await read(helpline, before)} == {"resident"}


async def test_02_the_bot_answers_over_a_colleague_who_just_replied(
    helpline: Helpline, enters: Opens
) -> None:
    """fazer-ai/agents 433: the answer is being made in the moment in which the colleague writes."""
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    writes = amira.send(f"/helpline/talk/{reference}/claim")
    await asyncio.gather(writes, *(helpline.says("what is my place") for _ in range(5)))
    said = await read(helpline)
    joined = said.index(("system", "You are talking to Amira from the council."))
    assert all(who != "assistant" for who, _ in said[joined:])


async def test_03_after_the_return_the_bot_stays_silent(helpline: Helpline, enters: Opens) -> None:
    """fazer-ai/agents 457, 452: the end of the human stretch is marked, and the assistant answers."""
    amira = await enters("Amira Khan")
    reference = await taken(helpline, amira)
    await amira.send(f"/helpline/talk/{reference}/back", outcome="advice")
    assert any(who == "system" and "You are back with" in text for who, text in await read(helpline))
    before = await latest(helpline)
    await helpline.says("when is my bin collected")
    assert [who for who, _ in await read(helpline, before)] == ["resident", "assistant"]


async def test_04_a_reopened_conversation_goes_to_an_agent_who_went_home(
    helpline: Helpline, enters: Opens
) -> None:
    """chatwoot 7204, 9587."""
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await taken(helpline, amira)
    await amira.send(f"/helpline/talk/{reference}/close", outcome="solved")
    await amira.open("/helpline/shift")
    await amira.send("/helpline/shift/end")
    await helpline.says("it is still not collected and I am cross")
    (again,) = (await helpline.stores.queue.look()).waiting
    assert (again.reason, again.adviser, again.team) == ("reopened", None, "")
    assert "Begin your shift first" in await claim(amira, again.reference)
    assert "You have this conversation" in await claim(ben, again.reference)


async def test_05_no_claim_ever_expires(helpline: Helpline, enters: Opens) -> None:
    """chatwoot 13516, 6889."""
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await taken(helpline, amira)
    goes_on(helpline, minutes=6)
    await helpline.parts.jobs.requeue()
    assert "Had an adviser" in await ben.open("/helpline/queue")
    assert "You have this conversation" in await claim(ben, reference)
    assert "You have this conversation" not in await amira.open(f"/helpline/talk/{reference}")


async def test_06_the_clock_runs_on_after_the_residents_thank_you(helpline: Helpline, enters: Opens) -> None:
    """chatwoot 10178: thanks after the end reopen nothing, so nobody's clock runs."""
    amira = await enters("Amira Khan")
    reference = await taken(helpline, amira)
    await amira.send(f"/helpline/talk/{reference}/close", outcome="solved")
    ended = await helpline.stores.handovers.find(reference)
    goes_on(helpline, minutes=20)
    await helpline.says("thank you")
    assert await helpline.stores.queue.count() == (0, 0)
    assert await helpline.stores.handovers.find(reference) == ended
    assert ended is not None
    assert len(await helpline.stores.handovers.of(ended.conversation)) == 1


@pytest.mark.parametrize("hours", [8, 20])
async def test_07_out_of_hours_only_the_operator_is_told(
    helpline: Helpline, enters: Opens, hours: float
) -> None:
    """chatwoot 9293, 5764, 6010, 3042; fazer-ai 153: the resident gets one message that says when, and the
    assistant goes on answering by itself."""
    await enters("Amira Khan")
    goes_on(helpline, hours=hours)
    await helpline.says("talk to a person")
    (away,) = [text for who, text in await read(helpline) if who == "assistant"]
    assert away.startswith(
        "No adviser is here now.\nAdvisers are here again on Wednesday 25 November at 9am."
    )
    assert await helpline.stores.queue.count() == (0, 0)
    before = await latest(helpline)
    await helpline.says("what goes in the green bin")
    _, (who, answer) = await read(helpline, before)
    assert who == "assistant"
    assert "No adviser" not in answer


async def test_08_two_agents_answer_because_a_reconnect_missed_a_message(
    helpline: Helpline, enters: Opens
) -> None:
    """chatwoot 14934, 995, 4335, 6411: a page that comes back has what it missed, and a page that has missed
    a claim writes nothing."""
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await waits(helpline)
    await ben.open(f"/helpline/talk/{reference}")
    token = re.search(r'data-token="(\w+)"', ben.page)
    assert token
    await claim(amira, reference)
    before = await latest(helpline)
    await helpline.says("one")
    await amira.open(f"/helpline/talk/{reference}")
    await amira.send(f"/helpline/talk/{reference}/reply", words="two", language="en")
    late = {"token": token[1], "words": "From Ben", "language": "en"}
    answer = await ben.client.post(f"/helpline/talk/{reference}/reply", data=late)
    assert answer.status == 409
    headers = {"Last-Event-ID": str(before)}
    async with ben.client.get(f"/helpline/talk/{reference}/events", headers=headers) as stream:
        assert [await line(stream) for _ in range(2)] == [before + 1, before + 2]
    assert await read(helpline, before) == [("resident", "one"), ("adviser", "two")]


async def test_09_an_agent_goes_offline_and_the_chat_is_not_passed_on(
    helpline: Helpline, enters: Opens
) -> None:
    """Rocket.Chat 22505."""
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode")
    reference = await taken(helpline, amira)
    await amira.open("/helpline/shift")
    await amira.send("/helpline/shift/end")
    assert (await helpline.stores.queue.look()).waiting[0].reference == reference
    assert "You have this conversation" in await claim(ben, reference)


async def test_09_a_department_with_nobody_in_it_is_an_error(helpline: Helpline, enters: Opens) -> None:
    """Rocket.Chat 19062: passed to a team where nobody is, the resident stands in the queue for everybody."""
    amira, ben = await enters("Amira Khan"), await enters("Ben Ode", team="homes")
    reference = await taken(helpline, amira)
    await amira.send(f"/helpline/talk/{reference}/pass", to="team:bins")
    assert amira.status == 200
    assert reference in await ben.open("/helpline/queue")
    assert "You have this conversation" in await claim(ben, reference)


async def test_09_nobody_picks_up_and_nothing_happens(helpline: Helpline, enters: Opens) -> None:
    """Rocket.Chat feature-requests 593: who still waits when the helpline closes is told so, once, is offered
    a call, and keeps the place."""
    await enters("Amira Khan")
    reference = await waits(helpline)
    before = await latest(helpline)
    goes_on(helpline, hours=8)
    for _ in range(2):
        await helpline.parts.jobs.close()
    ((who, told),) = await read(helpline, before)
    assert who == "assistant"
    assert "Wednesday 25 November at 9am" in told
    last = (await helpline.parts.store.transcript.read("web", "resident-1"))[-1]
    assert "Ask for a call" in [choice.label for choice in last.choices]
    assert (await helpline.stores.queue.look()).waiting[0].reference == reference


async def test_10_a_message_into_a_closed_chat_is_seen_by_nobody(helpline: Helpline, enters: Opens) -> None:
    """Zammad 2559, 4970."""
    amira = await enters("Amira Khan")
    reference = await taken(helpline, amira)
    await amira.send(f"/helpline/talk/{reference}/close", outcome="solved")
    again = await waits(helpline, "there is another bag in the street")
    assert again != reference
    assert again in await amira.open("/helpline/queue")
    await claim(amira, again)
    assert "there is another bag in the street" in await amira.open(f"/helpline/talk/{again}")


async def test_11_flows_keep_running_while_a_ticket_is_open(helpline: Helpline, enters: Opens) -> None:
    """RapidPro 1484: what is said to the adviser answers no question of the form, and nobody is reminded."""
    amira = await enters("Amira Khan")
    await helpline.says("my black bin was missed")
    reference = await taken(helpline, amira)
    found = await helpline.stores.handovers.find(reference)
    assert found is not None
    before, state = await latest(helpline), await helpline.stores.talks.read(found.conversation)
    await helpline.says("15 Oakwood Court")
    goes_on(helpline, minutes=4)
    await helpline.parts.jobs.remind()
    assert await read(helpline, before) == [("resident", "15 Oakwood Court")]
    after = await helpline.stores.talks.read(found.conversation)
    assert state is not None
    assert after is not None
    assert after[0].state == state[0].state


async def test_12_zombies_stand_in_the_queue(helpline: Helpline, enters: Opens) -> None:
    """amazon-connect-chatjs 68: who has left, and who is forgotten, waits no more on any page."""
    amira = await enters("Amira Khan")
    left = await waits(helpline, address="leaves")
    forgotten = await waits(helpline, address="forgotten")
    await helpline.says("leave the queue", "leaves")
    found = await helpline.stores.handovers.find(forgotten)
    assert found is not None
    await helpline.parts.store.erase(found.conversation)
    page = await amira.open("/helpline/queue")
    assert "Nobody waits." in page
    assert left not in page
    assert await helpline.stores.queue.count() == (0, 0)


async def test_13_a_paused_conversation_cannot_resume(helpline: Helpline, enters: Opens) -> None:
    """rasa 8119, 1945: the form is offered again where it stood, and goes on."""
    amira = await enters("Amira Khan")
    await helpline.says(MISSED)
    reference = await taken(helpline, amira)
    await amira.send(f"/helpline/talk/{reference}/back", outcome="advice")
    last = (await helpline.parts.store.transcript.read("web", "resident-1"))[-1]
    assert [choice.label for choice in last.choices] == ["Carry on", "No, leave it"]
    before = await latest(helpline)
    await helpline.says("carry on")
    *_, (who, asked) = await read(helpline, before)
    assert who == "assistant"
    assert "Which address" not in asked, "what was answered is not asked again"


async def line(stream: object) -> int:
    """The number of the next line on a stream of events."""
    async with asyncio.timeout(10):
        while not (row := (await stream.content.readline()).decode()).startswith("id: "):  # type: ignore[attr-defined]
            assert row
        return int(row.removeprefix("id: "))
