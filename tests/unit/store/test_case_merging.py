"""Two reports of one thing: facts are added, none is lost, and a neighbour's own stays out."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.repairs.case import Access, Report, Since, Where
from bot.knowledge.repairs.repairs import Repairs
from bot.store.case_merging import merged, urgency, without_person

REPAIRS = Repairs.load("leeds", ZoneInfo("Europe/London"))
NOW = dt.datetime(2026, 12, 4, 9, tzinfo=dt.UTC)
HOME = Where("1", "2 Larch Row, Leeds LS8 1AA", "LS8 1AA")


def report(**facts: Any) -> Report:
    told: dict[str, Any] = {
        "aware_at": NOW,
        "said": "a leak",
        "problem": "leak",
        "detail": "pipe",
        "where": HOME,
    }
    return Report(**(told | facts))


def both(one: Report, two: Report, *, own: bool = True) -> Report:
    return merged(one, two, REPAIRS, own=own)


def test_the_same_again_is_the_same() -> None:
    full = report(people=("heart",), since="weeks", worse=True, phone="+44", photos=("a",), before="in May")
    assert both(full, full) == full


def test_the_first_moment_counts() -> None:
    assert both(report(), report(aware_at=NOW + dt.timedelta(days=1))).aware_at == NOW


@pytest.mark.parametrize(
    ("one", "two", "longest"),
    [
        ("", "today", "today"),
        ("days", "today", "days"),
        ("days", "weeks", "weeks"),
        ("months", "", "months"),
    ],
)
def test_the_longest_time_counts(one: Since, two: Since, longest: Since) -> None:
    assert both(report(since=one), report(since=two)).since == longest


@pytest.mark.parametrize(
    ("one", "two", "worse"),
    [
        (None, None, None),
        (None, False, False),
        (False, None, False),
        (False, True, True),
        (True, False, True),
        (True, None, True),
    ],
)
def test_worse_stays_worse(one: bool | None, two: bool | None, worse: bool | None) -> None:
    assert both(report(worse=one), report(worse=two)).worse is worse


def test_people_come_in_their_order() -> None:
    made = both(report(people=("heart", "pregnant")), report(people=("under5", "heart")))
    assert made.people == ("under5", "heart", "pregnant")


def test_words_are_put_together_and_bounded() -> None:
    assert both(report(said="a leak"), report(said="and a crack")).said == "a leak\nand a crack"
    assert both(report(said="a leak in the hall"), report(said="a leak")).said == "a leak in the hall"
    assert both(report(said=""), report(said="a leak")).said == "a leak"
    assert len(both(report(said="x" * 3000), report(said="y" * 3000)).said) == 4000


def test_the_later_word_about_access_counts_if_there_is_one() -> None:
    old, new = Access(comes=("morning",), note="ring"), Access(keysafe=True)
    assert both(report(access=old), report(access=new)).access == new
    assert both(report(access=old), report()).access == old


def test_phone_language_and_interpreter() -> None:
    made = both(report(phone="+441", interpreter=True), report(phone="+442", language="pl"))
    assert (made.phone, made.language, made.interpreter) == ("+442", "pl", True)
    assert both(report(phone="+441"), report()).phone == "+441"


def test_photos_are_each_named_once() -> None:
    assert both(report(photos=("a", "b")), report(photos=("b", "c"))).photos == ("a", "b", "c")


def test_what_was_stamped_is_filled_in() -> None:
    stamped = report(problem="", detail="", where=None, hazard="water", said="on the lights")
    made = both(stamped, report(room="hall"))
    assert (made.problem, made.detail, made.room, made.where, made.hazard) == (
        "leak",
        "pipe",
        "hall",
        HOME,
        "water",
    )


def test_the_more_urgent_detail_counts_with_its_room() -> None:
    plain, danger = report(detail="appliance", room="kitchen"), report(detail="electrics", room="hall")
    assert urgency(REPAIRS.triage(danger)) > urgency(REPAIRS.triage(plain))
    for one, two in ((plain, danger), (danger, plain)):
        made = both(one, two)
        assert (made.detail, made.room) == ("electrics", "hall")


def test_anything_is_better_than_other() -> None:
    assert both(report(detail="other"), report(detail="pipe")).detail == "pipe"
    assert both(report(detail="pipe"), report(detail="other")).detail == "pipe"


def test_of_a_neighbour_only_the_facts_of_the_building_count() -> None:
    mine = report(said="mine", phone="+441", access=Access(note="ring"), photos=("a",), before="in May")
    theirs = report(
        said="theirs",
        phone="+442",
        access=Access(note="knock"),
        photos=("b",),
        language="pl",
        interpreter=True,
        tenancy="leaseholder",
        people=("under5",),
        worse=True,
    )
    made = both(mine, theirs, own=False)
    assert (made.people, made.worse) == (("under5",), True)
    personal = ("said", "phone", "access", "photos", "before", "language", "interpreter", "tenancy")
    assert all(getattr(made, name) == getattr(mine, name) for name in personal)


def test_without_the_person_the_home_is_left() -> None:
    full = report(
        people=("heart",),
        phone="+441",
        access=Access(("any",), keysafe=True, pets=True, note="ring"),
        photos=("a",),
        before="in May",
        hazard="water",
    )
    left = without_person(full)
    assert (left.said, left.phone, left.photos, left.before) == ("", "", (), "")
    assert left.access == Access(("any",), keysafe=True, pets=True)
    assert (left.where, left.people, left.hazard, left.detail) == (HOME, ("heart",), "water", "pipe")
