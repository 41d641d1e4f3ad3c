"""What has been reported already: one case for one thing, and nobody is named."""

from __future__ import annotations

import pytest

from tests.unit.repairs.reporter import HOME, Reporter

DAMP = f"there is damp in the bedroom at {HOME}"
LIGHT = f"the light is out on the shared stairs, {HOME}"
NEIGHBOUR = "the light is out on the shared stairs, flat 3 oakwood court LS8 1AF"


@pytest.fixture
def me() -> Reporter:
    return Reporter()


async def reported(me: Reporter, conversation: int) -> str:
    """The damp of that home, reported by somebody; its reference."""
    await me.tell(DAMP, room="bedroom")
    await me.finish()
    me.case.reporters[:] = [conversation]
    return me.case.reference


async def lit(me: Reporter, conversation: int) -> str:
    """The light of the building, reported by somebody; its reference."""
    await me.tell(LIGHT, room="communal")
    await me.finish()
    me.case.reporters[:] = [conversation]
    return me.case.reference


async def test_ones_own_report_is_told_with_its_day_and_reference(me: Reporter) -> None:
    reference = await reported(me, conversation=1)
    me.chat.wait(days=14)
    said = await me.tell(DAMP, room="bedroom")
    assert f"You told us about this on 2026-11-23. Your reference is {reference}." in said


async def test_what_is_new_goes_to_the_same_case_with_few_questions(me: Reporter) -> None:
    reference = await reported(me, conversation=1)
    me.chat.wait(days=14)
    await me.tell(DAMP, room="bedroom")
    assert await me.finish(worse="yes", people="under5") == ["worse", "people", "review"]
    assert me.case.reference == reference
    assert (me.report.worse, me.report.people) == (True, ("under5",))
    assert me.heard.startswith(f"I have added this to your report. Your reference is {reference}.")


async def test_a_change_for_the_worse_moves_the_proposal(me: Reporter) -> None:
    await me.tell(f"the hot water is low at {HOME}")
    await me.finish()
    assert me.case.triage is not None
    before = me.case.triage
    me.chat.wait(days=3)
    await me.tell("the hot water is low, it is worse and my baby is ill")
    await me.finish()
    assert me.case.triage != before
    assert me.case.triage.severity == "significant"


async def test_what_was_said_of_it_now_is_not_asked(me: Reporter) -> None:
    await reported(me, conversation=1)
    await me.tell(f"{DAMP}, it is getting worse and my baby coughs", room="bedroom")
    assert await me.finish() == ["review"]


async def test_who_has_nothing_to_add_adds_nothing(me: Reporter) -> None:
    await reported(me, conversation=1)
    await me.tell(DAMP, room="bedroom")
    await me.finish(until="review")
    await me.press("review:no")
    assert me.heard == "OK. I have added nothing. The report goes on."
    assert len(me.case.reports) == 1


async def test_somebody_else_of_the_home_is_not_told_a_reference_before_they_add_to_it(me: Reporter) -> None:
    reference = await reported(me, conversation=2)
    said = await me.tell(DAMP, room="bedroom")
    assert "We know about this in your home since 2026-11-23." in said
    assert reference not in said
    await me.finish()
    assert me.case.reporters == [2, 1]


async def test_a_shared_part_is_reported_for_its_building(me: Reporter) -> None:
    await lit(me, conversation=1)
    assert me.report.where is not None
    assert me.report.where.block == "Oakwood Court, Snicket Lane, Oakwood, LS8 1AF"


async def test_a_neighbour_hears_only_that_somebody_has_reported_it(me: Reporter) -> None:
    reference = await lit(me, conversation=2)
    said = await me.tell(NEIGHBOUR, room="communal")
    assert said.endswith("Somebody has reported this already. Shall we tell you when it is done?")
    assert reference not in said
    assert "15" not in said.partition("Somebody")[2]


async def test_a_neighbour_who_joins_is_told_when_it_is_done(me: Reporter) -> None:
    await lit(me, conversation=2)
    await me.tell(NEIGHBOUR, room="communal")
    said = await me.press("yes")
    assert said.startswith("You are on this report now.")
    assert "We tell you when it is done." in said
    assert me.case.reporters == [2, 1]


async def test_a_neighbour_who_does_not_join_is_left_alone(me: Reporter) -> None:
    await lit(me, conversation=2)
    await me.tell(NEIGHBOUR, room="communal")
    await me.press("no")
    assert me.case.reporters == [2]


async def test_it_is_worse_now_goes_to_the_case_that_was_looked_at(me: Reporter) -> None:
    reference = await reported(me, conversation=1)
    await me.say("what is happening with my repair", intent="repairs.status")
    await me.press(f"do:repairs.report:{reference}")
    assert await me.finish(people="over65") == ["people", "review"]
    assert me.case.reference == reference
    assert me.report.worse


async def test_what_is_over_is_reported_anew(me: Reporter) -> None:
    reference = await reported(me, conversation=1)
    me.cases.put(reference, "closed")
    await me.tell(DAMP, room="bedroom")
    await me.finish()
    assert len(me.cases.every) == 2


async def test_another_home_has_a_case_of_its_own(me: Reporter) -> None:
    await reported(me, conversation=2)
    await me.tell("damp in the bedroom at flat 3 oakwood court LS8 1AF", room="bedroom")
    await me.finish()
    assert len(me.cases.every) == 2


async def test_another_home_given_in_the_review_is_looked_up_again(me: Reporter) -> None:
    await reported(me, conversation=1)
    await me.tell("damp in the bedroom at flat 3 oakwood court LS8 1AF", room="bedroom")
    await me.finish(until="review")
    await me.press("review:other")
    await me.press("review:change:home")
    said = await me.say(HOME)
    assert "You told us about this on" in said


async def test_two_things_that_nobody_can_name_are_two_cases(me: Reporter) -> None:
    for words in ("the whatsit hums", "the doodah is off"):
        await me.tell("report a repair")
        await me.say(words)
        await me.press("list:more")
        await me.press("problem:other")
        await me.finish()
    assert len(me.cases.every) == 2
