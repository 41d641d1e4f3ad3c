"""The ends of a talk as the resident reads them, whoever's desk it was."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from accessibility.text import Rendered, RenderedChoice, Text
from bot.dialogue import state as states
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.handover.request import Handover, NotYours
from bot.lines import Lines
from bot.relay.spoken import Spoken
from bot.store.store import Store
from bot.store.talks import Told
from channels.message import Reply
from tests.integration.relay.chatwoot_server import FakeChatwoot
from tests.integration.relay.desk import Desk
from tests.integration.relay.residents import owner
from tests.integration.store.talking import read


def render(reply: Reply, language: str, slow: bool) -> Rendered:
    choices = tuple(RenderedChoice(one.id, str(n), one.label.msgid) for n, one in enumerate(reply.choices, 1))
    parts = [reply.text.msgid, *(str(value) for value in reply.text.values.values())]
    return Rendered(" ".join(parts), language, choices=choices)


async def brief(handover: Handover, lines: Sequence[Told]) -> str:
    return f"{handover.reference}: {len(lines)}"


def spoken(desk: Desk, store: Store) -> Spoken:
    return Spoken(
        desk.relay._stores.talks,
        store.handovers,
        Lines({"sms": render}),
        House(Skills(()), store.effects, lambda: "run"),
        desk.clock,
        brief,
        lambda: Reply(Text("Nobody.")),
        Reply(Text("You are talking to the council.")),
    )


async def taken(desk: Desk, chatwoot: FakeChatwoot) -> Handover:
    handover = await desk.waits()
    await desk.told(chatwoot.agent_writes(1, "Hello."))
    return await desk.now(handover)


async def test_who_speaks_is_told_by_their_first_name_or_as_the_council(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    voice, handover = spoken(desk, desk.store), await taken(desk, chatwoot)
    (named,) = await voice.joined(handover, "Sam Example")
    assert named.who == "system"
    assert "Sam" in named.rendered.text
    assert "Example" not in named.rendered.text
    (nameless,) = await voice.joined(handover, "")
    assert nameless.rendered.text == "You are talking to the council."
    (unreached,) = await voice.unreached(handover)
    assert (unreached.who, unreached.rendered.text) == ("assistant", "Nobody.")
    assert await voice.brief(handover, ()) == f"{handover.reference}: 0"


async def test_closing_says_so_asks_the_one_question_and_lets_it_be_answered_by_number(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await taken(desk, chatwoot)
    await spoken(desk, desk.store).close(handover, desk.staff)
    closed = await desk.now(handover)
    assert (closed.status, closed.outcome) == ("closed", "solved")
    last = await read(desk.store)
    assert [who for _, who, _ in last[-2:]] == ["system", "assistant"]
    talk = await desk.relay._stores.talks.read(handover.conversation)
    assert talk is not None
    assert [one.id for one in states.load(talk[0].state).shown] == ["survey:3", "survey:2", "survey:1"]


async def test_handing_back_leaves_a_mark_and_the_assistant_goes_on(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await taken(desk, chatwoot)
    await spoken(desk, desk.store).hand_back(handover, desk.staff)
    assert (await desk.now(handover)).status == "returned"
    assert await owner(desk.store, handover.conversation) == "bot"
    assert (
        "back with the council's assistant"
        in [text for _, who, text in await read(desk.store) if who == "system"][-1]
    )


async def test_who_is_forgotten_meanwhile_is_told_nothing(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await taken(desk, chatwoot)
    await desk.store.erase(handover.conversation)
    with pytest.raises(NotYours):
        await spoken(desk, desk.store).close(handover, desk.staff)
