"""What comes after what: the steps of a case as it goes on, and when each was met."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bot.knowledge.repairs.case import Deadline, Moments, Triage
from bot.knowledge.repairs.rules import met_at
from tests.unit.repairs.rulebook import at, city, dates, hazard, law_dates, leeds

AWARE = "2026-12-01T09:00"
EMERGENCY, DAMP = hazard("emergency"), hazard("significant")


def case(proposal: Triage, **more: Any) -> dict[str, Deadline]:
    found = leeds().deadlines(proposal, Moments(aware_at=at(AWARE), **more))
    return {f"{one.source} {one.step}": one for one in found}


def test_before_it_was_looked_at_there_is_only_that_to_do() -> None:
    assert law_dates(DAMP, AWARE) == {"investigate": "2026-12-15"}


@pytest.mark.parametrize("found", [None, True])
def test_after_it_was_looked_at_summary_work_and_further_work_are_due(found: bool | None) -> None:
    steps = law_dates(DAMP, AWARE, investigated_at=at("2026-12-03T11:00"), found=found)

    assert steps == {
        "investigate": "2026-12-15",
        "summary": "2026-12-08",
        "work": "2026-12-10",
        "begin": "2027-02-25",
    }


def test_where_nothing_was_found_the_tenant_is_told_so_in_writing_and_no_work_is_due() -> None:
    steps = law_dates(DAMP, AWARE, investigated_at=at("2026-12-03T11:00"), found=False)

    assert steps == {"investigate": "2026-12-15", "summary": "2026-12-08"}


def test_an_emergency_that_was_looked_at_has_a_summary_and_work_that_keeps_it_away() -> None:
    steps = law_dates(EMERGENCY, AWARE, investigated_at=at("2026-12-01T15:00"), found=True)

    assert steps == {"safe": "2026-12-02T09:00", "summary": "2026-12-04", "begin": "2027-02-23"}


def test_an_emergency_that_was_none_still_has_a_summary() -> None:
    steps = law_dates(EMERGENCY, AWARE, investigated_at=at("2026-12-01T15:00"), found=False)

    assert steps == {"safe": "2026-12-02T09:00", "summary": "2026-12-04"}


def test_each_step_is_met_by_what_happened() -> None:
    days = {name: at(f"2026-12-0{day}T10:00") for day, name in enumerate(STEPS, start=2)}
    met = {key: one.met_at for key, one in case(DAMP, found=True, **days).items()}
    assert met.pop("council finish") == days["done_at"]

    assert met == {
        "awaab investigate": days["investigated_at"],
        "awaab summary": days["summary_at"],
        "awaab work": days["safe_at"],
        "awaab begin": days["begun_at"],
    }


STEPS = ("investigated_at", "summary_at", "safe_at", "begun_at", "done_at")


def test_nothing_is_met_by_what_has_not_happened() -> None:
    assert all(
        one.met_at is None
        for one in case(DAMP, investigated_at=at("2026-12-03T11:00")).values()
        if one.step != "investigate"
    )


def test_what_is_repaired_is_safe_and_looked_at_but_not_written_about() -> None:
    done = at("2026-12-02T10:00")
    moments = Moments(aware_at=at(AWARE), done_at=done)

    assert {
        step: met_at(step, moments) for step in ("safe", "investigate", "work", "begin", "finish")
    } == dict.fromkeys(("safe", "investigate", "work", "begin", "finish"), done)
    assert met_at("summary", moments) is None


def test_the_first_of_two_moments_counts() -> None:
    moments = Moments(aware_at=at(AWARE), safe_at=at("2026-12-02T10:00"), done_at=at("2026-12-05T10:00"))

    assert met_at("work", moments) == at("2026-12-02T10:00")


def test_a_step_that_was_late_still_carries_its_date() -> None:
    late = at("2027-01-20T10:00")
    found = case(DAMP, investigated_at=late)["awaab investigate"]

    assert found.due == at("2026-12-15T23:59:59")
    assert found.met_at == late
    assert found.met_at > found.due


def test_a_case_without_hazard_and_right_has_only_the_councils_time() -> None:
    assert dates(Triage("routine"), AWARE, "leicester") == {"council finish": "2026-12-15"}


def test_a_class_without_a_hazard_is_under_no_law() -> None:
    assert law_dates(Triage("emergency", "emergency"), AWARE) == {}


def test_planned_work_is_looked_at_soon_and_done_within_a_year() -> None:
    assert dates(Triage("planned"), AWARE, "leicester") == {
        "council investigate": "2026-12-15",
        "council finish": "2027-12-01",
    }


def test_a_councils_day_in_hours_is_exact() -> None:
    [found] = city("leicester").deadlines(Triage("emergency"), Moments(aware_at=at("2026-12-26T21:15")))

    assert found.exact
    assert found.due == at("2026-12-27T21:15")


def test_all_regimes_stand_beside_each_other_the_earliest_first() -> None:
    proposal = Triage("urgent", "significant", "damp_mould", "leak")
    found = city("leicester").deadlines(proposal, Moments(aware_at=at(AWARE)))

    assert [(one.source, one.step) for one in found] == [
        ("right_to_repair", "finish"),
        ("awaab", "investigate"),
        ("council", "finish"),
    ]


def test_a_time_of_a_council_does_not_reach_back_before_it_held() -> None:
    before = dt.datetime(2026, 11, 1, 9, tzinfo=dt.UTC)

    assert city("leicester").deadlines(Triage("routine"), Moments(aware_at=before)) == ()
