"""Which hazards the law covers from which day: both sides of 27 October 2025 and of 30 November 2026."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.knowledge.repairs.case import Moments, Triage
from tests.unit.repairs.rulebook import at, city, dates, hazard, law_dates, leeds, triage

PHASE_TWO = ["cold", "heat", "falls", "structure", "fire", "electrical", "hygiene"]
PHASE_THREE = [
    "gas", "carbon_monoxide", "intruders", "water", "lighting", "noise", "asbestos", "lead", "burns",
    "entrapment", "chemicals", "ergonomics", "unclear",
]  # fmt: skip
ALL = ["damp_mould", *PHASE_TWO, *PHASE_THREE]


def test_these_are_all_hazards_that_we_know() -> None:
    assert [scope.hazard for scope in leeds().law.scope] == ALL


@pytest.mark.parametrize("which", PHASE_TWO)
def test_a_hazard_of_phase_two_has_no_date_on_29_november_and_one_on_the_30th(which: str) -> None:
    assert law_dates(hazard("significant", which), "2026-11-29T23:59:30") == {}
    assert law_dates(hazard("significant", which), "2026-11-30T00:00") == {"investigate": "2026-12-14"}


@pytest.mark.parametrize("which", PHASE_THREE)
def test_a_hazard_of_phase_three_has_no_date_yet(which: str) -> None:
    assert law_dates(hazard("significant", which), "2028-01-10T09:00") == {}


def test_damp_and_mould_are_covered_since_27_october_2025() -> None:
    damp = hazard("significant")

    assert law_dates(damp, "2025-10-26T23:59:30") == {}
    assert law_dates(damp, "2025-10-27T00:00") == {"investigate": "2025-11-10"}
    assert law_dates(damp, "2026-11-29T12:00") == {"investigate": "2026-12-11"}


@pytest.mark.parametrize("which", ALL)
def test_as_an_emergency_every_hazard_is_covered_since_27_october_2025(which: str) -> None:
    assert law_dates(hazard("emergency", which), "2025-10-26T12:00") == {}
    assert law_dates(hazard("emergency", which), "2025-10-27T12:00") == {"safe": "2025-10-28T12:00"}
    assert law_dates(hazard("emergency", which), "2026-11-29T12:00") == {"safe": "2026-11-30T12:00"}


def test_the_law_of_the_day_of_awareness_holds_however_late_the_case_is_worked_on() -> None:
    worked_on = at("2026-12-01T10:00")
    cold = hazard("significant", "cold")

    assert law_dates(cold, "2026-11-29T12:00", investigated_at=worked_on) == {}
    assert law_dates(cold, "2026-11-30T12:00", investigated_at=worked_on) == {
        "investigate": "2026-12-14",
        "summary": "2026-12-04",
        "work": "2026-12-08",
        "begin": "2027-02-23",
    }


def test_the_class_that_is_proposed_is_about_the_hazard_and_not_about_the_law() -> None:
    before, after = (triage("heating.none", day) for day in ("2026-11-29T12:00", "2026-11-30T12:00"))

    assert before == after
    assert (before.severity, before.hazard) == ("significant", "cold")


def test_overcrowding_is_in_no_scope() -> None:
    crowded = Triage("urgent", "significant", "crowding")

    assert law_dates(crowded, "2026-12-01T12:00") == {}


@pytest.mark.parametrize(
    ("aware", "finish"),
    [
        ("2026-10-30T12:00", "2026-11-04"),  # Friday, three days: 2 3 4
        ("2026-10-31T23:59:30", "2026-11-04"),  # 31 October is not in the winter of the schedule
        ("2026-11-01T00:00", "2026-11-02"),  # one day
        ("2027-04-30T12:00", "2027-05-04"),  # one day, and Monday 3 May is a bank holiday
        ("2027-05-01T00:00", "2027-05-06"),  # three days: 4 5 6
    ],
)
def test_the_season_of_the_right_to_repair_ends_between_days(aware: str, finish: str) -> None:
    assert dates(Triage("urgent", right="heating"), aware)["right_to_repair finish"] == finish


def test_every_day_of_a_year_is_in_one_season() -> None:
    winter = leeds().law.winter
    days = [dt.date(2026, 7, 1) + dt.timedelta(days=n) for n in range(365)]
    held = [day for day in days if winter.holds(day)]

    assert held[0] == dt.date(2026, 11, 1)
    assert held[-1] == dt.date(2027, 4, 30)
    assert len(held) == (held[-1] - held[0]).days + 1


@pytest.mark.parametrize(
    ("right", "days"),
    [
        ("power_total", 1), ("power_unsafe", 1), ("water_total", 1), ("gas", 1), ("flue", 1),
        ("drain_foul", 1), ("toilet_flush", 1), ("leak", 1), ("insecure", 1),
        ("power_partial", 3), ("water_partial", 3), ("sink_blocked", 3), ("tap", 3), ("banister", 3),
        ("floor", 3),
        ("roof", 7), ("door_entry", 7), ("fan", 7),
    ],
)  # fmt: skip
def test_the_working_days_of_each_category(right: str, days: int) -> None:
    rule = next(one for one in leeds().law.rights if one.id == right)

    assert (rule.working_days, rule.winter_days) == (days, None)


def test_heating_is_the_category_that_depends_on_the_season() -> None:
    [heating] = [one for one in leeds().law.rights if one.winter_days is not None]

    assert (heating.id, heating.working_days, heating.winter_days) == ("heating", 3, 1)
    assert len(leeds().law.rights) == 19


def test_every_rule_says_where_it_is_from_and_when_it_was_read() -> None:
    law = leeds().law
    for rule in (*law.limits, law.emergencies, *law.scope, *law.rights):
        assert rule.source
        assert rule.section
        assert rule.checked == dt.date(2026, 11, 20)


def test_a_rule_is_stale_after_a_year() -> None:
    rule = leeds().law.limits[0]

    assert not rule.stale(dt.date(2027, 11, 20))
    assert rule.stale(dt.date(2027, 11, 21))


def test_leeds_times_are_known_to_staff_and_told_to_nobody() -> None:
    repairs, proposal = leeds(), Triage("routine")
    found = repairs.deadlines(proposal, Moments(aware_at=at("2026-12-01T12:00")))

    assert [one.source for one in found] == ["council"]
    assert repairs.told(found) == ()
    assert repairs.told(found, proposal) == ()
    assert repairs.source(found[0], proposal).status == "unverified"


def test_leicesters_times_are_told() -> None:
    repairs = city("leicester")
    found = repairs.deadlines(Triage("routine"), Moments(aware_at=at("2026-12-01T12:00")))

    assert repairs.told(found) == found
    assert all(target.status == "verified" for target in repairs.council.targets)


def test_the_law_is_told_in_leeds_too() -> None:
    repairs = leeds()
    proposal = Triage("urgent", "significant", "damp_mould", "leak")
    found = repairs.deadlines(proposal, Moments(aware_at=at("2026-12-01T12:00")))

    assert [one.source for one in repairs.told(found)] == ["right_to_repair", "awaab"]
