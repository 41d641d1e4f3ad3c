"""The conversation about a place: asked as little as can be, told what is known, and what is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from bot.knowledge.directory.service import Cost, Spot
from bot.knowledge.directory.timetable import Opening, Timetable
from channels.message import Location
from tests.services_made_up import CENTRE, MILE, PHONE, WEEKDAYS, service
from tests.unit.dialogue.hear import hear
from tests.unit.directory.seeker import Seeker

EVERY_DAY = Timetable((Opening(dt.time(9), dt.time(20), "DAILY"),), bank_holidays="open")
NEAR = service("Near Library", miles=1.2, times=WEEKDAYS, phones=(PHONE,), whole=False)
FAR = service("Far Library", miles=4, times=EVERY_DAY)
MUSEUM = service(
    "The Museum",
    "museum",
    miles=0.2,
    access=("There is a ramp.",),
    costs=(Cost(Decimal(5), "Adults"), Cost(Decimal(2), "Children")),
    languages=("ur", "pl"),
    alert="The café is closed.",
)
CODE = "LS1 1AA"


@pytest.fixture
def seeker(tmp_path: Path) -> Seeker:
    return Seeker(tmp_path, (NEAR, FAR, MUSEUM))


async def test_one_of_its_kind_is_told_without_a_question(seeker: Seeker) -> None:
    said = await seeker.ask("where is the museum", service="museum")

    assert said.startswith("The Museum is at The Museum Street, Leeds. I do not know when it is open.")
    assert "They say: The café is closed." in said
    assert seeker.links[0] == f"https://bins.example.org/places/{MUSEUM.id}"
    assert seeker.links[1].startswith("https://www.openstreetmap.org/?mlat=53.80")


async def test_where_the_resident_is_is_asked_when_it_matters(seeker: Seeker) -> None:
    assert await seeker.ask("is there a library", service="library") == "What is your postcode?"

    said = await seeker.say("ls1 1aa", postcode=CODE)

    assert said.startswith("Near Library is at Near Library Street, Leeds.")
    assert "It is open now, until 5pm." in said
    assert "It is about 1 mile from LS1 1AA." in said
    assert f"You can call {PHONE}." in said
    assert "There is also Far Library." in said
    assert "My list is not complete." in said


async def test_a_time_alone_is_asked_of_the_place_that_was_told(seeker: Seeker) -> None:
    await seeker.ask("library near ls1 1aa", service="library", postcode=CODE)
    said = await seeker.ask("is it open now")
    assert said.startswith("Near Library is at Near Library Street, Leeds. It is open now, until 5pm.")


async def test_a_time_alone_of_a_place_whose_hours_nobody_knows(tmp_path: Path) -> None:
    seeker = Seeker(tmp_path, [service("Old Library", miles=1)])
    await seeker.ask("library", service="library")
    said = await seeker.ask("is it open now")
    assert said.startswith("Old Library is at Old Library Street, Leeds. I do not know when it is open.")


async def test_another_kind_can_be_meant_after_all(tmp_path: Path) -> None:
    shown = [
        service("A Library", miles=1),
        service("B Museum", "museum", 1),
        service("C Museum", "museum", 2),
    ]
    seeker = Seeker(tmp_path, shown)
    assert (await seeker.ask("a museum", service="museum")).startswith("What is your postcode?")
    rest = hear("libraries", entities={"service": "library"})
    said = await seeker.correct("no, libraries", rest)
    assert said.startswith("A Library is at")


async def test_a_time_alone_is_asked_of_nothing_where_none_was_told(seeker: Seeker) -> None:
    assert (await seeker.ask("is it open now")).startswith("What are you looking for?")


async def test_a_postcode_that_was_said_is_not_asked_for(seeker: Seeker) -> None:
    said = await seeker.ask("library near ls1 1aa", service="library", postcode=CODE)

    assert said.startswith("Near Library is at")


async def test_a_postcode_of_another_city_is_named_as_such(seeker: Seeker) -> None:
    said = await seeker.ask("library near m1 1aa", service="library", postcode="M1 1AA")

    assert said == "I only know about places in Leeds. What is your postcode?"


async def test_anywhere_is_an_answer(seeker: Seeker) -> None:
    await seeker.ask("a library", service="library")

    said = await seeker.press("anywhere")

    assert "Library is at" in said
    assert "mile" not in said


@pytest.mark.parametrize("asked_first", [True, False])
async def test_a_shared_place_is_measured_from_its_postcode(seeker: Seeker, asked_first: bool) -> None:
    there = Location(CENTRE[0] + 4 * MILE, CENTRE[1])
    if asked_first:
        await seeker.ask("a library", service="library")
        said = await seeker.say("", location=there)
    else:
        said = await seeker.ask("a library", there, service="library")

    assert said.startswith("Far Library is at")
    assert "less than a mile from the place that you gave me" in said


async def test_the_home_that_is_remembered_is_used_and_not_said(seeker: Seeker) -> None:
    home = seeker.lives("15 Oakwood Court LS8 2PA")

    said = await seeker.ask("library", service="library")

    assert said.startswith("Near Library is at")
    assert home.line not in said
    assert home.postcode not in said


async def test_more_goes_through_them_one_by_one(seeker: Seeker) -> None:
    await seeker.ask("library", service="library", postcode=CODE)

    assert (await seeker.press("do:services.more")).startswith("Far Library is at")
    assert "do:services.more" not in [one.id for one in seeker.chat.state.shown]


async def test_another_day_and_a_bank_holiday(seeker: Seeker) -> None:
    sunday = await seeker.ask("near library on sunday", service="library", date="2026-11-29")
    christmas = await seeker.ask("far library at christmas", service="library", date="2026-12-25")

    assert "It is closed on Sunday 29 November." in sunday
    assert "It is open on Friday 25 December, 9am to 8pm." in christmas


async def test_a_bank_holiday_that_nobody_knows_of(tmp_path: Path) -> None:
    times = Timetable((Opening(dt.time(9), dt.time(17), "DAILY"),))
    seeker = Seeker(tmp_path, (service("A Library", times=times),))

    said = await seeker.ask("library on christmas day", service="library", date="2026-12-25")

    assert "It may be closed: Friday 25 December is a bank holiday." in said


async def test_what_is_open_then(seeker: Seeker) -> None:
    said = await seeker.ask("library open at 7pm", service="library", time="19:00", postcode=CODE)

    assert said.startswith("Far Library is at")


async def test_what_was_asked_for_is_no_spare_line(seeker: Seeker) -> None:
    await seeker.ask(
        "is there wheelchair access at the museum and how much is it", service="museum", language="ur"
    )

    spare = {line.msgid: line.spare for line in seeker.chat.replies[0].text.after}
    assert not spare["Getting in: %(words)s"]
    assert not spare["It costs between %(least)s and %(most)s."]
    assert not spare["You can speak %(languages)s there."]
    assert spare["They say: %(words)s"]


async def test_none_is_said_counted_and_a_person_offered(seeker: Seeker) -> None:
    said = await seeker.ask("where is a food bank", service="food_bank")

    assert said.startswith("Food banks: I do not have a list of these yet. You can call 0113 222 4444.")
    assert "service_not_found" in seeker.counted
    assert "word:person" in [one.id for one in seeker.chat.state.shown]


async def test_none_that_fits_is_another_thing_than_none(seeker: Seeker) -> None:
    said = await seeker.ask("library open at 3am", service="library", time="03:00", postcode=CODE)

    assert said.startswith("Libraries: I know none that fits. Near Library is at Near Library Street, Leeds.")
    assert said.endswith("It is open now, until 5pm.")


async def test_what_is_looked_for_is_asked_when_nothing_says_it(seeker: Seeker) -> None:
    assert await seeker.ask("where is it") == "What are you looking for?"
    assert seeker.chat.choices == ["Libraries", "Museums"]

    assert (await seeker.say("the museum please")).startswith("The Museum is at")


async def test_words_that_nothing_fits(seeker: Seeker) -> None:
    await seeker.ask("where is it")

    said = await seeker.say("a shop for elephants")

    assert said.startswith("I do not have a place for that in my list.")


async def test_a_service_without_a_place(tmp_path: Path) -> None:
    seeker = Seeker(tmp_path, (service("Helpline", "food_bank", spots=(), phones=(PHONE,)),))

    said = await seeker.ask("food bank", service="food_bank")

    assert said.startswith("Helpline can help you.")
    assert len(seeker.links) == 1


async def test_where_it_is_from(seeker: Seeker) -> None:
    await seeker.ask("museum", service="museum")

    said = await seeker.say("where do you have that from", "facts.source")

    assert "This is from A directory. It was read on Tuesday 24 November 2026." in said


async def test_an_address_that_cannot_be_shown_whole_is_searched_on_the_map(tmp_path: Path) -> None:
    spot = Spot("p", lines=("1 High Street",), postcode=CODE)
    seeker = Seeker(tmp_path, (service("A Library", spots=(spot,)),))

    await seeker.ask("library", service="library")

    assert seeker.links[1] == "https://www.openstreetmap.org/search?query=1%20High%20Street%2C%20LS1%201AA"
