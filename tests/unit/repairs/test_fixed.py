"""Is it fixed: buttons of a message of days ago, the same case opened again, and a report taken back."""

from __future__ import annotations

import pytest

from bot.dialogue.state import dump
from bot.knowledge.repairs.words import changed
from tests.unit.dialogue.council import Crash
from tests.unit.dialogue.english import shown
from tests.unit.repairs.tenant import LEEDS, REPAIRS, Tenant

AGAIN = "Thank you. I have opened your report again. You do not have to repeat anything."
ASKS = "I am sorry. What is still wrong?"
SOMEBODY_ELSE = 2


@pytest.fixture
def me() -> Tenant:
    return Tenant()


async def done(me: Tenant, problem: str = "damp", detail: str = "mould") -> str:
    """The reference of a repair whose work is done."""
    filed = await me.reported(problem, detail)
    me.cases.put(filed.reference, "done")
    return filed.reference


async def test_yes_closes_it_and_thanks(me: Tenant) -> None:
    reference = await done(me)
    said = await me.press(f"do:repairs.fixed:{reference}")
    assert said.startswith(f"Thank you. I have closed your report. The reference is {reference}.")
    assert me.cases.cases[reference].status == "closed"


async def test_days_later_it_still_works(me: Tenant) -> None:
    reference = await done(me)
    me.chat.wait(days=12)
    await me.press(f"do:repairs.fixed:{reference}")
    assert me.cases.cases[reference].status == "closed"


async def test_pressed_twice_it_says_that_it_is_closed(me: Tenant) -> None:
    reference = await done(me)
    await me.press(f"do:repairs.fixed:{reference}")
    said = await me.press(f"do:repairs.fixed:{reference}")
    assert said == f"This report is closed already. The reference is {reference}."
    assert [kind for kind, _said in me.cases.cases[reference].history].count("fixed") == 1


@pytest.mark.parametrize("typed", ["yes", "1", "it is fixed"])
async def test_what_is_typed_under_the_message_counts_as_pressed(me: Tenant, typed: str) -> None:
    reference = await done(me)
    (known,) = await me.cases.of(1)
    state = me.chat.state
    state.shown = shown(changed(known, "done", REPAIRS, LEEDS.zone))
    me.chat.raw = dump(state)
    await me.say(typed)
    assert me.cases.cases[reference].status == "closed"


async def test_no_asks_what_is_wrong_and_opens_the_same_case(me: Tenant) -> None:
    reference = await done(me)
    assert await me.press(f"do:repairs.not_fixed:{reference}") == ASKS
    said = await me.say("it is coming through the paint again")
    assert said.startswith(AGAIN)
    assert said.endswith(f"The reference is {reference}.")
    case = me.cases.cases[reference]
    assert case.status == "received"
    assert ("not_fixed", "it is coming through the paint again") in case.history


async def test_the_clock_begins_again_and_the_date_is_told(me: Tenant) -> None:
    reference = await done(me)
    me.chat.wait(days=7)
    await me.press(f"do:repairs.not_fixed:{reference}")
    assert "The law says the council must look at it by 2026-12-14." in await me.say("still damp")


async def test_a_closed_one_can_be_opened_again(me: Tenant) -> None:
    reference = await done(me)
    await me.press(f"do:repairs.fixed:{reference}")
    assert me.buttons[0] == f"do:repairs.not_fixed:{reference}"
    await me.press(f"do:repairs.not_fixed:{reference}")
    assert (await me.say("it is back")).startswith(AGAIN)


async def test_without_a_reference_it_is_the_one_that_is_done(me: Tenant) -> None:
    reference = await done(me)
    await me.reported("tap", "dripping")
    await me.press("do:repairs.fixed")
    assert me.cases.cases[reference].status == "closed"


async def test_of_several_it_is_asked_which(me: Tenant) -> None:
    first, second = await done(me), await done(me, "tap", "dripping")
    assert await me.press("do:repairs.fixed") == "Which report do you mean?"
    await me.press(first)
    assert me.cases.cases[first].status == "closed"
    assert me.cases.cases[second].status == "done"


async def test_who_has_reported_nothing_is_asked_for_a_reference(me: Tenant) -> None:
    assert await me.press("do:repairs.fixed") == "I have no report from you in this conversation."
    assert me.buttons == ["do:repairs.report", "do:repairs.status:other", "word:person"]


async def test_somebody_else_s_case_is_not_closed(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    said = await me.press(f"do:repairs.fixed:{filed.reference}")
    assert said == "I have no report from you in this conversation."
    assert me.cases.cases[filed.reference].status == "received"


async def test_a_form_at_hand_is_kept_and_offered_again(me: Tenant) -> None:
    reference = await done(me)
    await me.say("ring me")
    await me.say("0113 222 4444")
    said = await me.press(f"do:repairs.fixed:{reference}")
    assert said.startswith("Thank you. I have closed your report.")
    assert said.endswith("You were telling us about a call back. Shall we carry on?")


async def test_a_crash_closes_it_once(me: Tenant) -> None:
    reference = await done(me)
    me.power.fails_at = "before finish"
    with pytest.raises(Crash):
        await me.press(f"do:repairs.fixed:{reference}")
    await me.press(f"do:repairs.fixed:{reference}")
    assert me.cases.cases[reference].status == "closed"


async def test_the_code_of_a_key_safe_is_not_kept(me: Tenant) -> None:
    reference = await done(me)
    await me.press(f"do:repairs.not_fixed:{reference}")
    await me.say("still damp, the key safe code is 4471")
    assert "4471" not in str(me.cases.cases[reference].history)


async def test_a_report_is_taken_back_after_one_question(me: Tenant) -> None:
    filed = await me.reported()
    asked = await me.press(f"do:repairs.withdraw:{filed.reference}")
    assert asked == "Nobody comes then. Shall I take back your report of the damp or mould?"
    assert (await me.say("yes")).startswith("Your report is taken back.")
    assert me.cases.cases[filed.reference].status == "withdrawn"


async def test_without_a_yes_it_stays_open(me: Tenant) -> None:
    filed = await me.reported()
    await me.press(f"do:repairs.withdraw:{filed.reference}")
    assert await me.say("no") == "OK. Your report stays open."
    assert me.cases.cases[filed.reference].status == "received"


async def test_what_is_over_is_not_taken_back(me: Tenant) -> None:
    reference = await done(me)
    await me.press(f"do:repairs.fixed:{reference}")
    said = await me.press(f"do:repairs.withdraw:{reference}")
    assert said.startswith("This report is closed already.")


async def test_what_was_taken_back_is_reported_anew(me: Tenant) -> None:
    filed = await me.reported()
    me.cases.put(filed.reference, "withdrawn")
    assert await me.press(f"do:repairs.not_fixed:{filed.reference}") == "You have taken this report back."
    assert me.buttons == ["do:repairs.report", "word:person"]


@pytest.mark.parametrize("skill", ["fixed", "not_fixed", "withdraw"])
async def test_each_says_where_there_is_no_case(me: Tenant, skill: str) -> None:
    said = await me.press(f"do:repairs.{skill}:K7P4MW")
    assert said == "I have no report from you in this conversation."
