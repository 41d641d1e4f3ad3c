"""What is happening with my repair: our own at once, another's by reference and postcode, and no oracle."""

from __future__ import annotations

import datetime as dt
from random import Random

import pytest

from bot.knowledge.repairs.case import Filed, Status
from bot.knowledge.repairs.mine import BEFORE
from bot.store.reference import new_reference
from tests.repairs_in_memory import MOST_TRIES
from tests.unit.repairs.tenant import Tenant

NONE_HERE = "I have no report from you in this conversation."
REFERENCE = "What is the reference of your report?"
POSTCODE = "What is the postcode there?"
UNKNOWN = "I do not find a report with that reference and postcode. Please check the letters."
LOCKED = "Too many tries. A person can help."
SOMEBODY_ELSE = 2


@pytest.fixture
def me() -> Tenant:
    return Tenant()


async def asked(me: Tenant, text: str = "what about my repair", **named: str) -> str:
    return await me.say(text, "repairs.status", **named)


async def test_our_own_is_told_at_once_with_its_date(me: Tenant) -> None:
    filed = await me.reported()
    said = await asked(me)
    assert said.startswith("We have your report. Nobody has looked at it yet.")
    assert "This is about the damp or mould." in said
    assert f"The reference is {filed.reference}." in said
    assert "The law says the council must look at it by 2026-12-07." in said
    assert me.chat.state.run is None, "nothing is asked"


async def test_the_newest_open_one_is_told_and_the_others_are_choices(me: Tenant) -> None:
    first = await me.reported("tap", "dripping")
    second = await me.reported()
    third = await me.reported("lock", "stiff")
    me.cases.put(third.reference, "closed")
    assert second.reference in await asked(me)
    others = [one for one in me.buttons if one.startswith("do:repairs.status:")]
    assert others == [
        f"do:repairs.status:{third.reference}",
        f"do:repairs.status:{first.reference}",
        "do:repairs.status:other",
    ]
    assert first.reference in await me.press(f"do:repairs.status:{first.reference}")


async def test_what_can_be_done_with_it_names_the_case(me: Tenant) -> None:
    filed = await me.reported()
    await asked(me)
    assert me.buttons == [
        f"do:repairs.report:{filed.reference}",
        f"do:repairs.fixed:{filed.reference}",
        f"do:repairs.withdraw:{filed.reference}",
        "word:person",
        "do:repairs.status:other",
    ]


async def test_one_of_ours_is_told_by_its_reference_without_a_postcode(me: Tenant) -> None:
    first = await me.reported("tap", "dripping")
    await me.reported()
    assert f"The reference is {first.reference}" in await asked(me, f"and {first.reference.lower()}?")


async def test_a_case_that_was_only_stamped_says_what_is_missing(me: Tenant) -> None:
    await me.say("i smell gas", hazard="gas")
    await me.press("where:unknown")
    said = await asked(me)
    assert "We still need to know where it is." in said
    assert me.buttons[0] == f"do:repairs.danger:{me.cases.every[0].reference}"


async def test_somebody_else_s_is_found_by_reference_and_postcode(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    assert await asked(me) == f"{NONE_HERE} {REFERENCE}"
    assert await me.say(filed.reference) == POSTCODE
    said = await me.say("LS8 2PA", postcode="LS8 2PA")
    assert said.startswith("We have your report.")
    assert me.buttons == ["do:repairs.report", "word:person"], "what is not theirs is not theirs to close"


async def test_both_in_one_breath_are_enough(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    said = await asked(me, f"my repair {filed.reference} at LS8 2PA", postcode="LS8 2PA")
    assert "We have your report." in said


async def test_a_wrong_reference_and_a_wrong_postcode_are_told_the_same(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    await asked(me)
    await me.say(filed.reference)
    wrong_postcode = await me.say("LS9 9ZZ", postcode="LS9 9ZZ")
    await me.say(other_than(filed))
    wrong_reference = await me.say("LS8 2PA", postcode="LS8 2PA")
    assert wrong_postcode == wrong_reference == f"{UNKNOWN} {REFERENCE}"


async def test_a_slip_of_the_pen_is_told_before_any_try_is_counted(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    await asked(me)
    slip = filed.reference[:-1] + ("2" if filed.reference[-1] != "2" else "3")
    assert (await me.say(slip)).startswith("This reference is not right. Please check the letters.")
    assert me.cases.wrong == {}


async def test_part_of_a_postcode_is_not_enough(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    await asked(me)
    await me.say(filed.reference)
    assert (await me.say("LS8", postcode="LS8")).startswith("I need the whole postcode.")


async def test_after_three_tries_the_ways_on_are_offered(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    await asked(me)
    for _time in range(3):
        await me.say(filed.reference)
        said = await me.say("LS9 9ZZ", postcode="LS9 9ZZ")
    assert said == UNKNOWN
    assert me.buttons == ["do:repairs.report", "word:person"]
    assert me.chat.state.run is None


async def test_who_guesses_on_is_locked_out_and_a_person_offered(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    me.cases.wrong["by 1"] = MOST_TRIES
    await asked(me, f"my repair {filed.reference}")
    assert await me.say("LS8 2PA", postcode="LS8 2PA") == LOCKED
    assert me.buttons == ["word:person"]


async def test_a_try_is_counted_once_however_often_the_skill_is_replayed(me: Tenant) -> None:
    filed = await me.reported(conversation=SOMEBODY_ELSE)
    await asked(me)
    await me.say(filed.reference)
    await me.say("LS9 9ZZ", postcode="LS9 9ZZ")
    await me.say("opening hours", intent="hours")
    await me.say(filed.reference)
    assert me.cases.wrong["by 1"] == 1


async def test_who_reported_elsewhere_is_told_so_and_can_report_it_now(me: Tenant) -> None:
    words = "i reported the damp two weeks ago and nobody came"
    said = await asked(me, words)
    assert said == f"{NONE_HERE} {REFERENCE}"
    assert me.buttons == ["do:repairs.report", "word:person"]
    assert me.chat.state.memory[BEFORE].value == words, "what they said is not to be said again"


async def test_a_button_leaves_no_words_behind(me: Tenant) -> None:
    await me.press("do:repairs.status")
    assert BEFORE not in me.chat.state.memory


async def test_another_report_is_asked_for_although_there_are_some(me: Tenant) -> None:
    await me.reported()
    assert await me.press("do:repairs.status:other") == REFERENCE


@pytest.mark.parametrize(
    ("status", "first"),
    [
        ("done", "The repair is done. Tell me if it is not fixed."),
        ("no_access", "We came and could not get in."),
        ("follow_on", "We came. More work is needed."),
        ("withdrawn", "You have taken this report back."),
    ],
)
async def test_every_state_is_told(me: Tenant, status: Status, first: str) -> None:
    filed = await me.reported()
    me.cases.put(filed.reference, status)
    assert (await asked(me)).startswith(first)


async def test_what_is_done_can_be_called_fixed_or_not(me: Tenant) -> None:
    filed = await me.reported()
    me.cases.put(filed.reference, "done")
    await asked(me)
    assert me.buttons[:2] == [
        f"do:repairs.fixed:{filed.reference}",
        f"do:repairs.not_fixed:{filed.reference}",
    ]


async def test_a_late_one_says_sorry(me: Tenant) -> None:
    await me.reported()
    me.chat.wait(days=30)
    assert "We are late. It was due by 2026-12-07. I am sorry." in await asked(me)


async def test_a_visit_is_told_with_its_time(me: Tenant) -> None:
    filed = await me.reported()
    comes = dt.datetime(2026, 11, 30, 8, 0, tzinfo=dt.UTC)
    me.cases.put(filed.reference, "appointment", comes, comes + dt.timedelta(hours=4))
    assert (await asked(me)).startswith("Somebody comes on 2026-11-30, 08:00 to 12:00.")


def other_than(filed: Filed) -> str:
    """A reference that is right in itself, and nobody's."""
    codes = (new_reference(Random(seed)) for seed in range(100, 110))
    return next(code for code in codes if code != filed.reference)
