"""Danger in a home: the card, a case before anything is asked, and only the few questions that must be."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from bot.dialogue.state import Memory, dump
from bot.knowledge.facts import HOME
from bot.knowledge.repairs.case import Status
from tests.case_in_memory import Case
from tests.unit.dialogue.council import Crash
from tests.unit.repairs.tenant import Tenant

WATER = "also theres water coming through the bathroom light"
CARD = "Fire, smoke or a shock: get out and call 999."
ASKS_HOME = "Please send the postcode and house number."
ASKS_PEOPLE = "Is anyone there very young, old, pregnant, ill or disabled?"
ASKS_PHONE = "Which number can we ring?"
THANKS = "Thank you. The repairs team has this now."
SAFE = "The law says the council must make it safe by 12:00 on 2026-11-24."
MY_HOME = "900114"


@pytest.fixture
def me() -> Tenant:
    return Tenant()


def only(me: Tenant) -> Case:
    (case,) = me.cases.every
    return case


async def in_danger(me: Tenant) -> str:
    return await me.say(WATER, hazard="fire_electric")


async def test_the_card_then_a_case_and_only_then_a_question(me: Tenant) -> None:
    said = await in_danger(me)
    told = f"I have told the repairs team now. Your reference is {only(me).reference}."
    assert said.startswith(CARD)
    assert said.index(CARD) < said.index(told) < said.index(ASKS_HOME)
    assert only(me).complete is False


async def test_what_was_said_is_stamped_with_the_moment_of_the_message(me: Tenant) -> None:
    await in_danger(me)
    report = only(me).report
    assert (report.said, report.hazard, report.aware_at) == (WATER, "fire_electric", me.chat.now)
    assert (report.problem, report.detail) == ("leak", "electrics")


async def test_three_answers_are_enough_and_there_is_no_review(me: Tenant) -> None:
    await in_danger(me)
    assert await me.say("15 oakwood court") == ASKS_PEOPLE
    assert await me.press("under5") == ASKS_PHONE
    assert await me.press("phone:none") == f"{THANKS} {SAFE}"
    case = only(me)
    assert case.complete
    assert case.report.where
    assert case.report.where.home == MY_HOME
    assert case.report.people == ("under5",)


async def test_what_the_words_say_is_not_asked(me: Tenant) -> None:
    me.texts.calling = "+447700900123"
    await me.say("sparks from the socket, with a baby in here, 15 oakwood court", hazard="fire_electric")
    case = only(me)
    assert case.complete
    assert case.report.people == ("under5",)
    assert case.report.phone == "+447700900123"


async def test_the_law_s_clock_begins_with_the_first_message(me: Tenant) -> None:
    await in_danger(me)
    me.chat.wait(minutes=50)
    await me.say("15 oakwood court")
    await me.press("none")
    assert (await me.press("phone:none")).endswith(SAFE)


async def test_a_remembered_home_is_proposed_and_not_taken(me: Tenant) -> None:
    await remember(me)
    said = await in_danger(me)
    assert said.endswith("Is it Flat 15, Oakwood Court, Snicket Lane, Oakwood, LS8 1AF?")
    assert only(me).report.where is None
    assert await me.say("yes") == ASKS_PEOPLE
    assert me.chat.answers["home"]


async def test_no_to_the_proposal_asks_for_the_right_one(me: Tenant) -> None:
    await remember(me)
    await in_danger(me)
    assert ASKS_HOME in await me.say("no")
    assert await me.say("14 oakwood court") == ASKS_PEOPLE


async def test_the_proposal_is_put_again_as_it_was(me: Tenant) -> None:
    await remember(me)
    await in_danger(me)
    assert "Is it Flat 15" in await me.say("opening hours", intent="hours")
    assert await me.say("yes") == ASKS_PEOPLE


async def test_another_address_counts_more_than_the_remembered_one(me: Tenant) -> None:
    await remember(me)
    assert ASKS_PEOPLE in await me.say(f"{WATER} at 14 oakwood court", hazard="fire_electric")


async def test_who_does_not_know_where_is_told_whom_to_ring(me: Tenant) -> None:
    await in_danger(me)
    said = await me.press("where:unknown")
    assert said.startswith("Nobody can come without a place. Please call 0113")
    assert only(me).reference in said
    assert only(me).complete is False


async def test_what_was_left_open_is_filled_in_later(me: Tenant) -> None:
    await in_danger(me)
    await me.press("where:unknown")
    case = only(me)
    me.chat.wait(minutes=30)
    assert await me.press(f"do:repairs.danger:{case.reference}") == ASKS_HOME
    await me.say("15 oakwood court")
    await me.press("none")
    assert THANKS in await me.press("phone:none")
    assert only(me).complete
    assert only(me).reference == case.reference


async def test_there_is_nothing_to_fill_in_for_who_has_reported_nothing(me: Tenant) -> None:
    assert await me.press("do:repairs.danger") == "I have no report from you in this conversation."
    assert me.cases.every == []


async def test_a_home_that_is_not_the_council_s_is_not_left_in_the_list(me: Tenant) -> None:
    await in_danger(me)
    said = await me.press("where:not_ours")
    assert said.startswith("The council does not repair this home. I have closed your report.")
    assert "Your landlord must mend it. If you own your home, you must." in said
    assert only(me).status == "withdrawn"


async def test_the_words_for_a_private_landlord_are_heard(me: Tenant) -> None:
    await me.say("gas smell, i rent from a private landlord", hazard="gas")
    said = await me.say("15 oakwood court")
    assert said.startswith("The council does not repair this home.")


async def test_the_task_at_hand_is_offered_again_afterwards(me: Tenant) -> None:
    await me.say("ring me")
    await me.say("0113 222 4444")
    await in_danger(me)
    await me.say("15 oakwood court")
    await me.press("none")
    said = await me.press("phone:none")
    assert "You were telling us about a call back. Shall we carry on?" in said


async def test_the_same_danger_again_is_no_second_case(me: Tenant) -> None:
    await in_danger(me)
    await me.say("15 oakwood court")
    await me.press("none")
    await me.press("phone:none")
    me.chat.wait(hours=2)
    said = await in_danger(me)
    assert said.endswith(f"The repairs team knows of this. Your reference is {only(me).reference}. {SAFE}")
    assert len(me.cases.cases) == 1


async def test_a_case_that_their_home_has_already_takes_it_up(me: Tenant) -> None:
    await in_danger(me)
    await me.say("15 oakwood court")
    await me.press("none")
    await me.press("phone:none")
    first = only(me).reference
    me.chat.wait(days=2)
    await in_danger(me)
    await me.say("15 oakwood court")
    await me.press("none")
    said = await me.press("phone:none")
    assert f"It is on one report now. The reference is {first}." in said
    assert only(me).reference == first


async def test_other_trouble_in_the_same_breath_does_not_hide_the_danger(me: Tenant) -> None:
    await me.say("the wall is black with damp and i smell gas", hazard="gas")
    assert (only(me).report.problem, only(me).report.detail) == ("gas", "smell")


async def test_where_the_words_name_nothing_the_danger_itself_is_the_problem(me: Tenant) -> None:
    await me.say("czuc gaz", hazard="gas")
    assert only(me).report.problem == ""
    await me.say("15 oakwood court")
    await me.press("none")
    await me.press("phone:none")
    assert (only(me).report.problem, only(me).report.detail) == ("gas", "smell")


async def test_in_the_shared_part_it_is_the_building_s(me: Tenant) -> None:
    await me.say("smell of gas on the landing", hazard="gas", room="communal")
    await me.say("15 oakwood court")
    await me.press("none")
    await me.press("phone:none")
    where = only(me).report.where
    assert where
    assert where.communal


async def test_the_code_of_a_key_safe_is_not_kept(me: Tenant) -> None:
    await me.say("i smell gas, key safe code 4471", hazard="gas")
    assert "4471" not in only(me).report.said


@pytest.mark.parametrize("place", ["before effect", "after effect", "before finish", "after finish"])
async def test_a_crash_on_the_way_stamps_no_second_case(me: Tenant, place: str) -> None:
    if "effect" in place:
        broken = Crash(place)
        me.cases.breaks_before, me.cases.breaks_after = (
            (broken, None) if place.startswith("before") else (None, broken)
        )
    else:
        me.power.fails_at = place
    assert (await in_danger(me)).startswith(CARD), "whatever breaks, the card is shown"
    assert "Your reference is" in await in_danger(me)
    assert len(me.cases.cases) == 1


@pytest.mark.parametrize("status", ["closed", "withdrawn"])
async def test_after_it_is_over_the_same_danger_is_a_new_case(me: Tenant, status: Status) -> None:
    await in_danger(me)
    me.cases.put(only(me).reference, status)
    await me.press("where:unknown")
    me.chat.wait(hours=2)
    assert "I have told the repairs team now." in await in_danger(me)
    assert len(me.cases.cases) == 2


async def test_on_a_small_channel_the_list_of_people_has_pages(me: Tenant) -> None:
    me.here.what = replace(me.here.what, max_choices=3)
    await in_danger(me)
    await me.say("15 oakwood court")
    assert len(me.buttons) == 3


async def remember(me: Tenant) -> None:
    """The home that they gave earlier in the day."""
    state = me.chat.state
    state.memory[HOME] = Memory(MY_HOME, me.chat.now - dt.timedelta(hours=1))
    me.chat.raw = dump(state)
