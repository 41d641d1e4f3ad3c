"""A report of a street: danger comes first, what was told is not asked, nothing is reported twice."""

from __future__ import annotations

import pytest

from bot.knowledge.street.street import Street
from channels.message import Location, Media
from tests.street_in_memory import MemoryStreet
from tests.unit.street.resident import CODE, HERE, SPEECH, Resident, street

HOLE = "there is a big pothole, cars are swerving round it"
ADVICE = "Keep away from it. Warn others if it is safe."
NEAR_THERE = Location(HERE.latitude + 0.0010, HERE.longitude)
FAR_AWAY = Location(HERE.latitude + 0.0030, HERE.longitude)
ANOTHER = 99
"""The conversation of somebody else."""

PHOTO = Media("photo-1", "image/jpeg", 1_000)


@pytest.fixture(scope="module")
def leeds(tmp_path_factory: pytest.TempPathFactory) -> Street:
    return street(tmp_path_factory.mktemp("positions"))


@pytest.fixture
def me(leeds: Street) -> Resident:
    return Resident(leeds)


async def test_danger_is_said_with_whom_to_ring_before_anything_else_is_asked(me: Resident) -> None:
    said = await me.tell(HOLE)
    assert said.startswith(f"{ADVICE} If someone is in danger, call 999.")
    assert "0113 222 4444" in said
    assert me.asks == "place"


async def test_what_is_picked_from_the_list_is_as_dangerous_as_what_is_said(me: Resident) -> None:
    await me.tell("the street lamp")
    assert me.asks == "detail.light"
    assert (await me.chat.press("wires"))[0].startswith("Keep away from the wires. Do not touch the post.")


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (CODE, CODE),
        ("3 Hollin Mews", "3 Hollin Mews, Oakwood, LS8 1AD"),
        ("hollin mews by the post box", "hollin mews by the post box"),
        ("on the ring road next to the garage", "on the ring road next to the garage"),
    ],
)
async def test_one_answer_is_enough_for_a_place(me: Resident, place: str, line: str) -> None:
    await me.tell(HOLE)
    await me.answer(place)
    assert me.asks == "photos"
    await me.answer("no", "no", "yes")
    assert me.report.spot.line == line


async def test_a_street_alone_is_asked_what_it_is_near_and_a_thing_alone_which_street(me: Resident) -> None:
    await me.tell("graffiti on the wall")
    await me.chat.press("none")
    assert await me.answer("hollin mews") == "Tell me what it is near: a shop or a house number."
    await me.answer("the bus stop")
    assert me.asks == "photos"
    other = Resident(me.chat.house.need(Street))
    await other.tell("graffiti on the wall")
    await other.chat.press("none")
    assert await other.answer("the wall of the garage") == "Which street or postcode is that in?"
    await other.answer("moor lane")
    await other.answer("no", "no", "yes")
    assert other.report.spot.line == "the wall of the garage, moor lane"


async def test_a_shared_position_is_kept_to_ten_metres_and_is_enough(me: Resident) -> None:
    await me.tell(HOLE)
    said = await me.say("", at=Location(53.830123456, -1.500043219))
    assert me.asks == "photos"
    assert said == "You can send photos now. Or say no."
    await me.answer("no", "no", "yes")
    spot = me.report.spot
    assert (spot.latitude, spot.longitude, spot.exact) == (53.8301, -1.5, True)


async def test_a_postcode_gives_its_middle_and_says_so(me: Resident) -> None:
    await me.tell(HOLE)
    await me.answer(CODE, "no", "no", "yes")
    spot = me.report.spot
    assert (spot.latitude, spot.longitude, spot.exact, spot.postcode) == (53.83, -1.5, False, CODE)


async def test_all_that_the_first_words_say_is_never_asked(me: Resident) -> None:
    await me.tell(f"{HOLE}, outside 3 Hollin Mews")
    assert me.asks == "photos"


async def test_words_on_no_list_lead_to_the_list_and_then_count_as_they_are(me: Resident) -> None:
    await me.tell("something in the street")
    assert await me.answer("feathers on the benches") == "Which of these is it?"
    await me.answer("they lie on every bench there")
    await me.chat.press("none")
    await me.answer(CODE, "no", "no", "yes")
    assert me.report.kind == "other"
    assert me.report.said == "feathers on the benches / they lie on every bench there"


async def test_it_is_read_out_before_it_is_sent_and_a_no_sends_nothing(me: Resident) -> None:
    await me.tell(HOLE)
    said = await me.answer(CODE, "no", "yes")
    for one in ("I will report the pothole.", "Cars swerve round it", CODE, "Updates: Yes", "street team"):
        assert one in said
    await me.answer("no")
    await me.chat.press("review:no")
    assert not me.reports.filed


async def test_photos_and_the_wish_to_be_told_go_with_it(me: Resident) -> None:
    await me.tell(HOLE)
    await me.answer(CODE)
    await me.say("", media=(PHOTO,))
    said = await me.answer("yes", "yes")
    assert "I tell you here when something changes." in said
    assert (me.report.photos, me.report.tells, me.report.dangerous) == (("photo-1",), True, True)


async def test_where_nothing_can_be_shown_neither_photos_nor_updates_are_asked_for(me: Resident) -> None:
    me.here.what = SPEECH
    await me.tell(HOLE)
    await me.answer(CODE)
    assert me.asks == "review"
    assert "Ask me at any time how it stands." in await me.answer("yes")
    assert me.report.tells is False


async def test_a_report_whose_answer_is_lost_is_made_once(me: Resident) -> None:
    await me.tell(HOLE)
    await me.answer(CODE, "no", "no")
    me.reports.breaks = RuntimeError("the answer is lost")
    with pytest.raises(RuntimeError):
        await me.answer("yes")
    said = await me.answer("yes")
    [reference] = me.reports.filed
    assert reference in said


async def test_another_kind_or_place_is_asked_of_anew(leeds: Street) -> None:
    reports, _ = await first(leeds)
    me = Resident(leeds, reports)
    await me.tell("a pothole")
    await me.chat.press("none")
    await me.say("", at=FAR_AWAY)
    await me.answer("no", "no")
    await me.chat.press("review:other")
    await me.chat.press("review:change:place")
    await me.say("", at=NEAR_THERE)
    assert me.asks.startswith("same.")
    await me.answer("no")
    await me.chat.press("review:other")
    await me.chat.press("review:change:problem")
    await me.answer("graffiti on the wall")
    assert me.asks == "detail.graffiti"


async def first(leeds: Street, at: Location = HERE) -> tuple[MemoryStreet, str]:
    """Somebody else's report, and its reference."""
    other = Resident(leeds)
    await other.tell("there is a pothole in the road, please call my mum Anna on 07700 900999")
    await other.chat.press("none")
    await other.say("", at=at)
    await other.answer("no", "no", "yes")
    [reference] = other.reports.filed
    other.reports.followers[reference] = {ANOTHER: False}
    return other.reports, reference


async def test_the_same_near_there_is_offered_without_telling_who_and_followed_once(leeds: Street) -> None:
    reports, reference = await first(leeds)
    me = Resident(leeds, reports)
    me.chat.now = reports.now()
    await me.tell(HOLE)
    said = await me.say("", at=NEAR_THERE)
    assert said.startswith("Someone reported this near there on 2026-11-23.")
    assert "tell you what happens" in said
    for private in ("Anna", "900999", "mum"):
        assert private not in said
    assert f"The reference is {reference}." in await me.answer("yes")
    assert len(reports.filed) == 1
    assert reports.followers[reference] == {ANOTHER: False, 1: True}
    assert reports.dangerous == {reference}, "what is dangerous now is, whoever has said it"


async def test_another_one_near_there_is_a_report_of_its_own(leeds: Street) -> None:
    reports, _ = await first(leeds)
    me = Resident(leeds, reports)
    await me.tell(HOLE)
    await me.say("", at=NEAR_THERE)
    await me.answer("no")
    assert me.asks == "photos"
    await me.answer("no", "no", "yes")
    assert len(reports.filed) == 2


@pytest.mark.parametrize(("words", "at"), [(HOLE, FAR_AWAY), ("dog mess on the path", NEAR_THERE)])
async def test_what_is_far_or_something_else_is_not_offered(leeds: Street, words: str, at: Location) -> None:
    reports, _ = await first(leeds)
    me = Resident(leeds, reports)
    await me.tell(words)
    await me.say("", at=at)
    assert me.asks == "photos"


async def test_how_it_stands_is_told_by_reference_and_by_the_button(leeds: Street) -> None:
    reports, reference = await first(leeds)
    me = Resident(leeds, reports)
    said = await me.say(f"what about {reference}", intent="repairs.status")
    assert said.startswith("The council has this report. Nobody has looked at it yet.")
    assert "the pothole" in said
    assert (await me.chat.press(f"do:street.status:{reference}"))[0] == said
    other = Resident(leeds)
    assert await other.say(f"what about {reference}", intent="repairs.status") != said


async def test_a_polish_report_is_heard_in_polish(me: Resident) -> None:
    await me.tell("latarnia się przewróciła", language="pl")
    assert me.asks == "place"
    await me.answer(CODE, "no", "no", "yes")
    assert (me.report.kind, me.report.detail, me.report.language) == ("light", "leaning", "pl")
