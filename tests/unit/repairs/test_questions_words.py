"""What is wrong, where, when to come: the questions that are answered in free words."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.address import Home
from bot.dialogue.question import Change, Got, Narrow, NoMatch, Outcome
from bot.knowledge.repairs.access import AccessQuestion
from bot.knowledge.repairs.block import block
from bot.knowledge.repairs.case import Access, Where
from bot.knowledge.repairs.heard import Facts, Listens, together
from bot.knowledge.repairs.home_question import HomeQuestion
from bot.knowledge.repairs.own_words import HIDDEN, joined, kept
from bot.knowledge.repairs.problem_question import ProblemQuestion, Wrong
from bot.knowledge.repairs.questions import OptionalPhone
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.report_review import ReportReview
from tests.replays.leeds import estate
from tests.unit.dialogue.english import english
from tests.unit.dialogue.hear import NOON, hear, press

REPAIRS = Repairs.load("leeds", ZoneInfo("Europe/London"))
PROBLEM = ProblemQuestion(REPAIRS, 8)
HOME = HomeQuestion(estate().addresses)
ACCESS = AccessQuestion(Listens())


def narrowed(found: Outcome[object]) -> Narrow:
    assert isinstance(found, Narrow)
    return found


def test_a_problem_is_taken_from_free_words_with_the_words() -> None:
    found = PROBLEM.hear(hear("the tap drips"), None)
    assert isinstance(found, Got)
    assert (found.value.problem, found.value.said, found.value.at) == ("tap", "the tap drips", NOON)


def test_words_that_name_nothing_lead_to_the_groups() -> None:
    found = narrowed(PROBLEM.hear(hear("the whatsit is off"), None))
    assert english(found.reply.text) == "What is it about?"
    assert len(found.reply.choices) <= 8


def test_a_group_leads_to_its_problems_and_keeps_the_words() -> None:
    first = narrowed(PROBLEM.hear(hear("the whatsit is off"), None))
    second = narrowed(PROBLEM.hear(press("group:water"), first.partial))
    assert [one.id for one in second.reply.choices][-1] == "problem:other"
    found = PROBLEM.hear(press("problem:tap"), second.partial)
    assert isinstance(found, Got)
    assert (found.value.problem, found.value.said) == ("tap", "the whatsit is off")


def test_words_behind_a_list_are_read_again() -> None:
    first = narrowed(PROBLEM.hear(hear("the whatsit is off"), None))
    found = PROBLEM.hear(hear("it is the tap that drips"), first.partial)
    assert isinstance(found, Got)
    assert found.value.problem == "tap"
    assert found.value.said == "the whatsit is off / it is the tap that drips"


def test_words_that_name_nothing_twice_are_a_report_of_something_else() -> None:
    first = narrowed(PROBLEM.hear(hear("the whatsit is off"), None))
    found = PROBLEM.hear(hear("you know, the doodah"), first.partial)
    assert isinstance(found, Got)
    assert (found.value.problem, found.value.said) == ("other", "the whatsit is off / you know, the doodah")


@pytest.mark.parametrize("intent", ["bins.next", "council_tax", "handover.person"])
def test_another_task_is_not_taken_for_a_repair(intent: str) -> None:
    assert isinstance(PROBLEM.hear(hear("when is my thing", intent=intent), None), NoMatch)


def test_a_problem_that_a_deploy_took_away_is_asked_anew() -> None:
    stored = PROBLEM.store(Wrong("gone", NOON))
    assert PROBLEM.restore(stored) is None
    assert PROBLEM.restore(PROBLEM.store(Wrong("tap", NOON, "x"))) == Wrong("tap", NOON, "x")


def test_a_home_of_the_list_is_stored_with_its_line_and_checked_again() -> None:
    found = HOME.hear(hear("15 oakwood court LS8 1AF"), None)
    assert isinstance(found, Got)
    assert HOME.restore(HOME.store(found.value)) == found.value
    assert HOME.restore({"home": "gone", "line": "nowhere"}) is None


def test_an_address_that_is_in_no_list_is_offered_as_it_is_written() -> None:
    found = narrowed(HOME.hear(hear("99 Nowhere Lane"), None))
    assert english(found.reply.text).endswith("Shall I use this address: 99 Nowhere Lane?")
    assert HOME.hear(hear("yes"), found.partial) == Got(Where("", "99 Nowhere Lane"))


def test_an_address_whose_postcode_has_only_others_is_not_asked_for_again() -> None:
    found = narrowed(HOME.hear(hear("99 Nowhere Lane LS8 1AF"), None))
    found = narrowed(HOME.hear(press("homes:other"), found.partial))
    found = narrowed(HOME.hear(press("homes:words"), found.partial))
    assert english(found.reply.text) == "Shall I use this address: 99 Nowhere Lane LS8 1AF?"
    assert HOME.hear(hear("yes"), found.partial) == Got(Where("", "99 Nowhere Lane LS8 1AF", "LS8 1AF"))


def test_another_address_may_be_written_instead() -> None:
    offered = narrowed(HOME.hear(hear("99 Nowhere Lane"), None))
    assert isinstance(HOME.hear(hear("15 oakwood court LS8 1AF"), offered.partial), Got)
    anew = narrowed(HOME.hear(hear("no"), offered.partial))
    assert english(anew.reply.text) == "Please send the postcode and house number."


def test_who_is_not_understood_can_say_that_the_address_is_not_listed() -> None:
    again = HOME.again(1)
    assert [one.id for one in again.choices] == ["homes:words"]
    asked = narrowed(HOME.hear(press("homes:words"), None))
    assert english(asked.reply.text) == "Please write your whole address, with the postcode."
    found = HOME.hear(hear("the caravan behind the old mill"), asked.partial)
    assert found == Got(Where("", "the caravan behind the old mill"))


def test_words_that_are_no_address_are_not_taken_for_one() -> None:
    assert isinstance(HOME.hear(hear("I do not know"), None), NoMatch)


@pytest.mark.parametrize(
    ("line", "building"),
    [
        ("Flat 15, Oakwood Court, Oakwood, LS8 1AA", "Oakwood Court, Oakwood, LS8 1AA"),
        ("Flat 4 Aubrey Court, 116, Elm Road, LS9 8AA", "Aubrey Court, 116, Elm Road, LS9 8AA"),
        ("Apartment 3, The Mill, Canal Road, LS1 1AA", "The Mill, Canal Road, LS1 1AA"),
        ("Flat 2, 12 Elm Street, Harehills, LS8 2BB", "12 Elm Street, Harehills, LS8 2BB"),
        ("9a Oakwood Court, Oakwood, LS8 1AA", "Oakwood Court, Oakwood, LS8 1AA"),
        ("12 Elm Street, Harehills, LS8 2BB", "12 Elm Street, Harehills, LS8 2BB"),
        ("Rose Cottage, Mill Lane, LS8 2BB", "Rose Cottage, Mill Lane, LS8 2BB"),
    ],
)
def test_the_building_of_a_home(line: str, building: str) -> None:
    assert block(Home("1", line, line)) == building


def test_all_flats_of_a_building_have_the_same_one() -> None:
    homes = [estate().addresses.home(str(900100 + number)) for number in range(1, 25)]
    courts = {block(home) for home in homes if home and "Oakwood Court" in home.line}
    assert len(courts) == 1


@pytest.mark.parametrize(
    ("said", "access"),
    [
        ("any time", Access(("any",), note="any time")),
        ("mornings, I have a dog", Access(("morning",), pets=True, note="mornings, I have a dog")),
        ("I work nights so ring me first", Access(("call_first",), note="I work nights so ring me first")),
        ("when the school is out", Access(note="when the school is out")),
    ],
)
def test_any_words_say_when_to_come(said: str, access: Access) -> None:
    assert ACCESS.hear(hear(said), None) == Got(access)


def test_a_key_safe_is_noted_and_its_code_is_not() -> None:
    found = ACCESS.hear(hear("key safe by the door, code 4711, any time"), None)
    assert found == Got(Access(("any",), keysafe=True, note=f"key safe by the door, code {HIDDEN}, any time"))


def test_a_time_by_button() -> None:
    assert ACCESS.hear(press("comes:afternoon"), None) == Got(Access(("afternoon",)))


@pytest.mark.parametrize("nothing", ["", "???", "7"])
def test_a_sign_alone_is_no_time(nothing: str) -> None:
    assert isinstance(ACCESS.hear(hear(nothing), None), NoMatch)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("the key safe code is 1234", f"the key safe code is {HIDDEN}"),
        ("keysafe C4711# left", "keysafe C" + HIDDEN + " left"),
        ("the key safe is 0815, ring 0113 496 0123", f"the key safe is {HIDDEN}, ring 0113 496 0123"),
        ("I live at 1234 Long Road", "I live at 1234 Long Road"),
    ],
)
def test_codes_are_left_out_where_a_key_safe_is_named(text: str, left: str) -> None:
    assert kept(text) == left


def test_codes_are_left_out_in_any_language_that_names_a_key_safe() -> None:
    assert kept("sejf na klucz 4711", keysafe=True) == f"sejf na klucz {HIDDEN}"


def test_words_said_twice_are_kept_once() -> None:
    assert joined("a", "", "b", "a") == "a / b"


def test_no_phone_is_an_answer() -> None:
    asks = OptionalPhone()
    assert asks.hear(press("phone:none"), None) == asks.hear(hear("no"), None) == Got("")
    assert asks.restore("") == ""
    assert english(asks.echo("")) == "No phone"
    assert asks.hear(hear("0113 496 0123"), None) == Got("+441134960123")


LINES = tuple((f"key{number}", _label, _label) for number, _label in enumerate([HOME.asks] * 6))
REVIEW = ReportReview(HOME.asks, LINES, 3)


def test_the_review_has_room_for_its_choices_everywhere() -> None:
    assert [one.id for one in REVIEW.prompt().choices] == ["review:yes", "review:other", "review:no"]


def test_what_to_change_is_a_list_with_pages() -> None:
    found = narrowed(REVIEW.hear(press("review:other"), None))
    more = narrowed(REVIEW.hear(hear("more"), found.partial))
    assert [one.id for one in more.reply.choices][:2] == ["review:change:key2", "review:change:key3"]
    assert REVIEW.hear(press("review:change:key3"), more.partial) == Change("key3")


def test_yes_and_no_to_what_to_change_send_nothing_and_end_nothing() -> None:
    found = narrowed(REVIEW.hear(hear("no"), None))
    for word in ("yes", "no"):
        back = narrowed(REVIEW.hear(hear(word), found.partial))
        assert back.partial is None
    assert REVIEW.hear(hear("yes"), None) == Got(True)
    assert REVIEW.hear(press("review:no"), found.partial) == Got(False)


def test_what_several_messages_say_is_put_together() -> None:
    later = Facts(problems=("tap",), people=("heart",), worse=True)
    first = Facts(problems=("leak", "tap"), people=("under5",), since="weeks", worse=False, room="kitchen")
    both = together(later, first)
    assert both.problems == ("tap", "leak")
    assert both.people == ("under5", "heart")
    assert (both.since, both.worse, both.room) == ("weeks", True, "kitchen")


def test_a_worse_that_is_no_is_an_answer_too() -> None:
    assert together(Facts(worse=False), Facts(worse=True)).worse is False


def test_the_moment_of_the_first_words_is_kept_through_the_lists() -> None:
    first = narrowed(PROBLEM.hear(hear("the whatsit is off"), None))
    later = NOON + dt.timedelta(hours=2)
    found = PROBLEM.hear(hear("the tap drips", at=later), first.partial)
    assert isinstance(found, Got)
    assert found.value.at == NOON
