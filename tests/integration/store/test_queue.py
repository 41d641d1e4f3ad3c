"""The queue as the helpline's pages read it, on both databases."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from sqlalchemy import insert

from bot.handover.open_time import OpenTime
from bot.handover.request import NORMAL, SAFEGUARDING
from bot.knowledge.directory.hours import Span, Week
from bot.store.figures import DayFigures
from bot.store.queue import PAGE, QueueView
from bot.store.store import Store
from bot.store.tables import handovers
from tests.databases import START
from tests.integration.store.talking import line, said

DAYS = (Span(dt.time.min, dt.time.max),)
ALWAYS = OpenTime(Week(*[DAYS] * 7), ZoneInfo("Europe/London"))
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


def code(number: int) -> str:
    return "".join(ALPHABET[number // len(ALPHABET) ** place % len(ALPHABET)] for place in range(6))


async def put(store: Store, number: int, **values: object) -> None:
    """Somebody's hand-over, `number` minutes after the start."""
    turn, _ = await said(store, "help", line("Wait."), address=f"resident {number}")
    row = {
        "reference": code(number), "conversation_id": turn.conversation.id, "channel": "sms",
        "language": "en", "reason": "asked", "hazard": "", "team": "", "priority": NORMAL, "status": "queued",
        "queued_at": START + dt.timedelta(minutes=number), "outcome": "",
    }  # fmt: skip
    await store.database.write(lambda c: c.execute(insert(handovers).values(**row | values)).rowcount)


async def test_danger_comes_first_and_then_who_has_waited_longest(store: Store) -> None:
    await put(store, 2)
    await put(store, 1)
    await put(store, 3, hazard="gas", priority=SAFEGUARDING)
    queue = await QueueView(store.database).look()
    assert [one.reference for one in queue.waiting] == [code(3), code(1), code(2)]
    assert (queue.count, queue.danger) == (3, 1)
    assert await QueueView(store.database).count() == (3, 1)


async def test_a_team_sees_its_own_and_those_for_anybody(store: Store) -> None:
    await put(store, 1, team="bins")
    await put(store, 2, team="homes")
    await put(store, 3)
    queue = await QueueView(store.database).look(team="bins")
    assert [one.reference for one in queue.waiting] == [code(1), code(3)]
    assert queue.count == 2


async def test_the_queue_is_read_in_pages(store: Store) -> None:
    for number in range(PAGE + 3):
        await put(store, number)
    view = QueueView(store.database)
    first, second = await view.look(1), await view.look(2)
    assert (len(first.waiting), len(second.waiting), first.pages) == (PAGE, 3, 2)
    assert not {one.id for one in first.waiting} & {one.id for one in second.waiting}
    assert (await view.look(3)).waiting == ()


async def test_the_figures_count_what_has_happened_since(store: Store) -> None:
    later = dt.timedelta(minutes=30)
    taken = {"claimed_at": START + later, "ended_at": START + 2 * later}
    await put(store, 0, status="closed", score=3, **taken)
    await put(store, 10, status="returned", reason="misses", **taken)
    await put(store, 20, status="left", ended_at=START + later)
    await put(store, 30)
    await put(store, -60 * 24, status="left", ended_at=START - dt.timedelta(hours=20))
    figures = await DayFigures(store.database).since(START, ALWAYS)
    assert (figures.waiting, figures.handled, figures.abandoned) == (1, 2, 1)
    assert figures.wait == dt.timedelta(minutes=25)
    assert figures.handling == later
    assert dict(figures.reasons) == {"asked": 3, "misses": 1}
    assert figures.hours == ((9, 4, 2),)
    assert figures.scores == ((3, 1), (2, 0), (1, 0))
