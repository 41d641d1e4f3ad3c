"""What is said of a case: the status first, whose rule a date rests on, what is late, what has changed."""

from __future__ import annotations

import datetime as dt
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from msgspec import structs

from accessibility.renderers import MODALITIES, Modality, renderer
from accessibility.rules import check
from accessibility.text import Text
from bot.knowledge.repairs.case import Deadline, Known, Source, Status, Step
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.words import WAITING, changed, deadline, problem, promise, standing
from locales import catalogue
from tests.unit.dialogue.english import english

ZONE = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 11, 23, 12, 0, tzinfo=dt.UTC)
CATALOGUE = catalogue.shipped()
LEEDS = Repairs.load("leeds", ZONE)


def end_of(day: str) -> dt.datetime:
    """The last moment of a day, as the clocks write it."""
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(23, 59, 59), ZONE)


def due(step: Step, day: str, source: Source = "awaab", **more: Any) -> Deadline:
    return Deadline(step, source, end_of(day), **more)


LOOK, REPAIR = due("investigate", "2026-12-07"), due("finish", "2026-12-21", "council")


def case(status: Status = "received", *deadlines: Deadline, **more: Any) -> Known:
    found = Known(
        reference="K7P4MW",
        problem="damp",
        detail="mould",
        status=status,
        at=NOW,
        opened_at=NOW,
        deadlines=deadlines,
    )
    return structs.replace(found, **more)


def says(known: Known, now: dt.datetime = NOW) -> str:
    return english(standing(known, LEEDS, ZONE, now))


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (LOOK, "The law says the council must look at it by 2026-12-07."),
        (due("safe", "2026-12-07"), "The law says the council must make it safe by 2026-12-07."),
        (due("work", "2026-12-07"), "The law says the council must make it safe by 2026-12-07."),
        (due("summary", "2026-12-07"), "The law says you must get a written summary by 2026-12-07."),
        (due("begin", "2026-12-07"), "The law says more work must begin by 2026-12-07."),
        (
            due("finish", "2026-12-07", "right_to_repair"),
            "The law gives you a right to this repair by 2026-12-07.",
        ),
        (REPAIR, "The council aims to repair it by 2026-12-21."),
        (due("investigate", "2026-12-07", "council"), "The council aims to look at it by 2026-12-07."),
    ],
)
def test_whose_rule_it_is_is_in_the_sentence(one: Deadline, said: str) -> None:
    assert english(deadline(one, ZONE)) == said


def test_a_limit_in_hours_is_told_with_its_time_on_the_city_s_clock() -> None:
    at = dt.datetime(2026, 6, 24, 9, 41, 30, tzinfo=dt.UTC)
    one = Deadline("safe", "awaab", at, exact=True)
    assert english(deadline(one, ZONE)) == (
        "The law says the council must make it safe by 10:41 on 2026-06-24."
    )


@pytest.mark.parametrize("source", get_args(Source))
@pytest.mark.parametrize("step", get_args(Step))
@pytest.mark.parametrize("exact", [True, False])
def test_every_date_has_a_sentence(source: Source, step: Step, exact: bool) -> None:
    assert "2026-12-07" in english(deadline(due(step, "2026-12-07", source, exact=exact), ZONE))


def test_midnight_is_the_end_of_the_day_before() -> None:
    midnight = Deadline("investigate", "awaab", dt.datetime(2026, 12, 8, 0, 0, tzinfo=ZONE))
    assert "2026-12-07" in english(deadline(midnight, ZONE))


def test_at_most_two_dates_are_promised_the_next_first() -> None:
    later = due("begin", "2027-01-01")
    said = promise([later, REPAIR, LOOK], ZONE, "received")
    assert said is not None
    assert english(said) == (
        "The law says the council must look at it by 2026-12-07. "
        "The law says more work must begin by 2027-01-01. "
        "After the visit you get a written summary."
    )


def test_the_council_s_own_time_stands_beside_the_law_s_for_another_step() -> None:
    said = promise([LOOK, REPAIR], ZONE, "received")
    assert said is not None
    assert "must look at it by 2026-12-07. The council aims to repair it by 2026-12-21." in english(said)


def test_for_the_same_step_the_law_s_date_is_told_alone() -> None:
    right = due("finish", "2026-11-24", "right_to_repair")
    said = promise([due("finish", "2026-11-23", "council"), right], ZONE, "received")
    assert said is not None
    assert english(said) == "The law gives you a right to this repair by 2026-11-24."


def test_what_is_met_is_promised_no_more() -> None:
    assert promise([structs.replace(LOOK, met_at=NOW)], ZONE, "visited") is None


@pytest.mark.parametrize("status", sorted(set(get_args(Status)) - set(WAITING)))
def test_what_is_over_promises_nothing(status: Status) -> None:
    assert promise([LOOK], ZONE, status) is None


@pytest.mark.parametrize("status", get_args(Status))
def test_every_status_comes_first_and_names_the_case(status: Status) -> None:
    said = says(case(status))
    assert "This is about the damp or mould." in said
    assert said.endswith("The reference is K7P4MW.")
    assert not said.startswith("This is about")


def test_no_access_and_follow_on_are_states_of_their_own() -> None:
    assert says(case("no_access")).startswith(
        "We came and could not get in. Please tell a person when we can come."
    )
    assert says(case("follow_on")).startswith("We came. More work is needed.")


def test_a_visit_is_told_on_the_city_s_clock() -> None:
    comes = dt.datetime(2026, 7, 1, 7, 0, tzinfo=dt.UTC)
    booked = case("appointment", comes_from=comes, comes_until=comes + dt.timedelta(hours=4))
    assert says(booked).startswith("Somebody comes on 2026-07-01, 08:00 to 12:00.")
    assert says(case("appointment")).startswith("A visit is booked.")


def test_what_is_late_is_said_to_be_with_what_can_be_done() -> None:
    said = says(case("sent", LOOK, REPAIR), end_of("2026-12-08"))
    assert "We are late. It was due by 2026-12-07. I am sorry." in said
    assert "You can complain to the council. A person can help you." in said
    assert "must look" not in said


def test_until_the_last_moment_it_is_not_late() -> None:
    assert "late" not in says(case("sent", LOOK), LOOK.due)


@pytest.mark.parametrize("status", ["done", "closed", "withdrawn", "not_ours"])
def test_what_is_over_is_not_late(status: Status) -> None:
    assert "late" not in says(case(status, LOOK), end_of("2027-01-01"))


def test_a_date_that_nobody_has_confirmed_is_not_told() -> None:
    """Leeds has published no times: the ones that are quoted are for staff."""
    assert "aims" not in says(case("sent", REPAIR))


@pytest.mark.parametrize(
    ("kind", "status", "said"),
    [
        ("status", "sent", "The repairs team has your report."),
        ("booked", "appointment", "A visit is booked."),
        ("attempt", "no_access", "We came and could not get in."),
        ("visit", "visited", "We came and looked at it."),
        ("summary", "visited", "This is what we found when we looked at it."),
        ("safe", "follow_on", "It has been made safe."),
        ("begun", "follow_on", "The work has begun."),
        ("closed", "closed", "This repair is finished and closed."),
        ("what a later version calls it", "sent", "The repairs team has your report."),
    ],
)
def test_what_has_changed_comes_first(kind: str, status: Status, said: str) -> None:
    pushed = changed(case(status), kind, LEEDS, ZONE)
    assert english(pushed.text).startswith(said)
    assert "K7P4MW" in english(pushed.text)


def test_what_is_done_is_asked_about_and_the_buttons_name_the_case() -> None:
    pushed = changed(case("done"), "done", LEEDS, ZONE)
    assert english(pushed.text).endswith("Is it fixed?")
    assert [one.id for one in pushed.choices] == ["do:repairs.fixed:K7P4MW", "do:repairs.not_fixed:K7P4MW"]


def test_after_no_access_a_person_is_offered() -> None:
    assert [one.id for one in changed(case("no_access"), "attempt", LEEDS, ZONE).choices] == ["word:person"]


def test_a_case_that_was_only_stamped_is_named_all_the_same() -> None:
    assert problem(LEEDS, "") == Text("your repair")
    assert problem(LEEDS, "gone") == Text("your repair")
    assert "about your repair" in says(case(problem="", detail="", complete=False))


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("status", get_args(Status))
@pytest.mark.parametrize("now", [NOW, end_of("2026-12-30")], ids=["in time", "late"])
@pytest.mark.parametrize("complete", [True, False])
def test_it_keeps_the_rules_of_every_way_of_reading(
    modality: Modality, status: Status, now: dt.datetime, complete: bool
) -> None:
    known = case(status, LOOK, due("finish", "2026-12-21", "right_to_repair"), complete=complete)
    assert faults(modality, standing(known, LEEDS, ZONE, now)) == []


@pytest.mark.parametrize("modality", MODALITIES)
@pytest.mark.parametrize("kind", ["status", "booked", "visit", "attempt", "summary", "safe", "begun", "done"])
def test_what_is_pushed_keeps_them_too(modality: Modality, kind: str) -> None:
    status: Status = "done" if kind == "done" else "no_access" if kind == "attempt" else "visited"
    pushed = changed(case(status, LOOK, REPAIR), kind, LEEDS, ZONE)
    assert faults(modality, pushed.text) == []


def faults(modality: Modality, text: Text) -> list[str]:
    """The rules that a text breaks, rendered in English."""
    made = renderer(modality, CATALOGUE).render(text, "en")
    return [str(fault) for fault in check(made, modality)]
