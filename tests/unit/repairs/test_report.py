"""A report: told in free words, asked only what is missing, said back, sent once."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from bot.knowledge.repairs.case import Access
from channels.message import Media
from tests.unit.dialogue.hear import NOON, hear
from tests.unit.repairs.reporter import HOME, LINE, PHONE, SMS, SPEECH, WEB, Reporter

MOULD = f"black mould in the bedroom for weeks, getting worse, my baby has asthma, {HOME}"


@pytest.fixture
def me() -> Reporter:
    return Reporter()


async def test_what_the_first_words_say_is_never_asked(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    assert await me.finish() == ["access", "phone", "review"]
    told = me.report
    assert (told.problem, told.detail, told.room) == ("damp", "mould", "bedroom")
    assert (told.since, told.worse, told.people) == ("weeks", True, ("under5", "lungs"))
    assert told.where is not None
    assert told.where.line == LINE


async def test_it_is_said_back_as_it_was_understood_and_again_before_it_is_sent(me: Reporter) -> None:
    assert f"I have understood: Damp or mould, Bedroom, {LINE}." in await me.tell(MOULD, room="bedroom")
    await me.finish(until="review")
    for said in ("the damp or mould", "Mould or black spots", "For weeks", "A child under five", LINE, PHONE):
        assert said in me.heard


async def test_their_own_words_are_kept(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish()
    assert me.report.said == MOULD


async def test_without_a_word_of_what_it_is_they_are_asked_in_free_words_first(me: Reporter) -> None:
    assert await me.tell("report a repair") == "Tell me in your own words: what is wrong?"
    assert me.buttons == []


async def test_the_first_answer_is_kept_in_their_words(me: Reporter) -> None:
    await me.tell("report a repair")
    await me.say("the bathroom tap drips all night", room="bathroom")
    await me.finish()
    assert me.report.said == "the bathroom tap drips all night"
    assert (me.report.problem, me.report.detail, me.report.room) == ("tap", "dripping", "bathroom")


async def test_the_questions_come_in_their_order(me: Reporter) -> None:
    await me.tell("report a repair")
    asked = await me.finish(problem="there is damp")
    order = "problem room home detail since worse people photos access phone review"
    assert asked == order.split()


async def test_the_clock_begins_with_the_message_that_told_of_it(me: Reporter) -> None:
    await me.tell("report a repair")
    me.chat.wait(minutes=20)
    await me.say("there is damp")
    me.chat.wait(minutes=20)
    await me.finish()
    assert me.report.aware_at == NOON + dt.timedelta(minutes=20)


async def test_a_remembered_home_is_not_asked_again(me: Reporter) -> None:
    await me.tell(f"the tap drips at {HOME}")
    await me.finish()
    await me.tell("and now the hall light is out", room="hall")
    assert "home" not in await me.finish()
    assert [case.report.where.line for case in me.cases.every if case.report.where] == [LINE, LINE]


async def test_access_key_safe_and_pets_are_one_question(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish(access="afternoons, there is a key safe and a dog")
    assert me.report.access == Access(
        ("afternoon",), keysafe=True, pets=True, note="afternoons, there is a key safe and a dog"
    )


async def test_the_code_of_a_key_safe_is_not_kept(me: Reporter) -> None:
    await me.tell(f"{MOULD}. key safe code 4711", room="bedroom")
    await me.finish(access="mornings, key safe 0815")
    assert "4711" not in me.report.said
    assert "0815" not in me.report.access.note


async def test_photos_are_asked_for_where_they_can_be_sent(me: Reporter) -> None:
    await me.tell("the tap drips")
    await me.finish(until="photos")
    photo = Media("photo-1", "image/jpeg", 2048)
    await me.chat.hear(hear(media=(photo, Media("photo-2", "image/png", 10))))
    await me.finish()
    assert me.report.photos == ("photo-1", "photo-2")


async def test_photos_that_came_with_the_words_are_not_asked_for_again(me: Reporter) -> None:
    photo = Media("photo-1", "image/jpeg", 2048)
    await me.chat.hear(hear("the tap drips", intent="repairs.report", media=(photo,)))
    assert "photos" not in await me.finish()
    assert me.report.photos == ("photo-1",)


@pytest.mark.parametrize("here", [SMS, SPEECH])
async def test_no_photos_where_none_can_be_sent(here: object) -> None:
    me = Reporter(here)  # type: ignore[arg-type]
    await me.tell("the tap drips")
    assert "photos" not in await me.finish()


async def test_a_number_that_is_known_is_not_asked_for() -> None:
    me = Reporter(SMS, number="+441134960123")
    await me.tell("the tap drips")
    assert "phone" not in await me.finish()
    assert me.report.phone == "+441134960123"


async def test_nobody_needs_a_phone(me: Reporter) -> None:
    await me.tell("the tap drips")
    await me.finish(phone="phone:none")
    assert me.report.phone == ""


async def test_an_interpreter_is_known_from_the_language_and_can_be_changed(me: Reporter) -> None:
    await me.tell("the tap drips")
    await me.finish(until="review")
    await me.press("review:other")
    await me.press("list:more")
    await me.press("review:change:interpreter")
    await me.press("yes")
    await me.press("review:yes")
    assert me.report.interpreter


async def test_back_asks_again_what_was_asked_before_and_nothing_else(me: Reporter) -> None:
    await me.tell("report a repair")
    await me.say("the tap drips")
    assert me.waiting == "room"
    await me.say("back")
    assert me.waiting == "problem"
    await me.finish(until="review")
    await me.say("back")
    assert me.waiting == "phone"


async def test_a_long_leaseholder_has_a_case_without_the_dates_of_tenants(me: Reporter) -> None:
    await me.tell(f"I am a leaseholder, there is damp in the bedroom, {HOME}", room="bedroom")
    await me.finish()
    assert me.report.tenancy == "leaseholder"
    assert "The law" not in me.heard


async def test_who_does_not_write_english_gets_an_interpreter_unasked(me: Reporter) -> None:
    heard = hear(MOULD, intent="repairs.report", entities={"room": "bedroom"})
    await me.chat.hear(replace(heard, understanding=replace(heard.understanding, language="pl")))
    assert "interpreter" not in await me.finish()
    assert (me.report.language, me.report.interpreter) == ("pl", True)


async def test_why_who_lives_there_is_asked_is_told(me: Reporter) -> None:
    await me.tell("there is damp")
    await me.finish(until="people")
    said = " ".join(await me.chat.hear(hear("why", word="why")))
    assert said.startswith("It decides how fast we must come.")
    assert me.waiting == "people"


async def test_any_answer_can_be_changed_before_it_is_sent(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish(until="review")
    await me.press("review:other")
    await me.press("review:change:room")
    await me.press("kitchen")
    assert me.waiting == "review"
    assert not me.cases.every
    await me.finish()
    assert me.report.room == "kitchen"


async def test_a_bare_no_sends_nothing_and_loses_nothing(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish(until="review")
    assert await me.say("no") == "What shall I change?"
    assert not me.cases.every
    assert (await me.say("no")).endswith("Is this right?")
    await me.press("review:no")
    assert me.heard == "OK. I have not sent a report."
    assert not me.cases.every


async def test_what_becomes_of_it_is_agreed_to(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish(until="review")
    assert "We pass this to the repairs team. We keep it until a year after the repair is done." in me.heard


async def test_the_reference_comes_first_then_the_date(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish()
    assert me.heard.startswith(
        f"Your repair is reported. Your reference is {me.case.reference}. "
        "The law says the council must look at it by 2026-12-07."
    )
    help_too = "do:entitlements.check:under5"
    assert me.buttons == ["do:repairs.status", "do:repairs.report", help_too, "word:person"]


async def test_who_comes_back_the_next_day_carries_on_with_what_is_left(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish(until="phone")
    me.chat.wait(days=1)
    said = await me.say("hello", intent="greet")
    assert said == "You were telling us about your repair. Carry on, or start again?"
    assert "Which number can we ring?" in await me.press("offer:carry_on")
    assert await me.finish() == ["phone", "review"]
    assert me.report.aware_at == NOON


async def test_who_has_reported_it_before_does_not_have_to_say_so_again(me: Reporter) -> None:
    words = f"I told you about this mould two weeks ago and nobody came, bedroom, {HOME}"
    await me.tell(words, room="bedroom")
    await me.finish()
    assert me.report.before == words
    assert "I have noted that you reported it before." in me.heard


async def test_words_of_a_report_before_that_we_do_not_have_are_taken_along(me: Reporter) -> None:
    words = f"I reported the dripping tap in the kitchen two weeks ago, {HOME}"
    await me.say(words, intent="repairs.status")
    await me.press("do:repairs.report")
    assert "detail" not in await me.finish()
    assert me.report.before == words
    assert (me.report.problem, me.report.detail) == ("tap", "dripping")


async def test_it_is_sent_once_when_the_turn_is_run_again(me: Reporter) -> None:
    await me.tell(MOULD, room="bedroom")
    await me.finish(until="review")
    me.cases.breaks_after = ConnectionError("the answer was lost")
    with pytest.raises(ConnectionError):
        await me.press("review:yes")
    await me.press("review:yes")
    assert len(me.cases.cases) == 1
    assert me.case.reference in me.heard


async def test_the_channel_of_every_kind_leads_to_a_case() -> None:
    for here in (WEB, SMS, SPEECH):
        me = Reporter(here)
        await me.tell("there is damp")
        await me.finish()
        assert me.report.problem == "damp"
