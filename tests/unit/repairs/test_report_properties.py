"""No way through the questions ends without an outcome, and nothing is sent twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.repairs.tree import Leaf, Problem
from channels.message import Capabilities
from tests.unit.dialogue.council import Crash, Power
from tests.unit.repairs.reporter import (
    HOME,
    MOST_TURNS,
    NO_CASE,
    PHONE,
    SHOWN,
    SMS,
    SPEECH,
    WEB,
    Reporter,
    reach,
)
from tests.unit.repairs.tenant import REPAIRS

NAMES = [f"{problem.id}.{leaf.id}" for problem, leaf in SHOWN]
WORDS = ("it is just broken", HOME, PHONE, "no", "yes", "mornings", "99 nowhere lane", "more", "???", "3")
CHANNELS = st.sampled_from([WEB, SMS, SPEECH])
JOURNAL = tuple(place for place in Power.PLACES if "effect" not in place)
LOST = ("answer lost", "store away", *JOURNAL)
"""Where a turn can break off: in the journal, before the case is kept, and behind that."""


def run(talk: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(talk())


def outcome(me: Reporter) -> str:
    """What a talk has come to: a case, or what else there is, with a person beside it."""
    if any(case.complete for case in me.cases.every):
        return "case"
    return "told" if "word:person" in me.buttons and not me.waiting else ""


@pytest.mark.parametrize("here", [WEB, SMS], ids=["web", "sms"])
@pytest.mark.parametrize(("problem", "leaf"), SHOWN, ids=NAMES)
async def test_every_detail_that_can_be_picked_becomes_a_case(
    problem: Problem, leaf: Leaf, here: Capabilities
) -> None:
    me = Reporter(here)
    await reach(me, problem, leaf)
    await me.finish()
    assert outcome(me) == "case"
    assert (me.report.problem, me.report.detail) == (problem.id, leaf.id)


@pytest.mark.parametrize(("problem", "leaf"), NO_CASE)
async def test_what_is_no_case_by_itself_says_why_and_offers_one(problem: Problem, leaf: Leaf) -> None:
    me = Reporter()
    await reach(me, problem, leaf)
    await me.finish(until="anyway")
    assert "Shall I report it anyway?" in me.heard
    assert (leaf.unless.msgid if leaf.unless else "You can call") in me.heard
    await me.press("no")
    assert outcome(me) == "told"


@settings(max_examples=80)
@given(here=CHANNELS, start=st.sampled_from(SHOWN), moves=st.lists(st.integers(0, 40), max_size=30))
def test_no_answers_whatever_end_without_an_outcome(
    here: Capabilities, start: tuple[Problem, Leaf], moves: list[int]
) -> None:
    async def talk() -> None:
        me = Reporter(here)
        await reach(me, *start)
        for move in moves:
            if not me.waiting:
                break
            ways = [*(one for one in me.buttons if not one.startswith(("do:", "word:"))), *WORDS]
            chosen = ways[move % len(ways)]
            await (me.press(chosen) if chosen in me.buttons else me.say(chosen))
            assert me.heard
        await me.finish()
        assert outcome(me), me.heard

    run(talk)


@settings(max_examples=60)
@given(start=st.sampled_from(SHOWN), faults=st.lists(st.sampled_from(LOST), max_size=4))
def test_a_turn_that_breaks_off_and_is_run_again_makes_one_case(
    start: tuple[Problem, Leaf], faults: list[str]
) -> None:
    async def talk() -> None:
        me, left = Reporter(), list(faults)
        await me.tell("report a repair")
        await me.say("it is broken")
        fired = 0
        breaks(me, left.pop() if left else "")
        for _turn in range(2 * MOST_TURNS):
            if not me.waiting:
                break
            before = me.chat.raw
            try:
                await towards(me, *start)
            except (Crash, ConnectionError):  # the same message comes again
                fired += 1
                assert me.chat.raw == before
                breaks(me, left.pop() if left else "")
        assert bool(fired) == bool(faults)  # what is in the journal already is not done again, nor fails
        assert len(me.cases.every) == 1
        assert me.case.complete

    run(talk)


def breaks(me: Reporter, fault: str) -> None:
    """Lets the next effect break off there; nothing for no fault."""
    me.power.fails_at = fault if fault in JOURNAL else ""
    me.cases.breaks_before = ConnectionError(fault) if fault == "store away" else None
    me.cases.breaks_after = ConnectionError(fault) if fault == "answer lost" else None


async def towards(me: Reporter, problem: Problem, leaf: Leaf) -> None:
    """One message more on the way to that detail, and then to the end."""
    group = next(one for one in REPAIRS.tree.groups if problem in one.problems)
    wanted = (f"problem:{problem.id}", f"group:{group.id}", leaf.id)
    if me.waiting not in ("problem", "detail"):
        await me.answer()
        return
    chosen = next((one for one in wanted if one in me.buttons), "list:more")
    await me.press(chosen if chosen in me.buttons else f"problem:{problem.id}")
