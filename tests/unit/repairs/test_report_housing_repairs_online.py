"""What went wrong in Housing Repairs Online cannot happen here: one test for each defect of its flow."""

from __future__ import annotations

import pytest

from bot.dialogue.events import Showed
from tests.unit.dialogue.chat import Chat
from tests.unit.repairs.reporter import HOME, LINE, REPAIRS, Reporter


@pytest.fixture
def me() -> Reporter:
    return Reporter()


async def test_a_retry_after_an_error_makes_no_duplicate(me: Reporter) -> None:
    """There the request was saved before the booking: who tried again had two."""
    await me.tell(f"the tap drips at {HOME}")
    await me.finish(until="review")
    for lost in ("answer", "answer", "store"):
        me.cases.breaks_after = ConnectionError(lost) if lost == "answer" else None
        me.cases.breaks_before = ConnectionError(lost) if lost == "store" else None
        with pytest.raises(ConnectionError):
            await me.press("review:yes")
        assert me.waiting == "review"
    await me.press("review:yes")
    assert len(me.cases.cases) == 1


async def test_no_free_text_is_required(me: Reporter) -> None:
    """There a description was required, of 255 characters at most."""
    await me.press("do:repairs.report")
    await me.say("help me please")
    await me.press("group:water")
    await me.press("problem:tap")
    await me.press("dripping")
    assert "words" not in await me.finish()
    assert me.report.problem == "tap"


async def test_a_long_story_is_taken_as_it_is(me: Reporter) -> None:
    story = f"the kitchen tap drips at {HOME} " + "and it keeps me awake at night " * 12
    assert len(story) > 255
    await me.tell(story)
    await me.finish()
    assert me.report.said == " ".join(story.split())


async def test_a_refresh_loses_nothing(me: Reporter) -> None:
    """There all answers lived in the browser: a refresh began anew."""
    await me.tell(f"the tap drips at {HOME}")
    await me.finish(until="phone")
    me.chat = Chat(me.chat.house, me.chat.raw)
    assert await me.finish() == ["phone", "review"]
    assert me.report.where is not None
    assert me.report.where.line == LINE


@pytest.mark.parametrize(
    ("words", "hazard"),
    [
        ("the carbon monoxide alarm is beeping", "gas"),
        ("I cannot lock my front door", "insecure"),
        ("there are bare wires in the kitchen", "fire_electric"),
    ],
)
async def test_an_emergency_is_recorded_and_not_only_sent_to_a_phone(
    me: Reporter, words: str, hazard: str
) -> None:
    """There an emergency ended on a page of phone numbers, and nothing was kept."""
    await me.tell(words)
    assert Showed(hazard) in me.chat.events
    assert me.case.open
    await me.finish()
    assert me.case.complete
    assert me.case.triage is not None
    assert me.case.triage.priority == "emergency"


async def test_an_alarm_for_smoke_and_one_for_carbon_monoxide_are_not_the_same(me: Reporter) -> None:
    """There both were one choice with one page."""
    smoke, monoxide = REPAIRS.leaf("alarm", "smoke_beeping"), REPAIRS.leaf("alarm", "co")
    assert (smoke.danger, monoxide.danger) == ("", "gas")
    await me.tell(f"the smoke alarm keeps beeping, {HOME}")
    assert not any(isinstance(event, Showed) for event in me.chat.events)


async def test_the_shared_part_of_a_building_is_reported_for_the_building(me: Reporter) -> None:
    """There a communal problem was a dead end."""
    await me.tell(f"the light is out on the shared stairs, {HOME}", room="communal")
    await me.finish()
    assert me.report.where is not None
    assert me.report.where.block.startswith("Oakwood Court")


async def test_who_is_not_in_the_list_of_addresses_reports_all_the_same(me: Reporter) -> None:
    """There `I can't find my address` was a dead end."""
    await me.tell("the tap drips in the kitchen", room="kitchen")
    await me.say("99 Nowhere Lane LS8 1AF")
    for choice in ("homes:other", "homes:words", "homes:words"):
        await me.press(choice)
    await me.finish()
    assert me.report.where is not None
    assert (me.report.where.home, me.report.where.line) == ("", "99 Nowhere Lane LS8 1AF")
    assert me.report.where.postcode == "LS8 1AF"


async def test_a_second_report_from_an_unlisted_address_finds_the_first(me: Reporter) -> None:
    for _time in range(2):
        await me.tell("the tap drips in the kitchen", room="kitchen")
        await me.say("99 Nowhere Lane")
        await me.press("homes:words")
        await me.finish()
    assert len(me.cases.every) == 1


@pytest.mark.parametrize("words", ["the heating does not work", "there is no hot water"])
async def test_heating_and_hot_water_can_be_reported(me: Reporter, words: str) -> None:
    """There both could not be booked at all."""
    await me.tell(f"{words}, {HOME}")
    await me.finish()
    assert me.case.complete


async def test_an_overflowing_toilet_is_no_routine_job(me: Reporter) -> None:
    await me.tell(f"the toilet is overflowing, {HOME}")
    await me.finish()
    assert me.case.triage is not None
    assert me.case.triage.priority == "emergency"


async def test_damp_gets_the_date_of_the_law(me: Reporter) -> None:
    """There damp that was not from a leak was an ordinary job."""
    await me.tell(f"there is damp in the bedroom, {HOME}", room="bedroom")
    await me.finish()
    assert "The law says the council must look at it by" in me.heard


async def test_neither_a_mobile_number_nor_an_email_address_is_required(me: Reporter) -> None:
    await me.tell(f"the tap drips at {HOME}")
    await me.finish(phone="phone:none")
    assert me.case.complete


async def test_who_is_at_risk_access_and_what_was_reported_before_are_asked_or_heard(me: Reporter) -> None:
    """There none of these was asked, and what is asked here has somewhere to go."""
    await me.tell(f"I told you last month about the damp in the bedroom, {HOME}", room="bedroom")
    asked = await me.finish(people="lungs", access="mornings, there is a dog")
    assert {"since", "worse", "people", "access"} & set(asked)
    assert me.report.people == ("lungs",)
    assert me.report.access.pets
    assert me.report.before
