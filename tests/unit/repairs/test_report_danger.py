"""Danger that the answers bring to light: the card at once, a case at once, and the rest fills it in."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Said, Showed
from tests.unit.dialogue.hear import NOON
from tests.unit.repairs.reporter import HOME, Reporter


@pytest.fixture
def me() -> Reporter:
    return Reporter()


async def chosen(me: Reporter, group: str, problem: str, detail: str) -> str:
    """Picked from the lists, after words that say nothing."""
    await me.tell("report a repair")
    await me.say("the thing is broken")
    await me.press(f"group:{group}")
    await me.press(f"problem:{problem}")
    return await me.press(detail)


async def test_a_chosen_danger_shows_its_card_before_anything_else_is_said(me: Reporter) -> None:
    said = await chosen(me, "water", "leak", "electrics")
    assert said.startswith("If someone is in danger, call 999. Turn the water off at the stop tap.")
    assert Showed("water") in me.chat.events


async def test_the_case_is_there_before_anything_else_is_asked(me: Reporter) -> None:
    said = await chosen(me, "water", "leak", "electrics")
    assert f"I have told the repairs team now. Your reference is {me.case.reference}." in said
    assert (me.report.hazard, me.report.problem, me.report.detail) == ("water", "leak", "electrics")
    assert not me.case.complete
    assert me.report.where is None


async def test_what_may_be_dangerous_is_asked_before_the_home(me: Reporter) -> None:
    await me.tell("the kitchen has a leak", room="kitchen")
    assert me.waiting == "detail"


async def test_the_rest_fills_in_the_same_case(me: Reporter) -> None:
    await chosen(me, "water", "leak", "electrics")
    reference = me.case.reference
    assert await me.finish() == ["room", "home", "worse", "people", "photos", "access", "phone", "review"]
    assert me.case.reference == reference
    assert me.case.complete
    assert me.report.where is not None
    assert me.report.aware_at == NOON
    assert "make it safe by 12:00 on 2026-11-24" in me.heard


async def test_the_card_is_shown_once(me: Reporter) -> None:
    await chosen(me, "water", "leak", "electrics")
    shown: list[object] = []
    while me.waiting:
        await me.answer()
        shown += [event for event in me.chat.events if isinstance(event, Showed)]
    assert shown == []


async def test_who_walks_away_has_a_case_all_the_same(me: Reporter) -> None:
    await chosen(me, "building", "roof", "falling")
    await me.say("stop")
    assert me.case.open


async def test_who_does_not_agree_in_the_end_is_told_that_the_first_report_stands(me: Reporter) -> None:
    await chosen(me, "water", "leak", "electrics")
    await me.finish(review="review:other", until="review")
    await me.press("review:no")
    assert me.heard == f"The repairs team has your first report. Your reference is {me.case.reference}."


async def test_no_heating_in_winter_with_a_baby_is_an_emergency_once_that_is_known(me: Reporter) -> None:
    await me.tell(f"no heating at all at {HOME}")
    await me.finish(until="people")
    assert not me.cases.every
    said = await me.press("under5")
    assert Showed("cold") in me.chat.events
    assert me.case.reference in said
    assert me.report.hazard == "cold"
    await me.finish()
    assert me.case.triage is not None
    assert me.case.triage.priority == "emergency"


async def test_no_heating_without_anybody_at_risk_is_asked_and_sent_as_usual(me: Reporter) -> None:
    await me.tell(f"no heating at all at {HOME}")
    await me.finish()
    assert me.report.hazard == ""


async def test_a_door_that_cannot_be_locked_is_stamped_with_its_advice(me: Reporter) -> None:
    await me.tell(f"I cannot lock my front door, {HOME}")
    assert me.report.hazard == "insecure"
    safety = [one for one in me.chat.events if isinstance(one, Said) and one.reply.importance == "safety"]
    assert len(safety) == 1


async def test_a_stamped_case_joins_the_one_that_the_home_has_already(me: Reporter) -> None:
    await me.tell(f"the kitchen pipe leaks at {HOME}", room="kitchen")
    await me.finish()
    first = me.case.reference
    me.chat.wait(days=2)
    await me.tell("report a repair")
    await me.say("it is broken")
    await me.press("group:water")
    await me.press("problem:leak")
    await me.press("electrics")
    await me.finish()
    assert me.case.reference == first
    assert me.heard.startswith(f"I have added this to your report. Your reference is {first}.")


async def test_a_change_to_something_harmless_still_fills_in_the_stamped_case(me: Reporter) -> None:
    await chosen(me, "water", "leak", "electrics")
    await me.finish(until="review")
    await me.press("review:other")
    await me.press("review:change:detail")
    await me.press("pipe")
    await me.finish()
    assert me.case.complete
    assert (me.report.detail, me.report.hazard) == ("pipe", "")


async def test_a_turn_that_is_run_again_stamps_once(me: Reporter) -> None:
    await me.tell("report a repair")
    await me.say("the thing is broken")
    await me.press("group:water")
    await me.press("problem:leak")
    me.cases.breaks_after = ConnectionError("the answer was lost")
    with pytest.raises(ConnectionError):
        await me.press("electrics")
    await me.press("electrics")
    assert len(me.cases.cases) == 1
